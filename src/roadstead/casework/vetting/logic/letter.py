"""Content of a letter: the sentence for each applicant, and the same as data. It never advises to refuse. Pure.

Written in English, as every stored text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

FORM: Final = "roadstead_vetting_letter"
EDITION: Final = 1
NO_RECORD: Final = "No record found as at {at}."
CHECKS: Final = "Further checks advised. Ask the contact below which."
HELD: Final = "Information held. Contact: {contact}."
SENTENCES: Final[Mapping[str, str]] = {"none": NO_RECORD, "checks": CHECKS, "held": HELD}
NOTE: Final = (
    "This letter says what the lists named below held at that time. It is no finding about a person and no advice on a"
    " decision: the state decides. A list that changes later is searched again for applicants who are not decided yet,"
    " and a new letter replaces this one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Applicant in the letter. `result`: none, checks or held."""

    row: int
    reference: str
    name: str
    born: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Content of a letter. `lists`: as in the sheet's basis; `not_searched`: rows of the sheet; `number`: 1 for the
    first letter of a sheet.
    """

    sheet: int
    number: int
    code: str
    unit: str
    file: str
    file_sha256: str
    at: datetime
    contact: str
    lines: Sequence[Line]
    lists: Sequence[Mapping[str, str]]
    not_searched: Sequence[int]
    author: str

    @property
    def title(self) -> str:
        return f"Result of vetting, sheet {self.sheet}, letter {self.number}"


def instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def sentence(line: Line, letter: Letter) -> str:
    """Return the sentence about this applicant."""
    return SENTENCES[line.result].format(at=instant(letter.at), contact=letter.contact or "see below")


def as_data(letter: Letter) -> dict[str, Any]:
    """Return the letter as data, which is attached to the document and given by the API."""
    return {
        FORM: EDITION,
        "sheet": letter.sheet,
        "letter": letter.number,
        "code": letter.code,
        "unit": letter.unit,
        "file": {"name": letter.file, "sha256": letter.file_sha256},
        "at": letter.at.astimezone(UTC).isoformat(timespec="seconds"),
        "contact": letter.contact,
        "lists": [dict(each) for each in letter.lists],
        "applicants": [
            {
                "row": line.row,
                "reference": line.reference,
                "name": line.name,
                "born": line.born,
                "result": line.result,
                "text": sentence(line, letter),
            }
            for line in letter.lines
        ],
        "not_searched": list(letter.not_searched),
    }
