"""How names of one origin are written another way, by published rules. Nothing of the matcher is used here.

Variants made by whoever made the keys would flatter the keys. So each module follows a romanisation standard, or
spellings that are common in print, and none knows how the matcher compares.
"""

from __future__ import annotations

from random import Random
from typing import Final

from bench.matching.origins import arabic, chinese, creole, cyrillic, korean
from bench.matching.origins.spelling import respelt
from bench.matching.writing import Name

# Nationalities, alpha-3, whose names follow the rules of a module.
_OF: Final = {
    "arabic": "AFG ARE BHR DZA EGY IRN IRQ JOR KWT LBN LBY MAR MLI OMN PAK PSE QAT SAU SDN SOM SYR TUN YEM IDN MYS BGD",
    "cyrillic": "RUS UKR BLR KAZ KGZ TJK UZB MDA ARM GEO AZE BGR SRB MKD",
    "chinese": "CHN TWN HKG MAC SGP",
    "korean": "PRK KOR",
    "creole": "HTI FRA LCA DMA MTQ GLP",
}
ORIGIN: Final = {code: origin for origin, codes in _OF.items() for code in codes.split()}


def respelling(name: Name, nationalities: tuple[str, ...], written: tuple[str, ...], random: Random) -> Name | None:
    """The name as another office or newspaper writes it; None for origins of which we know no rules.

    `written`: the same person's names in Cyrillic, which are romanised anew where there are any.
    """
    if written and (anew := _romanised(random.choice(written), random)):
        return anew
    origin = origin_of(nationalities)
    return RULES[origin](name, random) if origin else None


def origin_of(nationalities: tuple[str, ...]) -> str:
    """Whose rules of spelling a name follows, by the first nationality that has some; "" for none."""
    return next((ORIGIN[code] for code in nationalities if code in ORIGIN), "")


def _romanised(text: str, random: Random) -> Name | None:
    """The surname is the first word if that is in capitals, as Ukraine writes it, else the last."""
    parts = tuple(cyrillic.romanised(text, random).split())
    if len(parts) < 2:
        return None
    return Name(parts[1:], parts[:1]) if text.split()[0].isupper() else Name(parts[:-1], parts[-1:])


def _cyrillic(name: Name, random: Random) -> Name:
    def again(parts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(respelt(part, cyrillic.RESPELT, random, 0.5) for part in parts)

    return Name(again(name.given), again(name.surname))


def _chinese(name: Name, random: Random) -> Name:
    return Name(*chinese.respelling(name.given, name.surname, random))


def _korean(name: Name, random: Random) -> Name:
    return Name(*korean.respelling(name.given, name.surname, random))


def _creole(name: Name, random: Random) -> Name | None:
    return _joint(creole.respelling(name.parts, random), len(name.given))


def _arabic(name: Name, random: Random) -> Name | None:
    return _joint(arabic.respelling(name.parts, random), len(name.given))


def _joint(parts: tuple[str, ...], given: int) -> Name | None:
    """Apart again where the given names ended; an article or a joined part may have moved the place."""
    at = min(given, len(parts) - 1)
    return Name(parts[:at], parts[at:]) if at else None


RULES: Final = {
    "arabic": _arabic, "cyrillic": _cyrillic, "chinese": _chinese, "korean": _korean, "creole": _creole,
}  # fmt: skip
