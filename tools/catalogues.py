"""`python -m tools.catalogues`: update and compile the translation catalogues, and print the share that is translated.

Babel reads and writes them (.po) and compiles them (.mo). Both are committed, so that Roadstead runs without Babel.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.messages import Message

PLURALS: Final = {"es": "(n != 1)", "fr": "(n > 1)", "nl": "(n != 1)"}  # CLDR, for whole numbers below a million
SOURCES: Final = Path(__file__).parents[1] / "src" / "roadstead" / "web" / "locale"
MADE: Final = datetime(2026, 11, 29, tzinfo=UTC)  # the same day for all, so that a file changes only with its texts
Words = tuple[str, ...]


def source(language: str) -> Path:
    """Return the path of a language's committed catalogue."""
    return SOURCES / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> dict[Message, Words]:
    """Return the texts of a catalogue. An empty translation means that the page shows English."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {_message(each.id, each.context): _texts(each.string) for each in catalogue if each.id}


def write(path: Path, language: str, wanted: Collection[Message], known: dict[Message, Words]) -> None:
    """Write every message once, with its known translation, as .po and compiled beside it."""
    catalogue = Catalog(
        locale=language, project="Roadstead", version="pages", charset="utf-8", fuzzy=False, header_comment="#",
        msgid_bugs_address="-", last_translator="-", language_team="-", creation_date=MADE, revision_date=MADE,
    )  # fmt: skip
    catalogue.mime_headers = [("Plural-Forms", f"nplurals=2; plural={PLURALS[language]};")]
    for message in wanted:
        words = known.get(message, ())
        string = words if message.plural else "".join(words)
        catalogue.add(message.id, string or None, context=message.context or None).flags.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def is_whole(message: Message, words: Words) -> bool:
    """Return True if every form that a page may need is translated."""
    return len(words) == (2 if message.plural else 1) and all(words)


def _message(id: str | Sequence[str], context: str | None) -> Message:
    text, plural, *_ = (*_texts(id), "")
    return Message(text, plural, context or "")


def _texts(one_or_more: str | Sequence[str] | None) -> Words:
    return (one_or_more,) if isinstance(one_or_more, str) else tuple(one_or_more or ("",))


def run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadstead.web.settings")
    django.setup()
    from tools.extract import messages  # its tables need Django

    wanted = messages()
    for language in PLURALS:
        known = read(source(language), language)
        write(source(language), language, wanted, known)
        done = sum(is_whole(message, known.get(message, ())) for message in wanted)
        sys.stdout.write(f"{language}: {done} of {len(wanted)} translated\n")


if __name__ == "__main__":
    run()
