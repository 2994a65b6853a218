"""Data that no rule may use, under any name, and its proxies (S17; cooperation 7, guardrail 2).

The vocabulary is closed, so none of this is reachable anyway. Every name and every text is still checked, so that
authors read why a condition is refused, and so that no later fact lets it in by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple


class Forbidden(NamedTuple):
    """One forbidden subject. `stems`: prefixes of the words of a name (traveller.birth_place has three words)."""

    what: str
    stems: tuple[str, ...]
    why: str = "No rule may use it (safeguard S17)."


FORBIDDEN: Final = (
    Forbidden("nationality", ("nationalit", "national", "citizen", "nation", "pays", "country", "countries")),
    Forbidden("sex", ("sex", "gender", "female", "male", "pregnan", "orientation")),
    Forbidden("birth place", ("birthplace", "birth_place", "place_of_birth", "born_in", "birth_country")),
    Forbidden("religion", ("religi", "faith", "belief", "muslim", "islam", "christian", "jewish", "hindu", "hajj",
                           "umrah", "rasta")),
    Forbidden("ethnic origin", ("ethnic", "race", "racial", "tribe", "skin", "colour", "color", "ancestry")),
    Forbidden("political opinion or union", ("politic", "party_member", "union", "opinion", "trade_union")),
    Forbidden("health", ("health", "medical", "disab", "wheelchair", "illness", "hiv", "vaccin", "handicap")),
    Forbidden("meals and special services", ("meal", "diet", "halal", "kosher", "ssr", "osi", "remark",
                                             "special_service")),
    Forbidden("language", ("language", "mother_tongue", "accent")),
    Forbidden("names of people", ("surname", "given_name", "first_name", "last_name", "full_name", "forename"),
              "A name reveals origin (safeguard S17). Names are compared with lists, not by rules."),
    Forbidden("birth date", ("born", "birth_date", "birthdate", "birthday", "birth_year", "dob", "date_of_birth"),
              "Only a rule that protects minors may use age (safeguards S17, S18)."),
    Forbidden("residence", ("residen", "address", "postcode", "home_town", "domicile"),
              "It is a proxy for nationality and ethnic origin (safeguard S17)."),
    Forbidden("issuer of a document", ("issuer", "issuing", "issued_by", "passport_country"),
              "It nearly always equals the nationality (safeguard S17). Lost documents are found by their list."),
    Forbidden("work and family", ("employ", "occupation", "profession", "marital", "married"),
              "It is not a fact about this journey (cooperation 7, guardrail 1)."),
)  # fmt: skip
# Names of our facts that begin with a forbidden stem and are permitted.
ALLOWED: Final = frozenset(
    {
        "given_name_missing",
        "birth_date_partial",
        "name_and_birth",
        "not_named",
        "craft_named",
        "load_country",
        "discharge_country",
        "political_offence",
        "national_of_requested",
    }
)  # countries: of ports of the goods; the last two: of cases of surrender only
# Service codes of bookings that reveal faith or health (IATA: meals end in ML; WCHR and others).
CODES: Final = re.compile(r"[A-Z]{2}ML|SPML|WCH[RSC]|WCB[DLW]|WCMP|WCOB|MEDA|BLND|DEAF|DPNA|STCR|OXYG|MAAS|ESAN|SVAN")


CHANCE: Final = frozenset({"union", "colour", "color", "race", "skin", "male", "faith", "party_member"})


def forbidden_name(name: str) -> Forbidden | None:
    """Return the forbidden subject of a dotted name, or None.

    Checks each part of the name and its words, in any letter case, with or without underscores.
    """
    for part in name.lower().split("."):
        words = () if part in ALLOWED else (part, part.replace("_", ""), *part.split("_"))
        for each in FORBIDDEN:
            if any(word.startswith((*each.stems, *_joined(each.stems))) for word in words):
                return each
    return None


def _joined(stems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem.replace("_", "") for stem in stems)


def forbidden_text(text: str, allowed: Collection[str] = ()) -> Forbidden | None:
    """Return the forbidden subject of a value: a service code that reveals faith or health, or a forbidden word; else
    None.

    Words that begin with one of `allowed` are ignored.
    """
    if CODES.fullmatch(text.strip().upper()):
        return FORBIDDEN[7]
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if not word.startswith(tuple(allowed))]
    plain = [each for each in FORBIDDEN[:8] if each.what != "nationality"]
    return next((each for word in words for each in plain if word.startswith(_telling(each.stems))), None)


def _telling(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stems that are long and specific enough not to match the name of an agency by chance."""
    return tuple(stem for stem in stems if len(stem) > 3 and stem not in CHANCE)
