"""The demo region as `up` leaves it: filed by its carriers, screened, its past voyages decided."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.live import PATIENCE, ROOT, live
from roadstead.config import config

# The steps of `up`, in a process of their own, so that Django is set up for that database.
FILE_AND_DECIDE: Final = """
import sys
from datetime import UTC, datetime
from roadstead.cli.django_setup import set_up
set_up()
from demo import decisions, settle, tour
from roadstead.config import config
tour.send_all(settle.settle(config().home), config().port)
tour.wait_until_screened(float(sys.argv[1]))
decisions.decide_past(datetime.now(UTC))
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: its address, and the passwords of its accounts."""

    url: str
    accounts: Mapping[str, str]


def running_demo(url: str, home: Path) -> Demo:
    """Return the demo that `up` runs at `url` with its data in `home`."""
    kept = json.loads((home / "demo.json").read_text())
    return Demo(url.rstrip("/"), kept["accounts"])


@contextmanager
def own_demo() -> Iterator[Demo]:
    """Run a demo in a database of its own, which is dropped afterwards."""
    with live(config(), "roadstead_jobs", workers=2, settings={"ROADSTEAD_WEB_WORKERS": "1"}) as system:
        command = [sys.executable, "-c", FILE_AND_DECIDE, str(PATIENCE)]
        subprocess.run(command, env=system.env, cwd=ROOT, check=True)
        yield Demo(system.url, system.accounts)
