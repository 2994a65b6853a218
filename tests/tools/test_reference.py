"""The pages of docs/reference/messages say what the code does: they are written from it, and here held against it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

from roadstead.cli.console import CommandFailed
from roadstead.engine.formats.common.format_page import FormatPage
from roadstead.engine.formats.lists import SOURCES
from roadstead.engine.formats.pages import PAGES
from tools import list_page, reference, rule_page
from tools.format_pages import SOURCE, pages
from tools.problem_table import limits, problems


def test_the_pages_are_those_the_code_gives() -> None:
    assert reference.out_of_date(reference.FOLDER) == [], "run `./roadstead reference`"


def test_the_page_of_the_lists_is_the_one_the_code_gives_and_names_them_all() -> None:
    page = list_page.page()
    assert reference.LISTS.read_text() == page, "run `./roadstead reference`"
    assert all(f"| `{source.code}` | {source.title} |" in page for source in SOURCES)


def test_the_page_of_rules_is_the_table_of_facts_and_the_library() -> None:
    assert reference.RULES.read_text() == rule_page.page(), "run `./roadstead reference`"


def test_every_format_that_says_what_it_is_about_has_its_page() -> None:
    """A page that is written beside its format and not listed in `pages.py` would never be seen."""
    modules = [path.relative_to(SOURCE.parent) for path in (SOURCE / "engine/formats").rglob("about.py")]
    assert len(modules) > 10
    written = [
        each
        for path in modules
        for each in vars(import_module(".".join(path.with_suffix("").parts))).values()
        if isinstance(each, FormatPage)
    ]
    assert not [page.name for page in written if page not in PAGES]


@pytest.fixture(scope="module")
def texts() -> Mapping[str, str]:
    """Every page of a message, by its file name."""
    return pages()


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_names_problems_and_files_that_exist(page: FormatPage, texts: Mapping[str, str]) -> None:
    assert all((SOURCE / package).exists() for package in page.packages)
    text = texts[f"{page.name}.md"]
    assert "| Weight | Code |" in text
    assert all(len(row) == 3 for row in page.reads)


def test_a_problem_is_gathered_with_its_weight_code_and_sentence(tmp_path: Path) -> None:
    source = tmp_path / "reader.py"
    source.write_text(
        "MAX_ROWS: Final = 2_000  # rows\n"
        'SAID: Final = {"row-empty": "Nothing stands in this row."}\n'
        'WEIGHTS: Final = {"row-empty": Severity.WARNING}\n'
        "def read(row, notes):\n"
        '    text = f"Row {row.number}: more than {MAX_ROWS} cells."\n'
        '    notes.error("row-too-long", text, 1)\n'
        '    text = "Another one."\n'
        '    self._note("row-odd", text)\n'
        '    self._say("row-cut", "It was cut.")\n'
        "def _say(code, text):\n"
        "    notes.warning(code, text)\n"
    )
    assert [(row.weights, row.code, row.texts) for row in problems([source])] == [
        (("warning",), "row-cut", ("It was cut.",)),
        (("warning",), "row-empty", ("Nothing stands in this row.",)),
        (("note",), "row-odd", ("Another one.",)),
        (("error",), "row-too-long", ("Row ‹number›: more than 2,000 cells.",)),
    ]
    assert limits([source]) == [("max rows", "2,000", "rows")]


def test_a_sentence_is_gathered_with_the_names_of_its_values(tmp_path: Path) -> None:
    source = tmp_path / "reader.py"
    source.write_text(
        "MAX_ROWS: Final = 2_000  # rows\n"
        'AGAIN: Final = Sentence("Send it again.")\n'
        "def read(row, notes):\n"
        '    text = Sentence("Row %(row)s: over %(limit)s cells, 100 %%. %(remedy)s", {\n'
        '        "row": row.number, "limit": f"{MAX_ROWS:,}", "remedy": AGAIN})\n'
        '    notes.error("row-too-long", text, 1)\n'
        '    odd = labelled(row.label, in_turn(Sentence("%(row)s is odd.", {"row": row.number}).capitalise(), AGAIN))\n'
        '    notes.note("row-odd", odd)\n'
    )
    odd, row = problems([source])
    assert row.texts == ("Row ‹number›: over 2,000 cells, 100 %. Send it again.",)
    assert odd.texts == ("‹number› is odd. Send it again.",)


def test_a_problem_that_weighs_less_in_a_part_of_a_list_is_gathered_with_both_its_weights() -> None:
    rows = {row.code: row for row in problems([SOURCE / "engine/formats/cargo/edifact/checks.py"])}
    found = rows["container-without-bill"]
    assert found.weights == ("warning", "note")
    assert found.texts[0].startswith("Containers that do not belong to any bill")


def test_the_command_writes_what_is_out_of_date_and_removes_what_is_nobody_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    monkeypatch.setattr(reference, "LISTS", tmp_path.parent / "lists.md")
    monkeypatch.setattr(reference, "PERMISSIONS", tmp_path.parent / "permissions.md")
    monkeypatch.setattr(reference, "RULES", tmp_path.parent / "rules.md")
    (tmp_path / "gone.md").write_text("of a format that is read no more")
    with pytest.raises(CommandFailed, match=r"gone\.md"):
        reference.run(argparse.Namespace(check=True))
    assert reference.run(argparse.Namespace(check=False)) == 0
    assert not reference.out_of_date(tmp_path)
    assert not (tmp_path / "gone.md").exists()
    assert "README.md" in capsys.readouterr().out
