"""Semantic check of a condition: facts exist and are permitted, kinds fit, the result is yes or no."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from roadstead.engine.rules.language.faults import Fault, make_fault
from roadstead.engine.rules.language.forbidden import Forbidden, forbidden_name, forbidden_text
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
    children,
)
from roadstead.engine.rules.language.vocabulary import Fact, Kind, Vocabulary
from roadstead.engine.sentences import Sentence

NAME: Final = re.compile(r"[^\W\d][\w.]*")  # any script, so that names in look-alike letters are checked too
TEXT: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|//[^\n]*")
KIND_WORDS: Final = {
    Kind.TEXT: Sentence("a text"),
    Kind.NUMBER: Sentence("a number"),
    Kind.YES: Sentence("yes or no"),
    Kind.TEXTS: Sentence("several texts"),
}
ORDERED: Final = ("<", "<=", ">", ">=")
AN_EXAMPLE: Final[dict[Kind, Sentence | str]] = {
    Kind.TEXT: '== "P"',
    Kind.NUMBER: "> 3",
    Kind.YES: Sentence("alone, or with ! before it"),
    Kind.TEXTS: '"P" in …',
}


def forbidden_faults(source: str, plain: Collection[str] = ()) -> Iterator[Fault]:
    """Yield the faults of S17, before the text is parsed: forbidden names anywhere, and forbidden texts.

    `plain`: prefixes of words that are harmless in texts of this subject.
    """
    for text in TEXT.finditer(source):
        inside = "" if text[0].startswith("//") else text[0][1:-1]
        as_name = source[: text.start()].rstrip().endswith("[")  # fact["nationality"]
        if met := forbidden_text(inside, plain) or (forbidden_name(inside) if as_name else None):
            yield _refused(source, text.start(), len(text[0]), met)
    for name in NAME.finditer(TEXT.sub(lambda found: " " * len(found[0]), source)):
        if met := forbidden_name(name[0]):
            yield _refused(source, name.start(), len(name[0]), met)


def _refused(source: str, at: int, length: int, met: Forbidden) -> Fault:
    text = Sentence(
        "“%(name)s” is about a forbidden subject: %(what)s. %(why)s",
        {"name": source[at : at + length][:40], "what": Sentence(met.what), "why": Sentence(met.why)},
    )
    remedy = Sentence("Describe what the person does on this journey instead.")
    return make_fault(source, at, "forbidden", text, remedy, length)


@dataclass(slots=True)
class Checker:
    """Checker of one condition; collects all faults. `allows`: permissions from the rule's source (MINORS)."""

    source: str
    vocabulary: Vocabulary
    allows: Collection[str]
    faults: list[Fault]

    def condition(self, node: Node) -> None:
        """Check that the whole condition gives yes or no."""
        self._yes(node, {})

    def _yes(self, node: Node, bound: Mapping[str, Kind]) -> None:
        kind = self._kind(node, bound)
        if kind not in (Kind.YES, None):
            self._fault(
                node,
                "not-yes-or-no",
                Sentence("This is %(kind)s, not a yes-or-no value.", {"kind": KIND_WORDS[kind]}),
                Sentence("Compare it, for example: %(example)s.", {"example": AN_EXAMPLE[kind]}),
            )

    def _kind(self, node: Node, bound: Mapping[str, Kind]) -> Kind | None:
        """Return the kind of a value; None after a fault, so that each mistake is reported once."""
        match node:
            case Literal():
                return _of_value(node)
            case Name():
                return self._of_name(node, bound)
            case ValueList():
                return self._of_list(node)
            case Sum():
                return self._of_sum(node, bound)
            case Compare():
                return self._of_comparison(node, bound)
            case Call():
                return self._of_call(node, bound)
            case Loop():
                return self._of_loop(node, bound)
            case Not() | Join():
                for child in children(node):
                    self._yes(child, bound)
                return Kind.YES

    def _of_name(self, node: Name, bound: Mapping[str, Kind]) -> Kind | None:
        if node.name in bound:
            return bound[node.name]
        fact = self.vocabulary.by_name.get(node.name)
        if fact is None:
            if not forbidden_name(node.name):  # otherwise reported by `forbidden_faults`
                self._fault(
                    node,
                    "unknown-fact",
                    Sentence("Unknown fact “%(name)s”.", {"name": node.name}),
                    self._instead(node.name),
                )
            return None
        if fact.needs and fact.needs not in self.allows:
            self._fault(
                node,
                "forbidden",
                Sentence("“%(name)s” uses age. Only rules that protect minors may use it.", {"name": node.name}),
                Sentence("If the rule protects minors, mark it so and name the legal source (S17, S18)."),
            )
        return fact.kind

    def _instead(self, name: str) -> Sentence:
        near = get_close_matches(name, self.vocabulary.by_name, 1, 0.6)
        if not near:
            return Sentence("Choose one from the list of facts.")
        return Sentence("Did you mean %(name)s?", {"name": near[0]})

    def _of_list(self, node: ValueList) -> Kind | None:
        kinds = {_of_value(item) for item in node.items}
        if kinds - {Kind.TEXT} and kinds - {Kind.NUMBER}:
            self._fault(
                node,
                "mixed-list",
                Sentence("A list must contain only texts or only numbers."),
                Sentence("Write all values in the same way."),
            )
        return Kind.TEXTS

    def _of_sum(self, node: Sum, bound: Mapping[str, Kind]) -> Kind | None:
        for side in (node.left, node.right):
            if self._kind(side, bound) not in (Kind.NUMBER, None):
                self._fault(
                    side,
                    "sum",
                    Sentence("“%(sign)s” works with numbers only.", {"sign": node.sign}),
                    Sentence("Join conditions with && and ||. Texts cannot be joined."),
                )
        return Kind.NUMBER

    def _of_comparison(self, node: Compare, bound: Mapping[str, Kind]) -> Kind:
        left, right = self._kind(node.left, bound), self._kind(node.right, bound)
        if node.sign == "in":
            self._membership(node, left, right)
        elif left and right and left is not right:
            kinds = {"left": KIND_WORDS[left], "right": KIND_WORDS[right], "example": AN_EXAMPLE[left]}
            self._fault(
                node.right,
                "kinds",
                Sentence("%(left)s is compared with %(right)s.", kinds, capital=True),
                Sentence("Compare it with %(left)s, for example: %(example)s.", kinds),
            )
        elif node.sign in ORDERED and left not in (Kind.NUMBER, None):
            self._fault(
                node,
                "order",
                Sentence("“%(sign)s” works with numbers only.", {"sign": node.sign}),
                Sentence("Use == or !=."),
            )
        elif Kind.TEXTS in (left, right):
            self._fault(
                node,
                "kinds",
                Sentence("A list of texts cannot be compared with a value."),
                Sentence('Write: "P" in %(fact)s.', {"fact": self.vocabulary.examples[1]}),
            )
        self._choices(node)
        return Kind.YES

    def _membership(self, node: Compare, left: Kind | None, right: Kind | None) -> None:
        fits = right in (Kind.TEXTS, None) and left in (Kind.TEXT, Kind.NUMBER, None)
        if isinstance(node.right, ValueList):
            fits = fits and all(left in (_of_value(item), None) for item in node.right.items)
        elif left is Kind.NUMBER:
            fits = False
        if not fits:
            self._fault(
                node.right,
                "kinds",
                Sentence("“in” needs a value on the left and a list of the same kind on the right."),
                Sentence('Write: document.type in ["P", "V"], or "P" in document.types.'),
            )

    def _choices(self, node: Compare) -> None:
        """Report a value that the fact never has: a typing error by which the rule would never fire."""
        fact = self.vocabulary.by_name.get(node.left.name) if isinstance(node.left, Name) else None
        items = node.right.items if isinstance(node.right, ValueList) else (node.right,)
        for item in items:
            if fact and fact.choices and isinstance(item, Literal) and item.value not in fact.choices:
                self._fault(
                    item,
                    "choice",
                    Sentence("%(fact)s is never “%(value)s”.", {"fact": fact.name, "value": str(item.value)}),
                    Sentence("Choose one of these: %(choices)s.", {"choices": ", ".join(fact.choices)}),
                )

    def _of_call(self, node: Call, bound: Mapping[str, Kind]) -> Kind | None:
        kind = self._of_name(node.fact, bound)
        if node.function == "size":
            if kind not in (Kind.TEXTS, None):
                self._fault(
                    node,
                    "kinds",
                    Sentence("size() works with lists of texts only."),
                    Sentence("Use it after a fact with a list of texts."),
                )
            return Kind.NUMBER
        if kind not in (Kind.TEXT, None) or (node.argument and not isinstance(node.argument.value, str)):
            self._fault(
                node,
                "kinds",
                Sentence("%(function)s works with a text only.", {"function": node.function}),
                Sentence(
                    'Write: %(fact)s.%(function)s("SEA").',
                    {"fact": self.vocabulary.examples[0], "function": node.function},
                ),
            )
        return Kind.YES

    def _of_loop(self, node: Loop, bound: Mapping[str, Kind]) -> Kind:
        if node.variable in {fact.family for fact in self.vocabulary.facts}:
            self._fault(
                node,
                "variable",
                Sentence("“%(name)s” is already the name of facts.", {"name": node.variable}),
                Sentence("Use another word, for example each."),
            )
        if self._of_name(node.fact, bound) not in (Kind.TEXTS, None):
            self._fault(
                node,
                "kinds",
                Sentence("%(function)s works with lists of texts only.", {"function": node.function}),
                Sentence(
                    "Use it after a fact with a list of texts, for example %(fact)s.",
                    {"fact": self.vocabulary.examples[1]},
                ),
            )
        self._yes(node.inner, {**bound, node.variable: Kind.TEXT})
        return Kind.YES

    def _fault(self, node: Node, code: str, text: Sentence, remedy: Sentence) -> None:
        length = len(node.name) if isinstance(node, Name) else node.length if isinstance(node, Literal) else 1
        self.faults.append(make_fault(self.source, node.at, code, text, remedy, length))


def facts_of(found: Iterator[Name], vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts, each once, in the order they are named."""
    return tuple({name.name: vocabulary.by_name[name.name] for name in found}.values())


def _of_value(item: Literal) -> Kind:
    if isinstance(item.value, bool):
        return Kind.YES
    return Kind.NUMBER if isinstance(item.value, int) else Kind.TEXT
