"""Conditions as sentences for officers. Covers the whole language; nested conditions are put in parentheses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.engine.rules.language.condition import BY_CALL, BY_SIGN, RELATIONS
from roadstead.engine.rules.language.tree import (
    Call,
    Compare,
    Join,
    Literal,
    Loop,
    Name,
    Node,
    Not,
    Sum,
    ValueList,
)
from roadstead.engine.rules.language.vocabulary import Kind, Vocabulary

AND: Final = {"&&": " and ", "||": " or "}
NEVER: Final = "it is not so that "


def sentence(node: Node, vocabulary: Vocabulary) -> str:
    """Return the condition as one sentence, without the full stop."""
    return _in_words(node, {fact.name: fact.words for fact in vocabulary.facts}, vocabulary)


def _in_words(node: Node, words: Mapping[str, str], vocabulary: Vocabulary) -> str:
    match node:
        case Join():
            inner = [_in_words(part, words, vocabulary) for part in node.parts]
            bare = (
                part if not isinstance(each, Join) else f"({part})"
                for part, each in zip(inner, node.parts, strict=True)
            )
            return AND[node.sign].join(bare)
        case Not(inner=Compare(sign="in") as inside):
            return _membership(inside, words, "is none of", "do not include")
        case Not(inner=Loop(inner=Compare(sign="in", left=Name(), right=ValueList() as right)) as each):
            return f"{_value(each.fact, words)} include none of {_value(right, words)}"
        case Not():
            return f"{NEVER}({_in_words(node.inner, words, vocabulary)})"
        case Compare(sign="in"):
            return _membership(node, words, "is one of", "include")
        case Compare():
            relation = RELATIONS[Kind.NUMBER][BY_SIGN[node.sign]]
            return f"{_value(node.left, words)} {relation} {_value(node.right, words)}"
        case Call(argument=Literal() as argument):
            relation = RELATIONS[Kind.TEXT][BY_CALL[node.function]]
            return f"{_value(node.fact, words)} {relation} {_quoted(argument)}"
        case Loop(function="exists", inner=Compare(sign="in", left=Name(), right=ValueList() as listed)):
            return f"{_value(node.fact, words)} include one of {_value(listed, words)}"
        case Loop():
            about = _in_words(node.inner, {**words, node.variable: "it"}, vocabulary)
            some = "one is there among" if node.function == "exists" else "it holds for each of"
            return f"{some} {_value(node.fact, words)} of which ({about})"
        case _:
            return _value(node, words)


def _membership(node: Compare, words: Mapping[str, str], of_one: str, of_many: str) -> str:
    if isinstance(node.right, ValueList):
        values = ", ".join(_quoted(item) for item in node.right.items)
        return f"{_value(node.left, words)} {of_one} {values}"
    return f"{_value(node.right, words)} {of_many} {_value(node.left, words)}"


def _value(node: Node, words: Mapping[str, str]) -> str:
    match node:
        case Literal():
            return _quoted(node)
        case Name():
            return words.get(node.name, node.name)
        case Sum():
            return f"({_value(node.left, words)} {'plus' if node.sign == '+' else 'minus'} {_value(node.right, words)})"
        case Call():
            return f"the number of {words.get(node.fact.name, node.fact.name)}"
        case ValueList():
            return ", ".join(_quoted(item) for item in node.items)
        case _:
            return "…"


def _quoted(item: Literal) -> str:
    if isinstance(item.value, bool):
        return "yes" if item.value else "no"
    return f"“{item.value}”" if isinstance(item.value, str) else str(item.value)
