"""The documents cannot lie: what exists is in them, what is in them exists."""

import re
from pathlib import Path

import pytest

from roadstead.cli.__main__ import COMMANDS
from roadstead.config import SETTINGS
from roadstead.platform.accounts import cooperation_permissions, filing_permissions, permissions
from roadstead.platform.accounts.models import Role
from tools import layout, permission_page
from tools.extract import messages

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    default, _ = SETTINGS[name]
    (line,) = [line for line in (REFERENCE / "settings.md").read_text().splitlines() if f"`{name}`" in line]
    assert default in line


@pytest.mark.parametrize("name", [*COMMANDS, "test"])
def test_every_command_is_documented_with_its_help_line(name: str) -> None:
    help_line = COMMANDS.get(name, "set up and run the test suite")
    row = rf"^\| `\./roadstead {name}[^`|]*` \| {re.escape(help_line)}"
    assert re.search(row, (REFERENCE / "commands.md").read_text(), re.M)


def test_no_document_names_a_command_or_setting_that_does_not_exist() -> None:
    text = "\n".join(path.read_text() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
    assert set(re.findall(r"\./roadstead ([a-z]+)", text)) <= {*COMMANDS, "test"}
    assert set(re.findall(r"ROADSTEAD_[A-Z_]+", text)) <= {
        *SETTINGS,
        "ROADSTEAD_PYTHON",
        "ROADSTEAD_CORPUS",
        "ROADSTEAD_TEST_PICTURES",
    }


def test_the_table_of_roles_is_the_one_the_code_gives_and_has_every_question_and_role() -> None:
    text = (REFERENCE / "permissions.md").read_text()
    assert text == permission_page.page(), "run `./roadstead reference`"
    asked = {
        name
        for module in (permissions, cooperation_permissions, filing_permissions)
        for name in vars(module)
        if name.startswith("may_")
    }
    assert set(re.findall(r"^- `(may_\w+)`: \w", text, re.M)) == asked
    (head,) = [line for line in text.splitlines() if line.startswith("| May |")]
    assert [cell.strip() for cell in head.split("|")[2:-1]] == Role.labels


def test_links_between_the_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name} leads to {target}"


def test_every_page_stands_in_the_table_of_the_documents() -> None:
    docs = ROOT / "docs"
    told = set(re.findall(r"\]\(([^)#:]+)\)", (docs / "README.md").read_text()))
    pages = {str(path.relative_to(docs)) for path in docs.glob("*/*.md")}
    assert pages - told == set()


def test_the_page_on_architecture_is_the_one_the_code_gives() -> None:
    assert layout.PAGE.read_text() == layout.page(), "run `./roadstead reference`"


def test_the_readme_is_short_and_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.split()) < 320
    assert re.findall(r"^    (\./roadstead \w+) +# ", text, re.M) == ["./roadstead up", "./roadstead test"]
    assert "exec ./roadstead test" in (ROOT / ".ci/run").read_text()


def test_terms_of_the_glossary_stand_once_and_in_order() -> None:
    text = (ROOT / "docs/glossary.md").read_text()
    areas = re.findall(r"^## (.+)\n\n\| Term \| Meaning \|\n\|---\|---\|\n((?:\|.+\n)+)", text, re.M)
    assert len(areas) == 6
    for area, rows in areas:
        terms = [row.split("|")[1].strip().lower().replace("-", " ") for row in rows.splitlines()]
        assert terms == sorted(set(terms)), area


DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_record_is_one_page_with_its_four_parts(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert lines[0].startswith(f"# {path.stem[:4]} ")
    assert len(lines) <= 60
    parts = ["## Context", "## Decision", "## Consequences", "## Alternatives"]
    assert [line for line in lines if line.startswith("## ")] == parts
    assert f"](decisions/{path.name})" in (ROOT / "docs/README.md").read_text()


@pytest.mark.long
def test_words_of_buttons_in_the_first_shift_are_those_of_the_pages() -> None:
    """What is bold there is a button, a link or the name of a page."""
    hidden = re.compile(r"<span[^>]*>.*?</span>")  # for screen readers
    said = [hidden.sub("", message.text) for message in messages()]
    bold = set(re.findall(r"\*\*([^*]+)\*\*", (ROOT / "docs/guide/first-shift.md").read_text()))
    assert len(bold) > 60
    assert sorted(bold - set(said)) == []


def test_the_changelog_is_short() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text().splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 170


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text().lower()
    project, _, _ = (ROOT / "pyproject.toml").read_text().partition("[tool.")
    declared = re.findall(r'^    "([a-z0-9-]+)', project, re.M)
    assert declared
    assert not [name for name in declared if name not in reasons]
