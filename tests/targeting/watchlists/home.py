"""Where the lists are, and short ways to load a text as a list."""

from pathlib import Path

from roadstead.engine.formats.lists import LoadedList, load_bytes
from roadstead.engine.records import Entry, Problem
from tests.library import LISTS as LISTS

PROJECT = Path(__file__).parents[3]


def loaded(text: str, name: str = "invented.csv", **beside: str) -> LoadedList:
    """A list written down in the test; files beside it by name, with _ for the dot."""
    files = {key.replace("_csv", ".csv"): given.encode() for key, given in beside.items()}
    return load_bytes(text.encode(), name, files)


def only(found: LoadedList) -> Entry:
    (entry,) = found.entries
    return entry


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return sorted(problem.code for problem in problems)
