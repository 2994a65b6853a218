"""Decide if two spellings are one party, with the evidence in sentences; compare sources on one container. Pure.

Firms are merged on strong evidence only: two firms taken for one hide a first-time shipper, while one firm taken for
two only costs an officer a look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice
from typing import Final

from rapidfuzz.distance import OSA

from roadstead.engine.matching.entities.evidence import tokens_of
from roadstead.engine.matching.entities.names import organisation
from roadstead.engine.records import Container, Mode, Party
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.places import place_code
from roadstead.engine.sentences import Sentence

# ── Sources on one container (bill, stowage plan, terminal, gate) compared.


MASS_TOLERANCE: Final = 0.10  # of the greater mass: scales and documents differ by less
MIN_MASS_TOLERANCE_KG: Final = 500.0  # kg: below, a tenth is insignificant


class Source(StrEnum):
    """Source of a statement about a container."""

    BILL = "bill"
    STOWAGE = "stowage"  # bay plan, loading list
    TERMINAL = "terminal"  # discharge or loading report
    GATE = "gate"


SOURCES: Final[Mapping[str, Source]] = {
    "BAPLIE": Source.STOWAGE, "MOVINS": Source.STOWAGE, "COPRAR": Source.STOWAGE,
    "COARRI": Source.TERMINAL, "CODECO": Source.GATE,
}  # fmt: skip


def source_of(type_: str) -> Source:
    return SOURCES.get(type_, Source.BILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field on which two sources disagree. `stated`: by source, what it states as text."""

    field: str
    stated: tuple[tuple[Source, str], ...]


def _mass(box: Container) -> str:
    """Return the gross mass of the container with its goods in kg, as text; "" if unknown."""
    weights = (box.verified_mass_kg, box.gross_mass_kg)
    whole = next((each for each in weights if each is not None), None)
    if whole is None and box.goods_mass_kg is not None and box.tare_mass_kg is not None:
        whole = box.goods_mass_kg + box.tare_mass_kg
    return "" if whole is None else f"{whole:.10g}"


FIELDS: Final[Mapping[str, Callable[[Container], str]]] = {
    "load": lambda box: box.load.value if box.load else "",
    "gross mass": _mass,
    "seals": lambda box: " ".join(sorted(seal.upper() for seal in box.seals)),
    "type": lambda box: box.size_type,
    "loaded at": lambda box: box.loaded_at,
    "discharged at": lambda box: box.discharged_at,
}

PLACE_FIELDS: Final = frozenset({"loaded at", "discharged at"})


def differences(statements: Iterable[tuple[Source, Container]], mode: Mode) -> list[Difference]:
    """Return the fields on which at least two sources disagree. A source that states nothing contradicts nothing, nor
    does another code of the same place.
    """
    newest: dict[Source, list[Container]] = {}
    for source, box in statements:
        newest.setdefault(source, []).append(box)
    return [found for field, value in FIELDS.items() if (found := _difference(field, value, newest, mode))]


def _difference(
    field: str, value: Callable[[Container], str], said: Mapping[Source, Sequence[Container]], mode: Mode
) -> Difference | None:
    words = [(source, text) for source in Source if (text := _newest_value(value, said.get(source, ())))]
    if len(words) < 2 or _agree(field, [text for _, text in words], mode):
        return None
    return Difference(field=field, stated=tuple(words))


def _newest_value(value: Callable[[Container], str], boxes: Sequence[Container]) -> str:
    return next((text for box in reversed(boxes) if (text := value(box))), "")


def _agree(field: str, texts: Sequence[str], mode: Mode) -> bool:
    if field == "gross mass":
        low, high = min(map(float, texts)), max(map(float, texts))
        return high - low <= max(MIN_MASS_TOLERANCE_KG, MASS_TOLERANCE * high)
    if field == "seals":
        return all(set(texts[0].split()) & set(text.split()) for text in texts)
    if field in PLACE_FIELDS:
        return len({place_code(text, mode) for text in texts}) == 1
    return len(set(texts)) == 1


PREFIX_CHARS: Final = 4  # first letters of a word that two spellings of a name have in common
MAX_NAME_WORDS: Final = 2  # longest words of a name, by which it is searched
MAX_PLACES: Final = 6  # pairs of words of one address
MIN_SIMILARITY: Final = 0.86  # least share of equal letters in the whole name
MIN_FUZZY_CHARS: Final = 6  # letters: shorter names must be equal
NO_PARTY: Final = frozenset(
    {"", "to order", "order", "same as consignee", "same", "as above", "to the order of shipper"}
)
MAX_KEY_CHARS: Final = 200
SAME_NAME: Final = Sentence("The names differ only in legal form or word order.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFirm:
    """A firm as stored. `address`: comparable words of every address it was seen with."""

    number: int
    key: str
    country: str = ""
    code: str = ""
    address: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyQuery:
    """A party prepared for comparison with firms. `prefixes`: the first letters of each word of its key."""

    key: str
    country: str
    code: str
    address: frozenset[str]
    prefixes: frozenset[str]


def names_no_party(party: Party) -> bool:
    """Return True if the name stands for no party, such as "to order"."""
    return party.name.strip(" .").casefold() in NO_PARTY


def key_of(name: str) -> str:
    """Return the distinctive words of a name, sorted, without legal forms and particles; the name itself if it has
    none.
    """
    words = organisation(name).plain
    return " ".join(sorted(words))[:MAX_KEY_CHARS] or name.strip().casefold()[:MAX_KEY_CHARS]


def search_places(key: str, address: Iterable[str]) -> list[str]:
    """Return the search keys of a firm: the beginning of its name with two words of its address, one of them a
    number.
    """
    pairs = combinations(sorted(address), 2)
    told = islice((pair for pair in pairs if any(map(_is_number, pair))), MAX_PLACES)
    begins = {word[:PREFIX_CHARS] for word in sorted(key.split(), key=len)[-MAX_NAME_WORDS:]}
    return [f"{begin} {one} {other}" for one, other in told for begin in sorted(begins)]


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word))


def country_of(party: Party) -> str:
    return alpha3(party.address.country) or ""


def address_of(party: Party) -> frozenset[str]:
    where = party.address
    return tokens_of(", ".join(filter(None, (where.street, where.city, where.postcode))))


def party_query(party: Party) -> PartyQuery:
    """Prepare a party for comparison."""
    key = key_of(party.name)
    begins = frozenset(word[:PREFIX_CHARS] for word in key.split())
    return PartyQuery(key=key, country=country_of(party), code=party.code, address=address_of(party), prefixes=begins)


def same_firm(party: PartyQuery, known: Iterable[KnownFirm]) -> tuple[KnownFirm, tuple[Sentence, ...]] | None:
    """Return the firm that this party is, and why; None if no known firm is certain."""
    found = ((each, why) for each in known if (why := _reasons(party, each)))
    return max(found, key=lambda pair: (len(pair[1]), -pair[0].number), default=None)


def _reasons(party: PartyQuery, known: KnownFirm) -> tuple[Sentence, ...]:
    """Return every reason for a match; () if they do not suffice or something contradicts. The cheapest check comes
    first: a hundred firms share a postcode.
    """
    if party.country and known.country and party.country != known.country:
        return ()
    if party.key != known.key and not _share_prefix(party, known.key):
        return ()
    code, beside = _same_code(party, known), _same_address(party, known)
    if party.key != known.key and not (code or beside):
        return ()
    name = _same_name(party.key, known)
    return (*code, *name, *beside) if name else ()


def _same_code(party: PartyQuery, known: KnownFirm) -> tuple[Sentence, ...]:
    same = bool(party.code) and party.code == known.code
    return (Sentence("The number %(number)s is the same.", {"number": party.code}),) if same else ()


def _same_name(key: str, known: KnownFirm) -> tuple[Sentence, ...]:
    if key == known.key:
        return (SAME_NAME,)
    if min(len(key), len(known.key)) < MIN_FUZZY_CHARS or _is_number(key + known.key):
        return ()
    like = min(_similarity(key, known.key), _similarity(known.key, key))
    if like < MIN_SIMILARITY:
        return ()
    return (Sentence("%(share)s of the letters of the names are the same.", {"share": f"{like:.0%}"}),)


def _share_prefix(party: PartyQuery, other: str) -> bool:
    """Return True if the keys are about as long and one word begins alike; without that no two names reach
    MIN_SIMILARITY.
    """
    short, long = sorted((len(party.key), len(other)))
    return short >= MIN_SIMILARITY * long - 1 and not party.prefixes.isdisjoint(
        word[:PREFIX_CHARS] for word in other.split()
    )


def _similarity(key: str, other: str) -> float:
    """Return the share of one name's letters that its words have in common with their most similar words of the other,
    in any order.
    """
    words, others = key.split(), other.split()
    alike = (len(word) * max(OSA.normalized_similarity(word, each) for each in others) for word in words)
    return sum(alike) / sum(map(len, words)) if words and others else 0.0


def _same_address(party: PartyQuery, known: KnownFirm) -> tuple[Sentence, ...]:
    both = party.address & known.address
    enough = len(both) > 1 and any(map(_is_number, both))
    return (Sentence("The addresses share %(words)s.", {"words": " ".join(sorted(both)).upper()}),) if enough else ()
