"""Redaction of one attribute or text of a PNRGOV in XML. Each function returns its own result unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.redaction.cards import masked
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
from roadstead.engine.formats.redaction.services import dropped_as, keeps
from roadstead.engine.formats.redaction.texts import kept
from roadstead.engine.formats.redaction.xml_names import (
    A_CODE,
    A_TITLE,
    AGES,
    ALWAYS_DROPPED,
    AN_AGE,
    ATTRIBUTES,
    CARDS,
    CODES,
    ELEMENTS,
    FARES,
    HISTORIES,
    NUMBER,
    OF_A_CHANGE,
    OF_A_MEAL,
    PAYMENTS,
    SERVICE_CODES,
    SERVICES,
    TELLING,
    TEXTS,
    TITLE,
)

LONGEST: Final = 70  # characters of a name or a street
LONGEST_ADDRESS: Final = 200  # characters of a namespace
A_NAMESPACE: Final = re.compile(r"xmlns(?::.*)?|xsi:.*|xml:lang", re.DOTALL)
CONTACT: Final = "CTC"

Kept = tuple[str, str]  # the value, and the kind removed from it, "" for none


@dataclass(frozen=True, slots=True)
class Open:
    """An open element. `keeps`: the part that a service keeps, "" if it is dropped; None outside services."""

    key: str
    keeps: str | None = None
    in_history: bool = False
    was_known: bool = False  # the parent element is on the list


def opened(key: str, code: str, parent: Open) -> Open:
    """Return the element with this folded name; `code` is the code if it is a service."""
    is_service = key in SERVICES and key not in ALWAYS_DROPPED
    return Open(
        key=key,
        keeps=keeps(code) if is_service else "" if key in ALWAYS_DROPPED else parent.keeps,
        in_history=parent.in_history or key in HISTORIES,
        was_known=parent.key in ELEMENTS,
    )


def telling(key: str) -> str:
    """Return the kind removed for an element or attribute whose name is revealing; "" for all others."""
    if not TELLING.search(key) or key in SERVICES:
        return ""
    return MEAL if OF_A_MEAL.search(key) else ASSISTANCE


def dropped_kind(code: str, key: str) -> str:
    return OTHER_SERVICE if key in ALWAYS_DROPPED or not code else dropped_as(code)


def attribute(name: str, key: str, value: str, of: Open) -> Kept:
    """Redact an attribute; an empty value removes the whole attribute."""
    if A_NAMESPACE.fullmatch(name):
        return (value, "") if len(value) <= LONGEST_ADDRESS and " " not in value.strip() else ("", UNKNOWN)
    if not value.strip() or value == MARK:
        return value, ""
    if of.keeps == "":
        return _of_a_dropped_service(key, of)
    if key in FARES or telling(key):
        return "", FARE if key in FARES else telling(key)
    is_known = of.key in ELEMENTS or (of.in_history and key in OF_A_CHANGE)
    if not is_known or key not in ATTRIBUTES:
        return "", UNKNOWN
    return _value(key, value, of)


def text(value: str, of: Open) -> Kept:
    """Redact the text of an element, given without surrounding blanks."""
    if value == MARK:
        return value, ""
    if of.keeps == "":
        return MARK, REMARK
    if of.key in FARES:
        return MARK, FARE
    if of.key in TEXTS or (of.key in ATTRIBUTES and of.was_known) or of.key in {*AGES, TITLE}:
        return _value(of.key, value, of)
    if of.in_history:
        return MARK, HISTORY
    if of.key in CODES and A_CODE.fullmatch(value):
        return value, ""
    found = kept(of.keeps, value) if of.keeps else _contact_in(value)
    return found, REMARK if found != value else ""


def _of_a_dropped_service(key: str, of: Open) -> Kept:
    return (MARK, REMARK) if key in SERVICE_CODES and of.key in SERVICES else ("", REMARK)


def _value(key: str, value: str, of: Open) -> Kept:
    if key in CARDS or (key == NUMBER and of.key in PAYMENTS):
        hidden = masked(value)
        return hidden, CARD if hidden != value else ""
    if key in AGES:
        return (value, "") if AN_AGE.fullmatch(value.strip()) else (MARK, FARE)
    if key == TITLE:
        return (value, "") if A_TITLE.fullmatch(value.strip()) else (MARK, REMARK)
    return (value, "") if len(value) <= LONGEST else (MARK, REMARK)


def _contact_in(value: str) -> str:
    return kept("contact", value) if CONTACT in value else MARK
