"""Bills in a CUSRES: the bill that a point concerns, and GIS for goods if there is no error point (ERP)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Response
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import as_text, part

# 1153 and 1001 of a bill. XC is the cargo control number (Canada), AAM the waybill (CBP ACE).
REFERENCES: Final = {"AAM", "AAS", "BM", "BH", "MB", "HB", "HWB", "MWB", "MAB", "HAB", "AWB", "XC"}
DOCUMENTS: Final = {"703", "704", "705", "706", "710", "714", "740", "741"}
# 7365: the values that are responses.
STATUS_WORDS: Final[Mapping[str, str]] = {
    "1": "Message content accepted",
    "2": "Message content rejected with comment",
    "3": "Message content rejected without comment",
    "4": "Goods released",
    "5": "Goods required for examination",
    "6": "All documents or as specified to be produced",
    "7": "Goods detained",
    "8": "Goods may move under customs transfer",
    "9": "Declaration accepted, awaiting arrival of the goods",
    "10": "Declaration requested",
    "14": "Error message",
    "30": "Not processed until the sender acts",
    "31": "Cannot be processed",
    "32": "Transaction accepted",
    "33": "Transaction rejected",
    "34": "Transaction awaiting processing",
    "35": "Transaction unknown",
}
POINT_TAGS: Final = {"ERP", "RFF", "ERC", "FTX"}


@dataclass(slots=True)
class GoodsStatus:
    """One GIS with the bills that follow it."""

    found: NumberedSegment
    bills: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        return part(self.found.segment, 1)


def bill_of(found: NumberedSegment) -> str:
    """Return the bill number that an RFF or a DOC names; "" for other segments."""
    if found.tag == "RFF" and found.code in REFERENCES:
        return found.value
    return part(found.segment, 2) if found.tag == "DOC" and found.code in DOCUMENTS else ""


def bill_of_head(head: list[NumberedSegment]) -> str:
    """Return the single bill that the head names; "" if it names none or several."""
    named = {bill for each in head if (bill := bill_of(each))}
    return named.pop() if len(named) == 1 else ""


def own_bill(group: list[NumberedSegment]) -> str:
    """Return the bill named in a point's own segments: ERP, RFF, ERC, FTX."""
    for each in group:
        if each.tag not in POINT_TAGS:
            return ""
        if bill := bill_of(each):
            return bill
    return ""


def next_bill(group: list[NumberedSegment]) -> str:
    """Return the bill whose description (DOC, RFF …) follows a point: the next points concern it."""
    is_own, found = True, ""
    for each in group:
        is_own = is_own and each.tag in POINT_TAGS
        if not is_own:
            found = bill_of(each) or found
    return found


def responses_for_goods(head: list[NumberedSegment], text: str, notes: Notebook) -> Iterator[Response]:
    """Yield a response for each GIS and bill of the head, for a message without points."""
    said, before = _statuses(head)
    for each in said:
        meaning = STATUS_WORDS.get(each.code, "")
        if not meaning:
            words = Sentence(
                "We do not know the meaning of %(code)s. We stored it. Ask the authority.",
                {"code": each.code[:20] or Sentence("a GIS without a code")},
            )
            notes.note(
                "answer-code-unknown",
                words,
                each.found.number,
                segment="GIS",
                field="answer (7365)",
                sent=as_text(each.found.segment),
            )
        for bill in each.bills or before or [""]:
            yield Response(bill=bill, code=each.code, text=": ".join(filter(None, (meaning, text))))


def single_status(head: list[NumberedSegment]) -> tuple[str, str]:
    """Return code and words of the single GIS of the head, for a point without a code of its own."""
    said, _ = _statuses(head)
    return (said[0].code, STATUS_WORDS.get(said[0].code, "")) if len(said) == 1 else ("", "")


def _statuses(head: list[NumberedSegment]) -> tuple[list[GoodsStatus], list[str]]:
    """Return each GIS with the bills after it, and the bills before the first. A single GIS concerns all of them."""
    said: list[GoodsStatus] = []
    before: list[str] = []
    for each in head:
        if each.tag == "GIS":
            said.append(GoodsStatus(each))
        elif bill := bill_of(each):
            (said[-1].bills if said else before).append(bill)
    if len(said) == 1:
        said[0].bills = [*before, *said[0].bills]
    return said, before
