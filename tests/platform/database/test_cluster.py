"""Our own PostgreSQL, for real: started, killed, recovered, and kept to itself."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from roadstead.platform.database.cluster import Cluster, UnableToStart, cluster, is_running, start, stop
from roadstead.platform.database.server_processes import leftovers
from roadstead.platform.database.service_user import SERVICE_USER, ids
from tests.everyday import daily

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")


@contextmanager
def some_home(below: str = "home", mode: int = 0o755) -> Iterator[Path]:
    """A home outside pytest's own folders: as root those are closed to the user that runs PostgreSQL."""
    top = Path(tempfile.mkdtemp(prefix="roadstead-test-", dir="/var/tmp"))
    top.chmod(mode)
    try:
        yield top / below
    finally:
        made = cluster(top / below)
        stop(made)
        shutil.rmtree(top)
        shutil.rmtree(made.run, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Path]:
    with some_home() as folder:
        yield folder


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    with some_home() as folder:
        start(cluster(folder))
        yield cluster(folder)


def ask(which: Cluster, question: str) -> list[object]:
    with psycopg.connect(which.url("postgres", "postgres"), autocommit=True) as connection:
        answer = connection.execute(question.encode())
        return [row[0] for row in answer] if answer.description else []


def server(which: Cluster) -> psutil.Process:
    return psutil.Process(int((which.data / "postmaster.pid").read_text().split()[0]))


def kill(which: Cluster) -> None:
    """As a crash would: the server alone, with no word to its processes."""
    process = server(which)
    process.kill()
    process.wait(10)


def test_a_first_start_answers_on_the_socket(running: Cluster) -> None:
    assert is_running(running)
    assert ask(running, "select upper('café') || current_setting('data_checksums')") == ["CAFÉon"]


def test_a_second_start_leaves_the_running_server_alone(running: Cluster) -> None:
    before = server(running).pid
    start(running)
    assert server(running).pid == before


def test_starts_at_the_same_time_make_one_server(home: Path) -> None:
    callers = [threading.Thread(target=start, args=[cluster(home)]) for _ in range(3)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    parents = {process.ppid() for process in leftovers(cluster(home))}
    assert server(cluster(home)).pid in parents
    assert len(parents) == 2  # the server's own parent, and the server


def test_stop_ends_the_server_and_its_data_is_there_again(home: Path) -> None:
    which = cluster(home)
    start(which)
    ask(which, "create table kept as select 'voyage' as name")
    stop(which)
    assert not is_running(which)
    start(which)
    assert ask(which, "select name from kept") == ["voyage"]


def test_stop_of_what_does_not_run_does_nothing(home: Path) -> None:
    stop(cluster(home))
    assert not home.exists()


@pytest.mark.long
def test_committed_rows_survive_the_kill_of_the_server(home: Path) -> None:
    which = cluster(home)
    start(which)
    ask(which, "create table kept as select n from generate_series(1, 1000) n")
    with busy(which), closing(psycopg.connect(which.url("postgres", "postgres"))) as held:
        held.execute("insert into kept values (0)")  # never committed
        kill(which)
        assert leftovers(which)  # the busy one does not notice by itself
        start(which)
        assert ask(which, "select count(*) from kept") == [1000]


@contextmanager
def busy(which: Cluster) -> Iterator[None]:
    """A session that computes for minutes."""
    connection = psycopg.connect(which.url("postgres", "postgres"))
    connection.pgconn.send_query(b"select count(*) from generate_series(1, 100000000000) n")
    connection.pgconn.flush()
    yield
    connection.close()


@pytest.mark.long
def test_a_lock_file_with_a_number_given_out_again_does_not_stop_the_start(home: Path) -> None:
    which = cluster(home)
    start(which)
    kill(which)
    stranger = subprocess.Popen(["sleep", "60"], user=ids(which.user)[0], cwd="/")
    try:
        for lock in (which.data / "postmaster.pid", which.run / ".s.PGSQL.5432.lock"):
            lock.write_text("\n".join([str(stranger.pid), *lock.read_text().splitlines()[1:], ""]))
        start(which)
        assert is_running(which)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    which = cluster(home)
    start(which)
    stop(which)
    (which.data / "local.conf").write_text("shared_buffers = 'plenty'\n")
    shutil.chown(which.data / "local.conf", *ids(which.user))
    with pytest.raises(UnableToStart, match="shared_buffers"):
        start(which)


@pytest.mark.long
def test_an_operators_settings_hold_except_where_data_would_be_at_risk(home: Path) -> None:
    which = cluster(home)
    start(which)
    stop(which)
    (which.data / "local.conf").write_text("work_mem = '5MB'\nfsync = off\nlisten_addresses = '*'\n")
    shutil.chown(which.data / "local.conf", *ids(which.user))
    start(which)
    wanted = "('work_mem', 'fsync', 'listen_addresses')"
    assert ask(which, f"select setting from pg_settings where name in {wanted} order by name") == ["on", "", "5120"]


def test_nothing_listens_on_the_network(running: Cluster) -> None:
    processes = leftovers(running)
    assert len(processes) > 3
    assert not [found for process in processes for found in process.net_connections("inet")]


def test_the_socket_is_in_a_private_folder(running: Cluster) -> None:
    assert running.run.stat().st_mode & 0o777 == 0o700
    assert running.run.stat().st_uid == ids(running.user)[0]


def test_a_role_needs_its_password(running: Cluster) -> None:
    ask(running, "create role carrier login password 'p@ss/word:1'")
    psycopg.connect(running.url("postgres", "carrier", "p@ss/word:1")).close()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(running.url("postgres", "carrier", "wrong"))


def test_no_value_of_a_failed_statement_reaches_the_log(running: Cluster) -> None:
    ask(running, "create table once (number text unique)")
    for statement in ("insert into once values ('XQ4711'), ('XQ4711')", "select 'XQ4711'::date"):
        with pytest.raises(psycopg.Error, match="XQ4711"):
            ask(running, statement)
    assert "ready to accept" in running.log.read_text()
    assert "XQ4711" not in running.log.read_text()


def modes(path: Path) -> dict[Path, tuple[int, int]]:
    return {folder: (folder.stat().st_mode, folder.stat().st_uid) for folder in path.parents}


@pytest.mark.parametrize("mode", daily([0o711, 0o755], [0o711]))
def test_folders_above_the_home_keep_their_modes(mode: int) -> None:
    with some_home("a/home", mode) as folder:
        folder.parent.mkdir(mode=mode)
        before = modes(folder)
        start(cluster(folder))
        assert modes(folder) == before


@pytest.mark.long
def test_a_home_made_under_a_narrow_umask_still_works(home: Path) -> None:
    narrow = os.umask(0o077)
    try:
        start(cluster(home / "deeper"))
        assert is_running(cluster(home / "deeper"))
    finally:
        os.umask(narrow)
        stop(cluster(home / "deeper"))


NAMES = ["x" * 80 + "/" + "y" * 60, "a home, with ' and é"]


@pytest.mark.parametrize("name", daily(NAMES, NAMES[1:]))
def test_homes_of_any_name_work(name: str) -> None:
    with some_home(name) as folder:
        start(cluster(folder))
        assert ask(cluster(folder), "select 1") == [1]
        assert cluster(folder).run.stat().st_mode & 0o777 == 0o700


def test_a_home_whose_name_a_shell_would_read_otherwise_is_refused(home: Path) -> None:
    with pytest.raises(UnableToStart, match="another name"):
        start(cluster(home / "$(id)"))


def test_a_socket_folder_that_somebody_else_put_there_is_not_used(home: Path) -> None:
    long = home / ("x" * 100)
    before = cluster(long).run
    assert cluster(long).run == before
    before.mkdir(mode=0o755)
    try:
        assert cluster(long).run != before
    finally:
        before.rmdir()


@as_root
def test_root_hands_the_server_to_a_user_without_login(running: Cluster) -> None:
    assert {process.username() for process in leftovers(running)} == {SERVICE_USER}
    assert pwd.getpwnam(SERVICE_USER).pw_shell.endswith("nologin")


@as_root
def test_a_home_that_the_servers_user_may_not_enter_is_refused_with_advice() -> None:
    with some_home("below/home", mode=0o700) as folder:
        with pytest.raises(UnableToStart, match="ROADSTEAD_HOME"):
            start(cluster(folder))
        assert folder.parent.parent.stat().st_mode & 0o777 == 0o700


def wide(folder: Path) -> None:
    folder.chmod(0o755)


def another_users(folder: Path) -> None:
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)


@pytest.mark.parametrize("change", [wide, pytest.param(another_users, marks=as_root)])
def test_a_folder_we_did_not_make_is_refused_and_left_as_it_was(home: Path, change: Callable[[Path], None]) -> None:
    folder = cluster(home).folder
    folder.mkdir(parents=True, mode=0o700)
    change(folder)
    before = folder.stat()
    with pytest.raises(UnableToStart, match="owned by user id"):
        start(cluster(home))
    assert (folder.stat().st_mode, folder.stat().st_uid) == (before.st_mode, before.st_uid)


@pytest.mark.long
def test_an_interrupted_first_start_is_begun_anew(home: Path) -> None:
    which = cluster(home)
    start(which)
    stop(which)
    which.data.rename(which.folder / "data.draft")
    (which.folder / "data.draft/PG_VERSION").unlink()
    start(which)
    assert is_running(which)


@pytest.mark.long
def test_a_killed_server_is_not_taken_for_a_running_one(home: Path) -> None:
    which = cluster(home)
    start(which)
    os.kill(server(which).pid, signal.SIGKILL)
    psutil.wait_procs(leftovers(which), timeout=10)
    assert not is_running(which)
