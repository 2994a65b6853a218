"""Places of LOC (C517) as sent: code, else name. Ports that are in no table are reported once each."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.cargo.edifact.context import Draft, ReaderContext
from roadstead.engine.formats.common.misplaced_codes import CODE_BESIDE, LOCODE, SentPlace, is_locode, read_place
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import part

A_NUMBER: Final = re.compile(r"[A-Z]?[0-9]{3,6}[A-Z]?")  # Schedule D and K, GLN and other numbers of customs
OTHER_LISTS: Final = {"77", "78", "95", "109", "140", "148", "ZZZ", "9", "72", "306"}  # 1131, 3055: not UN/LOCODE
FIELD: Final = "place (3225)"


def place(found: NumberedSegment, context: ReaderContext) -> str:
    """Return the code in capitals without blanks; the name if there is no code."""
    return _placed(found, read_place(found.segment), context)


def _placed(found: NumberedSegment, sent: SentPlace, context: ReaderContext) -> str:
    code, name = "".join(sent.code.upper().split()), sent.name
    if sent.is_misplaced:
        context.warning("port-beside-its-place", CODE_BESIDE, found, FIELD)
    if code and not {part(found.segment, 2, 1), part(found.segment, 2, 2)} & OTHER_LISTS:
        _check(code, found, context)
    return code or name


def put_place(found: NumberedSegment, name: str, draft: Draft, context: ReaderContext) -> bool:
    """Put the place into a field; its name in words is kept beside it."""
    sent = read_place(found.segment)
    where, words = _placed(found, sent, context), sent.name
    if words and words.upper() != where:
        draft.keep_sent(name, f"{where} {words}".strip(), found.number)
    return draft.put(name, where)


def _check(code: str, found: NumberedSegment, context: ReaderContext) -> None:
    if code in context.places:
        return
    context.places[code] = found.number
    where = {"segment": "LOC", "field": FIELD, "sent": code}
    if is_locode(code):
        return
    if len(code) == 2 and alpha3(code):
        return
    if LOCODE.fullmatch(code):
        text = Sentence(
            "Port %(code)s is wrong: no country has the code %(code_2)s. Correct the UN/LOCODE.",
            {"code": code, "code_2": code[:2]},
        )
        context.notes.warning("port-unknown", text, found.number, **where)
    elif not (A_NUMBER.fullmatch(code) or code.isdigit()) and not (len(code) == 3 and code.isalpha()):
        text = Sentence("The place is not a UN/LOCODE (country and three letters). Check it for typing errors.")
        context.notes.warning("port-not-a-code", text, found.number, **where)
