"""A real PostgreSQL for the tests that need one, and the standing cast: people of two states, and the region."""

from __future__ import annotations

import gc
import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from roadstead.config import config
from roadstead.engine.reference.policy import Table
from roadstead.platform.accounts.models import Carrier, Role, State, User
from roadstead.platform.database.cluster import cluster, stop
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.policies import in_force
from roadstead.platform.policies.models import PolicyRow
from tests import library
from tests.migrated import start_migrated
from tests.shared import stop_live_server

# A shared machine pauses whom it likes: how long an example takes says nothing of the code.
settings.register_profile("usual", deadline=None, max_examples=12)
settings.register_profile("long", deadline=None, max_examples=300)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Our own server in the test run's home, with the real roles and the real migrations."""
    with django_db_blocker.unblock():
        start_migrated()
    in_force.CHECK_SECONDS = math.inf  # the shipped rows; a test that approves others looks for itself (`approved`)
    yield
    if not config().database_url:
        stop(cluster(config().home))


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether all of it is wanted (`--long`), or the part that is run every day."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def region(db: None) -> None:
    """The test's transaction sees everything, as a worker does."""
    enter(REGION)


def make_user(username: str, role: Role, *, state: str = "", carrier: str = "") -> User:
    """A person of the cast; states and carriers are made as they are named."""
    if state:
        State.objects.get_or_create(code=state, defaults={"name": state})
    if carrier:
        Carrier.objects.get_or_create(code=carrier, defaults={"name": f"{carrier} Line"})
    return User.objects.create_user(username, role=role, state_id=state or None, carrier_id=carrier or None)


Approve = Callable[..., None]


@pytest.fixture
def approved(region: None, monkeypatch: pytest.MonkeyPatch) -> Approve:
    """Puts rows of a table of policy in force, given as lines of its csv file."""
    monkeypatch.setattr(in_force, "_cache", in_force._Cache())

    def approve(table: Table[Any], *lines: str) -> None:
        second, _ = User.objects.get_or_create(username="second-of-policy", defaults={"role": Role.SUPERVISOR})
        now = datetime.now(UTC)
        for row in table.read("\n".join([",".join(table.cells), *lines]), "test.csv"):
            cells = {name: cell for name, cell in row.items() if name != "state"}
            made = PolicyRow.objects.create(table=table.name, state=row.get("state", "*"), cells=cells, proposed_at=now)
            made.decided_by, made.decided_at, made.decision = second, now, "approved"
            made.save(update_fields=["decided_by", "decided_at", "decision"])
        in_force.refresh()

    return approve


@pytest.fixture
def officer_a(db: None) -> User:
    return make_user("officer-a", Role.OFFICER, state="BRB")


@pytest.fixture
def supervisor_a(db: None) -> User:
    return make_user("supervisor-a", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def officer_b(db: None) -> User:
    return make_user("officer-b", Role.OFFICER, state="LCA")


@pytest.fixture
def analyst(db: None) -> User:
    return make_user("analyst", Role.ANALYST)


@pytest.fixture
def supervisor(db: None) -> User:
    return make_user("supervisor", Role.SUPERVISOR)


@pytest.fixture
def auditor(db: None) -> User:
    return make_user("auditor", Role.AUDITOR)


@pytest.fixture
def carrier_user(db: None) -> User:
    return make_user("carrier", Role.CARRIER, carrier="X9")


# A file goes to one process whole; those that take longest go first, so that no process is left alone with one.
LONGEST = (
    "tests/leaks/", "tests/browser/", "tests/cli/", "tests/web/test_views", "tests/test_", "tests/fuzz/",
    "tests/pipeline/", "tests/outbound/", "tests/oversight/", "tests/health/", "tests/platform/database/", "tests/web/",
)  # fmt: skip


LEFT_OUT = (
    "crash, restore, fuzz and volume; most leak walks, pages and stories in the browser; refusals of a page to three "
    "quarters of the roles; `up` from nothing and again; further cases of slow tests; 24 of 25 "
    "examples of Hypothesis"
)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "usual")
    # Thousands of modules and tests stand until the end: looking through them for garbage took a twelfth of the run.
    gc.set_threshold(10_000, 20, 50)


TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> None:
    """Of a whole run each process first imports its share of the files: pytest compiles each with its assertions
    explained, once for all processes and not once in each."""
    process, number = (os.environ.get(name, "") for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"))
    whole = [Path(collector.config.rootpath, path) for path in collector.config.args] == [TESTS]
    if process and whole and collector.path == TESTS and isinstance(collector, pytest.Directory):
        for path in sorted(TESTS.rglob("test_*.py"))[int(process.removeprefix("gw")) :: int(number)]:
            # A fault is told when the file is collected.
            with suppress(Exception, pytest.skip.Exception):
                import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next((at for at, begin in enumerate(LONGEST) if item.nodeid.startswith(begin)), len(LONGEST))

    items.sort(key=rank)
    for mark, wanted in (("library", library.is_here()), ("long", config.getoption("--long"))):
        if not wanted:
            config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker(mark)])
            items[:] = [item for item in items if not item.get_closest_marker(mark)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--long"):
        terminalreporter.write_line(f"Left out, and run by --long: {LEFT_OUT}.")
    if not library.is_here():
        terminalreporter.write_line(
            f"Left out: tests over the sample folders, because {library.CORPUS} does not exist (ROADSTEAD_CORPUS)."
        )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes may hold the time they were made at: they name no test, or processes would not agree on the names."""
    return argname if isinstance(val, bytes) else None


def pytest_unconfigure() -> None:
    """The run's home goes with the run: with the process that began it, not with one of several."""
    home = "" if "PYTEST_XDIST_WORKER" in os.environ else os.environ.get("ROADSTEAD_TEST_HOME", "")
    if home:
        stop_live_server()
    if home.startswith("/var/tmp/roadstead-test-"):
        shutil.rmtree(home, ignore_errors=True)
