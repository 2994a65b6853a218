"""Notes on deviations from the message's directory: segments out of order, too often, or of no group.

Everything is read all the same; each kind is noted once, with the number of persons concerned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from roadstead.engine.formats.passengers.paxlst.groups import Groups
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import MessageHeader
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact.grammar import (
    NOT_IN_DIRECTORY,
    OUT_OF_ORDER,
    TOO_MANY,
    Deviation,
    Grammar,
    codes,
    deviations,
    grammar,
)

PERSON: Final = "SG4"
MESSAGE: Final = ""
# The joint guide (association code IATA) lets a person have several references in every directory; D.12B followed it.
GUIDE: Final = "IATA"
THE_GUIDE_REPEATS: Final = {"RFF"}
ODDITY_TEXTS: Final[Mapping[str, str]] = {
    OUT_OF_ORDER: "Some segments are not in the order of directory %(directory)s: %(names)s. We read them all.",
    TOO_MANY: "Some segments appear more often than directory %(directory)s allows: %(names)s. We read them all.",
    NOT_IN_DIRECTORY: "Some segments are not in this place in directory %(directory)s: %(names)s. We read them all.",
}
# The element that qualifies each segment (the code list is that of D.21B).
ELEMENTS: Final[Mapping[str, str]] = {
    "RFF": "1153",
    "DTM": "2005",
    "LOC": "3227",
    "FTX": "4451",
    "MEA": "6311",
    "CNT": "6069",
    "ATT": "9017",
    "NAT": "3493",
    "NAD": "3035",
}
Shape = tuple[str, ...]  # the tags of a person's segments


class _Found(NamedTuple):
    """An oddity, the number of persons who have it and their shape; 0 persons for one of the message."""

    oddity: Deviation
    persons: int = 0
    shape: Shape = ()


def note_order(groups: Groups, head: MessageHeader, notes: Notebook) -> None:
    """Note deviations of the message and its persons. Persons of the same shape are checked once."""
    table = grammar(head.type, head.release)
    if table is None or PERSON not in table.groups:
        return
    shapes = Counter(shape for _, shape in groups.shapes())
    found = [_Found(oddity) for oddity in deviations(table.groups[MESSAGE], groups.around_persons())]
    for shape, persons in shapes.items():
        found += [_Found(oddity, persons, shape) for oddity in dict.fromkeys(_once(table, shape))]
    found = [each for each in found if not _allowed_by_guide(each.oddity, head)]
    for code in ODDITY_TEXTS:
        _note_oddities(code, [each for each in found if each.oddity.code == code], groups, table.directory, notes)


def _allowed_by_guide(oddity: Deviation, head: MessageHeader) -> bool:
    return oddity.code == TOO_MANY and oddity.tag in THE_GUIDE_REPEATS and head.association.upper() == GUIDE


def _once(table: Grammar, shape: Shape) -> Iterator[Deviation]:
    """Yield each kind of oddity of a person once, without its place."""
    return (oddity._replace(at=0) for oddity in deviations(table.groups[PERSON], shape))


def _note_oddities(code: str, found: list[_Found], groups: Groups, directory: str, notes: Notebook) -> None:
    if not found:
        return
    persons = Counter[str]()
    for each in found:
        persons[_name(each.oddity)] += each.persons
    names = ", ".join(
        f"{name} in {count} of {len(groups.persons)} persons" if count else name
        for name, count in persons.most_common(10)
    )
    shapes = {each.shape for each in found}
    first = next((number for number, shape in groups.shapes() if shape in shapes), None)
    notes.note(
        code,
        Sentence(ODDITY_TEXTS[code], {"directory": f"{directory[0]}.{directory[1:]}", "names": names}),
        first,
        segment=found[0].oddity.tag,
        sent=names,
    )


def _name(oddity: Deviation) -> str:
    return f"{oddity.tag} (at most {oddity.allowed})" if oddity.allowed else oddity.tag


def note_unknown_codes(notes: Notebook) -> None:
    """Note codes of unused segments that are in no code list, perhaps typing errors. Each is noted once."""
    for tag, code in dict.fromkeys(_qualifier(segment) for segment in notes.unread):
        known = codes(ELEMENTS.get(tag, ""))
        if code and known and code not in known:
            text = Sentence(
                "%(tag)s+%(code)s is not a code of the directory. We stored it but did not use it. Check it "
                "for typing errors.",
                {"tag": tag, "code": code[:20]},
            )
            notes.note("code-not-in-the-list", text, segment=tag, field=f"qualifier ({ELEMENTS[tag]})", sent=code)


def _qualifier(segment: str) -> tuple[str, str]:
    tag, _, rest = segment.partition("+")
    return tag, rest.partition("+")[0].partition(":")[0].upper()
