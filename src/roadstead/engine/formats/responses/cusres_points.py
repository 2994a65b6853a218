"""Points of a CUSRES (ERP, RFF, ERC, FTX): the person or bill, code and text, and the meaning by the profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.responses.cusres_bills import bill_of, bill_of_head, next_bill, own_bill, single_status
from roadstead.engine.formats.responses.heading import texts
from roadstead.engine.records import Response, Verdict
from roadstead.engine.reference.response_profiles import ResponseCode, meaning_of
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import as_text, element_text, part

WHOLE: Final = "1"  # ERP 1049: the whole message


@dataclass(slots=True)
class _Point:
    """One ERP with the segments after it. `codes` are in the order sent, each with its meaning."""

    level: str = ""
    references: dict[str, str] = field(default_factory=dict)
    codes: list[tuple[str, ResponseCode | None]] = field(default_factory=list)
    text: str = ""
    bill: str = ""


def read_points(
    points: list[list[NumberedSegment]], application: str, notes: Notebook, head: list[NumberedSegment]
) -> list[Response]:
    """Return the responses in order. A point with several codes that are no fields gives one response per code.

    A point concerns the bill that it names, else the bill described before it.
    """
    strange: set[str] = set()
    made: list[Response] = []
    of_head, status = bill_of_head(head), single_status(head)
    bill = of_head
    for group in points:
        point = _point(group, application, notes, status)
        is_of_whole = point.level.partition(":")[0] == WHOLE
        point.bill = own_bill(group) or (of_head if is_of_whole else bill)
        bill = next_bill(group) or bill
        if group is points[-1] and next_bill(group):
            _about_a_bill_behind(bill, group, notes)
        for at, (code, meaning) in enumerate(point.codes):
            if meaning is None and code and code not in strange and any(each.tag == "ERC" for each in group):
                strange.add(code)
                _about_a_strange_code(code, group, notes)
            if at == 0 or not _is_field(meaning):
                made.append(_answer(point, code, meaning, is_first=at == 0))
    return made


def _point(group: list[NumberedSegment], application: str, notes: Notebook, status: tuple[str, str]) -> _Point:
    """Read one point. `status`: code and words of GIS, used if the point has no code (ERC)."""
    point = _Point(text=texts(each.segment for each in group if each.tag == "FTX"))
    for each in group:
        if each.tag == "ERP":
            point.level = element_text(each.segment[1]) if len(each.segment) > 1 else ""
        elif each.tag == "RFF" and each.code in {"AVF", "ABO"}:
            point.references.setdefault(each.code, each.value)
        elif each.tag == "ERC":
            code = part(each.segment, 1)
            point.codes.append((code, meaning_of(code, application)))
        elif each.tag != "FTX" and not bill_of(each):
            notes.keep_unread(as_text(each.segment))
    if not any(code for code, _ in point.codes) and status[0]:
        point.codes = [(status[0], None)]
        point.text = ": ".join(filter(None, (status[1], point.text)))
    elif not any(code for code, _ in point.codes):
        _about_no_code(group, notes)
    point.codes = [pair for pair in point.codes if pair[0]] or [("", None)]
    return point


def _answer(point: _Point, code: str, meaning: ResponseCode | None, *, is_first: bool) -> Response:
    fields = [row.field for _, row in point.codes if row is not None and row.field] if is_first else []
    return Response(
        booking=point.references.get("AVF", ""),
        passenger=point.references.get("ABO", ""),
        bill=point.bill,
        code=code,
        text=point.text if is_first else "",
        verdict=Verdict(meaning.verdict) if meaning else None,
        missing=tuple(dict.fromkeys(fields)),
        level=point.level,
    )


def _is_field(meaning: ResponseCode | None) -> bool:
    return meaning is not None and meaning.field != ""


def _about_a_bill_behind(bill: str, group: list[NumberedSegment], notes: Notebook) -> None:
    number = next(each.number for each in group if bill_of(each) == bill)
    text = Sentence(
        "Bill %(bill)s is after the last response, so it is not clear which response is for it. Ask the authority.",
        {"bill": bill[:35]},
    )
    notes.warning("answer-bill-unclear", text, number, segment="RFF", field="bill (1154)", sent=bill)


def _about_no_code(group: list[NumberedSegment], notes: Notebook) -> None:
    text = Sentence("This response has no code (ERC), so the decision is not known. Ask the authority.")
    notes.warning(
        "answer-code-missing",
        text,
        group[0].number,
        segment="ERC",
        field="answer (9321)",
        sent=as_text(group[0].segment),
    )


def _about_a_strange_code(code: str, group: list[NumberedSegment], notes: Notebook) -> None:
    text = Sentence(
        "We do not know the meaning of %(code)s. Read the response's text, if there is one, or ask the authority.",
        {"code": code[:20]},
    )
    number = next(each.number for each in group if each.tag == "ERC")
    notes.note("answer-code-unknown", text, number, segment="ERC", field="answer (9321)", sent=code)
