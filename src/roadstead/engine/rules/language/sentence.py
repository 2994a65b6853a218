"""Conditions as sentences for officers. Covers the whole language; nested conditions are put in parentheses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from roadstead.engine.sentences import Sentence, Value

OF_TEXT, OF_NUMBER, OF_TEXTS = RELATIONS[Kind.TEXT], RELATIONS[Kind.NUMBER], RELATIONS[Kind.TEXTS]
JOINED: Final = {"&&": "%(one)s and %(other)s", "||": "%(one)s or %(other)s"}
SUMS: Final = {"+": "(%(one)s plus %(other)s)", "-": "(%(one)s minus %(other)s)"}
LOOPS: Final = {
    "exists": "for at least one of %(fact)s: (%(condition)s)",
    "all": "for each of %(fact)s: (%(condition)s)",
}
IT: Final = Sentence("it")  # the value that a loop is about

Words = Mapping[str, Sentence]


def sentence(node: Node, vocabulary: Vocabulary) -> Sentence:
    """Return the condition as one sentence, without the full stop."""
    return _in_words(node, {fact.name: Sentence(fact.words) for fact in vocabulary.facts})


def _in_words(node: Node, words: Words) -> Sentence:
    match node:
        case Join():
            return _junction(node, words)
        case Not(inner=Compare(sign="in") as inside):
            return _membership(inside, words, OF_TEXT["none_of"], OF_TEXTS["lacks"])
        case Not(inner=Loop(inner=Compare(sign="in", left=Name(), right=ValueList() as listed)) as each):
            return _related(_value(each.fact, words), OF_TEXTS["none_of"], _value(listed, words))
        case Not():
            return Sentence("it is not true that (%(condition)s)", {"condition": _in_words(node.inner, words)})
        case Compare(sign="in"):
            return _membership(node, words, OF_TEXT["one_of"], OF_TEXTS["includes"])
        case Compare():
            return _related(_value(node.left, words), OF_NUMBER[BY_SIGN[node.sign]], _value(node.right, words))
        case Call(argument=Literal() as argument):
            return _related(_value(node.fact, words), OF_TEXT[BY_CALL[node.function]], _quoted(argument))
        case Loop(function="exists", inner=Compare(sign="in", left=Name(), right=ValueList() as listed)):
            return _related(_value(node.fact, words), OF_TEXTS["any_of"], _value(listed, words))
        case Loop():
            inner = _in_words(node.inner, {**words, node.variable: IT})
            return Sentence(LOOPS[node.function], {"fact": _value(node.fact, words), "condition": inner})
        case _:
            found = _value(node, words)
            return found if isinstance(found, Sentence) else Sentence(str(found))


def _junction(node: Join, words: Words) -> Sentence:
    parts = [
        Sentence("(%(condition)s)", {"condition": _in_words(part, words)})
        if isinstance(part, Join)
        else _in_words(part, words)
        for part in node.parts
    ]
    return _joined(parts, JOINED[node.sign])


def _joined(parts: Sequence[Sentence], template: str) -> Sentence:
    """Join halves, so that two hundred parts are nested eight deep and not two hundred."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    one, other = (_joined(half, template) for half in (parts[:middle], parts[middle:]))
    return Sentence(template, {"one": one, "other": other})


def _membership(node: Compare, words: Words, of_one: str, of_many: str) -> Sentence:
    if isinstance(node.right, ValueList):
        return _related(_value(node.left, words), of_one, _value(node.right, words))
    return _related(_value(node.right, words), of_many, _value(node.left, words))


def _related(one: Value, relation: str, other: Value) -> Sentence:
    values = {"one": one, "relation": Sentence(relation), "other": other}
    return Sentence("%(one)s %(relation)s %(other)s", values)


def _value(node: Node, words: Words) -> Value:
    match node:
        case Literal():
            return _quoted(node)
        case Name():
            return words.get(node.name, node.name)
        case Sum():
            return Sentence(SUMS[node.sign], {"one": _value(node.left, words), "other": _value(node.right, words)})
        case Call():
            return Sentence("the number of %(fact)s", {"fact": words.get(node.fact.name, node.fact.name)})
        case ValueList():
            return ", ".join(str(_quoted(item)) for item in node.items)
        case _:
            return "…"


def _quoted(item: Literal) -> Value:
    if isinstance(item.value, bool):
        return Sentence("yes") if item.value else Sentence("no")
    return f"“{item.value}”" if isinstance(item.value, str) else item.value
