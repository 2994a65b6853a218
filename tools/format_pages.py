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
GENERATED: Final = "Generated from the code by `./roadstead reference`; change it there."
COSTS: Final = (
    "*Error*: a value is lost. *Warning*: a value is doubtful. *Note*: for information. In each case the rest of the "
    "message is read. ‹Brackets› mark values that are filled in."
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
        "Formats that Roadstead reads, and its responses. A format is recognised by its content, not by the file name.",
        "",
        *_table(("Format", "Standard"), rows),
    ]
    return "\n".join(lines) + "\n"


def _page(page: FormatPage) -> str:
    files = _files(page)
    sections = (
        ("Fields read", _table(("Source", "Field", "Notes"), page.reads)),
        ("Not used", _table(("Source", "Report"), page.ignores)),
        ("Response", [page.answers]),
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
    return _table(("Weight", "Code", "Message"), shown)


def _limits(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    said = "Data beyond a limit is not read, and is reported."
    table = _table(("Limit", "Value", "Unit and reason"), [(a, b, _escaped(c)) for a, b, c in rows])
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
