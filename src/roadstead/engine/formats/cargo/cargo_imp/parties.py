"""Shipper, consignee, agent and notify party: lines by position (FWB/16, FHL/4) or by NAM, ADR, LOC (later ones)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from roadstead.engine.records import Address, Party, PartyRole
from roadstead.engine.syntax.cargoimp import Record

ROLES: Final[Mapping[str, PartyRole]] = {
    "SHP": PartyRole.CONSIGNOR,
    "CNE": PartyRole.CONSIGNEE,
    "NFY": PartyRole.NOTIFY,
    "AGT": PartyRole.FORWARDER,
}
PARTY_TAGS: Final = frozenset({"NAM", "ADR", "LOC"})
COUNTRY: Final = re.compile(r"[A-Z]{2}")
REACHED_BY: Final = frozenset({"TE", "FX", "TL"})  # telephone, telefax, telex
Line = tuple[str, ...]


def party(head: Record, below: Sequence[Record], *, named: bool = False) -> Party:
    """Return the party of the record that names the role, with the NAM, ADR and LOC records below it.

    `named`: the first line has the name, as in a list of houses; in a waybill it has an account number.
    """
    role = ROLES[head.tag]
    first, *lines = head.fields
    told = tuple(field for field in first if field)
    if below:
        by_tag = {record.tag: [*record.fields] for record in below}
        return _by_tag(role, "" if role is PartyRole.NOTIFY else "/".join(told), by_tag)
    if role is PartyRole.FORWARDER:
        return _agent(first[0], lines, head)
    if told and (named or role is PartyRole.NOTIFY):
        return _by_position(role, "", [told, *lines])
    return _by_position(role, "/".join(told), lines)


def _by_tag(role: PartyRole, account: str, by_tag: Mapping[str, list[Line]]) -> Party:
    names = _texts(by_tag.get("NAM", []))
    streets = _texts(by_tag.get("ADR", []))
    place, *rest = [*by_tag.get("LOC", []), ()]
    city, region = _two(place)
    ends = next((line for line in rest if line), ())
    return _party(role, account, names, streets, (city, region), ends)


def _by_position(role: PartyRole, account: str, lines: Sequence[Line]) -> Party:
    """Read name, street, place and country. The country's line is sought from the end: a name may take several."""
    at = next((place for place in range(len(lines) - 1, 0, -1) if COUNTRY.fullmatch(_first(lines[place]))), len(lines))
    ends = lines[at] if at < len(lines) else ()
    body = list(lines[:at])
    place = body.pop() if len(body) > 2 or (len(body) == 2 and ends) else ()
    names = _texts(body[:1])
    return _party(role, account, names, _texts(body[1:]), _two(place), ends)


def _agent(account: str, lines: Sequence[Line], head: Record) -> Party:
    """Read an agent: IATA number in the first line, then name and place."""
    first = head.fields[0]
    number = "-".join(field for field in first[1:3] if field)
    names, place = _texts(lines[:1]), _texts(lines[1:2])
    return Party(
        role=PartyRole.FORWARDER,
        name=" / ".join(names),
        code=number,
        account=account,
        address=Address(city=" ".join(place)),
        lines=tuple(_texts(lines)),
    )


def _party(
    role: PartyRole, account: str, names: list[str], streets: list[str], place: tuple[str, str], ends: Line
) -> Party:
    country, postcode, *reached = (*ends, "", "")
    city, region = place
    address = Address(street=", ".join(streets), city=city, region=region, postcode=postcode, country=country)
    told = [each for each in ("/".join(filter(None, place)), "/".join(filter(None, (country, postcode)))) if each]
    return Party(
        role=role,
        name=" / ".join(names),
        account=account,
        address=address,
        lines=(*names, *streets, *told),
        contact=_contacts(reached),
    )


def _contacts(fields: Sequence[str]) -> tuple[str, ...]:
    """Return contacts from pairs of type and number: "TE", "0610000001", "FX", "0610000002"."""
    return tuple(f"{kind} {number}" for kind, number in pairwise(fields) if kind in REACHED_BY and number)


def _texts(lines: Sequence[Line]) -> list[str]:
    return [text for line in lines if (text := "/".join(line).strip("/ "))]


def _two(line: Line) -> tuple[str, str]:
    city, region, *_ = (*line, "", "")
    return city, region


def _first(line: Line) -> str:
    return line[0] if line else ""
