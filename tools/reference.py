"""`roadstead reference [--check]`: write the generated pages of docs: messages, lists, permissions, rules,
architecture.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from roadstead.cli.console import CommandFailed
from tools import layout, list_page, permission_page, rule_page
from tools.format_pages import SOURCE, pages

FOLDER: Final = SOURCE.parents[1] / "docs" / "reference" / "messages"
LISTS: Final = FOLDER.parent / "lists.md"
PERMISSIONS: Final = FOLDER.parent / "permissions.md"
RULES: Final = FOLDER.parent / "rules.md"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")


def run(arguments: argparse.Namespace) -> int:
    wanted = pages()
    old = out_of_date(FOLDER)
    alone = {
        LISTS: list_page.page(),
        PERMISSIONS: permission_page.page(),
        RULES: rule_page.page(),
        layout.PAGE: layout.page(),
    }
    changed = [path for path, text in alone.items() if not path.exists() or path.read_text() != text]
    if arguments.check and (old or changed):
        late = ", ".join([*old, *(path.name for path in changed)])
        raise CommandFailed(f"out of date: {late}; run `./roadstead reference`")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_text(alone[path])
        print(path)
    for name in old:
        path = FOLDER / name
        if name in wanted:
            path.write_text(wanted[name])
        else:
            path.unlink()
        print(path)
    return 0


def out_of_date(folder: Path) -> list[str]:
    """Return pages that are missing, that differ from the code, or that belong to no format any more."""
    wanted = pages()
    there = {path.name: path.read_text() for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
