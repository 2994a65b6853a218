"""`match --index DIR`: the index built for some lists is kept, and found again while lists and matcher are the same."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from roadstead import __version__
from roadstead.cli.failure import CannotDo, say
from roadstead.screening.index import Index, build_index
from roadstead.screening.matcher import MATCHER_VERSION
from roadstead.syntax.collector import resting_collector
from roadstead.watchlists.sources import LoadedList


def index_of(lists: Iterable[LoadedList], folder: str) -> Index:
    """The index of these lists; with `folder` ("" for none) from there if it was built before, else built and kept.

    The folder is the caller's own: what lies in it is trusted as the program itself is.
    """
    lists = list(lists)
    if not folder:
        return _build(lists)
    path = Path(folder) / f"{_key(lists)}.index"
    if path.exists():
        with resting_collector(), path.open("rb") as file:
            kept: Index = pickle.load(file)  # noqa: S301 the caller's own folder
        say(f"{path}: index of an earlier call")
        return kept
    return _keep(_build(lists), path)


def _build(lists: Iterable[LoadedList]) -> Index:
    return build_index(entry for each in lists for entry in each.entries)


def _keep(index: Index, path: Path) -> Index:
    """Written beside and moved into place: a half-written index is never found."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        with unfinished.open("wb") as file:
            pickle.dump(index, file, protocol=pickle.HIGHEST_PROTOCOL)
        unfinished.replace(path)
    except OSError as error:
        raise CannotDo(f"--index {path.parent}: {error.strerror or error}; name a folder that can be written") from None
    return index


def _key(lists: Iterable[LoadedList]) -> str:
    parts = [__version__, MATCHER_VERSION, *(each.version.sha256 for each in lists)]
    return sha256("/".join(parts).encode()).hexdigest()[:24]
