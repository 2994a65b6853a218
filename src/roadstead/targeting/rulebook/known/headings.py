"""What the words of the goods say of their code, for rules: of the line that contradicts its code most surely."""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Consignment, GoodsLine
from roadstead.engine.rules.cargo_facts import Suggested
from roadstead.engine.text.headings import Agreement, agreement, suggested

DIFFERS: Final = {Agreement.DIFFERS: True, Agreement.HEADING: False, Agreement.CHAPTER: False, Agreement.UNSAID: None}


def suggested_of(bill: Consignment) -> Suggested | None:
    """None where no line's words tell a heading."""
    found = [told for line in bill.goods if (told := _of_line(line))]
    return max(found, key=lambda told: (told.differs is True, told.confidence), default=None)


def _of_line(line: GoodsLine) -> Suggested | None:
    headings = suggested(line.description).headings
    if not headings:
        return None
    differs = DIFFERS[agreement(line.hs, line.description)]
    return Suggested(heading=headings[0].code, confidence=headings[0].confidence, differs=differs)
