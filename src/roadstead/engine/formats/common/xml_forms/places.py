"""Ports in XML: a UN/LOCODE, whole or without its country, else the name as sent."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.common.xml_forms.names import CODE, COUNTRY, PLACE
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.reference import places
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, nested_values

A_CODE: Final = re.compile(r"[A-Z]{2} ?[A-Z2-9]{3}")
A_TAIL: Final = re.compile(r"[A-Z2-9]{3}")
A_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def port(element: Element | None, field: str, notes: Notebook) -> str:
    """Return the place that an element names, "" if none. A name in place of a code is kept and reported."""
    if element is None:
        return ""
    said = nested_values(element)
    bare = said.value(element.key)
    code = (said.value(*CODE) or bare).strip().upper()
    name, country = said.value(*PLACE), said.value(*COUNTRY).upper()
    if A_CODE.fullmatch(code):
        return _known(code.replace(" ", ""), field, element, notes)
    if A_TAIL.fullmatch(code) and A_COUNTRY.fullmatch(country):
        return _known(country + code, field, element, notes)
    found = name or bare or code
    if found:
        text = Sentence(
            "The %(field)s %(found)s is not a UN/LOCODE (5 characters). We kept it. Send the UN/LOCODE.",
            {"field": Sentence(field), "found": found[:40]},
        )
        notes.warning("port-not-a-code", text, element.line, segment=element.name, field=field, sent=found)
    return found


def _known(code: str, field: str, element: Element, notes: Notebook) -> str:
    if places.place(code) is None:
        text = Sentence(
            "The %(field)s %(code)s is not a port we know. We kept it. Check it for typing errors.",
            {"field": Sentence(field), "code": code},
        )
        notes.note("port-not-known", text, element.line, segment=element.name, field=field, sent=code)
    return code
