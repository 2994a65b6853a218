"""Recursive-descent parser of conditions, bounded in depth, terms and list length, with at most one loop at a time.

or := and (|| and)* · and := not (&& not)* · not := ! not | comparison · comparison := sum (sign sum)?
sum := value ((+|-) value)* · value := fact | call | loop | literal | [literals] | ( or )
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.rules.language.faults import ConditionError, Fault, make_fault
from roadstead.engine.rules.language.tree import Call, Compare, Join, Literal, Loop, Name, Node, Not, Sum, ValueList
from roadstead.engine.sentences import Sentence

# ── Tokens, in CEL's own syntax, reduced to what is needed


MAX_CONDITION_CHARS: Final = 4000  # characters of a condition
LONGEST_TEXT: Final = 100  # characters of one string in it
TOKEN_PATTERN: Final = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<number>[0-9]+)
      | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<sign>&&|\|\||==|!=|<=|>=|[-<>!+(),\[\]])""",
    re.VERBOSE,
)
REMEDIES: Final = {
    "&": Sentence("Write && for “and”."),
    "|": Sentence("Write || for “or”."),
    "=": Sentence("Write == to compare."),
    '"': Sentence("Close the text with the same quote, on the same line."),
    "'": Sentence("Close the text with the same quote, on the same line."),
    "?": Sentence("Write two rules, or join with && and ||."),
    "*": Sentence("Numbers can only be added (+) or subtracted (-)."),
    "/": Sentence("Numbers can only be added (+) or subtracted (-)."),
    "%": Sentence("Numbers can only be added (+) or subtracted (-)."),
    ".": Sentence("Numbers must be whole. Names of facts begin with a letter."),
}


class Token(NamedTuple):
    """One token. `kind`: name, number, text, sign or end; `text`: as written."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """Split a condition into tokens. Raises Wrong at the first invalid character."""
    if len(source) > MAX_CONDITION_CHARS:
        raise ConditionError(
            make_fault(
                source,
                MAX_CONDITION_CHARS,
                "too-long",
                Sentence("A condition has at most %(most)s characters.", {"most": f"{MAX_CONDITION_CHARS:,}"}),
                Sentence("Split it into two rules."),
            )
        )
    found, at = [], 0
    while at < len(source):
        word = TOKEN_PATTERN.match(source, at)
        if word is None:
            raise ConditionError(_invalid_character(source, at))
        if word.lastgroup != "space":
            found.append(Token(str(word.lastgroup), word[0], at))
        at = word.end()
    return [*found, Token("end", "", len(source))]


def string_value(source: str, token: Token) -> str:
    """Return the value of a string literal. Raises Wrong."""
    body = token.text[1:-1]
    hidden = next((each for each in re.finditer(r"\\(.)", body) if each[1] not in "\\\"'"), None)
    if hidden:
        raise ConditionError(
            make_fault(
                source,
                token.at + 1 + hidden.start(),
                "escape",
                Sentence("A backslash cannot escape a letter."),
                Sentence("Remove the backslash."),
                2,
            )
        )
    text = re.sub(r"\\(.)", r"\1", body)
    if len(text) > LONGEST_TEXT:
        raise ConditionError(
            make_fault(
                source,
                token.at,
                "text-too-long",
                Sentence("A text has at most %(most)s characters.", {"most": LONGEST_TEXT}),
                Sentence("Shorten it, or use startsWith."),
                len(token.text),
            )
        )
    return text


def _invalid_character(source: str, at: int) -> Fault:
    sign = source[at]
    remedy = REMEDIES.get(sign, Sentence("Remove it. The list of facts shows what you can write."))
    return make_fault(source, at, "sign", Sentence("“%(sign)s” is not allowed here.", {"sign": sign}), remedy)


MAX_DEPTH: Final = 10  # nested parentheses and negations; CEL stops at 32
MOST_TERMS: Final = 200
MAX_LIST_VALUES: Final = 100
LONGEST_NUMBER: Final = 9  # digits: no sum of 200 such numbers exceeds 64 bits
COMPARISONS: Final = ("==", "!=", "<", "<=", ">", ">=", "in")
CALLS: Final = ("contains", "startsWith", "endsWith")
LOOPS: Final = ("exists", "all")
NOTHING: Final = Sentence("")  # the sign is there: the caller has seen it
LOOP_EXAMPLE: Final = Sentence('Write: .exists(each, each == "X").')
CEL_KEYWORDS: Final = ("true", "false", "in", "null")


def parse_condition(source: str) -> Node:
    """Parse a condition. Raises Wrong."""
    reader = _Reader(source)
    node = reader.either()
    reader.expect_end()
    return node


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.place = 0
        self.depth = 0
        self.terms = 0
        self.variable = ""  # variable of the current loop

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """Return the current token and advance if it is one of these signs or words, else None."""
        token = self.now
        if token.kind in {"sign", "name"} and token.text in texts:
            self.place += 1
            return token
        return None

    def wrong(self, code: str, text: Sentence, remedy: Sentence, token: Token | None = None) -> ConditionError:
        token = token or self.now
        return ConditionError(make_fault(self.source, token.at, code, text, remedy, len(token.text)))

    def expect(self, sign: str, remedy: Sentence) -> Token:
        taken = self.take(sign)
        if taken is None:
            raise self.wrong("expected", Sentence("“%(sign)s” is missing here.", {"sign": sign}), remedy)
        return taken

    def expect_end(self) -> None:
        if self.now.kind != "end":
            raise self.wrong(
                "unexpected",
                Sentence("“%(sign)s” is not expected here.", {"sign": self.now.text}),
                Sentence("Join two conditions with && (and) or || (or)."),
            )

    def either(self) -> Node:
        return self._joined("||", self.both)

    def both(self) -> Node:
        return self._joined("&&", self.negated)

    def _joined(self, sign: str, part: object) -> Node:
        assert callable(part)
        at, parts = self.now.at, [part()]
        while self.take(sign):
            parts.append(part())
        return Join(sign, tuple(parts), at) if len(parts) > 1 else parts[0]

    def negated(self) -> Node:
        token = self.take("!")
        if token is None:
            return self.comparison()
        self._deeper(token)
        inner = self.negated()
        self.depth -= 1
        return Not(inner, token.at)

    def comparison(self) -> Node:
        at, left = self.now.at, self.sum()
        sign = self.take(*COMPARISONS)
        if sign is None:
            return left
        return Compare(sign.text, left, self.sum(), at)

    def sum(self) -> Node:
        node = self.value()
        while sign := self.take("+", "-"):
            node = Sum(sign.text, node, self.value(), sign.at)
        return node

    def value(self) -> Node:
        self.terms += 1
        if self.terms > MOST_TERMS:
            text = Sentence("A condition has at most %(most)s parts.", {"most": MOST_TERMS})
            raise self.wrong("too-many", text, Sentence("Split it into two rules."))
        token = self.now
        if token.text == "(" and token.kind == "sign":
            return self._parenthesis()
        if token.text == "[" and token.kind == "sign":
            return self._listed()
        return self._name() if token.kind == "name" and token.text not in CEL_KEYWORDS else self._literal()

    def _parenthesis(self) -> Node:
        opened = self.expect("(", NOTHING)
        self._deeper(opened)
        inner = self.either()
        self.expect(")", Sentence("Close the parenthesis."))
        self.depth -= 1
        return inner

    def _deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.wrong(
                "too-deep",
                Sentence("Parentheses can be nested at most %(most)s levels deep.", {"most": MAX_DEPTH}),
                Sentence("Remove parentheses, or split the rule into two."),
                token,
            )

    def _listed(self) -> Node:
        opened = self.expect("[", NOTHING)
        items = [] if self.now.text == "]" else [self._literal()]
        while self.take(","):
            items.append(self._literal())
            if len(items) > MAX_LIST_VALUES:
                raise self.wrong(
                    "too-many-listed",
                    Sentence("A list has at most %(most)s values.", {"most": MAX_LIST_VALUES}),
                    Sentence("For a longer list, create a watchlist with an owner (S15)."),
                )
        self.expect("]", Sentence("Close the list of values. It can contain only plain values."))
        return ValueList(tuple(items), opened.at)

    def _literal(self) -> Literal:
        minus = self.take("-")
        token = self.now
        if token.kind == "number":
            if len(token.text) > LONGEST_NUMBER:
                remedy = Sentence("Write at most %(most)s digits.", {"most": LONGEST_NUMBER})
                raise self.wrong("number", Sentence("The number is too large."), remedy)
            self.place += 1
            return Literal(int(token.text) * (-1 if minus else 1), (minus or token).at, len(token.text))
        if token.kind == "text" and not minus:
            self.place += 1
            return Literal(string_value(self.source, token), token.at, len(token.text))
        if word := self.take("true", "false"):
            return Literal(word.text == "true", word.at, len(word.text))
        raise self.wrong(
            "value",
            Sentence("“%(sign)s” is not a value.", {"sign": token.text})
            if token.text
            else Sentence("The condition ends here."),
            Sentence("Write a fact, a number, a text in quotes, true or false."),
        )

    def _name(self) -> Node:
        token = self.now
        self.place += 1
        head, _, last = token.text.rpartition(".")
        if self.now.text == "[" and self.now.kind == "sign":
            raise self.wrong(
                "index",
                Sentence("A fact cannot be looked up by a text."),
                Sentence("Write the fact with a dot: document.type."),
            )
        if self.now.text != "(" or self.now.kind != "sign":
            return Name(token.text, token.at)
        if last not in (*CALLS, *LOOPS, "size") or not head:
            raise self.wrong(
                "function",
                Sentence("Unknown function “%(name)s”.", {"name": token.text}),
                Sentence("Use contains, startsWith, endsWith, size, exists or all."),
                token,
            )
        self.expect("(", NOTHING)
        fact = Name(head, token.at)
        return self._loop(fact, last, token) if last in LOOPS else self._call(fact, last, token)

    def _call(self, fact: Name, function: str, token: Token) -> Node:
        argument = None if function == "size" else self._literal()
        self.expect(")", Sentence("Close the parenthesis of the function."))
        return Call(fact, function, argument, token.at)

    def _loop(self, fact: Name, function: str, token: Token) -> Node:
        if self.variable:
            text = Sentence("A loop cannot contain another loop.")
            raise self.wrong("loop", text, Sentence("Split it into two conditions."), token)
        variable = self.now
        if variable.kind != "name" or "." in variable.text or variable.text in CEL_KEYWORDS:
            raise self.wrong("variable", Sentence("The name for each value is missing."), LOOP_EXAMPLE)
        self.place += 1
        self.variable = variable.text
        self.expect(",", LOOP_EXAMPLE)
        inner = self.either()
        self.expect(")", Sentence("Close the parenthesis of the loop."))
        self.variable = ""
        return Loop(fact, function, variable.text, inner, token.at)
