"""Schemas of what the API for states gives: voyages, alerts, checks, outcomes, selections. Empty values are left out of
answers that have none.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from ninja import Schema
from pydantic import Field

from roadstead.web.api.schemas import example

VOYAGE: Final = {
    "key": 17,
    "number": "2X101",
    "carrier": "2X",
    "mode": "air",
    "craft": "",
    "from": "MIA",
    "to": "BGI",
    "departs": "2026-11-26T10:00",
    "arrives": "2026-11-26T14:00",
    "arrives_at": "2026-11-26T18:00:00+00:00",
    "cancelled": False,
}
NAMED: Final = {"code": "stop", "text": "Stop"}
ALERT: Final = {
    "ref": 4711,
    "version": 3,
    "link": "https://roadstead.example.org/alerts/4711",
    "voyage": VOYAGE,
    "about": "people",
    "kind": {"code": "name", "text": "Match by name"},
    "action": {"code": "stop", "text": "Stop the person or the craft, and call before you decide who may go on."},
    "contact": "+1 246 555 0101",
    "status": {"code": "new", "text": "Possible match"},
    "dealt_at": None,
    "strength": 41.5,
    "subject": {
        "name": "QUILLIMANE, TOBIAS",
        "born": "1975-03-04",
        "sex": "M",
        "nationality": "JAM",
        "documents": ["P A1234567 JAM"],
        "bill": "",
        "containers": [],
    },
    "restricted": False,
}
ROW: Final = {
    "code": "born",
    "text": "Born",
    "declared": ["1975-03-04"],
    "listed": ["1975-03-04"],
    "agreement": "same",
}
OUTCOME: Final = {
    "number": 12,
    "what": {"code": "refused", "text": "Refused entry"},
    "at": "2026-11-26T18:20:00+00:00",
    "note": "False visa",
    "officer": "officer.one",
    "system": "Border management",
}
CHECK: Final = {
    "number": 3,
    "system": {"code": "interpol", "text": "INTERPOL documents, through the national bureau"},
    "result": {"code": "nothing", "text": "Nothing held"},
    "asked": "NCB Bridgetown",
    "at": "2026-11-26T18:10:00+00:00",
    "reference": "NCB-77",
    "words": "",
    "reply_to": None,
    "officer": "officer.one",
    "through": "Border management",
}
CONTAINER: Final = {
    "container": "MSCU1234566",
    "bill": "MEDU1234567",
    "port": "BBBGI",
    "craft": "OCEAN STAR",
    "voyage": "118",
    "status": "held",
    "at": "2026-11-27T13:00:00+00:00",
}
SELECTION: Final = {
    "number": 9,
    "alert": 4711,
    "voyage": 17,
    "bill": "MEDU1234567",
    "container": "MSCU1234566",
    "kind": {"code": "examine", "text": "Physical examination"},
    "port": "BBBGI",
    "place": "Shed 3",
    "planned_at": "2026-11-27T13:00:00+00:00",
    "officer": "officer.one",
    "status": {"code": "selected", "text": "Selected"},
    "detained": True,
}


class Code(Schema):
    """A code, which is stable, and its words in English."""

    model_config = example(NAMED)
    code: str
    text: str


class VoyageOut(Schema):
    """One voyage. `departs`, `arrives`: by the clock of the port; `arrives_at`: as an instant, if the port is known."""

    model_config = example(VOYAGE)
    key: int
    number: str
    carrier: str
    mode: str
    craft: str
    origin: str = Field(alias="from")
    destination: str = Field(alias="to")
    departs: str
    arrives: str
    arrives_at: str | None
    cancelled: bool


class Subject(Schema):
    """The person or the goods as declared. Empty if the use of the data is restricted."""

    name: str
    born: str
    sex: str
    nationality: str
    documents: list[str]
    bill: str
    containers: list[str]


class AlertOut(Schema):
    """A possible match, as your state sees it: no person is a match until an officer decides. `version` grows with each
    change.
    """

    model_config = example(ALERT)
    ref: int
    version: int
    link: str
    voyage: VoyageOut
    about: str = Field(description="people, cargo or craft")
    kind: Code
    action: Code = Field(description="What the owner of the list asks for, with its instruction")
    contact: str
    status: Code
    dealt_at: str | None = Field(description="When your state dealt with it at the border")
    strength: float = Field(description="Bits of evidence; 40 and more are a very strong match")
    subject: Subject
    restricted: bool = Field(description="True if the use of the data is restricted: open the page to decide")


class Reason(Schema):
    """One reason for the match, or against it. `value`: its bits."""

    code: str
    text: str
    value: float


class Compared(Schema):
    """One attribute as declared and as listed. `agreement`: same, partly, different, unknown."""

    model_config = example(ROW)
    code: str
    text: str
    declared: list[str]
    listed: list[str]
    agreement: str


class OutcomeOut(Schema):
    """What happened at your border. `system`: the system that posted it; "" if it was recorded on a page."""

    model_config = example(OUTCOME)
    number: int
    what: Code
    at: str
    note: str
    officer: str
    system: str


class CheckOut(Schema):
    """A check made elsewhere. `reply_to`: the check that waited for this reply."""

    model_config = example(CHECK)
    number: int
    system: Code
    result: Code
    asked: str
    at: str
    reference: str
    words: str
    reply_to: int | None
    officer: str
    through: str


class AlertDetail(AlertOut):
    """One alert with its reasons, the comparison, and what your state has recorded."""

    model_config = example(
        {
            **ALERT,
            "list": "Regional list",
            "entry": "QUILLIMANE, Tobias",
            "rule": "",
            "reasons": [{"code": "name", "text": "The names agree.", "value": 24.0}],
            "comparison": [ROW],
            "outcomes": [OUTCOME],
            "checks": [CHECK],
            "possible_outcomes": [{"code": "admitted", "text": "Admitted"}],
        }
    )
    list_name: str = Field(alias="list")
    entry: str
    rule: str
    reasons: list[Reason]
    comparison: list[Compared]
    outcomes: list[OutcomeOut]
    checks: list[CheckOut]
    possible_outcomes: list[Code]


class VoyageAlerts(Schema):
    """One voyage with its alerts."""

    voyage: VoyageOut
    alerts: list[AlertOut]


class VoyagesAlerts(Schema):
    """The voyages that the key names, each with its alerts. `more`: a voyage has more alerts than one answer holds."""

    model_config = example({"voyages": [{"voyage": VOYAGE, "alerts": [ALERT]}], "more": False})
    voyages: list[VoyageAlerts]
    more: bool


class Changes(Schema):
    """New and changed alerts, in the order of their changes. `cursor`: send it as `since` next. `more`: ask at once."""

    model_config = example({"alerts": [ALERT], "cursor": 90211, "more": False})
    alerts: list[AlertOut]
    cursor: int
    more: bool


class OutcomeDone(Schema):
    """The outcome is recorded, and the alert closed for your state alone."""

    model_config = example({"alert": 4711, "outcome": 12, "status": {"code": "new", "text": "Possible match"}})
    alert: int
    outcome: int
    status: Code


class CheckDone(Schema):
    """The check is recorded on the alert."""

    model_config = example({"alert": 4711, "check": 3})
    alert: int
    check: int


class SelectionOut(Schema):
    """Goods selected for examination by your state."""

    model_config = example(SELECTION)
    number: int
    alert: int | None
    voyage: int
    bill: str
    container: str
    kind: Code
    port: str
    place: str
    planned_at: str
    officer: str = Field(description="User name of the officer in charge")
    status: Code
    detained: bool = Field(description="True while something is detained for it")


class ContainerOut(Schema):
    """One container, or the goods of a bill without one. `at`: since when it has this status."""

    model_config = example(CONTAINER)
    container: str
    bill: str
    port: str
    craft: str
    voyage: str
    status: Literal["held", "released"]
    at: str


class ContainersOut(Schema):
    """Held and released containers, by the time of the last change. No reason is given."""

    model_config = example({"containers": [CONTAINER], "more": False})
    containers: list[ContainerOut]
    more: bool


class SelectionDone(Schema):
    """The goods are selected, or the result is recorded."""

    model_config = example({"selection": 9, "status": {"code": "selected", "text": "Selected"}})
    selection: int
    status: Code


def code(value: str, text: Any) -> dict[str, str]:
    return {"code": value, "text": str(text)}
