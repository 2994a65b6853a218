"""The order of the folders is the architecture: a module may import only from rows above its own."""

import ast
from pathlib import Path

ROWS = """
model config
reference
text
syntax
messages
screening
database
accounts
audit
intake
manifests
cargo
watchlists
rulebook
casework
cases
figures
dissemination
answers
retention
health
approvals
watch
rules_met
bills_met manifests_met
pipeline
look_back again
look_again
worker
web
cli
"""
ROW = {name: i for i, line in enumerate(ROWS.split("\n")) for name in line.split()}
SRC = Path(__file__).parent.parent / "src" / "roadstead"
PURE = {"model", "config", "reference", "text", "syntax", "messages", "screening"}
# Pure modules that live beside the tables of a stateful room: they must run without a database too.
PURE_BESIDE_TABLES = {"watchlists/sources", "watchlists/changes.py", "manifests/normalise.py",
                      "manifests/normalise_traveller.py", "manifests/quality",
                      "manifests/identity.py", "manifests/versions", "casework/workflow.py",
                      "casework/urgency.py", "casework/checklist.py", "casework/funnel.py",
                      "casework/shares.py", "casework/declared_bill.py", "casework/compare_firms.py",
                      "casework/compare_row.py",
                      "casework/seizure.py", "casework/outcome_words.py", "figures/asked.py", "figures/cargo.py",
                      "figures/suppress.py", "figures/table.py",
                      "figures/seen.py", "figures/steps.py", "figures/timing.py", "figures/disparity.py",
                      "dissemination/routing.py", "dissemination/escalation.py",
                      "cargo/merge.py", "cargo/sums.py", "cargo/side_by_side.py",
                      "cargo/routes.py", "cargo/reached.py", "cargo/firms.py", "cargo/numbers.py",
                      "cargo/lane_figures.py", "cargo/link_graph.py",
                      "cases/chain.py", "cases/files/kinds.py", "cases/files/inside.py", "cases/files/names.py",
                      "cases/files/scanner.py", "rulebook/rates.py", "answers/policy.py", "retention/clock.py",
                      "dissemination/roster.py",
                      "retention/merkle.py", "retention/journal.py"}  # fmt: skip


def imported(path: Path) -> set[str]:
    """Every dotted name this file imports, even inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path) if name.startswith("roadstead.") and "__" not in name}


def home(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return [path for path in SRC.rglob("*.py") if home(path) not in {"__init__", "__main__"}]


def test_every_room_has_its_row() -> None:
    assert {home(path) for path in modules()} <= set(ROW)


def test_imports_point_upwards_only() -> None:
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in modules()
        for name in rooms(path)
        if name != home(path) and ROW[name] >= ROW[home(path)]
    ]
    assert not wrong, "\n".join(wrong)


def is_pure(path: Path) -> bool:
    inside = path.relative_to(SRC).as_posix()
    return home(path) in PURE or any(inside.startswith(beside) for beside in PURE_BESIDE_TABLES)


def test_the_pure_rows_know_neither_framework_nor_database() -> None:
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in modules()
        if is_pure(path)
        for name in imported(path)
        if name.split(".")[0] in {"django", "psycopg", "ninja", "granian"}
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_inside_a_function_of_the_pure_rows() -> None:
    wrong = [
        f"{path.relative_to(SRC)}:{inner.lineno}"
        for path in modules()
        if is_pure(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not wrong, "\n".join(wrong)
