"""Parts of an xlsx workbook besides its sheets: sheet names and order, cell formats, shared texts."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table.archive import MAX_MEMBERS, Archive, StopReading, WorkbookRefused
from roadstead.engine.syntax.table.numbers import builtin_format, format_kind
from roadstead.engine.syntax.table.sheet import MAX_CELL_CHARS, MAX_CELLS, MAX_SHEETS, table_problem

YES: Final = {"1", "true", "on"}
MAX_FORMATS: Final = 100_000
MAX_CUSTOM_FORMATS: Final = 10_000  # the workbook's own formats; programs write a few hundred
MAX_FORMAT_CHARS: Final = 200  # characters
MAX_KEY_CHARS: Final = 1_000  # characters of a key or a path
MAX_TEXT_CHARS: Final = 20 << 20  # of all shared texts: 600,000 of thirty characters
FIRST_CUSTOM_FORMAT: Final = 164  # formats from here on are the workbook's own


@dataclass(slots=True)
class Contents:
    """Handler of xl/workbook.xml: name, state and file key of each sheet that is read. `count`: of all sheets."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    count: int = 0
    from_1904: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.count += 1
            if self.count > MAX_SHEETS:
                return
            key = next((value for each, value in attributes.items() if each.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", "")[:80], attributes.get("state", "")[:80], key[:MAX_KEY_CHARS]))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").lower() in YES

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass(slots=True)
class Relations:
    """Handler of a part's `.rels`: kind and file of each key, no more than an archive has members."""

    base: str
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Keep a relation; those outside the workbook (TargetMode External) are ignored."""
        if name != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        key, target = attributes.get("Id", ""), attributes.get("Target", "").replace("\\", "/")
        if len(self.targets) >= MAX_MEMBERS or len(key) > MAX_KEY_CHARS or len(target) > MAX_KEY_CHARS:
            return
        path = posixpath.normpath(target if target.startswith("/") else f"/{self.base}/{target}").lstrip("/")
        self.targets[key] = (attributes.get("Type", "").rpartition("/")[2][:80], path)

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass(slots=True)
class Styles:
    """Handler of xl/styles.xml: kind of number by the number of a cell's style."""

    kinds: list[str] = field(default_factory=list)
    custom: dict[int, str] = field(default_factory=dict)
    in_cells: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and len(self.custom) < MAX_CUSTOM_FORMATS:
            self.custom[parse_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")[
                :MAX_FORMAT_CHARS
            ]
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells and len(self.kinds) < MAX_FORMATS:
            number = parse_whole(attributes.get("numFmtId", ""))
            self.kinds.append(
                format_kind(self.custom.get(number) or (builtin_format(number) if number < FIRST_CUSTOM_FORMAT else ""))
            )

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.in_cells = False

    def text(self, text: str) -> None: ...


@dataclass(slots=True)
class Texts:
    """Handler of xl/sharedStrings.xml: texts that cells refer to by number, without pronunciation (rPh).

    `chars_left`: characters that may still be kept; a cell whose text was not kept is reported.
    """

    texts: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    chars_left: int = MAX_TEXT_CHARS
    in_text: bool = False
    in_phonetic: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "t":
            self.in_text = not self.in_phonetic
        elif name == "rPh":
            self.in_phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.in_phonetic = False
        elif name == "si":
            text = "".join(self.pieces)[: MAX_CELL_CHARS + 1]
            self.chars_left -= len(text)
            if self.chars_left < 0 or len(self.texts) >= MAX_CELLS:
                raise StopReading
            self.texts.append(text)
            self.pieces, self.length = [], 0

    def text(self, text: str) -> None:
        if self.in_text and self.length <= MAX_CELL_CHARS:
            self.pieces.append(text)
            self.length += len(text)


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and path by key of a part's relations. Raises Refused if unreadable; {} if there are none."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    found = Relations(base=folder)
    if archive.has(path):
        archive.parse(path, found)
    return found.targets


def styles(archive: Archive, path: str) -> tuple[list[str], tuple[Problem, ...]]:
    """Return the kinds of numbers by style; if the formats are unreadable, dates are shown as numbers."""
    found = Styles()
    try:
        archive.parse(path, found)
    except WorkbookRefused:
        text = Sentence(
            "We could not read the cell formats, so dates may appear as numbers. Save the workbook again and send it."
        )
        return [], (table_problem("formats-not-read", text),)
    return found.kinds, ()


def texts(archive: Archive, path: str) -> list[str]:
    found = Texts()
    archive.parse(path, found)
    return found.texts


def parse_whole(text: str, otherwise: int = 0) -> int:
    """Return a number in ASCII digits, as the parts of a workbook write it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
