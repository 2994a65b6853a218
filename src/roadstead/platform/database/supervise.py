"""Supervisor of child processes: starts them, restarts them after a crash, stops exactly those and their descendants.

Each child leads a process group of its own, so Ctrl-C on the terminal reaches the supervisor only. If the supervisor is
killed, a guard process beside it ends the groups (see guard.py).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from roadstead.platform.database import guard

GRACE_SECONDS = 10.0  # seconds a child has to end after SIGTERM
MAX_PAUSE_SECONDS = 60.0  # seconds between two attempts to start a child that keeps crashing
HEALTHY_AFTER_SECONDS = 60.0  # seconds after which a running child counts as healthy again
TICK_SECONDS = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# Reports the group to the guard before it becomes the child, so that the guard knows every child.
ANNOUNCE_COMMAND = '(echo "+$$" >&0) 2>/dev/null; exec "$@" </dev/null'


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """Process to run; its standard output and error are appended to `log`."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    log: Path


@dataclass(slots=True)
class _ChildState:
    """State of one child in the supervisor: its process, or when to start it again."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    due: float = 0.0
    crashes: int = 0


def to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@dataclass(slots=True)
class Supervisor:
    """Supervisor of child processes: a context manager for the main thread, which stops every child at its end.

    SIGINT, SIGTERM and SIGHUP end the block as KeyboardInterrupt, on which `run_until_stopped` returns.
    """

    say: Callable[[str], None] = to_stderr
    grace: float = GRACE_SECONDS
    first_pause: float = 1.0  # seconds before a first restart; doubled for each crash that follows
    _places: list[_ChildState] = field(default_factory=list)
    _before: dict[signal.Signals, object] = field(default_factory=dict)
    _guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._guard = _start_guard()
        for asked in SIGNALS:
            if asked is signal.SIGHUP and signal.getsignal(asked) is signal.SIG_IGN:
                continue  # nohup: the terminal may close, we stay
            self._before[asked] = signal.signal(asked, signal.default_int_handler)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for asked in SIGNALS:  # a second Ctrl-C must not leave half of them running
            signal.signal(asked, signal.SIG_IGN)
        self._stop_all()
        for asked, handler in self._before.items():
            signal.signal(asked, handler)  # type: ignore[arg-type] # what signal() returned

    def start(self, child: Child) -> None:
        """Start `child` and keep it running from now on."""
        place = _ChildState(child)
        self._places.append(place)
        self._launch(place)

    def crash_count(self, name: str) -> int:
        """Return the number of crashes of the child of this name since it last ran well."""
        self.check_children()
        return sum(place.crashes for place in self._places if place.child.name == name)

    def run_until_stopped(self, also: Callable[[], None] = lambda: None) -> None:
        """Supervise the children, and call `also` on each pass, until SIGINT, SIGTERM or SIGHUP."""
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                self.check_children()
                also()
                time.sleep(TICK_SECONDS)

    def check_children(self) -> None:
        """Check every child once: record what ended, restart what is due."""
        for place in self._places:
            if place.process is not None and _has_ended(place.process):
                self._note_crash(place, place.process)
            elif place.process is None and time.monotonic() >= place.due:
                self._launch(place)

    def _launch(self, place: _ChildState) -> None:
        child = place.child
        child.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with child.log.open("ab") as log:
            place.process = subprocess.Popen(  # noqa: S603 - the command is the caller's, no part of it is a shell's
                ["/bin/sh", "-c", ANNOUNCE_COMMAND, "sh", *child.argv],
                env=dict(child.env),
                stdin=self._pipe(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        place.since = time.monotonic()

    def _note_crash(self, place: _ChildState, process: subprocess.Popen[bytes]) -> None:
        code = self._reap(process)
        now = time.monotonic()
        place.process = None
        place.crashes = 1 if now - place.since >= HEALTHY_AFTER_SECONDS else place.crashes + 1
        pause = min(self.first_pause * 2 ** min(place.crashes - 1, 16), MAX_PAUSE_SECONDS)
        place.due = now + pause
        self.say(f"{place.child.name} {_exit_text(code)}; restarting it in {pause:g} s (see {place.child.log})")

    def _reap(self, process: subprocess.Popen[bytes]) -> int:
        """Kill what is left of an ended child's group. Until we wait for it, its process number is not reused."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(BrokenPipeError):
            os.write(self._pipe(), f"-{process.pid}\n".encode())
        return process.wait()

    def _stop_all(self) -> None:
        running = [place.process for place in self._places if place.process is not None]
        for process in running:
            _send(process, signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        while time.monotonic() < deadline and not all(map(_has_ended, running)):
            time.sleep(TICK_SECONDS / 2)
        for process in running:
            self._reap(process)
        self._places.clear()
        self._dismiss_guard()

    def _dismiss_guard(self) -> None:
        """Close the guard's pipe: it ends whatever was started but not recorded, when a signal came in between."""
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait()

    def _pipe(self) -> int:
        if self._guard is None or self._guard.stdin is None:
            raise RuntimeError("a Supervisor starts children inside its `with` block only")
        return self._guard.stdin.fileno()


def _start_guard() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-S", str(Path(guard.__file__))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, bufsize=0)  # noqa: S603 - ours


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Return True if the process has ended, without reaping it: its number stays taken."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _send(process: subprocess.Popen[bytes], what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, what)


def _exit_text(code: int) -> str:
    return f"was terminated by {signal.Signals(-code).name}" if code < 0 else f"exited with code {code}"
