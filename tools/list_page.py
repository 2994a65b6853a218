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

HEAD: Final = """# Supported watchlists

Generated from the code by `./roadstead reference`; change it there.

A list is recognised by its content, never by the file name. Fields and records that are not used are counted by name
and reported when the list is loaded. Names in other scripts, all aliases and all birth dates are used; partial dates
stay partial. Weak aliases are marked, and raise an alert only with a second matching fact.

| Code | List | Notes |
|---|---|---|
"""
PROBLEMS: Final = """
## Problems

| Weight | Code | Message |
|---|---|---|
"""
GUARD: Final = """
## When a supervisor must confirm a version

A new version comes into force at once, unless one of these conditions is true. Then the previous version stays in
force until a supervisor has checked the differences and confirmed the new one. The audit log has the name and the
reason.

| Condition | Value |
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
    yield "| the file is truncated, or its XML is damaged | always |\n"
    yield f"| unreadable rows | more than {changes.UNREADABLE_SHARE:.0%} of the file |\n"
    yield f"| entries in force that the new version lacks | more than {changes.LOST_SHARE:.0%} |\n"
    yield f"| entries changed at once | more than {changes.AMENDED_SHARE:.0%} |\n"
    yield "| the file has no entries | always |\n"
    yield "\n## Limits of an entry\n\n| Limit | Maximum |\n|---|---|\n"
    yield from (f"| {name.replace('_', ' ')} | {most:,} |\n" for name, most in bounds.MAX_VALUES.items())
    yield f"| characters of a name | {bounds.MAX_NAME_CHARS:,} |\n"
    yield f"| characters of a reason | {bounds.MAX_REASON_CHARS:,} |\n"
