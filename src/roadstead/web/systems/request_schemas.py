"""Schemas of requests between organisations, for the API for states."""

from __future__ import annotations

from typing import Final

from ninja import Schema
from pydantic import ConfigDict, Field

from roadstead.web.api.schemas import example
from roadstead.web.systems.schemas import Code

ROW: Final = {
    "reference": "RQ-7KQ4-2FWX",
    "edition": 1,
    "link": "https://roadstead.example.org/requests/RQ-7KQ4-2FWX",
    "type": {"code": "information_request", "text": "Request for information"},
    "title": "Vessel in Bridgetown",
    "asking": "LCA-BA",
    "asked": "BRB-IMM",
    "status": {"code": "waiting", "text": "waiting"},
    "turn": "BRB-IMM",
    "due_at": "2026-11-27T13:00:00+00:00",
    "due_kind": "target",
    "urgent": False,
    "sent_at": "2026-11-26T13:00:00+00:00",
    "tlp": "amber",
}
MESSAGE: Final = {
    "number": 1,
    "act": "send",
    "at": "2026-11-26T13:00:00+00:00",
    "organisation": "LCA-BA",
    "officer": "",
    "fields": {"question": "Is this vessel in Bridgetown?"},
    "until": None,
    "read": [{"organisation": "BRB-IMM", "at": "2026-11-26T13:05:00+00:00"}],
}
FIELD: Final = {"name": "text", "label": "Reply", "kind": "lines", "required": True, "choices": []}
DETAIL: Final = {
    **ROW,
    "basis": "Agreement of 2007, article 4",
    "purpose": "Inquiry",
    "urgency": "",
    "measure": "",
    "restricted": False,
    "messages": [MESSAGE],
    "files": [{"number": 5, "title": "Photograph", "name": "ship.jpg", "size": 20480, "sha256": "5d591b16"}],
    "acts": [{"act": "reply", "fields": [FIELD]}],
}


class RequestRow(Schema):
    """One request. `turn`: the organisation that has to act next, or empty. `due_kind`: deadline or target."""

    model_config = example(ROW)
    reference: str
    edition: int
    link: str
    type: Code
    title: str
    asking: str
    asked: str
    status: Code
    turn: str
    due_at: str | None
    due_kind: str
    urgent: bool
    sent_at: str
    tlp: str


class RequestsOut(Schema):
    """Requests. `next`: with `show=all` the `before` of the next page; null on the last one."""

    model_config = example({"requests": [ROW], "more": False, "next": None})
    requests: list[RequestRow]
    more: bool
    next: int | None


class ReceiptOut(Schema):
    """When the organisation had the message."""

    organisation: str
    at: str


class MessageOut(Schema):
    """One message. `officer`: of your own organisation only. `until`: the day that it promises or expects."""

    model_config = example(MESSAGE)
    number: int
    act: str
    at: str
    organisation: str
    officer: str
    fields: dict[str, str]
    until: str | None
    read: list[ReceiptOut]


class FileOut(Schema):
    """A file that one side has added."""

    number: int
    title: str
    name: str
    size: int
    sha256: str


class FieldOut(Schema):
    """One field of an act. `kind`: line, lines, choice, date, day, number."""

    model_config = example(FIELD)
    name: str
    label: str
    kind: str
    required: bool
    choices: list[Code]


class ActOut(Schema):
    """An act that your side may do now."""

    act: str
    fields: list[FieldOut]


class RequestDetail(RequestRow):
    """One request with its messages, receipts and files, and what your side may do now."""

    model_config = example(DETAIL)
    basis: str
    purpose: str
    urgency: str
    measure: str
    restricted: bool = Field(description="True if the use of a person's data is restricted: the contents are left out")
    messages: list[MessageOut]
    files: list[FileOut]
    acts: list[ActOut]


class ActIn(Schema):
    """An act on a request, with the fields that it names. `to`: with `forward`, an organisation of your state."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "officer": "officer.one",
                "act": "reply",
                "edition": 1,
                "fields": {"held": "nothing", "text": "Nothing is held here."},
            }
        },
    )
    officer: str = Field(max_length=150)
    act: str = Field(max_length=12)
    edition: int = Field(ge=0, lt=10**9)
    fields: dict[str, str] = {}
    to: str = Field("", max_length=12)


class RequestDone(Schema):
    """The act is done."""

    model_config = example(
        {"reference": "RQ-7KQ4-2FWX", "status": {"code": "replied", "text": "replied"}, "edition": 2}
    )
    reference: str
    status: Code
    edition: int
