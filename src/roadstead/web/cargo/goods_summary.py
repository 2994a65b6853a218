"""Comparison of each line of goods with its code, as a sentence for the bill's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from roadstead.engine.records import GoodsLine
from roadstead.engine.reference.goods import hs_title
from roadstead.engine.rules.cargo_facts.goods import WEAPONS, parse_description
from roadstead.engine.text.headings import Agreement, Heading, compare_with_code, suggest_headings
from roadstead.engine.text.identifiers import hs

WEAPON_CHAPTERS: Final = frozenset({"36", "93"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsSummary:
    """A line with the title of its code, a `sentence` on what its words say, and `others`: headings they may mean as
    well.
    """

    line: GoodsLine
    title: str
    sentence: str
    others: tuple[str, ...]
    differs: bool


def summarise_goods(lines: Iterable[GoodsLine]) -> list[GoodsSummary]:
    """Return the lines in the order declared."""
    return [_summarise(line) for line in lines]


def _summarise(line: GoodsLine) -> GoodsSummary:
    found = suggest_headings(line.description).headings
    agreed = compare_with_code(line.hs, line.description)
    says_so = agreed is Agreement.DIFFERS and hs.chapter(found[0].code) in WEAPON_CHAPTERS
    weapons = "" if says_so else _weapons(line)
    return GoodsSummary(
        line=line,
        title=hs_title(line.hs),
        sentence=weapons or (SENTENCES[agreed](line, found[0]) if found else ""),
        others=tuple(_heading_text(each) for each in found[1:]) if agreed is not Agreement.HEADING else (),
        differs=agreed is Agreement.DIFFERS or bool(weapons),
    )


def _weapons(line: GoodsLine) -> str:
    """Return a sentence if the words name a weapon: one such word among many decides no heading, but has to be seen
    first.
    """
    said = parse_description(line.description)
    if not said.kinds & WEAPONS or hs.heading(line.hs) in said.headings:
        return ""
    code = f"{line.hs} ({hs_title(line.hs)})" if line.hs else gettext("none")
    return gettext("The description names arms, ammunition or explosives (%(words)s). Declared code: %(code)s.") % {
        "words": ", ".join(said.words),
        "code": code,
    }


def _fits(line: GoodsLine, first: Heading) -> str:
    return gettext("The description fits the code.")


def _near(line: GoodsLine, first: Heading) -> str:
    return gettext("The description fits the chapter of the code. A closer heading: %(heading)s.") % {
        "heading": _heading_text(first)
    }


def _differs(line: GoodsLine, first: Heading) -> str:
    declared = f"{hs.heading(line.hs) or hs.chapter(line.hs)} ({hs_title(line.hs)})"
    return gettext("Declared as %(declared)s, but the description fits %(heading)s.") % {
        "declared": declared,
        "heading": _heading_text(first),
    }


def _may_be(line: GoodsLine, first: Heading) -> str:
    return gettext("Possible heading: %(heading)s.") % {"heading": _heading_text(first)}


def _heading_text(each: Heading) -> str:
    """Return "9305 (Parts of arms); words: rifle, barrel; right about 93 times in 100"."""
    return gettext("%(code)s (%(title)s); words: %(words)s; correct in about %(share)d of 100 cases") % {
        "code": each.code,
        "title": hs_title(each.code),
        "words": ", ".join(each.words),
        "share": round(each.confidence * 100),
    }


SENTENCES: Final[Mapping[Agreement, Callable[[GoodsLine, Heading], str]]] = {
    Agreement.HEADING: _fits,
    Agreement.CHAPTER: _near,
    Agreement.DIFFERS: _differs,
    Agreement.UNCLEAR: _may_be,
}
