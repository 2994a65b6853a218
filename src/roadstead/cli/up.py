"""`roadstead up`: start everything on one machine, step by step, until Ctrl-C.

The calling script has made the environment and built the pages; this module starts database, demo region and processes.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from roadstead.cli.console import CommandFailed, say
from roadstead.cli.django_setup import set_up
from roadstead.config import Config, config, local_url_warning, mail_folder, make_private
from roadstead.engine.reference.policy_files import refuse_files
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.database.cluster import UnableToStart, cluster, is_running, start, stop
from roadstead.platform.database.instance_lock import AlreadyRunning, hold_home
from roadstead.platform.database.prepare import migrate, start_own_server
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.database.supervise import Child, Supervisor
from roadstead.platform.matcher_cache import compile_matcher

Result = TypeVar("Result")
DATABASE_CHECK_SECONDS = 2.0  # seconds between two checks of the database
WAIT_SECONDS = 60  # seconds for the web server to answer, and for the workers to read what the demo sends


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="start an empty system, without the demo region")


def run(arguments: argparse.Namespace) -> int:
    settings = config()
    if not arguments.no_demo and not find_spec("demo"):
        raise CommandFailed("the installed package has no demo region; add --no-demo")
    refuse_files(settings.home)
    if warning := local_url_warning(settings):
        say(warning)
    try:
        with hold_home(settings.home, f"http://127.0.0.1:{settings.port}"), _stop_database_at_end(settings):
            _check_port(settings.port, "ROADSTEAD_PORT")
            if settings.intake_port:
                _check_port(settings.intake_port, "ROADSTEAD_INTAKE_PORT")
            with Supervisor(say=say) as supervisor:
                accounts = _start_all(settings, supervisor, with_demo=not arguments.no_demo)
                supervisor.run_until_stopped(_on_each_pass(settings, accounts))
            say("stopped")
    except (AlreadyRunning, UnableToStart) as failure:
        raise CommandFailed(str(failure)) from None
    return 0


def _on_each_pass(settings: Config, accounts: dict[str, str]) -> Callable[[], None]:
    """Return the work of each supervision pass: print the summary once, and keep the database running."""
    keep_database, is_told = _database_check(settings), False

    def look() -> None:
        nonlocal is_told
        if not is_told:
            is_told = True
            _print_summary(settings.port, accounts)
        keep_database()

    return look


def _database_check(settings: Config) -> Callable[[], None]:
    """Return a check, made every few seconds, that restarts a killed postmaster as the supervisor does its children."""
    ours, looked = cluster(settings.home), time.monotonic()

    def look() -> None:
        nonlocal looked
        if settings.database_url or time.monotonic() - looked < DATABASE_CHECK_SECONDS:
            return
        looked = time.monotonic()
        if not is_running(ours):
            say("the database stopped unexpectedly; restarting it")
            start(ours)
            say("the database is running again; no acknowledged data was lost")

    return look


@contextmanager
def _stop_database_at_end(settings: Config) -> Iterator[None]:
    """Stop our own server at the end; an operator's keeps running."""
    try:
        yield
    finally:
        if not settings.database_url:
            stop(cluster(settings.home))


def _start_all(settings: Config, supervisor: Supervisor, *, with_demo: bool) -> dict[str, str]:
    """Start everything; return the accounts of the demo region with their passwords."""
    compiling = compile_matcher(settings.home)  # while the database is made
    _step("database", lambda: _database(settings))
    if not with_demo:
        _step("matcher", lambda: _wait_for_matcher(compiling))
        _step("web server, workers, sender and scheduler", lambda: _start(settings, supervisor, with_demo=False))
        return {}
    from demo import decisions, settle, tour  # the tables can be imported only now

    settled = _step("demo region", lambda: settle.settle(settings.home, lambda: _wait_for_matcher(compiling)))
    _step("matcher", lambda: _wait_for_matcher(compiling))
    _step("web server, workers, sender and scheduler", lambda: _start(settings, supervisor, with_demo=True))
    if settled.to_send:
        _step("file demo messages", lambda: tour.send_all(settled, settings.port))
        _step("screen them", lambda: tour.wait_until_screened(WAIT_SECONDS))
        _step("decide past alerts", lambda: decisions.decide_past(datetime.now(UTC)))
    return settled.accounts


def _wait_for_matcher(compiling: subprocess.Popen[bytes] | None) -> None:
    if compiling and compiling.wait():
        raise CommandFailed("cannot compile the matcher; see the error above")


def _print_summary(port: int, accounts: dict[str, str]) -> None:
    from roadstead.cli.summary import summary  # the tables can be imported only now

    if began := os.environ.get("ROADSTEAD_BEGAN", ""):
        say(f"  ready after {time.time() - float(began):.0f} s")
    print("\n".join(["", *summary(port, accounts)]), flush=True)


def _step(name: str, work: Callable[[], Result]) -> Result:
    """Do one step and print how long it took."""
    began = time.perf_counter()
    sys.stderr.write(f"  {name} … ")
    sys.stderr.flush()
    result = work()
    say(f"{time.perf_counter() - began:.1f} s")
    return result


def _database(settings: Config) -> None:
    start_own_server(settings)
    set_up()
    migrate(settings)
    _replay_deletions(settings)
    _bring_library()


def _replay_deletions(settings: Config) -> None:
    """Replay deletions before a restored backup is used (S10)."""
    from roadstead.oversight.retention.replay import replay  # the tables can be imported only now

    try:
        if replay(settings.home, now=datetime.now(UTC)):
            say("database restored from a backup: replayed the deletions made since")
    except NotAllowed as refused:
        raise CommandFailed(str(refused)) from None


def _bring_library() -> None:
    """Add the library's rules as drafts: all in a new system, those of this release in an older one."""
    from roadstead.targeting.rulebook.library import add_library  # the tables can be imported only now

    with scoped(REGION):
        add_library(now=datetime.now(UTC))


def _log_tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-5:])


def _check_port(port: int, setting: str) -> None:
    """Raise CommandFailed before anything is started if another program uses the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandFailed(f"port {port} is in use by another program; choose another with {setting}") from None


def _start(settings: Config, supervisor: Supervisor, *, with_demo: bool) -> None:
    make_private(settings.log_dir)
    make_private(settings.home / "mail")
    environment = dict(os.environ)
    if with_demo and not settings.smtp_url:
        environment["ROADSTEAD_SMTP_URL"] = mail_folder(settings.home)
    if with_demo:
        environment.setdefault("ROADSTEAD_SELF_REGISTRATION", "yes")
    command = (sys.executable, "-m", "roadstead.cli")
    workers = {f"worker {number}": "work" for number in range(1, settings.workers + 1)}
    intake = {"intake": "intake"} if settings.intake_port else {}
    for name, word in {"web": "serve", **intake, **workers, "sender": "deliver", "scheduler": "schedule"}.items():
        log = settings.log_dir / f"{name.replace(' ', '-')}.log"
        supervisor.start(Child(name=name, argv=(*command, word), env=environment, log=log))
    _wait_for_web(settings, supervisor)


def _wait_for_web(settings: Config, supervisor: Supervisor) -> None:
    """Wait until the web server answers. If it ends instead, raise CommandFailed at once with the end of its log."""
    port, log = settings.port, settings.log_dir / "web.log"
    give_up = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < give_up:
        if supervisor.crash_count("web"):
            raise CommandFailed(f"the web server failed to start. Last lines of {log}:\n{_log_tail(log)}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthy")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise CommandFailed(f"the web server does not respond on port {port}; see {log}, or set another ROADSTEAD_PORT")
