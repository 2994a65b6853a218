"""The lists in force in files, for whoever computes: written once for each state of them."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.matcher import MATCHER_VERSION, POLICY_VERSION
from roadstead.engine.matching.second.model import frozen
from roadstead.engine.matching.things.match import THINGS_VERSION
from roadstead.engine.screening.bulk import Lists, are_written, write_lists
from roadstead.pipeline.watch import entries_in_force, versions_in_force
from roadstead.targeting.watchlists.settings import evidence_alone, thresholds

LISTS = "lists"  # below the folder of a screening


def folder_of_lists(home: Path, state: str) -> Path:
    """Where a screening against the lists as they are in force is kept; what is of another state of them goes."""
    folder = home / _digest(state)
    _clear(home, folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not are_written(folder / LISTS):
        lists = Lists(versions_in_force(), thresholds(), evidence_alone(), state)
        write_lists(entries_in_force(), lists, folder / LISTS)
    return folder


def _digest(state: str) -> str:
    """Of what the lists in force hold, in which state of them, and of who reads them: a process of a cluster that has
    opened a folder takes it to be the same for as long as it lives."""
    lists = sorted(f"{title} {version.sha256}" for title, version in versions_in_force().items())
    off = sorted(evidence_alone() or ())
    makers = (MATCHER_VERSION, THINGS_VERSION, BACKGROUND_VERSION, POLICY_VERSION, frozen().version)
    return sha256("/".join((state, *makers, repr(thresholds()), repr(off), *lists)).encode()).hexdigest()[:16]


def _clear(home: Path, folder: Path) -> None:
    """What was kept of a screening against other lists is of no use any more."""
    for other in home.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other)
