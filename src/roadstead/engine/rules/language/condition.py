"""Conditions as form rows (fact, relation, value), joined by all or any, with groups one level deep.

`rows_to_cel` converts rows to CEL; `cel_to_rows` converts CEL to rows where possible. A row keeps its value as typed,
so that an unfinished form is shown again unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from roadstead.engine.rules.language.faults import ConditionError
from roadstead.engine.rules.language.parser import parse_condition
from roadstead.engine.rules.language.tree import Call, Compare, Join, Literal, Loop, Name, Node, Not, ValueList
from roadstead.engine.rules.language.vocabulary import Fact, Kind, Vocabulary
from roadstead.engine.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One form row. `value`: as typed; several values are separated by commas."""

    fact: str
    relation: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows joined by `join`: all or any. A group inside a group holds rows only."""

    join: str
    parts: tuple[Row | Group, ...] = ()


# relation → words for officers, by kind of fact, in the order of the form
RELATIONS: Final[dict[Kind, dict[str, str]]] = {
    Kind.TEXT: {
        "is": "is", "is_not": "is not", "one_of": "is one of", "none_of": "is none of", "begins": "begins with",
        "contains": "contains", "ends": "ends with",
    },
    Kind.NUMBER: {
        "is": "is", "is_not": "is not", "less": "is less than", "at_most": "is at most", "at_least": "is at least",
        "more": "is more than",
    },
    Kind.YES: {"yes": "yes", "no": "no"},
    Kind.TEXTS: {
        "includes": "include", "lacks": "do not include", "any_of": "include one of", "none_of": "include none of",
    },
}  # fmt: skip
ALL_RELATIONS: Final = {name: words for each in RELATIONS.values() for name, words in each.items()}
SIGNS: Final = {"is": "==", "is_not": "!=", "less": "<", "at_most": "<=", "at_least": ">=", "more": ">"}
BY_SIGN: Final = {sign: name for name, sign in SIGNS.items()}
CALLS: Final = {"begins": "startsWith", "contains": "contains", "ends": "endsWith"}
BY_CALL: Final = {call: name for name, call in CALLS.items()}
LIST_RELATIONS: Final = frozenset({"one_of", "none_of", "any_of"})
JOINS: Final = {"all": " && ", "any": " || "}
EACH: Final = "each"


class IncompleteRow(Exception):
    """Raised for an incomplete row; the text says what is missing."""

    def __init__(self, row: Row, text: Sentence) -> None:
        super().__init__(text)
        self.row, self.text = row, text


# ── Rows to CEL


def rows_to_cel(group: Group, vocabulary: Vocabulary) -> str:
    """Return the condition in CEL, one row per line. Raises IncompleteRow."""
    parts = [_part(part, group.join, vocabulary) for part in group.parts]
    return f"{JOINS[group.join].rstrip()}\n".join(part for part in parts if part)


def _part(part: Row | Group, outer: str, vocabulary: Vocabulary) -> str:
    if isinstance(part, Row):
        return _row(part, vocabulary)
    inner = JOINS[part.join].join(_row(row, vocabulary) for row in part.parts if isinstance(row, Row))
    return f"({inner})" if len(part.parts) > 1 else inner


def _row(row: Row, vocabulary: Vocabulary) -> str:
    fact = vocabulary.by_name.get(row.fact)
    if fact is None:
        raise IncompleteRow(row, Sentence("Choose a fact."))
    if row.relation not in RELATIONS[fact.kind]:
        raise IncompleteRow(row, Sentence("Choose a relation for “%(fact)s”.", {"fact": Sentence(fact.words)}))
    if fact.kind is Kind.YES:
        return fact.name if row.relation == "yes" else f"!{fact.name}"
    if row.relation in LIST_RELATIONS:
        return _several(row, fact)
    value = _value(row, fact, row.value)
    if fact.kind is Kind.TEXTS:
        return f"{value} in {fact.name}" if row.relation == "includes" else f"!({value} in {fact.name})"
    if row.relation in CALLS:
        return f"{fact.name}.{CALLS[row.relation]}({value})"
    return f"{fact.name} {SIGNS[row.relation]} {value}"


def _several(row: Row, fact: Fact) -> str:
    values = ", ".join(_value(row, fact, each) for each in _split(row.value))
    if not values:
        text = Sentence("Write values for “%(fact)s”, with commas between them.", {"fact": Sentence(fact.words)})
        raise IncompleteRow(row, text)
    asked = (
        f"{fact.name} in [{values}]"
        if fact.kind is Kind.TEXT
        else (f"{fact.name}.exists({EACH}, {EACH} in [{values}])")
    )
    if row.relation != "none_of":
        return asked
    return f"!({asked})" if fact.kind is Kind.TEXT else f"!{asked}"


def _value(row: Row, fact: Fact, typed: str) -> str:
    text = typed.strip()
    if not text:
        raise IncompleteRow(row, Sentence("Write a value for “%(fact)s”.", {"fact": Sentence(fact.words)}))
    if fact.kind is Kind.NUMBER:
        try:
            return str(int(text))
        except ValueError:
            wrong = Sentence("Write “%(fact)s” as a whole number.", {"fact": Sentence(fact.words)})
            raise IncompleteRow(row, wrong) from None
    return json.dumps(text, ensure_ascii=False)


def _split(typed: str) -> list[str]:
    return [part for each in typed.split(",") if (part := each.strip())]


# ── CEL to rows


def cel_to_rows(text: str, vocabulary: Vocabulary) -> Group | None:
    """Return the condition as rows, or None if rows cannot express it or it does not parse."""
    try:
        return _group(parse_condition(text), vocabulary)
    except ConditionError:
        return None


def _group(node: Node, vocabulary: Vocabulary) -> Group | None:
    join, parts = _joined(node)
    found: list[Row | Group] = []
    for part in parts:
        row = _as_row(part, vocabulary)
        inner = None if row else _rows(part, vocabulary)
        if row is None and inner is None:
            return None
        found.append(row or inner or Group("all"))
    return Group(join, tuple(found))


def _joined(node: Node) -> tuple[str, tuple[Node, ...]]:
    if isinstance(node, Join):
        return ("all" if node.sign == "&&" else "any"), node.parts
    return "all", (node,)


def _rows(node: Node, vocabulary: Vocabulary) -> Group | None:
    """Return a nested group, which holds rows only."""
    if not isinstance(node, Join):
        return None
    join, parts = _joined(node)
    rows = [_as_row(part, vocabulary) for part in parts]
    return Group(join, tuple(row for row in rows if row)) if all(rows) else None


def _as_row(node: Node, vocabulary: Vocabulary) -> Row | None:
    match node:
        case Name() if _is(node, vocabulary, Kind.YES):
            return Row(node.name, "yes")
        case Not(inner=Name() as name) if _is(name, vocabulary, Kind.YES):
            return Row(name.name, "no")
        case Compare(sign="in"):
            return _membership(node, vocabulary, negated=False)
        case Not(inner=Compare(sign="in") as inside):
            return _membership(inside, vocabulary, negated=True)
        case Compare(left=Name() as name, right=Literal() as value) if name.name in vocabulary.by_name:
            return Row(name.name, BY_SIGN[node.sign], _typed(value)) if not isinstance(value.value, bool) else None
        case Call(fact=name, argument=Literal() as value) if name.name in vocabulary.by_name:
            return Row(name.name, BY_CALL[node.function], _typed(value))
        case Loop():
            return _loop(node, vocabulary, "any_of")
        case Not(inner=Loop() as each):
            return _loop(each, vocabulary, "none_of")
        case _:
            return None


def _is(name: Name, vocabulary: Vocabulary, kind: Kind) -> bool:
    fact = vocabulary.by_name.get(name.name)
    return fact is not None and fact.kind is kind


def _membership(node: Compare, vocabulary: Vocabulary, *, negated: bool) -> Row | None:
    match node:
        case Compare(left=Literal() as value, right=Name() as name) if _is(name, vocabulary, Kind.TEXTS):
            return Row(name.name, "lacks" if negated else "includes", _typed(value))
        case Compare(left=Name() as name, right=ValueList(items=items)) if _is(name, vocabulary, Kind.TEXT):
            return _with_values(name.name, "none_of" if negated else "one_of", items)
        case _:
            return None


def _loop(node: Loop, vocabulary: Vocabulary, relation: str) -> Row | None:
    match node:
        case Loop(function="exists", inner=Compare(sign="in", left=Name(name=variable), right=ValueList(items=items))):
            known = _is(node.fact, vocabulary, Kind.TEXTS) and variable == node.variable
            return _with_values(node.fact.name, relation, items) if known else None
        case _:
            return None


def _with_values(fact: str, relation: str, items: Iterable[Literal]) -> Row | None:
    """Return the row, or None if a value contains a comma, which separates values in the form."""
    values = [_typed(item) for item in items]
    return Row(fact, relation, ", ".join(values)) if values and not any("," in value for value in values) else None


def _typed(value: Literal) -> str:
    return str(value.value)
