"""NAD with CTA and COM: sender, recipient or carrier of the goods, structured (C080, C059) or in free lines (C058)."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import PARTIES
from roadstead.engine.formats.cargo.edifact.context import ReaderContext
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.common.name_and_address import FIELD, corrected_nad
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.heading import contacts, words
from roadstead.engine.records import Address, Party, PartyRole
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.syntax.edifact import Segment, part

CODE, LINES, NAME, STREET, CITY, REGION, POSTCODE, COUNTRY = range(2, 10)  # elements of NAD
POSTCODES: Final = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 -]{2,10}")
A_CODE: Final = re.compile(r"[A-Z0-9./_-]+")
MIN_LINES_WITH_CITY: Final = 2  # lines from which the first is the name and the others the address


def party(node: Node, context: ReaderContext) -> Party | None:
    """Return the party of a group opened by NAD; None if it is empty."""
    opener = node.opener
    if opener is None:
        return None
    contact = [each for leaf in node.leaves for each in _contact(leaf, context)]
    return read_nad(opener, context, tuple(contact))


def read_nad(found: NumberedSegment, context: ReaderContext, contact: tuple[str, ...] = ()) -> Party | None:
    """Return the party of a NAD without its group; None if it is empty."""
    nad, done = corrected_nad(found.segment)
    if done:
        context.warning(*done, found, FIELD)
    role = PARTIES.get(found.code, PartyRole.OTHER)
    lines = tuple(words(nad, LINES))
    code, name = _code(nad), " ".join(words(nad, NAME))
    if not (code or name or lines or contact or words(nad, STREET)):
        return None
    if not name and not lines and not A_CODE.fullmatch(code):
        context.warning(
            "name-in-place-of-a-code",
            "There is a name in place of the party's number (C082). We read it. Send it in C080.",
            found,
            "party (3039)",
        )
        code, name = "", part(nad, CODE)
    return Party(
        role=role,
        name=name or (lines[0] if lines else ""),
        code=code,
        address=_address(nad, lines if not name else ("", *lines)),
        lines=lines if nad is found.segment else tuple(words(found.segment, LINES)),
        contact=contact,
        role_sent=found.code if role is PartyRole.OTHER else "",
    )


def _code(nad: Segment) -> str:
    return part(nad, CODE)


def _address(nad: Segment, lines: tuple[str, ...]) -> Address:
    """Return the address from its own elements, else from the free lines after the name."""
    sent = Address(
        street=", ".join(words(nad, STREET)),
        city=part(nad, CITY),
        region=part(nad, REGION) or part(nad, REGION, 3),
        postcode=part(nad, POSTCODE),
        country=part(nad, COUNTRY),
    )
    if sent == Address():
        return _of_lines(list(lines[1:]))
    if lines[1:] and not sent.street:
        return Address(
            street=", ".join(lines[1:]),
            city=sent.city,
            region=sent.region,
            postcode=sent.postcode,
            country=sent.country,
        )
    return sent


def _of_lines(rest: list[str]) -> Address:
    """Read the address from the end: country, postcode, town; the rest is the street."""
    country = rest.pop() if rest and alpha3(rest[-1]) else ""
    postcode = rest.pop() if rest and POSTCODES.fullmatch(rest[-1].upper()) and " " not in rest[-1][:1] else ""
    city = rest.pop() if len(rest) >= MIN_LINES_WITH_CITY else ""
    return Address(street=", ".join(rest), city=city, postcode=postcode, country=country)


def _contact(found: NumberedSegment, context: ReaderContext) -> list[str]:
    if found.tag == "COM":
        return list(contacts(found.segment))
    name = part(found.segment, 2, 1) or part(found.segment, 2)
    if found.tag == "CTA":
        return [name] if name else []
    if found.tag == "RFF":
        return [f"{found.code} {found.value}"] if found.value else []
    context.keep_unread(found)
    return []
