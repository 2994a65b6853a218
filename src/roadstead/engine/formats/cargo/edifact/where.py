"""Places of LOC (C517) as sent: code, else name. Ports that are in no table are reported once each."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.cargo.edifact.scene import Draft, Scene
from roadstead.engine.formats.common.neighbours import CODE_BESIDE, LOCODE, Located, is_locode, located
from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.syntax.edifact import part

A_NUMBER: Final = re.compile(r"[A-Z]?[0-9]{3,6}[A-Z]?")  # Schedule D and K, GLN and other numbers of customs
OWN: Final = {"77", "78", "95", "109", "140", "148", "ZZZ", "9", "72", "306"}  # 1131, 3055: not UN/LOCODE
FIELD: Final = "place (3225)"


def place(found: Found, scene: Scene) -> str:
    """Return the code in capitals without blanks; the name if there is no code."""
    return _placed(found, located(found.segment), scene)


def _placed(found: Found, sent: Located, scene: Scene) -> str:
    code, name = "".join(sent.code.upper().split()), sent.name
    if sent.is_beside:
        scene.warning("port-beside-its-place", CODE_BESIDE, found, FIELD)
    if code and not {part(found.segment, 2, 1), part(found.segment, 2, 2)} & OWN:
        _check(code, found, scene)
    return code or name


def put(found: Found, name: str, draft: Draft, scene: Scene) -> bool:
    """Put the place into a field; its name in words is kept beside it."""
    sent = located(found.segment)
    where, words = _placed(found, sent, scene), sent.name
    if words and words.upper() != where:
        draft.keep(name, f"{where} {words}".strip(), found.number)
    return draft.put(name, where)


def _check(code: str, found: Found, scene: Scene) -> None:
    if code in scene.places:
        return
    scene.places[code] = found.number
    where = {"segment": "LOC", "field": FIELD, "sent": code}
    if is_locode(code):
        return
    if len(code) == 2 and alpha3(code):
        return
    if LOCODE.fullmatch(code):
        text = f"Port {code}: no country has the letters {code[:2]}. Correct the UN/LOCODE."
        scene.notes.warning("port-unknown", text, found.number, **where)
    elif not (A_NUMBER.fullmatch(code) or code.isdigit()) and not (len(code) == 3 and code.isalpha()):
        text = "The place is no UN/LOCODE (country and three letters). It was kept; correct it."
        scene.notes.warning("port-not-a-code", text, found.number, **where)
