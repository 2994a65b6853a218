"""Variants under which a listed name is presented at a border, each a function of a name.

None: this name has no such variant (no middle name to drop, no other usual spelling). Independent of the matcher's
keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from bench.matching.origins import respelling
from bench.matching.slips import LETTERS_NEEDED, misread, slip
from bench.matching.writing import Name

MRZ: Final = 39  # letters of the name in the machine-readable zone of a passport (ICAO Doc 9303 part 4)
ELEMENT: Final = 35  # letters of a name element of PAXLST (C080/3036)
NARROW: Final = (25, 20)  # letters that older departure control systems keep of the whole name
SHORTEST: Final = 2  # letters to which carriers cut a given name that a message must have
TITLES: Final = {"M": ("MR", "MSTR"), "F": ("MRS", "MS", "MISS"), "": ("MR", "MS")}
NO_NAME: Final = ("", "FNU", "XXX")  # placeholders for given names of people with one name


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Data that a variant may need: origin, sex, names in Cyrillic, and names of others of the same origin."""

    nationalities: tuple[str, ...] = ()
    sex: str = ""
    cyrillic: tuple[str, ...] = ()
    other_given: str = "MARIA"
    other_surname: str = "PEREZ"


Variant = Callable[[Name, Around, Random], Name | None]


def exact(name: Name, around: Around, random: Random) -> Name:
    return name


def one_slip(name: Name, around: Around, random: Random) -> Name | None:
    return _changed(name, slip, random)


def two_slips(name: Name, around: Around, random: Random) -> Name | None:
    """Make slips in two parts, or two in one."""
    once = _changed(name, slip, random)
    twice = _changed(once, slip, random) if once else None
    return twice if twice != name else None


def read_wrongly(name: Name, around: Around, random: Random) -> Name | None:
    return _changed(name, misread, random)


def transliterated(name: Name, around: Around, random: Random) -> Name | None:
    """Return another spelling by the rules of the name's origin, if one differs."""
    made = respelling(name, around.nationalities, around.cyrillic, random)
    return made if made and sorted(made.parts) != sorted(name.parts) else None


def another_order(name: Name, around: Around, random: Random) -> Name | None:
    """Exchange surname and given names, or put all parts in any order."""
    if random.random() < 0.5:
        return Name(name.surname, name.given)
    shuffled = random.sample(name.parts, len(name.parts))
    made = _split(tuple(shuffled), random)
    return made if made.parts != name.parts else Name(name.surname, name.given)


def middle_name_missing(name: Name, around: Around, random: Random) -> Name | None:
    """Drop one part, but never the first given name or the last of the surname."""
    inner = range(1, len(name.parts) - 1)
    return _without(name, random.choice(inner)) if inner else None


def extra_name(name: Name, around: Around, random: Random) -> Name | None:
    """Add a given name, or a second surname."""
    if random.random() < 0.6:
        return Name((*name.given, around.other_given), name.surname)
    return Name(name.given, (*name.surname, around.other_surname))


def other_surname(name: Name, around: Around, random: Random) -> Name | None:
    """Replace a woman's surname by one before or after a marriage."""
    changed = Name(name.given, (around.other_surname,))
    return changed if around.sex == "F" and around.other_surname not in name.surname else None


def cut(name: Name, around: Around, random: Random) -> Name | None:
    """Cut the name as a field, a passport or an old system does; a given name may be reduced to two letters."""
    widths = [_to_width(name, MRZ - 2), _each_to(name, ELEMENT), *(_to_width(name, width) for width in NARROW)]
    cuts = [made for made in widths if made and made != name] + [_given_to_two_letters(name)]
    made = random.choice(cuts[:-1]) if len(cuts) > 1 and random.random() < 0.8 else cuts[-1]
    return made if made != name else None


def joined(name: Name, around: Around, random: Random) -> Name | None:
    """Join the given names or the parts of the surname, or a title with the given names."""
    title = random.choice(TITLES[around.sex if around.sex in TITLES else ""])
    surname = ("".join(name.surname),) if random.random() < 0.5 else name.surname
    return Name(("".join(name.given) + (title if random.random() < 0.7 else ""),), surname)


def initials(name: Name, around: Around, random: Random) -> Name | None:
    """Keep only the first letter of all given names, or of all but the first."""
    kept = 1 if len(name.given) > 1 and random.random() < 0.6 else 0
    made = Name((*name.given[:kept], *(part[0] for part in name.given[kept:])), name.surname)
    return made if made != name else None


def single_name(name: Name, around: Around, random: Random) -> Name | None:
    """Keep one part, as in passports of people with one name; it must be long enough."""
    long = [part for part in name.parts if len(part) > LETTERS_NEEDED]
    return Name(tuple(filter(None, (random.choice(NO_NAME),))), (random.choice(long),)) if long else None


def several_at_once(name: Name, around: Around, random: Random) -> Name | None:
    """Exchange, misspell and, if there is a middle name, drop it."""
    shorter = middle_name_missing(name, around, random) or name
    turned = another_order(shorter, around, random) or shorter
    return _changed(turned, slip, random)


VARIANTS: Final[Mapping[str, Variant]] = {
    "exact": exact, "one slip": one_slip, "two slips": two_slips, "read wrongly": read_wrongly,
    "transliterated": transliterated, "another order": another_order, "middle name missing": middle_name_missing,
    "extra name": extra_name, "other surname": other_surname, "cut": cut, "joined": joined, "initials": initials,
    "single name": single_name, "several at once": several_at_once,
}  # fmt: skip


# ── parts


def _changed(name: Name, change: Callable[[str, Random], str], random: Random) -> Name | None:
    """Change one part that is long enough; None if there is none."""
    places = [at for at, part in enumerate(name.parts) if len(part) >= LETTERS_NEEDED]
    random.shuffle(places)
    for at in places:
        new = change(name.parts[at], random)
        if new != name.parts[at]:
            return _put(name, at, new)
    return None


def _put(name: Name, at: int, new: str) -> Name:
    parts = (*name.parts[:at], new, *name.parts[at + 1 :])
    return Name(parts[: len(name.given)], parts[len(name.given) :])


def _without(name: Name, at: int) -> Name:
    parts = name.parts[:at] + name.parts[at + 1 :]
    given = len(name.given) - (at < len(name.given))
    return Name(parts[:given], parts[given:])


def _split(parts: tuple[str, ...], random: Random) -> Name:
    at = random.randrange(1, len(parts))
    return Name(parts[:at], parts[at:])


def _to_width(name: Name, width: int) -> Name | None:
    """Put the surname first, as in the machine-readable zone, and cut the given names to the width."""
    surname, given = " ".join(name.surname), " ".join(name.given)
    kept_surname = surname[: width - SHORTEST]
    kept_given = given[: max(SHORTEST, width - len(kept_surname))]
    return replace(name, given=tuple(kept_given.split()), surname=tuple(kept_surname.split()))


def _each_to(name: Name, width: int) -> Name:
    return Name(tuple(" ".join(name.given)[:width].split()), tuple(" ".join(name.surname)[:width].split()))


def _given_to_two_letters(name: Name) -> Name:
    return Name((name.given[0][:SHORTEST],), name.surname)
