"""Loading of list files named on the command line into a screening set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from roadstead.cli.console import CommandFailed, counted, say
from roadstead.cli.document_index import documents_in
from roadstead.engine.formats.lists import LoadedList, UnableToLoad, load, no_entries_message
from roadstead.engine.records import ListVersion, Problem, Severity
from roadstead.engine.screening.run import ScreeningSet, build_screening_set

NOTES_SHOWN = 5


def load_lists(names: Iterable[str], *, may_be_empty: bool = False) -> list[LoadedList]:
    """Load each file as a list. Raises CommandFailed with what is wrong.

    A list without entries is wrong, except where a supervisor may still confirm it (`may_be_empty`).
    """
    loaded = []
    for name in names:
        try:
            each = load(Path(name), datetime.now(UTC).date())
        except UnableToLoad as failure:
            raise CommandFailed(str(failure)) from None
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(each.version.counts.items()))
        say(f"{name}: {each.version.list}, version {each.version.version}, {counts}")
        say_problems(name, each.problems)
        if not each.entries and not may_be_empty:
            raise CommandFailed(f"{name}: {no_entries_message(each.form, each.problems)}")
        loaded.append(each)
    return loaded


def screening_set_from(lists: Iterable[LoadedList], documents_file: str = "") -> ScreeningSet:
    """Build the index of those lists, and of a file of lost and stolen documents."""
    lists = list(lists)
    versions: dict[str, ListVersion] = {each.version.list: each.version for each in lists}
    entries = (entry for each in lists for entry in each.entries)
    if not documents_file:
        return build_screening_set(entries, (), versions)
    documents, version, problems = documents_in(documents_file)
    say(f"{documents_file}: {counted(version.counts['documents'], 'document')}")
    say_problems(documents_file, problems)
    if not version.counts["documents"]:
        raise CommandFailed(f"{documents_file} lists no documents. Check that the file is complete.")
    return build_screening_set(entries, versions={**versions, version.list: version}, documents=documents)


def say_problems(name: str, problems: Iterable[Problem]) -> None:
    """Print each problem of a list. Notes on unused fields and records are counted, with the first few as examples."""
    problems = list(problems)
    notes = [problem for problem in problems if problem.severity is Severity.NOTE]
    for problem in problems:
        if problem.severity is not Severity.NOTE:
            say(f"{name}: {_row(problem)}{problem.severity}: {problem.text}")
    if notes:
        some = " ".join(problem.text for problem in notes[:NOTES_SHOWN])
        more = " …" if len(notes) > NOTES_SHOWN else ""
        say(f"{name}: fields and record types not used for matching: {len(notes)}. {some}{more}")


def _row(problem: Problem) -> str:
    """Return the row of the file as a prefix, unless it is unknown or already in the text."""
    told = not problem.number or f"row {problem.number}" in problem.text.casefold()
    return "" if told else f"row {problem.number}: "
