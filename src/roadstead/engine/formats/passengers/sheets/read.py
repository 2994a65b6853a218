"""Turn the sheets of a workbook, or the one of a csv file, into readings: one for each list and each form.

There is one reading per sheet: a crew list and a passenger list are two messages to officer and carrier, each with its
own counts and problems. All sheets of one voyage carry that voyage in full.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from roadstead.engine.formats.passengers.sheets import counts
from roadstead.engine.formats.passengers.sheets import sheet_problems as about
from roadstead.engine.formats.passengers.sheets.cells import Cell, Dates, Order, note, order_of, warn
from roadstead.engine.formats.passengers.sheets.combined_cells import split_name
from roadstead.engine.formats.passengers.sheets.draft import Draft, draft
from roadstead.engine.formats.passengers.sheets.examples import is_example
from roadstead.engine.formats.passengers.sheets.headings import folded
from roadstead.engine.formats.passengers.sheets.legs import names_of_crew
from roadstead.engine.formats.passengers.sheets.outline import Table
from roadstead.engine.formats.passengers.sheets.people import (
    DAYS,
    ROLES,
    Line,
    TableSettings,
    lines,
    report_columns,
    warn_ambiguous_dates,
)
from roadstead.engine.formats.passengers.sheets.person import note_guessed_names, person
from roadstead.engine.formats.passengers.sheets.shapes import texts
from roadstead.engine.formats.passengers.sheets.voyage import StatedVoyage, mode_of, reporting_party, voyage
from roadstead.engine.formats.passengers.sheets.voyages import VoyagePart, are_one_voyage, shared_values, voyage_parts
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, Mode, Role, Traveller, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table import Sheet
from roadstead.engine.text.dates import earliest

APART: Final = re.compile(r"\s*[;\n]\s*")
NOBODY: Final = {"", "nil", "none", "na"}
CREW: Final = {Role.CREW, Role.TRANSIT_CREW}
HELPS: Final = frozenset(texts()["sheet:help"].values())  # the sheets of our template that explain it
TRAVEL: Final = ("departure", "arrival", "date")


def drafts_of(sheets: Sequence[Sheet]) -> list[Draft]:
    """Divide the sheets that have content. Hidden ones are omitted; `about` reports them."""
    read = list(filter(is_read, sheets))
    return [draft(sheet, one_of_many=len(read) > 1) for sheet in read]


def is_read(sheet: Sheet) -> bool:
    """Return True if the sheet has rows, is not hidden and is not the help sheet of our template."""
    return bool(sheet.rows) and not sheet.hidden and sheet.name not in HELPS


def readings(drafts: Sequence[Draft], *, any_people: bool = False) -> list[Reading]:
    """Return one reading for each list and form among the sheets; [] if there is none.

    `any_people`: also of a table of people that does not look like a list of those on board.
    """
    chosen = [each for each in drafts if each.is_list or each.is_form or (any_people and each.has_people)]
    if not chosen:
        return []
    one_voyage = are_one_voyage(drafts)
    if not one_voyage:
        about.warn_different_voyages(chosen)
    shared = shared_values(drafts) if one_voyage else None
    found: list[Reading] = []
    for each in chosen:
        found += _sheet(each, shared, drafts if one_voyage else [each], is_first=not found)
    if one_voyage and shared:
        found = about.with_counts_compared(found, shared, chosen)
    return found


def _sheet(each: Draft, shared: Mapping[str, Cell] | None, others: Sequence[Draft], *, is_first: bool) -> list[Reading]:
    values = each.values | {key: cell for key, cell in (shared or {}).items() if key not in each.values}
    about.report_sheet(each)
    return [_part(each, part, dict(part.values) | values, others, is_first=is_first) for part in voyage_parts(each)]


def _part(
    each: Draft, part: VoyagePart, values: dict[str, Cell], others: Sequence[Draft], *, is_first: bool
) -> Reading:
    notes, order = each.notes, _common_order(others)
    own = order_of("", [cell.text for key, cell in values.items() if key in TRAVEL])
    travel = Dates(order=own or order, century="20", from_1904=each.sheet.counts_from_1904)
    routes = tuple(each.routes) or tuple(row for other in others for row in other.routes)
    said = StatedVoyage(form=each.form, values=values, direction=_direction(each, others), routes=routes, dates=travel)
    made = voyage(said, notes if is_first else Notebook())
    travellers = _people(each, part, mode_of(said), _day_of(made), order)
    problems, unread = notes.finish()
    each.notes = Notebook(reference=notes.reference)
    return Reading(
        manifest=Manifest(
            message=MessageHeader(type=each.form, function=_function(each, travellers)),
            voyage=made,
            reporting_party=reporting_party(values),
            travellers=travellers,
            declared=counts.declared_counts(values, each.form, notes),
        ),
        problems=(*each.sheet.problems, *problems),
        unread=unread,
    )


def _direction(each: Draft, others: Sequence[Draft]) -> str:
    return each.labelled.direction or next(
        (other.labelled.direction for other in others if other.labelled.direction), ""
    )


def _common_order(drafts: Sequence[Draft]) -> Order:
    """Return the order of day and month of the other columns, if they agree; else day first, and not sure."""
    sure = {order.month_first for each in drafts for table in each.orders for order in table.values() if order}
    return Order(month_first=sure.pop()) if len(sure) == 1 else Order()


def _day_of(made: Voyage) -> str:
    """Return the last day of the voyage; births must be before it."""
    days = [day[:10] for leg in made.legs for day in (leg.departure, leg.arrival) if earliest(day[:10])]
    return max(days, default="")


def _function(each: Draft, travellers: tuple[Traveller, ...]) -> Function | None:
    """Return the function by the travellers; an empty crew list is still one. None for a form without people."""
    if not each.has_people:
        return None
    is_crew = all(traveller.role in CREW for traveller in travellers) if travellers else each.form == "FAL5"
    return Function.CREW if is_crew else Function.PASSENGERS


def _people(each: Draft, part: VoyagePart, mode: Mode, voyage_day: str, order: Order) -> tuple[Traveller, ...]:
    found: list[Traveller] = []
    for table in part.tables:
        found += _table(each, table, mode, voyage_day, order)
    about.report_empty_list(each, found)
    return (*_not_again(_crew_by_name(each), found), *found)


def _not_again(crew: list[Traveller], found: list[Traveller]) -> list[Traveller]:
    """Return the crew without those who have a row of their own."""
    there = {folded(f"{one.surname}{one.given}") for one in found} | {
        folded(f"{one.given}{one.surname}") for one in found
    }
    return [one for one in crew if folded(f"{one.surname}{one.given}") not in there]


def _table(each: Draft, table: Table, mode: Mode, voyage_day: str, order: Order) -> list[Traveller]:
    notes = each.notes
    orders = next(
        (
            found
            for own, found in zip(each.outline.tables, each.orders, strict=True)
            if own.heading.row == table.heading.row
        ),
        {},
    )
    dates = {
        field: Dates(
            order=orders.get(field) or order,
            not_after=voyage_day if field in {"born", "birth"} else "",
            century="" if field in {"born", "birth"} else "20",
            from_1904=each.sheet.counts_from_1904,
        )
        for field in DAYS
    }
    reader = TableSettings(
        known=table.heading.known,
        dates=dates,
        mode=mode,
        usual=each.usual,
        form_role=ROLES.get(each.form, "") if each.form == "FAL5" else "",
    )
    report_columns(table, each.label, notes)
    warn_ambiguous_dates(table, dates, each.label, notes)
    _about_missing_columns(table, each.label, notes)
    there = [line for line in lines(table, each.label) if not is_example(line, notes)]
    note_guessed_names(there, notes)
    found: list[Traveller] = []
    for line in there:
        traveller = person(line, reader, notes)
        _about_the_person(line, traveller, reader.known, notes)
        found.append(traveller)
    return found


def _crew_by_name(each: Draft) -> list[Traveller]:
    """Return crew named in the table of ports, as in general declarations of aircraft."""
    named = [(row, text) for route in each.outline.routes for row, text in names_of_crew(route)]
    split = [(row, split_name(name, surname_first=False)) for row, text in named for name in APART.split(text) if name]
    return [
        Traveller(role=Role.CREW, surname=name.surname, given=name.given, segment=row.number)
        for row, name in split
        if folded(f"{name.surname}{name.given}") not in NOBODY
    ]


# Missing values in a list of people: one problem per missing column, else one per person.


# code, fields of which one should be present, name in problems, heading in our template
WANTED: Final = (
    ("birth-date-missing", ("born", "birth"), "birth date", "Date of birth"),
    ("nationality-missing", ("nationality",), "nationality", "Nationality"),
    ("document-missing", ("document_number", "document"), "travel document", "Passport or document number"),
    ("sex-missing", ("sex",), "sex", "Sex"),
)


def _about_missing_columns(table: Table, sheet: str, notes: Notebook) -> None:
    cell = Cell(row=table.heading.row, sheet=sheet)
    for code, fields, name, heading in WANTED:
        if not table.heading.known & set(fields):
            tell = note if code == "sex-missing" else warn
            text = Sentence(
                "There is no column for the %(name)s. Add a column %(heading)s, so that people are not confused with "
                "others.",
                {"name": Sentence(name), "heading": heading},
            )
            tell(notes, cell, f"column-{code}", text, name)


def _about_the_person(line: Line, traveller: Traveller, known: frozenset[str], notes: Notebook) -> None:
    """Warn of missing values. A value that was sent but could not be used already has its own problem."""
    there = {
        "birth-date-missing": line.text("born") or line.text("birth"),
        "nationality-missing": line.text("nationality"),
        "document-missing": traveller.documents,
    }
    for code, fields, name, _ in WANTED[:3]:
        if known & set(fields) and not there[code]:
            field = next(field for field in fields if field in known)
            warn(
                notes,
                line.at(field),
                code,
                Sentence(
                    "There is no %(name)s. Write it, so that the person is not confused with others.",
                    {"name": Sentence(name)},
                ),
                name,
            )
