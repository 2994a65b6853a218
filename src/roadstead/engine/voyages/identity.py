"""Identity of travellers: the same person in two messages of one voyage, and the same identifiers on two voyages.

Two messages may mean one person although a number or a spelling was corrected, and two people although the name is the
same. So the strongest keys are tried first, and no key pairs two people whose identifiers contradict each other.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from uuid import UUID

from roadstead.engine.records import Role, Traveller
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.tables import is_passport_like
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.text.identifiers.document import LOOKALIKES

CREW: Final = frozenset({Role.CREW, Role.TRANSIT_CREW})


def person_key(traveller: Traveller) -> UUID | None:
    """Return a hash of name parts, birth date, nationality and documents, equal while these identifiers are (S35).

    None if neither birth date nor document is known: a name alone never identifies a person.
    """
    papers = sorted(_numbers(traveller))
    if not traveller.born and not papers:
        return None
    nationality = alpha3(traveller.nationality) or traveller.nationality
    return hashed_key("|".join((_name(traveller), traveller.born, nationality, *papers)))


def hashed_key(text: str) -> UUID:
    """Return the first 128 bits of a SHA-256 of `text`, to keep keys short in tables and indexes."""
    return UUID(bytes=hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])


def decision_key(traveller: Traveller) -> str:
    """Return a hash of the best identifiers: document, else name parts, birth date and nationality; "" without any.

    Finds decisions about a person whose other data have changed since.
    """
    papers = sorted(_numbers(traveller))
    nationality = alpha3(traveller.nationality) or traveller.nationality
    parts = papers[:1] or ([name_key(traveller), traveller.born, nationality] if traveller.born else [])
    return hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest() if parts else ""


def name_key(traveller: Traveller) -> str:
    """Return the parts of the name, sorted and folded: equal for one name, whichever fields hold it."""
    return " ".join(sorted(_parts(traveller)))


def match_travellers(known: Sequence[Traveller], declared: Sequence[Traveller]) -> list[int | None]:
    """Return for each declared traveller the position of the same known one, or None. Each known one is used once."""
    free = set(range(len(known)))
    result: list[int | None] = [None] * len(declared)
    for tie, may_bind in PAIRING_KEYS:
        if not free or None not in result:
            break
        where: dict[str, list[int]] = {}
        for at in sorted(free):
            for key in tie(known[at]):
                where.setdefault(key, []).append(at)
        for position, traveller in enumerate(declared):
            if result[position] is None:
                result[position] = _first(traveller, known, tie(traveller), where, free, may_bind)
    return result


def _first(
    traveller: Traveller,
    known: Sequence[Traveller],
    keys: Iterable[str],
    where: dict[str, list[int]],
    free: set[int],
    may_bind: Callable[[Traveller, Traveller], bool],
) -> int | None:
    for key in keys:
        for at in where.get(key, ()):
            if at in free and _same_side(known[at], traveller) and may_bind(known[at], traveller):
                free.remove(at)
                return at
    return None


# Keys that pair two travellers, and the conditions under which each does.


def _by_everything(one: Traveller) -> list[str]:
    """Return a key of all identifiers, so that a person sent exactly as before is not paired with another."""
    papers = sorted(_numbers(one))
    return [f"{_name(one)}/{one.born}/{papers}"] if _name(one) and (one.born or papers) else []


def _by_reference(one: Traveller) -> list[str]:
    """Return the carrier's own number for the person, with the booking if there is one."""
    return [f"{one.references.booking}/{one.references.passenger}"] if one.references.passenger else []


def _by_name_and_birth(one: Traveller) -> list[str]:
    return [f"{_name(one)}/{one.born}"] if _name(one) and one.born else []


def _by_document(one: Traveller) -> list[str]:
    return sorted(_numbers(one))


def _by_lookalike_document(one: Traveller) -> list[str]:
    """Return document numbers with O read as 0 and I as 1."""
    return sorted(_lookalikes(one))


def _by_surname_and_birth(one: Traveller) -> list[str]:
    return [f"{one.surname.upper()}/{one.born}"] if one.surname and one.born else []


def _by_given_birth_and_booking(one: Traveller) -> list[str]:
    """Return a key for a new surname with a new passport, as after a marriage."""
    given = one.given.upper().split()
    return [f"{given[0]}/{one.born}/{one.references.booking}"] if given and one.born and one.references.booking else []


def _by_name_and_booking(one: Traveller) -> list[str]:
    return [f"{_name(one)}/{one.references.booking}"] if _name(one) and one.references.booking else []


def _by_surname_and_booking(one: Traveller) -> list[str]:
    return [f"{one.surname.upper()}/{one.references.booking}"] if one.surname and one.references.booking else []


def _by_name(one: Traveller) -> list[str]:
    return [_name(one)] if _name(one) else []


def _references_agree(one: Traveller, other: Traveller) -> bool:
    """Return False only for travellers without documents whose carrier's numbers differ."""
    mine, theirs = one.references.passenger, other.references.passenger
    return bool(_numbers(one)) or not (mine and theirs) or mine == theirs


def _not_contradicted(one: Traveller, other: Traveller) -> bool:
    """Return True unless name, birth date and document all contradict; also True if a name is missing."""
    if not _name(one) or not _name(other):
        return True
    differs = _births_differ(one, other) or _documents_differ(one, other)
    if one.references.booking:
        return _share_name(one, other) or _same_birth(one, other) or not differs
    return _share_name(one, other) and not _births_differ(one, other)


def _name_or_birth(one: Traveller, other: Traveller) -> bool:
    """Return True if name or birth date agree: one document may be sent for two travellers."""
    return _share_name(one, other) or _same_birth(one, other)


def _not_two_numbers(one: Traveller, other: Traveller) -> bool:
    """Return False if documents and the carrier's numbers differ: such namesakes born on one day are two people."""
    mine, theirs = one.references.passenger, other.references.passenger
    return not (_documents_differ(one, other) and mine and theirs and mine != theirs)


def _longer_name(one: Traveller, other: Traveller) -> bool:
    """Return True if one given name has additional names or initials, and the numbers do not contradict."""
    mine, theirs = one.given.upper().split(), other.given.upper().split()
    return _is_shorter(mine, theirs) and _not_two_numbers(one, other)


def _not_both_different(one: Traveller, other: Traveller) -> bool:
    return not (_births_differ(one, other) and _documents_differ(one, other)) and _not_two_numbers(one, other)


def _longer_name_and_nothing_different(one: Traveller, other: Traveller) -> bool:
    return _longer_name(one, other) and _nothing_different(one, other)


def _nothing_different(one: Traveller, other: Traveller) -> bool:
    return not _births_differ(one, other) and not _documents_differ(one, other)


PairingKey = Callable[[Traveller], list[str]]
PAIRING_KEYS: Final[tuple[tuple[PairingKey, Callable[[Traveller, Traveller], bool]], ...]] = (
    (_by_everything, _references_agree),
    (_by_reference, _not_contradicted),
    (_by_name_and_birth, _not_two_numbers),
    (_by_document, _name_or_birth),
    (_by_lookalike_document, _name_or_birth),
    (_by_surname_and_birth, _longer_name),
    (_by_given_birth_and_booking, _not_two_numbers),
    (_by_name_and_booking, _not_both_different),
    (_by_surname_and_booking, _longer_name_and_nothing_different),
    (_by_name, _nothing_different),
)


def _name(one: Traveller) -> str:
    return " ".join(sorted(f"{one.surname} {one.given}".upper().split()))


def _parts(one: Traveller) -> list[str]:
    """Return name parts without accents and punctuation: JOSÉ-LUIS is JOSE LUIS."""
    plain = unicodedata.normalize("NFKD", f"{one.surname} {one.given}").upper()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in letters).split()


def _numbers(one: Traveller) -> frozenset[str]:
    """Return the document numbers that identify the person: of passports if there are any, else of all documents."""
    passports = [paper for paper in one.documents if is_passport_like(paper.type)]
    return frozenset(key for paper in passports or one.documents if (key := document_key(paper.number)))


def _lookalikes(one: Traveller) -> frozenset[str]:
    return frozenset(number.translate(LOOKALIKES) for number in _numbers(one))


def _is_shorter(one: list[str], other: list[str]) -> bool:
    """Return True if every name of the shorter list is in the longer one, or an initial of one in it."""
    return _is_within(one, other) or _is_within(other, one)


def _is_within(few: list[str], many: list[str]) -> bool:
    initials = {name[:1] for name in many}
    return bool(few) and all(name in many or (len(name) == 1 and name in initials) for name in few)


def _same_birth(one: Traveller, other: Traveller) -> bool:
    return bool(one.born) and one.born == other.born


def _share_name(one: Traveller, other: Traveller) -> bool:
    return bool(set(_name(one).split()) & set(_name(other).split()))


def _births_differ(one: Traveller, other: Traveller) -> bool:
    shared = min(len(one.born), len(other.born))
    return bool(shared) and one.born[:shared] != other.born[:shared]


def _documents_differ(one: Traveller, other: Traveller) -> bool:
    mine, theirs = _lookalikes(one), _lookalikes(other)
    return bool(mine and theirs) and not mine & theirs


def _same_side(one: Traveller, other: Traveller) -> bool:
    """Return True if both are crew or both are not: carriers number the two apart, so "1" may be on both lists."""
    return (one.role in CREW) == (other.role in CREW)
