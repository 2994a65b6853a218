"""`roadstead reference [--check]`: the pages of docs/reference/messages, and docs/reference/lists.md, from the code."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from roadstead.cli import list_page
from roadstead.cli.failure import CannotDo
from roadstead.cli.format_pages import SOURCE, pages

FOLDER: Final = SOURCE.parents[1] / "docs" / "reference" / "messages"
LISTS: Final = FOLDER.parent / "lists.md"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a page is out of date")


def run(arguments: argparse.Namespace) -> int:
    wanted = pages()
    old = out_of_date(FOLDER)
    lists = not LISTS.exists() or LISTS.read_text() != list_page.page()
    if arguments.check and (old or lists):
        raise CannotDo(f"out of date: {', '.join([*old, *[LISTS.name] * lists])}; run `./roadstead reference`")
    FOLDER.mkdir(parents=True, exist_ok=True)
    if lists:
        LISTS.write_text(list_page.page())
        print(LISTS)
    for name in old:
        path = FOLDER / name
        if name in wanted:
            path.write_text(wanted[name])
        else:
            path.unlink()
        print(path)
    return 0


def out_of_date(folder: Path) -> list[str]:
    """Pages that are missing, that say something else than the code, or that belong to no format any more."""
    wanted = pages()
    there = {path.name: path.read_text() for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
