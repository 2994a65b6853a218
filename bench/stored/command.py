"""`roadstead bench stored`: fill a new system, or reuse one that was kept, and measure it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.live import ROOT
from bench.stored import goals
from bench.stored.measure import PARTS, measured
from bench.stored.system import at, make
from roadstead.cli.console import CommandFailed

TRAVELLERS: Final = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("stored", "measure a system with many stored travellers")
    group.add_argument(
        "--travellers", type=int, default=TRAVELLERS, metavar="N", help="the number of travellers (default: 1,000,000)"
    )
    group.add_argument("--keep", type=Path, metavar="DIR", help="create the system in this new folder and keep it")
    group.add_argument("--reuse", type=Path, metavar="DIR", help="measure the system kept in this folder")
    group.add_argument("--fill-only", action="store_true", help="create the system without measuring it")
    group.add_argument("--part", nargs="+", default=[], choices=list(PARTS), help="measure only these parts")
    group.add_argument("--write", action="store_true", help=f"write {goals.PAGE.relative_to(ROOT)}")


def run(given: argparse.Namespace) -> dict[str, Any]:
    """Return the measurements and their goals."""
    with _folder(given) as folder:
        filled = make(folder, given.travellers) if given.reuse is None else {}
        found = {} if given.fill_only else measured(at(folder), frozenset(given.part))
    return {"commit": _commit(), "load": os.getloadavg()[2], "filled": filled, **found, "goals": goals.judged(found)}


@contextmanager
def _folder(given: argparse.Namespace) -> Iterator[Path]:
    if kept := given.reuse or given.keep:
        if (given.reuse is None) is kept.exists():
            raise CommandFailed(f"{kept}: --keep needs a new folder, --reuse an existing one")
        yield kept.absolute()
        return
    folder = Path(tempfile.mkdtemp(prefix="roadstead-stored-", dir="/var/tmp"))
    folder.chmod(0o755)  # the database's user must be able to enter
    try:
        yield folder / "home"
    finally:
        shutil.rmtree(folder)


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()
