"""Workbooks as agents make them, by openpyxl: another hand than the reader's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None
ETA = datetime(2026, 11, 25, 6, 30)  # noqa: DTZ001  (as the port's clocks show it)
Rows = Sequence[Sequence[Value]]


def filled(sheet: Worksheet, rows: Rows) -> Worksheet:
    for row in rows:
        sheet.append(list(row))
    return sheet


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(**sheets: Rows) -> bytes:
    """A workbook of these sheets, by name; "_" stands for a blank in a name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        filled(book.create_sheet(name.replace("_", " ")), rows)
    return saved(book)


PERSON_HEADINGS = ("Family name", "Given names", "Date of birth", "Nationality", "Passport No.")
VOYAGE: Rows = (("Name of yacht", "SEA BREEZE"), ("Registration", "GB12345"), ("From", "MQFDF"), ("To", "BBBGI"),
                ("Arrival", "2026-11-25 16:20"), ())  # fmt: skip


def port_call() -> bytes:
    """FAL 1, 5 and 6 on a sheet each, merged cells, days as days, one passport as a number."""
    book = Workbook()
    one = book.worksheets[0]
    one.title = "FAL 1"
    filled(
        one,
        (
            ("IMO GENERAL DECLARATION", None, None, None),
            ("[X] Arrival", "[ ] Departure", None, None),
            ("1.1 Name and type of ship", "MV EXAMPLE TERN / general cargo", "1.2 IMO number", 9074729),
            ("1.3 Call sign", "ZDAB1", "1.4 Voyage number", "V012"),
            ("2. Port of arrival/departure", "Bridgetown, Barbados", "3. Date and time of arrival/departure", ETA),
            ("4. Flag State of ship", "Panama", "5. Name of master", "QUILLFEATHER Barnaby"),
            ("6. Last port of call/Next port of call", "Fort-de-France / Kingstown", None, None),
            ("8. Name and contact details of ship's agent", "Example Agents Ltd, +1 246 555 0100, ops@example.org"),
            ("9. Gross tonnage", 12345, "10. Net tonnage", 6789),
            ("14. Number of crew", 3, "15. Number of passengers", 2),
        ),
    )
    one.merge_cells("A1:D1")
    crew = filled(
        book.create_sheet("FAL 5"),
        (
            ("IMO CREW LIST",),
            ("1.1 Name of ship", None, "1.2 IMO number", None, "3. Date of arrival"),
            ("MV EXAMPLE TERN", None, 9074729, None, date(2026, 11, 25)),
            (),
            (
                "7. No.",
                "8. Family name, given names",
                "9. Rank or rating",
                "10. Nationality",
                "11. Date and place of birth",
                "12. Nature and number of identity document",
            ),
            (1, "QUILLFEATHER, Barnaby", "Master", "British", "14/03/1979 Speightstown", "Passport 123456789"),
            (2, "DE LA EXAMPLE, Juan", "AB", "FILIPINO", "30-12-1985 Manila", "Seaman's book C1234567"),
            (3, "SAMPLEVSKI, Jan", "2/ENG", "POL", "Gdynia, 3 Nov 1980", "EJ 1234567 (passport)"),
        ),
    )
    crew.merge_cells("A1:F1")
    guests = filled(
        book.create_sheet("FAL 6"),
        (
            ("IMO PASSENGER LIST",),
            ("Name of ship: MV EXAMPLE TERN",),
            (
                "Family name",
                "Given names",
                "Nationality",
                "Birth",
                None,
                "Travel document",
                None,
                None,
                "Port of",
                None,
            ),
            (None, None, None, "Date", "Place", "Type", "Number", "Expiry", "embarkation", "disembarkation"),
            (
                "OKONDO-VRIES",
                "Marisela",
                "Surinamese",
                date(1988, 2, 3),
                "Paramaribo",
                "Passport",
                123456,
                date(2030, 1, 31),
                "MQFDF",
                "BBBGI",
            ),
            (None, "Zephyrine", "HTI", "1965", None, "Passport", "H0000055", date(2029, 7, 1), None, None),
        ),
    )
    guests.merge_cells("A5:A6")
    guests["G6"].number_format = FORMAT_TEXT
    return saved(book)


def everything_odd() -> bytes:
    """A yacht's workbook in which nearly every cell is one that somebody once sent so."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Blad1"
    filled(
        sheet,
        (
            ("NOTICE OF ARRIVAL", None, "please complete all fields!!"),
            ("Vessel", "SEA BREEZE", None, "Flag", "Holland"),
            ("Registration", "NL 4567", None, "MMSI", 24412345),
            ("Last port", "Rodney Bay", None, "ETA", "26/11/2026", "Time", "1030"),
            ("Port of arrival", "St George's, Grenada", None, "Persons on board", 6, "Captain", "P. Voorbeeld"),
            (),
            (
                "Nr",
                "Surname",
                "First names",
                "Gender",
                "D.O.B",
                "Citizenship",
                "PPT No",
                "PPT valid till",
                "Pasport Issuer",
                "Favourite colour",
                "Role",
            ),
            (
                1,
                "VOORBEELD",
                "Piet",
                "man",
                "13-02-1970",
                "Dutch",
                12345678,
                date(2031, 1, 2),
                "NLD",
                "blue",
                "skipper",
            ),
            (2, "SAMPLE", "Ann", "V", "31/02/1990", "Dominican", "X 12", "soon", "XYZ", None, "guest"),
            (3, "EXAMPLESON", "Bo", "?", 29528, "Swedish", "AA00001", "1/2/30", "Sweden", None, "Stowaway?"),
            (4, "ONLYNAME"),
            (5, None, None, "F", "1980", "BRB", "B100", None, None, None, "crew"),
            (),
            ("Total", 5),
            ("Signature", None, "P. Voorbeeld"),
            ("We had good weather the whole way from Saint Lucia and expect to leave after four days at anchor.",),
        ),
    )
    sheet.row_dimensions[10].hidden = True
    old = filled(book.create_sheet("last year"), ((*PERSON_HEADINGS,), ("OLD", "Person", "1970", "NLD", "N1")))
    old.sheet_state = "hidden"
    filled(book.create_sheet("shopping"), (("rum", 2), ("limes", 40)))
    return saved(book)
