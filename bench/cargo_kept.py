"""A manifest of 20,000 bills read, stored and screened by the pipeline: `python -m bench.cargo_kept`.

Uses a PostgreSQL of its own with public lists in force. Each message has a process of its own, since peak memory is
read at the end of a process; another process makes and receives the message, as the web server does. Seconds are
wall-clock, since the database works in another process.

Memory must stay bounded for messages of any length: for four times the bills a worker may need a third more, most of
which is the body while it is read, and the names that screening caches.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.cargo_made import awmds, cuscar
from bench.live import ROOT, database
from roadstead.config import config

LISTS: Final = ROOT.parent / "shared" / "lists"
IN_FORCE: Final = (
    "us_ofac/2021-07/sdn.csv", "un/consolidated_2026-02-27.xml", "us_ofac/consolidated-2025-12/cons_prim.csv",
    "other/ua_war_sanctions_targets.simple.csv",
)  # fmt: skip
MADE: Final[dict[str, Callable[[int, str], bytes]]] = {"Awmds": awmds, "CUSCAR": cuscar}
SIZES: Final = {"Awmds": (5_000, 20_000), "CUSCAR": (1_250, 5_000)}
# Each ship has its own containers: bills of a ship under way that share a container would be screened again.
OWNERS: Final = {
    ("Awmds", 5_000): b"CSJU",
    ("Awmds", 20_000): b"CSKU",
    ("CUSCAR", 1_250): b"CSLU",
    ("CUSCAR", 5_000): b"CSMU",
}
# Functions that the pipeline calls, in order, by the name of their stage.
STAGES: Final = {"normalised_readings": "read", "record": "voyage", "assess": "voyage", "record_cargo": "cargo",
                 "_screen": "screen",
                 "issue_responses": "answer"}  # fmt: skip


def run() -> dict[str, Any]:
    """Return by message: seconds by stage, bills per second and peak memory; and the growth of time with size."""
    with database(config(), "roadstead_cargo") as (env, _):
        _alone(env, "set-up", 0)
        empty = _alone(env, "nothing", 0)
        made = {f"{kind} of {size:,}": _sent(env, kind, size) for kind, sizes in SIZES.items() for size in sizes}
        grown = {
            name: {
                kind: made[f"{kind} of {sizes[1]:,}"][name] / made[f"{kind} of {sizes[0]:,}"][name]
                for kind, sizes in SIZES.items()
            }
            for name in ("seconds", "seconds_of_processor", "peak_megabytes")
        }
        return {
            "entries_in_force": empty["entries"],
            "peak_megabytes_of_lists": empty["peak_megabytes"],
            **made,
            "four_times_the_size_takes_times": grown,
        }


def _sent(env: dict[str, str], kind: str, size: int) -> dict[str, Any]:
    received = _alone(env, f"receive {kind}", size)
    return received | _alone(env, kind, size)


def _alone(env: dict[str, str], what: str, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.cargo_kept", what, str(size)]
    done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


# ── functions of the separate process


def child(what: str, size: int) -> dict[str, Any]:
    from roadstead.cli.django_setup import set_up

    set_up()
    if what == "set-up":
        return _set_up()
    if what.startswith("receive "):
        return _receive(what.removeprefix("receive "), size)
    from roadstead.pipeline.screening_set import ScreeningSetCache
    from roadstead.platform.database.scope import REGION, scoped

    live = ScreeningSetCache()
    with scoped(REGION):
        live.refresh()
    if what == "nothing":
        return {"entries": _entries(), "peak_megabytes": _peak()}
    return _message(size, live)


def _set_up() -> dict[str, Any]:
    from roadstead.cli.screening_set import load_lists
    from roadstead.platform.accounts.models import Carrier, State
    from roadstead.platform.database.prepare import migrate
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.targeting.watchlists.publish import publish

    migrate(config())
    with scoped(REGION):
        for state in ("BRB", "LCA", "TTO"):
            State.objects.create(code=state, name=state)
        Carrier.objects.create(code="TRNL", name="Tern Line Example")
        for loaded in load_lists(str(LISTS / name) for name in IN_FORCE):
            publish(loaded, name="", owner="REGION", by=None, even_if_suspicious=False)
    return {}


def _entries() -> int:
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.targeting.watchlists.models import Entry

    with scoped(REGION):
        return Entry.objects.filter(removed_in=None).count()


def _receive(kind: str, size: int) -> dict[str, Any]:
    from datetime import UTC, datetime

    from roadstead.filings.intake.receive import receive
    from roadstead.platform.database.scope import REGION, scoped

    raw = MADE[kind](size, f"V{kind[0]}{size}").replace(b"CSQU", OWNERS[kind, size])
    with scoped(REGION):
        receive(raw, carrier="TRNL", channel="api", now=datetime.now(UTC))
    return {"megabytes": round(len(raw) / 2**20, 1)}


def _message(size: int, live: Any) -> dict[str, Any]:
    from datetime import UTC, datetime

    from roadstead.filings.intake import queue
    from roadstead.pipeline.process import process
    from roadstead.platform.database.scope import REGION, scoped

    now = datetime.now(UTC)
    with scoped(REGION):
        (job,) = queue.lease_jobs(lease=3600, limit=1)
    before = _peak()
    with _timed() as stages:
        began, worked = time.perf_counter(), time.process_time()
        outcome = process(job, live=live, now=now)
        took, worked = time.perf_counter() - began, time.process_time() - worked
    assert outcome is not None
    assert outcome.status == "read", outcome
    return {
        "seconds": round(took, 2),
        "seconds_of_processor": round(worked, 2),  # of the worker, without the database
        "per_second": round(size / took),
        "stages": {name: round(seconds, 2) for name, seconds in stages.items()},
        "alerts": outcome.changes.new,
        "peak_megabytes": round(_peak()),
        "peak_megabytes_before": round(before),
    }


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """Yield seconds by stage; the rest of the total is the commit."""
    from roadstead.engine.formats import registry
    from roadstead.pipeline import process as pipeline

    stages: dict[str, float] = defaultdict(float)
    kept = {name: getattr(pipeline, name) for name in STAGES}
    read = registry.read

    def watched(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **named)
            finally:
                stages[name] += time.perf_counter() - began

        return call

    for name, work in kept.items():
        setattr(pipeline, name, watched(STAGES[name], work))
    registry.read = watched("read", read)
    try:
        yield stages
    finally:
        registry.read = read
        for name, work in kept.items():
            setattr(pipeline, name, work)


def _peak() -> float:
    """Return peak memory in megabytes, from the process's own status."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(child(sys.argv[1], int(sys.argv[2]))))
    else:
        print(json.dumps(run(), indent=1))
