"""Pages of docs/reference/messages as Markdown, one per format: from the format's PAGE and from the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import roadstead
from roadstead.engine.formats.common.format_page import FormatPage
from roadstead.engine.formats.pages import PAGES
from tools.problem_table import Row, limits, problems

SOURCE: Final = Path(roadstead.__file__).parent
GENERATED: Final = "Written by `./roadstead reference` from the code; change it there."
COSTS: Final = (
    "An *error* is a value lost, a *warning* a value in doubt, a *note* only worth knowing. Nothing of them loses the "
    "rest of the message. ‹Brackets› hold what is filled in."
)


@cache
def pages() -> Mapping[str, str]:
    """Return text by file name. Cached, since it reads every module of every format."""
    return {"README.md": _index()} | {f"{page.name}.md": _page(page) for page in PAGES}


def _index() -> str:
    rows = [(f"[{page.title}]({page.name}.md)", page.standard) for page in PAGES]
    lines = [
        "# Message formats",
        "",
        GENERATED,
        "",
        "What Roadstead reads and answers. A form is recognised by its content, never by a file's name.",
        "",
        *_table(("Format", "Standard"), rows),
    ]
    return "\n".join(lines) + "\n"


def _page(page: FormatPage) -> str:
    files = _files(page)
    sections = (
        ("What is read", _table(("Where", "Becomes", "To know"), page.reads)),
        ("What is not used, and how you are told", _table(("What", "How it is said"), page.ignores)),
        ("What is answered", [page.answers]),
        ("Problems", [COSTS, "", *_problems(problems(files))]),
        ("Limits", _limits(limits(files))),
    )
    lines = [f"# {page.title}", "", GENERATED, "", page.standard, "", f"**Recognised** {page.recognised}"]
    for heading, body in sections:
        lines += ["", f"## {heading}", *body] if body else []
    return "\n".join(lines) + "\n"


def _files(page: FormatPage) -> list[Path]:
    roots = [SOURCE / package for package in page.packages]
    return sorted(path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py")))


def _problems(rows: Iterable[Row]) -> list[str]:
    shown = [(" or ".join(row.weights), f"`{row.code}`", "<br>".join(map(_escaped, row.texts))) for row in rows]
    return _table(("Weight", "Code", "What it says, and what to do"), shown)


def _limits(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    said = "What lies beyond a limit is not read, and that is said."
    table = _table(("Limit", "Value", "Of what, and why"), [(a, b, _escaped(c)) for a, b, c in rows])
    return [said, "", *table] if table else []


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return ["| " + " | ".join(heading) + " |", "|---" * len(heading) + "|", *lines] if lines else []


def _escaped(text: str) -> str:
    """Return the sentence as shown to a sender, with Markdown's special characters escaped."""
    return "".join(_characters(text))


def _characters(text: str) -> Iterator[str]:
    for char in text:
        yield f"\\{char}" if char in "*_<>[]`" else char
