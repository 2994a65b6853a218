"""Facts of dangerous goods: what is declared, and what the description says and nobody declared."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.records import Consignment
from roadstead.engine.rules.cargo_facts.goods import description_of, said_in
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import Known
from roadstead.engine.text.identifiers import un_number

IN_TEXT: Final = re.compile(r"\bUN\s?(?:NO?\.?\s?)?([0-9]{4})\b", re.I)


def of_dangerous(bill: Consignment, known: Known) -> Values:
    boxes = (each for number in bill.containers if number in known.boxes for each in known.boxes[number].box.dangerous)
    listed = [*(each for line in bill.goods for each in line.dangerous), *boxes]
    declared = list(dict.fromkeys(un_number.normalise(each.un_number) for each in listed if each.un_number))
    text = description_of(bill)
    in_text = list(dict.fromkeys(each for each in IN_TEXT.findall(text) if un_number.is_valid(each)))
    words = list(said_in(text).dangerous)
    is_declared = bool(listed) or bill.dangerous is True
    return {
        "dangerous.declared": is_declared,
        "dangerous.un_numbers": declared,
        "dangerous.un_in_text": in_text,
        "dangerous.un_undeclared": any(each not in declared for each in in_text),
        "dangerous.words": words,
        "dangerous.words_undeclared": bool(words) and not is_declared,
    }
