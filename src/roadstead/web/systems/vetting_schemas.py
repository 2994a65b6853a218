"""Schemas of vetting, for the API for states."""

from __future__ import annotations

from typing import Any, Final, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from roadstead.casework.vetting.logic.sheet import MAX_PEOPLE
from roadstead.casework.vetting.models import MAX_REASON_CHARS
from roadstead.web.api.schemas import example
from roadstead.web.systems.schemas import Code

MAX_CHARS: Final = 200  # of one value of an applicant
PERSON: Final[dict[str, Any]] = {
    "reference": "CIU-2026-117",
    "surname": "QUILLIMANE",
    "given": "Ferdinand",
    "sex": "M",
    "born": "1980-11-03",
    "birth_place": "Georgetown",
    "nationality": "GUY",
    "residence": "GUY",
    "document_type": "P",
    "document_number": "G1234567",
    "issuer": "GUY",
    "address": "",
}
SHEET: Final[dict[str, Any]] = {
    "officer": "brb.officer",
    "name": "november.csv",
    "applicants": [PERSON],
    "csv": "",
    "urgent": False,
    "reason": "",
}
DECISION: Final[dict[str, Any]] = {"officer": "brb.officer", "decision": "granted", "rows": [2]}
DETAIL: Final[dict[str, Any]] = {
    "sheet": 7,
    "status": {"code": "answered", "text": "Letter sent"},
    "received_at": "2026-11-30T14:00:00+00:00",
    "due_at": "2026-12-03T14:00:00+00:00",
    "due_kind": "target",
    "urgent": False,
    "people": 1,
    "screened": 1,
    "letter": 1,
    "letter_code": "7K3M9-QX2AH",
    "letter_sha256": "5d591b16",
    "letter_at": "2026-12-01T09:00:00+00:00",
    "contact": "vetting@centre.example",
    "problems": [{"row": 3, "severity": "error", "text": "Row 3 was not searched. Correct it and send it again."}],
    "applicants": [{"row": 2, "reference": "CIU-2026-117", "result": "none", "decision": ""}],
}


class ApplicantIn(Schema):
    """Applicant. `born`: ISO 8601, also a year or a month; countries: three letters."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": PERSON})
    reference: str = Field("", max_length=MAX_CHARS)
    surname: str = Field("", max_length=MAX_CHARS)
    given: str = Field("", max_length=MAX_CHARS)
    sex: str = Field("", max_length=MAX_CHARS)
    born: str = Field("", max_length=MAX_CHARS)
    birth_place: str = Field("", max_length=MAX_CHARS)
    nationality: str = Field("", max_length=MAX_CHARS)
    residence: str = Field("", max_length=MAX_CHARS)
    document_type: str = Field("", max_length=MAX_CHARS)
    document_number: str = Field("", max_length=MAX_CHARS)
    issuer: str = Field("", max_length=MAX_CHARS)
    address: str = Field("", max_length=MAX_CHARS)


class SheetIn(Schema):
    """Sheet. Send `applicants` or `csv`, not both. `reason`: why it is urgent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": SHEET})
    officer: str = Field(max_length=150, description="User name of the officer for whom the system acts")
    name: str = Field("sheet.csv", max_length=120, description="Name of the sheet in your system")
    applicants: list[ApplicantIn] = Field(default_factory=list, max_length=MAX_PEOPLE)
    csv: str = Field("", description="Text of a csv sheet with headings")
    urgent: bool = False
    reason: str = Field("", max_length=MAX_REASON_CHARS)


class SheetDone(Schema):
    """Sheet as stored. `refused`: rows that cannot be searched; the first applicant is in row 2, below the headings."""

    model_config = example({"sheet": 7, "people": 1, "refused": [3], "due_at": "2026-12-03T14:00:00+00:00"})
    sheet: int
    people: int
    refused: list[int]
    due_at: str | None


class StateDecisionIn(Schema):
    """Decision of the state about applicants, by their rows."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": DECISION})
    officer: str = Field(max_length=150, description="User name of the officer for whom the system acts")
    decision: Literal["granted", "refused", "withdrawn"]
    rows: list[int] = Field(min_length=1, max_length=MAX_PEOPLE)


class ProblemOut(Schema):
    """Problem of the sheet. `row`: null if it is not about one row."""

    row: int | None
    severity: str
    text: str


class ApplicantOut(Schema):
    """Applicant. `result`: none, checks or held, empty before the letter. `decision`: of the state, as recorded."""

    row: int
    reference: str
    result: str
    decision: str


class SheetDetail(Schema):
    """One sheet. `letter`: number of the last letter, 0 before the first; `due_kind`: target or deadline."""

    model_config = example(DETAIL)
    sheet: int
    status: Code
    received_at: str
    due_at: str | None
    due_kind: str
    urgent: bool
    people: int
    screened: int
    letter: int
    letter_code: str
    letter_sha256: str
    letter_at: str | None
    contact: str
    problems: list[ProblemOut]
    applicants: list[ApplicantOut]
