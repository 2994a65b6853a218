"""Schemas of the carriers' API, for its OpenAPI document. Empty values are left out of every answer."""

from __future__ import annotations

from typing import Final, Literal

from ninja import Schema
from pydantic import Field

from roadstead.web.api.schemas import example
from roadstead.web.carriers.response_views import MAX_ON_RECEIPT

EXAMPLE: Final = "GJHXT-JQGYR"
VOYAGE: Final = {
    "carrier": "2X",
    "number": "2X101",
    "from": "MIA",
    "to": "BGI",
    "departure": "2026-11-26T10:00",
    "arrival": "2026-11-26T14:00",
}
ANSWER: Final = {
    "person": 1,
    "segment": 10,
    "name": "TESTER ANNA",
    "booking": "AB12CD",
    "passenger": "P-001",
    "verdict": "insufficient",
    "missing": ["birth date"],
    "given_at": "2026-11-25T02:40:05+00:00",
    "revision": 1,
    "order": 4711,
}
PROBLEM: Final = {
    "severity": "warning",
    "code": "birth-date-missing",
    "where": {"message": "1", "segment": "NAD", "number": 19, "field": "birth date (2380)"},
    "text": "Person 2 has no birth date. Send DTM+329, so that the person is not confused with others.",
}
MESSAGE: Final = {
    "type": "PAXLST",
    "release": "D:05B",
    "function": "passengers",
    "reference": "T-1",
    "travellers": 1,
    "declared": {"passengers": 1},
    "voyage": VOYAGE,
}
RECEIPT: Final = {
    "receipt": EXAMPLE,
    "received_at": "2026-11-25T02:40:04+00:00",
    "status": "read",
    "status_text": "Read and screened",
    "size": 397,
    "sha256": "5d591b16e1b5f4c6b1e8d9f2a3c4b5d6e7f8091a2b3c4d5e6f708192a3b4c5d6",
    "file": "list.txt",
    "processed_at": "2026-11-25T02:40:05+00:00",
    "messages": [MESSAGE],
    "understood": [{"voyage": VOYAGE, "counts": {"declared": {"passengers": 1}, "read": {"travellers": 1}}}],
    "answered": {"insufficient": 1},
    "answers": [ANSWER],
    "problems": [PROBLEM],
}

Status = Literal["received", "read", "not_understood", "set_aside", "repaired"]
Verdict = Literal["ok", "insufficient", "refer", "not_ok"]
Counts = dict[str, int]


class Place(Schema):
    """Where a problem is: message, segment, its number, and the field. For a sheet: sheet, heading and row."""

    message: str = ""
    segment: str = ""
    number: int = 0
    field: str = ""


class Problem(Schema):
    """Something to correct (`error`, `warning`) or to know (`note`)."""

    model_config = example(PROBLEM)
    severity: Literal["error", "warning", "note"]
    code: str = Field(description="Stable: docs/reference/problems lists all of them")
    text: str
    where: Place = Field(default=Place(), description="Left out if the whole message is concerned")
    sent: str = Field(default="", description="The value as you sent it, cut to 80 characters")


class Answer(Schema):
    """Our answer about one person. `order` grows with each answer; `revision` counts those about this person."""

    model_config = example(ANSWER)
    person: int = Field(description="Place in your list, from 1")
    segment: int = Field(default=0, description="Where the person begins in your message")
    name: str = ""
    booking: str = ""
    passenger: str = Field(default="", description="Your own reference for the person")
    verdict: Verdict
    missing: list[str] = Field(default=[], description="What an authority needs and you did not send")
    given_at: str
    revision: int
    order: int = Field(default=0, description="Left out for a test list, whose answers never change")


class StatedVoyage(Schema):
    """The voyage as your message states it; times by the clock of each port."""

    model_config = example(VOYAGE)
    carrier: str = ""
    number: str = ""
    craft: str = ""
    origin: str = Field(default="", alias="from")
    destination: str = Field(default="", alias="to")
    departure: str = ""
    arrival: str = ""


class Parts(Schema):
    """A list sent in parts: which came, which are missing, and the people over all of them."""

    parts_received: list[str]
    parts_missing: list[int]
    complete: bool
    read: int
    declared: int = 0


class ReadMessage(Schema):
    """One message of the body as we read it."""

    model_config = example(MESSAGE)
    type: str = ""
    release: str = ""
    function: str = ""
    reference: str = ""
    part: str = ""
    list: Parts | None = Field(default=None, description="Only for a list in parts")
    travellers: int
    bills: int = 0
    containers: int = 0
    declared: Counts = {}
    voyage: StatedVoyage = StatedVoyage()


class ComparedCounts(Schema):
    """The numbers you declared and those we read."""

    declared: Counts
    read: Counts


class Understood(Schema):
    """Voyage and counts in short: compare them with yours."""

    voyage: StatedVoyage
    counts: ComparedCounts


class Receipt(Schema):
    """What became of one body."""

    model_config = example(RECEIPT)
    receipt: str
    received_at: str
    status: Status
    status_text: str
    size: int = Field(description="In bytes, as sent")
    sha256: str
    file: str = ""
    processed_at: str = ""
    removed_before_storage: Counts = Field(default={}, description="Texts removed by kind: faith, health, remarks")
    messages: list[ReadMessage]
    understood: list[Understood] = []
    answered: Counts = Field(default={}, description="Number of people by verdict")
    answers: list[Answer] = Field(default=[], description=f"The first {MAX_ON_RECEIPT}; all are at /answers")
    problems: list[Problem]
    test: bool = Field(default=False, description="True for a test list: it counts for nothing")
    kept_until: str = Field(default="", description="Of a test list: it is deleted then at the latest")


class FiledReceipt(Receipt):
    """The receipt of a body that was just sent. `repeated`: this very body had been sent before."""

    model_config = example({**RECEIPT, "repeated": False})
    repeated: bool


class AnsweredList(Schema):
    """The answers to one message of the body, by its place from 0."""

    message: int
    answers: list[Answer]


class Answers(Schema):
    """The answers in force, or those that changed. `newest`: send it as `since` the next time, after the last page."""

    model_config = example(
        {"receipt": EXAMPLE, "status": "read", "newest": 4711, "lists": [{"message": 0, "answers": [ANSWER]}]}
    )
    receipt: str
    status: Status
    newest: int
    lists: list[AnsweredList]
    next: str = Field(default="", description="Send it as `after` for the next page; left out on the last one")
    test: bool = False


class WebhookEvent(Schema):
    """What we send to your webhook. `receipt`, `status` and `processed_at` are null for a test."""

    model_config = example(
        {
            "event": "receipt",
            "receipt": EXAMPLE,
            "status": "read",
            "processed_at": "2026-11-25T02:40:05+00:00",
            "link": f"https://roadstead.example.org/api/v1/receipts/{EXAMPLE}",
        }
    )
    event: Literal["receipt", "answers", "test"]
    receipt: str | None
    status: Status | None
    processed_at: str | None
    link: str
