"""Sentences as a template with named places and its values, so that a page can show them in the reader's language.

English is what is stored beside them, written to files and sent to systems: `str(sentence)`. Pages translate the
template, and sentences among the values, and fill the places in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Union

import msgspec

Value = Union[str, int, float, "Sentence", list["Sentence"]]


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A template such as "Row %(row)s is empty." and its values.

    A value may be a sentence or a list of sentences, which are joined by commas. A template without values is shown
    as it is; in one with values a per cent sign is written twice. `capital`: begin with a capital letter, whichever
    value comes first.
    """

    template: str
    values: Mapping[str, Value] = {}
    capital: bool = False

    def render(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence with its template, and the sentences among its values, translated."""
        text = translate(self.template) if self.template else ""
        if self.values:
            text %= {name: _shown(value, translate) for name, value in self.values.items()}
        return text[:1].upper() + text[1:] if self.capital else text

    def capitalise(self) -> Sentence:
        return Sentence(self.template, self.values, capital=True)

    def __str__(self) -> str:
        return self.render()

    def __bool__(self) -> bool:
        return bool(self.template)

    def __hash__(self) -> int:
        return hash(str(self))


def _shown(value: Value, translate: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return value.render(translate)
    if isinstance(value, list):
        return ", ".join(each.render(translate) for each in value)
    return value


def joined(parts: Iterable[Sentence]) -> Sentence:
    """Return one sentence of several parts with semicolons between them; an empty one of none."""
    first, *others = (*parts,) or (Sentence(""),)
    return reduce(lambda one, other: Sentence("%(one)s; %(other)s", {"one": one, "other": other}), others, first)


def in_turn(*parts: Sentence) -> Sentence:
    """Return sentences one after the other; empty ones are left out."""
    first, *others = [part for part in parts if part] or [Sentence("")]
    return reduce(lambda one, other: Sentence("%(one)s %(other)s", {"one": one, "other": other}), others, first)


def alternatives(texts: Iterable[str]) -> Sentence:
    """Return "DMA or DOM" as a sentence whose conjunction can be translated; an empty one of no text."""
    first, *others = [Sentence("%(name)s", {"name": text}) for text in texts] or [Sentence("")]
    return reduce(lambda one, other: Sentence("%(one)s or %(other)s", {"one": one, "other": other}), others, first)


def labelled(label: Sentence | str, text: Sentence) -> Sentence:
    """Return "Bill 5: There is no number."; the text alone if there is no label."""
    return Sentence("%(label)s: %(text)s", {"label": label, "text": text}) if label else text


def as_sentence(text: Sentence | str) -> Sentence:
    """Return a text without values as a sentence."""
    return text if isinstance(text, Sentence) else Sentence(text)


def to_stored(sentence: Sentence) -> object:
    """Return what is stored as JSON: the text alone if the sentence has no values."""
    return msgspec.to_builtins(sentence) if sentence.values else str(sentence)


def from_stored(stored: object) -> Sentence:
    """Return a sentence stored as JSON; one stored as text alone has no values."""
    return Sentence(stored) if isinstance(stored, str) else msgspec.convert(stored, Sentence)
