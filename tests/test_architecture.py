"""The order of the packages is the architecture: a module imports only from packages above its own."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from tools.layout import ROW, SOURCE, described

SRC = SOURCE
FRAMEWORKS = {"django", "psycopg", "ninja", "granian"}
# What a pure module may not ask of the machine it runs on: the clock, the network, the environment.
NOT_PURE = {"socket", "ssl", "http", "smtplib", "subprocess", "urllib.request"}
MAX_LINES = 350  # of a module
CLOCK_AND_ENVIRONMENT = {"datetime.now", "date.today", "time.time", "os.environ", "os.getenv"}


def modules() -> list[Path]:
    return [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]


def place(path: Path) -> str:
    """The package of ORDER in which a module stands; "" for the few that stand above all."""
    inside = path.relative_to(SRC).with_suffix("").as_posix().removesuffix("/__init__")
    return package(inside)


@cache
def package(inside: str) -> str:
    parts = inside.split("/")
    return next((name for n in range(len(parts), 0, -1) if (name := "/".join(parts[:n])) in ROW), "")


@cache
def nodes_of(path: Path) -> tuple[frozenset[str], frozenset[str], frozenset[str], tuple[int, ...]]:
    """Of a file, read once: every dotted name that it imports, even inside functions; the modules they come from; the
    dotted names it uses; the lines of imports inside functions."""
    names, froms, used, inner = set[str](), set[str](), set[str](), list[int]()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
            froms |= {node.module} if node.module else set()
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.FunctionDef):
            inner += [each.lineno for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom)]
    return frozenset(names), frozenset(froms), frozenset(used), tuple(inner)


def imported(path: Path) -> frozenset[str]:
    return nodes_of(path)[0]


def modules_used(path: Path) -> frozenset[str]:
    """As `imported`, and the modules from which names are imported."""
    return imported(path) | nodes_of(path)[1]


def packages_used(path: Path) -> set[str]:
    inside = {name.split(".", 1)[1].replace(".", "/") for name in imported(path) if name.startswith("roadstead.")}
    return {package(name) for name in inside if not name.startswith("__")}


def is_pure(path: Path) -> bool:
    return path.relative_to(SRC).parts[0] == "engine" or "logic" in path.relative_to(SRC).parts


def test_every_package_has_its_row() -> None:
    groups = {name.split("/")[0] for name in ROW if "/" in name} - set(ROW)
    alone = {f"{group}/__init__.py" for group in groups} | {"__init__.py"}
    assert {path.relative_to(SRC).as_posix() for path in modules() if not place(path)} == alone


def test_imports_point_upwards_only() -> None:
    wrong = [
        f"{path.relative_to(SRC)} imports {name or 'a group'}"
        for path in modules()
        for name in packages_used(path)
        if name != place(path) and ROW.get(name, 99) >= ROW.get(place(path), 99)
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_no_import_leads_back_to_where_it_began() -> None:
    """Imports inside functions too. Raises CycleError with the modules on the way."""
    names = {".".join(["roadstead", *path.relative_to(SRC).with_suffix("").parts]): path for path in modules()}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {name: set(modules_used(path) & names.keys()) - {name} for name, path in names.items()}
    for name, others in graph.items():  # a package's own __init__ is imported with any of its modules
        graph[name] = {other for other in others if not name.startswith(f"{other}.")}
    TopologicalSorter(graph).prepare()


def test_pure_code_knows_neither_framework_nor_database_nor_network() -> None:
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in modules()
        if is_pure(path)
        for name in imported(path)
        if name.split(".")[0] in FRAMEWORKS | NOT_PURE
    ]
    assert not wrong, "\n".join(wrong)


def test_pure_code_imports_pure_code_only() -> None:
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in modules()
        if is_pure(path)
        for name in imported(path)
        if name.startswith("roadstead.")
        and not name.startswith(("roadstead.engine", "roadstead.config"))
        and ".logic" not in name
    ]
    assert not wrong, "\n".join(wrong)


def test_pure_code_asks_neither_the_clock_nor_the_environment() -> None:
    wrong = [
        f"{path.relative_to(SRC)}: {sorted(found)}"
        for path in modules()
        if is_pure(path) and (found := nodes_of(path)[2] & CLOCK_AND_ENVIRONMENT)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_inside_a_function_of_pure_code() -> None:
    wrong = [f"{path.relative_to(SRC)}:{line}" for path in modules() if is_pure(path) for line in nodes_of(path)[3]]
    assert not wrong, "\n".join(wrong)


def test_every_package_says_what_it_is() -> None:
    assert not [name for name in ROW if not described(name)]


def test_no_module_is_longer_than_a_reader_takes_in() -> None:
    read = [path for path in SRC.rglob("*.py") if path.name != "0001_initial.py"]  # Django writes that one
    lengths = {path.relative_to(SRC).as_posix(): len(path.read_text().splitlines()) for path in read}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_only_tables_of_data_are_laid_out_by_hand() -> None:
    """Elsewhere the formatter has the last word."""
    wrong = []
    for path in modules():
        if "# fmt: skip" not in (text := path.read_text()):
            continue
        tables = [each for each in ast.parse(text).body if isinstance(each, ast.Assign | ast.AnnAssign)]
        by_hand = {line for each in tables for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
        wrong += [
            f"{path.relative_to(SRC)}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if line.endswith("# fmt: skip") and number not in by_hand
        ]
    assert not wrong, "\n".join(wrong)
