"""Problems of a whole sheet or workbook: columns not understood, lines not used, counts, hidden rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.sheets import counts
from roadstead.engine.formats.passengers.sheets.cells import Cell, fail, note, warn
from roadstead.engine.formats.passengers.sheets.draft import Draft
from roadstead.engine.formats.passengers.sheets.headings import captions, column, folded, suggest_heading
from roadstead.engine.formats.passengers.sheets.outline import Table
from roadstead.engine.formats.passengers.sheets.people import shown
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Traveller
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.syntax.table import Sheet

NOT_USED: Final = frozenset({"title", "age"})  # columns that are understood but not needed
MAX_NAMED: Final = 6  # maximum number named in a sentence
BOTH: Final = frozenset({"passengers", "crew"})
LISTED: Final[Mapping[str, frozenset[str]]] = {"FAL5": frozenset({"crew"}), "FAL6": frozenset({"passengers"})}


def report_sheet(draft: Draft) -> None:
    for table in draft.outline.tables:
        _columns(table, draft)
    _hidden_rows(draft)
    _lines(draft)


def _columns(table: Table, draft: Draft) -> None:
    for place, text in enumerate(table.heading.texts):
        field = table.heading.field_at(place)
        values = [row for row in table.rows if place < len(row.cells) and row.cells[place]]
        heading = shown(text)
        if not values or (field and field not in NOT_USED):
            continue
        draft.notes.keep_unread(heading or f"column {place + 1}, without heading")
        cell = Cell(row=table.heading.row, heading=heading, column=place + 1, sheet=draft.label)
        if field in NOT_USED:
            note(draft.notes, cell, "column-not-used", "We do not need this column and did not use it.", "column")
        else:
            _not_understood(cell, heading, draft.notes)


def _not_understood(cell: Cell, heading: str, notes: Notebook) -> None:
    meant = suggest_heading(heading) if heading else ""
    if meant and not column(heading):
        text = Sentence(
            "We do not know this column and did not read it. If you mean %(meant)s, write that as the heading.",
            {"meant": meant},
        )
    elif heading:
        text = Sentence("We do not know this column and did not read it. See the template for the headings.")
    else:
        text = Sentence("This column has no heading, so we did not read it. Write a heading above it.")
    warn(notes, cell, "column-not-understood", text, "column")


def _hidden_rows(draft: Draft) -> None:
    hidden = [row.number for table in draft.outline.tables for row in table.rows if row.hidden]
    if hidden:
        cell = Cell(row=hidden[0], sheet=draft.label)
        warn(
            draft.notes,
            cell,
            "rows-hidden",
            Sentence(
                "Rows with people are hidden in the sheet: %(count)s. The first is row %(hidden)s. We read "
                "them. Delete them if these people are not on board.",
                {"count": len(hidden), "hidden": hidden[0]},
            ),
            "rows",
        )


def _lines(draft: Draft) -> None:
    said = draft.labelled
    for text in (*said.unused, *(cell.text for cell in said.rest)):
        draft.notes.keep_unread(text)
    for key, cell in said.duplicates:
        used = said.values[key].text
        warn(
            draft.notes,
            cell,
            "said-twice",
            Sentence(
                "%(shown)s differs from %(used)s in row %(row)s. We used the one in row %(row)s. Correct the other.",
                {"shown": cell.shown, "row": said.values[key].row, "used": used[:40]},
            ),
            captions("keys")[key]["en"],
        )
    if said.unused:
        names = ", ".join(dict.fromkeys(shown(text)[:40] for text in said.unused[:MAX_NAMED]))
        draft.notes.note(
            "lines-not-needed",
            Sentence("We do not need these values and did not use them: %(names)s.", {"names": names}),
        )
    if said.rest:
        rows = list(dict.fromkeys(cell.row for cell in said.rest))
        names = ", ".join(map(str, rows[:MAX_NAMED])) + (" …" if len(rows) > MAX_NAMED else "")
        unread = Sentence(
            "We did not use the text in row %(names)s, because we could not read it. Check that it has no people and "
            "no details of the voyage.",
            {"names": names},
        )
        sheet: Sentence | str = Sentence("Sheet %(label)s", {"label": draft.label}) if draft.label else ""
        draft.notes.note(
            "lines-not-understood",
            labelled(sheet, unread),
            rows[0],
        )


def report_empty_list(draft: Draft, found: Sequence[Traveller]) -> None:
    if draft.has_people and not found:
        cell = Cell(row=draft.outline.tables[0].heading.row, sheet=draft.label)
        fail(
            draft.notes,
            cell,
            "no-people",
            "There are no people under these headings. Write one person in each row.",
            "list",
        )


def warn_missing_captain(values: Mapping[str, Cell], travellers: Sequence[Traveller], notes: Notebook) -> None:
    """Warn if the captain named above the table has no row in it and may not be declared at all."""
    captain = values.get("captain")
    crew = [traveller for traveller in travellers if traveller.role.value.endswith("crew")]
    if captain is None or not travellers or (not crew and len(travellers) > counts.SHORT_LIST_PEOPLE):
        return  # a passenger list, whose crew is in another file
    words = {folded(word) for word in captain.text.replace(",", " ").split() if len(folded(word)) > 2}
    names = {folded(word) for one in travellers for word in f"{one.surname} {one.given}".split()}
    if words and not words & names:
        warn(
            notes,
            captain,
            "captain-not-listed",
            Sentence(
                "%(shown)s is the captain but is not in the list. Add the captain to the crew.",
                {"shown": captain.shown},
            ),
            "captain",
        )


def warn_different_voyages(chosen: Iterable[Draft]) -> None:
    for draft in chosen:
        draft.notes.warning(
            "voyages-differ",
            "The sheets of this workbook have different vessels, aircraft or voyages, so we read each as a "
            "separate voyage. If they are one voyage, correct them.",
        )


def with_counts_compared(readings: list[Reading], values: Mapping[str, Cell], chosen: Sequence[Draft]) -> list[Reading]:
    """Compare declared and listed counts over all sheets of the voyage; problems go to the first reading."""
    notes = Notebook(reference=chosen[0].sheet.name)
    people = [traveller for reading in readings for traveller in reading.manifest.travellers]
    listed = frozenset(kind for draft in chosen if draft.has_people for kind in LISTED.get(draft.form, BOTH))
    counts.compare_counts(values, people, listed, notes)
    warn_missing_captain(values, people, notes)
    problems, _ = notes.finish()
    return [replace(readings[0], problems=(*readings[0].problems, *problems)), *readings[1:]]


def hidden_sheets(sheets: Sequence[Sheet], own: frozenset[str]) -> list[str]:
    """Return names of hidden sheets with rows, without the template's own lists of choices."""
    return [sheet.name for sheet in sheets if sheet.hidden and sheet.rows and sheet.name not in own]
