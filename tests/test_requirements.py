"""Every requirement code in the repository is defined in docs/requirements.md."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "docs" / "requirements.md"
FOLDERS: Final = ("src", "tests", "docs", "bench", "demo", "tools")
# S13, A4, C1, U10: alone or in a range; not a part of a word, an address or a number with a decimal point.
CODE: Final = re.compile(r"(?<![A-Za-z0-9.+:'/_=-])([SACU][1-9]\d?)(?![A-Za-z0-9_'+:-]|\.\d)")
AREAS: Final = "domain|cooperation|formats|matching|peers"
SECTION: Final = re.compile(
    rf"\b({AREAS})(?:\.md)?,? (?:section )?(\d{{1,2}}(?:\.\d+)?)(?!\d)(, (?:point|guardrail) \d+|, indicator rules)?",
    re.IGNORECASE,
)
# Rules cite them in running text.
LIBRARIES: Final = ("travel.json", "cargo.json")
TEXTS: Final = {".md", ".html", ".js", ".scss", ".csv"}


LINE_END: Final = re.compile(r"\s*\n\s*(?:#+ )?")


def texts(path: Path, known: Container[str] = ()) -> Iterator[str]:
    """What people wrote in a file: comments and docstrings of code, all of a document. Code that cites nothing but what
    is `known`, wherever it does, is not taken apart, which takes long."""
    if path.suffix in TEXTS or path.name in LIBRARIES:
        yield path.read_text(encoding="utf-8")
    elif path.suffix == ".py":
        source = path.read_text(encoding="utf-8")
        if all(code in known for code in cited(LINE_END.sub(" ", source))):
            return
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        yield " ".join(token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield " ".join((ast.get_docstring(node) or "").split())


def cited(text: str, *, sections_alone: bool = False) -> Iterator[str]:
    if not sections_alone:
        yield from (found[1] for found in CODE.finditer(text))
    for found in SECTION.finditer(text):
        area, section, point = found[1].lower(), found[2], found[3] or ""
        yield "domain 11, point 6" if (area, section) == ("domain", "11.6") else f"{area} {section}{point}"


def defined() -> Counter[str]:
    return Counter(re.findall(rf"^\| ([SACU]\d+|(?:{AREAS}) [^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.M))


def files() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    samples = ("formats/data", "tests/contracts", "__pycache__", "engine/matching", "node_modules")
    kept = [path for path in found if path.suffix == ".py" or not any(each in path.as_posix() for each in samples)]
    return [*kept, *ROOT.glob("*.md")]


def test_every_code_is_defined_once() -> None:
    assert {code: number for code, number in defined().items() if number > 1} == {}
    assert len(defined()) > 60


def test_every_code_that_is_cited_is_defined() -> None:
    known = defined()
    unknown: dict[str, str] = {}
    for path in files():
        for text in texts(path, known):
            for code in cited(text, sections_alone=path.suffix == ".csv"):  # seats and shelves are called so as well
                if code not in known:
                    unknown[code] = str(path.relative_to(ROOT))
    assert unknown == {}, "define these in docs/requirements.md"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kept apart (S25, S38).", ["S25", "S38"]),
        ("counted (A1–A10)", ["A1", "A10"]),
        ("an objective link (cooperation 7, guardrail 1).", ["cooperation 7, guardrail 1"]),
        ("concerns each state (domain 11.6), knowledge/matching.md 5.16", ["domain 11, point 6", "matching 5.16"]),
        ("container C01, S12.5, AS25 and S2-3, formats 201 and 203", []),
    ],
)
def test_a_code_is_known_from_a_number(text: str, codes: list[str]) -> None:
    assert list(cited(text)) == codes
