"""The supervisor with real processes and real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from roadstead.platform.database.instance_lock import AlreadyRunning, hold_home
from roadstead.platform.database.supervise import Child, Supervisor

SRC = Path(__file__).parents[3] / "src"
# A supervisor of its own process, over children given as shell lines; it says on standard output what happens.
PROGRAM = """
import os, sys
from pathlib import Path
from roadstead.platform.database.supervise import Child, Supervisor
with Supervisor(say=lambda text: print(text, flush=True), grace=1.0, first_pause=0.05) as supervisor:
    for number, line in enumerate(sys.argv[2:]):
        argv = ("/bin/sh", "-c", line)
        supervisor.start(Child(name=f"worker {number}", argv=argv, env=os.environ, log=Path(sys.argv[1]) / "log"))
    supervisor.run_until_stopped()
print("stopped", flush=True)
"""


def supervised(folder: Path, *lines: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(folder), *lines]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the suite may run under nohup, and it would be inherited
    try:
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True)
    finally:
        signal.signal(signal.SIGHUP, before)


def soon(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def pids(folder: Path, count: int = 1) -> list[int]:
    """The numbers that the children wrote into the folder, one file each."""

    def found() -> list[int]:
        return [int(path.read_text()) for path in sorted(folder.glob("pid*")) if path.read_text().endswith("\n")]

    assert soon(lambda: len(found()) >= count)
    return found()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_children_and_grandchildren(tmp_path: Path, order: signal.Signals) -> None:
    line = f"echo $$ > {tmp_path}/pid1; sh -c 'echo $$ > {tmp_path}/pid2; exec sleep 300' & wait"
    supervisor = supervised(tmp_path, line)
    started = pids(tmp_path, 2)
    supervisor.send_signal(order)
    assert supervisor.communicate(timeout=20)[0].endswith("stopped\n")
    assert supervisor.returncode == 0
    assert not [pid for pid in started if alive(pid)]


def test_a_child_that_does_not_listen_is_killed_after_the_grace(tmp_path: Path) -> None:
    supervisor = supervised(tmp_path, f"trap '' TERM; echo $$ > {tmp_path}/pid; while :; do sleep 300; done")
    [started] = pids(tmp_path)
    before = time.monotonic()
    supervisor.terminate()
    supervisor.communicate(timeout=20)
    assert time.monotonic() - before >= 1.0
    assert not alive(started)


def test_a_crashed_child_is_started_again_and_that_is_said(tmp_path: Path) -> None:
    supervisor = supervised(tmp_path, f"echo $$ > {tmp_path}/pid$$; exec sleep 300", "exec sleep 300")
    [first] = pids(tmp_path)
    os.kill(first, signal.SIGKILL)
    assert first in pids(tmp_path, 2)
    supervisor.terminate()
    said = supervisor.communicate(timeout=20)[0]
    assert "worker 0 was terminated by SIGKILL; restarting it in 0.05 s" in said
    assert "worker 1" not in said


def test_what_keeps_crashing_is_tried_less_and_less_often(tmp_path: Path) -> None:
    supervisor = supervised(tmp_path, f"echo once >> {tmp_path}/tries; exit 3")
    tries = tmp_path / "tries"
    assert soon(lambda: tries.exists() and len(tries.read_text().split()) >= 4)
    supervisor.terminate()
    said = supervisor.communicate(timeout=20)[0]
    assert said.index("in 0.05 s") < said.index("in 0.1 s") < said.index("in 0.2 s")


def test_what_a_crashed_child_leaves_behind_is_ended_before_it_starts_again(tmp_path: Path) -> None:
    line = f"sh -c 'echo $$ > {tmp_path}/pid$$; exec sleep 300' & sleep 1; exit 1"
    supervisor = supervised(tmp_path, line)
    first, *_ = pids(tmp_path, 1)
    assert len(pids(tmp_path, 2)) == 2
    assert not alive(first)
    supervisor.terminate()
    supervisor.communicate(timeout=20)


def test_children_die_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    line = f"echo $$ > {tmp_path}/pid1; sh -c 'echo $$ > {tmp_path}/pid2; exec sleep 300' & wait"
    supervisor = supervised(tmp_path, line)
    started = pids(tmp_path, 2)
    supervisor.kill()
    supervisor.communicate(timeout=20)
    assert soon(lambda: not any(alive(pid) for pid in started))


def test_it_ends_nothing_that_it_did_not_start(tmp_path: Path) -> None:
    same = f"echo $$ > {tmp_path}/pid; exec sleep 300"
    stranger = subprocess.Popen(["sleep", "300"])
    try:
        supervisor = supervised(tmp_path, same)
        pids(tmp_path)
        supervisor.terminate()
        supervisor.communicate(timeout=20)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_output_and_environment_are_the_childs_own(tmp_path: Path) -> None:
    log = tmp_path / "deep/log"
    with Supervisor(say=lambda _: None) as supervisor:
        child = Child(
            name="web", argv=("/bin/sh", "-c", 'echo "$PORT"; cat; exec sleep 9'), env={"PORT": "81"}, log=log
        )
        supervisor.start(child)
        assert soon(lambda: log.read_text() == "81\n")


def test_an_error_in_the_block_stops_the_children_too(tmp_path: Path) -> None:
    child = Child(name="web", argv=("/bin/sleep", "300"), env=os.environ, log=tmp_path / "log")

    def fails() -> None:
        with Supervisor(say=lambda _: None) as supervisor:
            supervisor.start(child)
            raise ZeroDivisionError

    before = set(psutil.Process().children())
    with pytest.raises(ZeroDivisionError):
        fails()
    assert set(psutil.Process().children()) == before


def test_handlers_of_signals_are_as_they_were_afterwards() -> None:
    before = [signal.getsignal(what) for what in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    with Supervisor():
        assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    assert [signal.getsignal(what) for what in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_a_second_up_is_told_where_the_first_one_answers(tmp_path: Path) -> None:
    told = r"http://127\.0\.0\.1:8000"
    with hold_home(tmp_path, "http://127.0.0.1:8000"), pytest.raises(AlreadyRunning, match=told):
        hold_home(tmp_path, "http://other").__enter__()
    with hold_home(tmp_path, "http://127.0.0.1:9000"):
        assert (tmp_path / "up.lock").read_text() == "http://127.0.0.1:9000"


def test_the_lock_goes_with_a_killed_up_even_while_its_children_live(tmp_path: Path) -> None:
    program = f"""
import subprocess, sys, time
from pathlib import Path
from roadstead.platform.database.instance_lock import hold_home
with hold_home(Path({str(tmp_path)!r}), "here"):
    print(subprocess.Popen(["sleep", "300"]).pid, flush=True)
    time.sleep(300)
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(SRC)}, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    child = psutil.Process(int(holder.stdout.readline()))
    holder.kill()
    holder.wait()
    try:
        with hold_home(tmp_path, "here again"):
            assert child.is_running()
    finally:
        child.kill()
        holder.stdout.close()
