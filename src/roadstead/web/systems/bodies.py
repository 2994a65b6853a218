"""Schemas of what a state's system posts. A name that is not here is refused, so that no word is lost silently."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from roadstead.casework.alerts.checks import MAX_ASKED_CHARS, MAX_REFERENCE_CHARS, MAX_WORDS_CHARS
from roadstead.casework.alerts.logic.checks import CheckedSystem, CheckResult
from roadstead.casework.alerts.logic.examination import CheckKind
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.seizure import DETAILS, MAX_ITEMS, UNITS, Seized
from roadstead.web.api.refused import Refused
from roadstead.web.common.refusals import MAX_TEXT_CHARS

NO_OFFSET: Final = "%s: write the time with its offset, for example 2026-11-26T14:20:00-04:00"
FIRST_YEAR, LAST_YEAR = 2000, 2199  # of a time that a system may state
WRONG_YEAR: Final = "%s: check the year"
MAX_REASON_CHARS: Final = 500
Unit = Literal[
    "pieces", "rounds", "kg", "g", "litres", "packages", "USD", "XCD", "BBD", "TTD", "JMD", "GYD", "SRD", "EUR"
]
assert set(Unit.__args__) == set(UNITS)  # type: ignore[attr-defined]


def _body(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": value})


FOUND: Final = {
    "items": [{"what": "firearms", "quantity": 2, "unit": "pieces", "serial": ""}],
    "hidden": "Under the floor",
    "where": "",
    "container": "MSCU1234566",
}


class Found(Schema):
    """One item that was found. A serial number is of one piece."""

    model_config = ConfigDict(extra="forbid")
    what: Seized
    quantity: float
    unit: Unit
    exhibit: str = Field("", max_length=DETAILS["exhibit"])
    make: str = Field("", max_length=DETAILS["make"])
    model: str = Field("", max_length=DETAILS["model"])
    calibre: str = Field("", max_length=DETAILS["calibre"])
    serial: str = Field("", max_length=DETAILS["serial"])
    markings: str = Field("", max_length=DETAILS["markings"])


class FoundIn(Schema):
    """What was found in goods: only with the outcome `seized`."""

    model_config = _body(FOUND)
    items: list[Found] = Field(max_length=MAX_ITEMS)
    hidden: str = Field("", max_length=500)
    where: str = Field("", max_length=500)
    container: str = Field("", max_length=20)


class OutcomeIn(Schema):
    """An outcome at the border. `officer`: user name in Roadstead of the officer who acted. `at`: now if left out."""

    model_config = _body(
        {"officer": "officer.one", "what": "refused", "at": "2026-11-26T14:20:00-04:00", "note": "False visa"}
    )
    officer: str = Field(max_length=150)
    what: OutcomeType
    at: datetime | None = None
    note: str = Field("", max_length=MAX_TEXT_CHARS, description="Required for refused, missed and sent_back")
    early_reason: str = Field("", max_length=MAX_REASON_CHARS, description="Why it is recorded before the arrival")
    found: FoundIn | None = None


class CheckIn(Schema):
    """A check made in another system. `reply_to`: number of the check that waited for this reply."""

    model_config = _body(
        {"officer": "officer.one", "system": "interpol", "result": "nothing", "asked": "NCB Bridgetown"}
    )
    officer: str = Field(max_length=150)
    system: CheckedSystem
    result: CheckResult
    at: datetime | None = None
    asked: str = Field("", max_length=MAX_ASKED_CHARS, description="Organisation that was asked")
    reference: str = Field("", max_length=MAX_REFERENCE_CHARS)
    words: str = Field("", max_length=MAX_WORDS_CHARS, description="Required if a record was found without reference")
    reply_to: int | None = Field(None, ge=1, lt=10**18)


class SelectionIn(Schema):
    """Goods to select for examination: a bill, a container, or a container of a bill. `voyage`: its key."""

    model_config = _body(
        {
            "officer": "officer.one",
            "voyage": 17,
            "container": "MSCU1234566",
            "kind": "examine",
            "port": "BBBGI",
            "planned_at": "2026-11-27T09:00:00-04:00",
            "reason": "Weight differs from the bill",
            "detain": True,
        }
    )
    officer: str = Field(max_length=150)
    voyage: int = Field(ge=1, lt=10**18)
    bill: str = Field("", max_length=40)
    container: str = Field("", max_length=20)
    alert: int | None = Field(None, ge=1, lt=10**18, description="The alert that is the reason")
    kind: CheckKind
    port: str = Field(max_length=5, description="UN/LOCODE of a port of your state")
    place: str = Field("", max_length=200)
    planned_at: datetime
    in_charge: str = Field(
        "", max_length=150, description="User name of the officer in charge; the acting one if empty"
    )
    reason: str = Field(max_length=MAX_REASON_CHARS)
    detain: bool = False


class ResultIn(Schema):
    """Result of an examination. `release`: what is detained for it may leave."""

    model_config = _body({"officer": "officer.one", "what": "seized", "found": FOUND, "note": "", "release": False})
    officer: str = Field(max_length=150)
    what: OutcomeType
    at: datetime | None = None
    note: str = Field("", max_length=MAX_TEXT_CHARS)
    early_reason: str = Field("", max_length=MAX_REASON_CHARS)
    found: FoundIn | None = None
    release: bool = False


def moment(given: datetime | None, now: datetime, field: str = "at") -> datetime:
    """Return the time as given, or now. Raise Refused if it has no offset: a clock would have to be guessed."""
    if given is None:
        return now
    if given.tzinfo is None:
        raise Refused(400, "not-understood", NO_OFFSET % field)
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise Refused(400, "not-understood", WRONG_YEAR % field)
    return given
