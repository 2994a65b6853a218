"""What an authority answers of a traveller."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """All that a carrier is ever told of a person (C13, S24): never a list, a score or a reason."""

    OK = "ok"
    NOT_OK = "not_ok"
    INSUFFICIENT = "insufficient"
    REFER = "refer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of an authority (CUSRES). Without booking, passenger and bill it is about the whole voyage."""

    booking: str = ""
    passenger: str = ""  # RFF+ABO, by which the answer finds its person; RFF+AVF otherwise
    bill: str = ""  # number of the bill, waybill or cargo control document
    code: str = ""  # as sent: 0Z, 1Z, 8H …
    text: str = ""
    verdict: Verdict | None = None  # None: the authority's profile does not know the code
    missing: tuple[str, ...] = ()  # fields that are insufficient
    level: str = ""  # ERP 1049 as sent: 1 voyage, 2 person
