"""Redaction of one attribute or text of a PNRGOV in XML. Each function returns its own result unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.redaction.cards import mask
from roadstead.engine.formats.redaction.free_text import keep_allowed
from roadstead.engine.formats.redaction.kinds import (
    ASSISTANCE,
    CARD,
    FARE,
    HISTORY,
    MARK,
    MEAL,
    OTHER_SERVICE,
    REMARK,
    UNKNOWN,
)
from roadstead.engine.formats.redaction.services import kind_if_dropped, retained_part
from roadstead.engine.formats.redaction.xml_names import (
    AGE_CODE,
    AGES,
    ALWAYS_DROPPED,
    ATTRIBUTES,
    CARDS,
    CHANGE_ATTRIBUTES,
    CODES,
    ELEMENTS,
    FARES,
    HISTORIES,
    MEAL_NAME,
    NUMBER,
    PAYMENTS,
    REVEALING,
    SERVICE_CODES,
    SERVICES,
    SHORT_CODE,
    TEXTS,
    TITLE,
    TITLE_TEXT,
)

MAX_VALUE_CHARS: Final = 70  # characters of a name or a street
MAX_NAMESPACE_CHARS: Final = 200  # characters of a namespace
NAMESPACE_ATTRIBUTE: Final = re.compile(r"xmlns(?::.*)?|xsi:.*|xml:lang", re.DOTALL)
CONTACT: Final = "CTC"

RedactedValue = tuple[str, str]  # the value, and the kind removed from it, "" for none


@dataclass(frozen=True, slots=True)
class OpenElement:
    """An open element. `retained_part`: the part that a service keeps, "" if it is dropped; None outside services."""

    key: str
    retained_part: str | None = None
    in_history: bool = False
    is_parent_listed: bool = False  # the parent element is on the list


def open_element(key: str, code: str, parent: OpenElement) -> OpenElement:
    """Return the element with this folded name; `code` is the code if it is a service."""
    is_service = key in SERVICES and key not in ALWAYS_DROPPED
    return OpenElement(
        key=key,
        retained_part=retained_part(code) if is_service else "" if key in ALWAYS_DROPPED else parent.retained_part,
        in_history=parent.in_history or key in HISTORIES,
        is_parent_listed=parent.key in ELEMENTS,
    )


def revealed_kind(key: str) -> str:
    """Return the kind removed for an element or attribute whose name is revealing; "" for all others."""
    if not REVEALING.search(key) or key in SERVICES:
        return ""
    return MEAL if MEAL_NAME.search(key) else ASSISTANCE


def dropped_kind(code: str, key: str) -> str:
    return OTHER_SERVICE if key in ALWAYS_DROPPED or not code else kind_if_dropped(code)


def redact_attribute(name: str, key: str, value: str, of: OpenElement) -> RedactedValue:
    """Redact an attribute; an empty value removes the whole attribute."""
    if NAMESPACE_ATTRIBUTE.fullmatch(name):
        return (value, "") if len(value) <= MAX_NAMESPACE_CHARS and " " not in value.strip() else ("", UNKNOWN)
    if not value.strip() or value == MARK:
        return value, ""
    if of.retained_part == "":
        return _of_a_dropped_service(key, of)
    if key in FARES or revealed_kind(key):
        return "", FARE if key in FARES else revealed_kind(key)
    is_known = of.key in ELEMENTS or (of.in_history and key in CHANGE_ATTRIBUTES)
    if not is_known or key not in ATTRIBUTES:
        return "", UNKNOWN
    return _value(key, value, of)


def redact_text(value: str, of: OpenElement) -> RedactedValue:
    """Redact the text of an element, given without surrounding blanks."""
    if value == MARK:
        return value, ""
    if of.retained_part == "":
        return MARK, REMARK
    if of.key in FARES:
        return MARK, FARE
    if of.key in TEXTS or (of.key in ATTRIBUTES and of.is_parent_listed) or of.key in {*AGES, TITLE}:
        return _value(of.key, value, of)
    if of.in_history:
        return MARK, HISTORY
    if of.key in CODES and SHORT_CODE.fullmatch(value):
        return value, ""
    found = keep_allowed(of.retained_part, value) if of.retained_part else _contact_in(value)
    return found, REMARK if found != value else ""


def _of_a_dropped_service(key: str, of: OpenElement) -> RedactedValue:
    return (MARK, REMARK) if key in SERVICE_CODES and of.key in SERVICES else ("", REMARK)


def _value(key: str, value: str, of: OpenElement) -> RedactedValue:
    if key in CARDS or (key == NUMBER and of.key in PAYMENTS):
        hidden = mask(value)
        return hidden, CARD if hidden != value else ""
    if key in AGES:
        return (value, "") if AGE_CODE.fullmatch(value.strip()) else (MARK, FARE)
    if key == TITLE:
        return (value, "") if TITLE_TEXT.fullmatch(value.strip()) else (MARK, REMARK)
    return (value, "") if len(value) <= MAX_VALUE_CHARS else (MARK, REMARK)


def _contact_in(value: str) -> str:
    return keep_allowed("contact", value) if CONTACT in value else MARK
