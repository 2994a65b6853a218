"""Parties as NAM, ADR and LOC lines; further contacts go into the customs information."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.parties import REACHED_BY, ROLES
from roadstead.engine.formats.cargo.cargo_imp.write_values import allowed_text
from roadstead.engine.records import Party, PartyRole

TAGS: Final = {role: tag for tag, role in ROLES.items()}
ORDER: Final = ("SHP", "CNE", "AGT", "NFY")


def parties(those: Iterable[Party]) -> list[str]:
    """Write the parties that have a name and a role known here."""
    named = [party for party in those if party.name and party.role in TAGS]
    return [line for tag in ORDER for party in named if TAGS[party.role] == tag for line in _party(tag, party)]


def _party(tag: str, party: Party) -> Iterator[str]:
    if party.role is PartyRole.FORWARDER:
        yield f"AGT/{allowed_text(party.account)}/{party.code.replace('-', '/')}"
        yield f"/{allowed_text(party.name)}"
        yield f"/{allowed_text(party.address.city)}"
        return
    address = party.address
    yield f"{tag}/{allowed_text(party.account)}" if party.account and tag != "NFY" else tag
    yield from _lines("NAM", party.name.split(" / "))
    if address.street:
        yield from _lines("ADR", address.street.split(", "))
    yield f"LOC/{allowed_text(address.city)}" + (f"/{allowed_text(address.region)}" if address.region else "")
    told = [part for text in party.contact if text[:2] in REACHED_BY for part in (text[:2], allowed_text(text[3:]))]
    yield "/" + "/".join([address.country, allowed_text(address.postcode), *told]).rstrip("/")


def _lines(tag: str, texts: list[str]) -> Iterator[str]:
    first, *others = [allowed_text(text) for text in texts]
    yield f"{tag}/{first}"
    yield from (f"/{text}" for text in others)


def contacts(those: Iterable[Party]) -> Iterator[str]:
    """Yield mail addresses in their two halves, and names of contact persons."""
    for party in those:
        tag = TAGS.get(party.role, "")
        for text in party.contact if tag in {"SHP", "CNE", "NFY"} else ():
            user, at, host = text.partition("@")
            if at:
                yield from (f"/{tag}/MU/{allowed_text(user)}", f"/{tag}/MD/{allowed_text(host)}")
            elif text[:3] == "CT ":
                yield f"/{tag}/CT/{allowed_text(text[3:])}"
            elif text[:2] not in REACHED_BY or not party.name:
                yield (
                    f"/{tag}/{text[:2]}/{allowed_text(text[3:])}"
                    if text[:2] in REACHED_BY
                    else f"/{tag}/CP/{allowed_text(text)}"
                )
