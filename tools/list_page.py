"""docs/reference/lists.md as Markdown: the list sources and their problems, from the registry."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from typing import Final

from roadstead.engine.formats.lists import SOURCES, Source, bounds, tally
from roadstead.targeting.watchlists.logic import changes
from tools.format_pages import SOURCE
from tools.problem_table import problems, with_places

HEAD: Final = """# Watchlists that are read

Written by `./roadstead reference` from the code; change it there.

A list is recognised by what is in it, never by its file's name. Everything that stands in a list and is not used is
counted by its name and said when the list is loaded. Names in other scripts, all aliases and all birth dates are kept,
partial dates stay partial; weak aliases are marked, and alert only with a second fact.

| Code | List | What is to be known of it |
|---|---|---|
"""
PROBLEMS: Final = """
## What is said of a list

| Weight | Code | What it says |
|---|---|---|
"""
GUARD: Final = """
## What needs a supervisor's name

A version is put in force unasked unless one of these is so; then the one before it stays in force until a supervisor,
by name, has looked at the differences and confirmed it. The record keeps the name and the doubt.

| What | Value |
|---|---|
"""


def page() -> str:
    """Return the whole page."""
    rows = "".join(f"| `{source.code}` | {source.title} | {_known(source)} |\n" for source in SOURCES)
    return HEAD + rows + PROBLEMS + "".join(_problems()) + GUARD + "".join(_limits())


def _known(source: Source) -> str:
    """Return the docstring of the source's module after its first line; the first line if there is no more."""
    text = inspect.getdoc(_module(source.read)) or ""
    first, _, rest = text.partition("\n\n")
    return _plain(" ".join((rest or first).split()))


def _module(read: Callable[..., object]) -> object:
    return sys.modules[read.__module__]


def _problems() -> Iterable[str]:
    counted = {code: (str(weight), with_places(text)) for code, (weight, text) in tally.COUNTED.items()}
    files = sorted((SOURCE / "engine" / "formats" / "lists").glob("*.py"))
    found = {row.code: (_weight(row.weights), "<br>".join(map(_plain, row.texts))) for row in problems(files)}
    for code, (weight, text) in sorted((found | counted).items()):
        yield f"| {weight} | `{code}` | {text} |\n"


def _weight(found: tuple[str, ...]) -> str:
    """A row that is lost is an error where nothing else is said (`Tally.add`)."""
    return " or ".join("error" if weight == "note" else weight for weight in found)


def _plain(text: str) -> str:
    """Escape what Markdown would interpret."""
    return text.replace("|", "\\|").replace("<", "\\<")


def _limits() -> Iterable[str]:
    yield "| the file breaks off, or its XML is damaged | always |\n"
    yield f"| rows that cannot be read | more than {changes.UNREADABLE_SHARE:.0%} of the file |\n"
    yield f"| entries in force that are not in the new version | more than {changes.LOST_SHARE:.0%} |\n"
    yield f"| entries that all change at once | more than {changes.AMENDED_SHARE:.0%} |\n"
    yield "| the file holds no entry | always |\n"
    yield "\n## What of one entry is kept\n\n| What | Most |\n|---|---|\n"
    yield from (f"| {name.replace('_', ' ')} | {most:,} |\n" for name, most in bounds.MAX_VALUES.items())
    yield f"| characters of a name | {bounds.MAX_NAME_CHARS:,} |\n"
    yield f"| characters of a reason | {bounds.MAX_REASON_CHARS:,} |\n"
