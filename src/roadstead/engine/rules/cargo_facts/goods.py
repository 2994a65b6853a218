"""Facts of the goods, from the description and from the HS codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from roadstead.engine.records import Consignment
from roadstead.engine.reference.goods import DangerousGoods, GoodsWords
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import StoredBillData
from roadstead.engine.text.goods import PackageCount, normalise_goods
from roadstead.engine.text.goods_words import VAGUE, find_phrases, is_vague
from roadstead.engine.text.identifiers import hs

PERSONAL: Final = "personal"
NOT_LOOKED_FOR: Final = frozenset({VAGUE, PERSONAL})
NAMES: Final = {
    "goods.names_arms": "arms",
    "goods.names_arms_parts": "arms_part",
    "goods.names_ammunition": "ammunition",
    "goods.names_explosives": "explosive",
    "goods.names_precursors": "precursor",
    "goods.names_dual_use": "dual_use",
}
WEAPONS: Final = frozenset({"arms", "arms_part", "ammunition", "explosive"})
ARMS_CHAPTER: Final = "93"
BARREL: Final = frozenset({"BA", "BARREL", "BARRELS"})  # UNECE recommendation 21, and the spellings of agents
MAX_TEXT_CHARS: Final = 300  # characters of the text that is passed to rules
SURE: Final = 100  # per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Data in one description of goods that rules use."""

    text: str
    vague: bool
    said_to_contain: bool
    packed: tuple[PackageCount, ...]
    hs: tuple[str, ...]
    kinds: frozenset[str]
    words: tuple[str, ...]
    headings: frozenset[str]  # HS headings of the goods that the weapon words name
    dangerous: tuple[str, ...]


@lru_cache(maxsize=8192)
def parse_description(description: str) -> Description:
    """Parse a description, cached: many bills carry the same text."""
    text = normalise_goods(description)
    found = find_phrases(text.text)
    phrases = [(each.phrase, each.row) for each in found if isinstance(each.row, GoodsWords)]
    told = [(phrase, row) for phrase, row in phrases if row.kind not in NOT_LOOKED_FOR]
    return Description(
        text=text.text[:MAX_TEXT_CHARS],
        vague=is_vague(text.text),
        said_to_contain=text.is_said_to_contain,
        packed=text.packages,
        hs=text.hs,
        kinds=frozenset(row.kind for _, row in phrases if row.kind != VAGUE),
        words=tuple(dict.fromkeys(phrase for phrase, _ in told)),
        headings=frozenset(code for _, row in told if row.kind in WEAPONS for code in row.hs),
        dangerous=tuple(dict.fromkeys(each.phrase for each in found if isinstance(each.row, DangerousGoods))),
    )


def description_of(bill: Consignment) -> str:
    return "; ".join(line.description for line in bill.goods if line.description)


def goods_facts(bill: Consignment, known: StoredBillData) -> Values:
    said = parse_description(description_of(bill))
    types = package_types(bill, said)
    found: Values = {
        "goods.missing": not said.text,
        "goods.vague": said.vague,
        "goods.word_count": len(said.text.split()),
        "goods.lines": len(bill.goods),
        "goods.said_to_contain": said.said_to_contain,
        "goods.kinds": sorted(said.kinds - {PERSONAL}),
        "goods.words": list(said.words),
        "goods.personal_effects": PERSONAL in said.kinds,
        "goods.barrels": bool(BARREL & set(types)),
        **{name: kind in said.kinds for name, kind in NAMES.items()},
    }
    if said.text:
        found["goods.text"] = said.text
    if known.same_text_others is not None:
        found["goods.same_text_others"] = known.same_text_others
    return {**found, **_suggested(known)}


def _suggested(known: StoredBillData) -> Values:
    """Return the facts of the suggested HS heading; empty if no suggestion was requested."""
    told = known.suggested
    if told is None:
        return {}
    found: Values = {"goods.heading_suggested": told.heading, "goods.heading_confidence": round(SURE * told.confidence)}
    return found if told.differs is None else {**found, "goods.heading_differs": told.differs}


def hs_codes(bill: Consignment, said: Description) -> list[str]:
    """Return the declared HS codes and those in the description."""
    declared = (code for line in bill.goods for code in (line.hs, *line.more_hs) if code)
    return list(dict.fromkeys((*declared, *said.hs)))


def package_types(bill: Consignment, said: Description) -> list[str]:
    """Return the package types of the bill, of its lines and of the description; each once, in capitals."""
    lines = (each for line in bill.goods for each in (line.package_type, line.package_text))
    return _once((bill.package_type, *lines, *(each.code for each in said.packed)))


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip().upper() for text in texts if text.strip()))


def hs_facts(bill: Consignment) -> Values:
    said = parse_description(description_of(bill))
    codes = hs_codes(bill, said)
    headings = _once(hs.heading(code) for code in codes)
    chapters = _once(hs.chapter(code) for code in codes)
    weapons = said.kinds & WEAPONS
    return {
        "hs.missing": not codes,
        "hs.chapters": chapters,
        "hs.headings": headings,
        "hs.invalid": sum(not hs.is_valid(code) for code in codes),
        "hs.arms": ARMS_CHAPTER in chapters,
        "hs.against_words": bool(weapons and headings) and not said.headings & set(headings),
    }
