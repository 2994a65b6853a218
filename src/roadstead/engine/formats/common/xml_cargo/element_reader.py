"""Values of an element as texts, counts, masses and dates; unreadable ones are reported with line and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.common.quantities import CUBIC_METRES, KILOGRAMS, converted, number
from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, local_time
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.syntax.xml import Element, NestedValues, nested_values

MAX_COUNT: Final = 2_000_000_000  # upper limit of any count
UNIT: Final = "unitcode"


@dataclass(frozen=True, slots=True)
class ElementReader:
    """Reader of one element's values. `label` ("Bill MIABGI0001") begins each problem. `nested`: values to search
    instead of the element's own children and attributes.
    """

    element: Element
    notes: Notebook
    label: Sentence | str = ""
    nested: NestedValues | None = None

    @property
    def problem_prefix(self) -> Sentence | str:
        """Words with which a problem about one of its values begins."""
        return self.label or self.element.name

    def text(self, *names: str) -> str:
        """Return the value in one line; "" if there is none."""
        return " ".join((self.nested or self.element).value(*names).split())

    def lines(self, *names: str) -> tuple[str, ...]:
        """Return the value's lines as sent, without empty ones."""
        lines = (self.nested or self.element).value(*names).splitlines()
        return tuple(kept for line in lines if (kept := " ".join(line.split())))

    def number(self, field: str, *names: str) -> float | None:
        sent = self.text(*names)
        value = number(sent)
        if sent and (value is None or value < 0):
            text = labelled(
                self.problem_prefix,
                Sentence(
                    "%(field)s %(sent)s is not a number. Send digits with a decimal point, such as 1234.5.",
                    {"field": Sentence(field), "sent": f"{sent[:30]!r}"},
                ).capitalise(),
            )
            self.notes.warning(
                "number-unreadable", text, self.element.line, segment=self.element.name, field=field, sent=sent
            )
            return None
        return value

    def count(self, field: str, *names: str) -> int | None:
        """Return a whole number, also of "100.0"; report any other and return None."""
        value = self.number(field, *names)
        if value is None:
            return None
        if value != int(value) or value > MAX_COUNT:
            text = labelled(
                self.problem_prefix,
                Sentence(
                    "%(field)s %(value)s is not a whole number. Send a whole number.",
                    {"field": Sentence(field), "value": f"{value:g}"},
                ).capitalise(),
            )
            self.notes.warning(
                "count-not-whole", text, self.element.line, segment=self.element.name, field=field, sent=f"{value:g}"
            )
            return None
        return int(value)

    def mass(self, field: str, *names: str) -> float | None:
        """Return kilograms, converted from the unit that the value's element names."""
        return self._measure(field, names, KILOGRAMS, "KGM")

    def volume(self, field: str, *names: str) -> float | None:
        """Return cubic metres, converted from the unit that the value's element names."""
        return self._measure(field, names, CUBIC_METRES, "MTQ")

    def time(self, field: str, port: str, *names: str) -> str:
        """Return a date or time, local to the port."""
        where = ProblemPlace(segment=self.element.name, line=self.element.line, label=self.label)
        return local_time(self.text(*names), port, field, where, self.notes)

    def at(self, *path: str) -> str:
        """Return the value at the end of a path of children; "" if the path breaks off."""
        element: Element | None = self.element
        for name in path[:-1]:
            element = element.child(name) if element is not None else None
        return self.of(element).text(path[-1]) if element is not None else ""

    def child(self, *names: str) -> ElementReader | None:
        """Return a reader of the first child of these names, None if there is none."""
        found = self.element.child(*names)
        return self.of(found) if found is not None else None

    def each(self, *names: str) -> list[ElementReader]:
        return [self.of(found) for found in self.element.each(*names)]

    def of(self, element: Element, *, deep: bool = False) -> ElementReader:
        """Return a reader of another element; `deep`: find its values at any depth."""
        return ElementReader(element, self.notes, self.label, nested_values(element) if deep else None)

    def _measure(self, field: str, names: tuple[str, ...], units: Mapping[str, float], wanted: str) -> float | None:
        value = self.number(field, *names)
        unit = self._unit(names)
        factor = units.get(unit)
        if value is not None and factor is None:
            text = labelled(
                self.problem_prefix,
                Sentence(
                    "%(field)s %(value)s has the unit %(unit)s, which we do not know. Send it in %(wanted)s.",
                    {"field": Sentence(field), "value": f"{value:g}", "unit": unit[:10], "wanted": wanted},
                ).capitalise(),
            )
            self.notes.warning(
                "unit-unknown",
                text,
                self.element.line,
                segment=self.element.name,
                field=field,
                sent=f"{value:g} {unit}",
            )
            return None
        return None if value is None or factor is None else converted(value, factor)

    def _unit(self, names: tuple[str, ...]) -> str:
        if self.nested is not None:
            said = [
                element for name in names for element, attribute in self.nested.by_name.get(name, ()) if not attribute
            ]
        else:
            said = [each for each in (self.element.child(name) for name in names) if each is not None and each.text]
        return said[0].value(UNIT).strip().upper() if said else ""
