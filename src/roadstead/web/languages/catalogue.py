"""A catalogue of translations as a .po file (GNU gettext's format), read and written without gettext.

A message is what the source says, its plural if it has one, and its context; its words are one text, or one for each
plural form. Words that are empty are not translated yet: the page says them in English.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

PLURALS: Final = {"es": "(n != 1)", "fr": "(n > 1)", "nl": "(n != 1)"}  # CLDR, for whole numbers below a million
FORMS: Final = 2


class Message(NamedTuple):
    """What is translated. plural, context: "" for none."""

    text: str
    plural: str = ""
    context: str = ""


Words = tuple[str, ...]
Catalogue = dict[Message, Words]


def header(language: str) -> str:
    return (
        f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals={FORMS}; plural={PLURALS[language]};\n"
    )


def read(path: Path) -> Catalogue:
    """What a .po file says, without its header; {} without a file. ValueError for a line it cannot read."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = (_entry(block.splitlines()) for block in text.split("\n\n"))
    return {message: words for message, words in found if message.text}


def write(path: Path, language: str, messages: Iterable[Message], known: Mapping[Message, Words]) -> None:
    """Every message once, sorted, with the words that are known."""
    rows = [_written(Message(""), (header(language),))]
    rows += [_written(message, known.get(message, ())) for message in sorted(set(messages))]
    path.write_text("\n\n".join(rows) + "\n", encoding="utf-8")


def is_whole(message: Message, words: Words) -> bool:
    """Whether every form that a page may ask for has its words."""
    return len(words) == (FORMS if message.plural else 1) and all(words)


def _entry(lines: list[str]) -> tuple[Message, Words]:
    parts: dict[str, str] = {}
    for name, text in _named(lines):
        parts[name] = parts.get(name, "") + text
    words = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
    return Message(parts.get("msgid", ""), parts.get("msgid_plural", ""), parts.get("msgctxt", "")), words


def _named(lines: list[str]) -> Iterator[tuple[str, str]]:
    name = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith('"'):
            name, _, line = line.partition(" ")
        if not line.startswith('"'):
            raise ValueError(f"not a line of a catalogue: {line}")
        yield name, ast.literal_eval(line)


def _written(message: Message, words: Words) -> str:
    rows = [f"msgctxt {_quoted(message.context)}"] if message.context else []
    rows.append(f"msgid {_quoted(message.text)}")
    if message.plural:
        rows.append(f"msgid_plural {_quoted(message.plural)}")
        forms = words if len(words) == FORMS else ("",) * FORMS
        return "\n".join(rows + [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(forms)])
    return "\n".join([*rows, f"msgstr {_quoted(words[0] if words else '')}"])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'
