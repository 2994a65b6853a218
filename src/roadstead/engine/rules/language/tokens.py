"""A condition cut into its words. CEL's own spelling, of which only what is needed is taken.

Texts have no escapes but \\\\, \\" and \\', so that no letter can be hidden in one; names are plain ASCII.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.rules.language.faults import Fault, Wrong, fault

LONGEST: Final = 4000  # characters of a condition
LONGEST_TEXT: Final = 100  # characters of one text in it
WORDS: Final = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<number>[0-9]+)
      | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<sign>&&|\|\||==|!=|<=|>=|[-<>!+(),\[\]])""",
    re.VERBOSE,
)
REMEDIES: Final = {
    "&": "Write && for “and”.",
    "|": "Write || for “or”.",
    "=": "Write == to compare.",
    '"': "Close the text with the same quote, on the same line.",
    "'": "Close the text with the same quote, on the same line.",
    "?": "Write two rules, or join with && and ||.",
    "*": "Only + and - are there for numbers.",
    "/": "Only + and - are there for numbers.",
    "%": "Only + and - are there for numbers.",
    ".": "A number is whole; a fact's name begins with a letter.",
}


class Token(NamedTuple):
    """`kind`: name, number, text, sign or end; `text` as written."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """Raises Wrong at the first sign that is none."""
    if len(source) > LONGEST:
        raise Wrong(
            fault(
                source, LONGEST, "too-long", f"A condition has at most {LONGEST:,} characters.", "Make two rules of it."
            )
        )
    found, at = [], 0
    while at < len(source):
        word = WORDS.match(source, at)
        if word is None:
            raise Wrong(_strange(source, at))
        if word.lastgroup != "space":
            found.append(Token(str(word.lastgroup), word[0], at))
        at = word.end()
    return [*found, Token("end", "", len(source))]


def plain(source: str, token: Token) -> str:
    """The text a literal stands for."""
    body = token.text[1:-1]
    hidden = next((each for each in re.finditer(r"\\(.)", body) if each[1] not in "\\\"'"), None)
    if hidden:
        raise Wrong(
            fault(
                source,
                token.at + 1 + hidden.start(),
                "escape",
                "Letters are written as they are.",
                "Take the backslash away.",
                2,
            )
        )
    text = re.sub(r"\\(.)", r"\1", body)
    if len(text) > LONGEST_TEXT:
        raise Wrong(
            fault(
                source,
                token.at,
                "text-too-long",
                f"A text has at most {LONGEST_TEXT} characters.",
                "Shorten it, or use begins with (startsWith).",
                len(token.text),
            )
        )
    return text


def _strange(source: str, at: int) -> Fault:
    sign = source[at]
    remedy = REMEDIES.get(sign, "Take it away; facts stand in the list beside.")
    return fault(source, at, "sign", f"“{sign}” means nothing here.", remedy)
