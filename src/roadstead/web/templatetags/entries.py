"""Details of a listed vessel, aircraft or organisation, with the labels of its form."""

from __future__ import annotations

from django import template

from roadstead.engine.records import Entry
from roadstead.engine.reference import countries
from roadstead.web.common.entry_forms import FORMS

register = template.Library()


@register.filter
def kind_title(listed: Entry) -> str:
    form = FORMS.get(listed.kind)
    return str(form.title) if form else str(listed.kind)


@register.filter
def entry_facts(listed: Entry) -> list[tuple[str, str]]:
    """Return label and text of all that is known: first the fields of its form, then what only a file has."""
    form = FORMS.get(listed.kind)
    labels = {field.name: str(field.label) for field in form.fields} if form else {}
    said = dict(listed.identifiers) | {"nationality": ", ".join(countries.name(e) or e for e in listed.nationalities)}
    known = [name for name in labels if said.get(name)]
    other = [name for name, text in said.items() if text and name not in labels]
    return [(labels.get(name, name.replace("_", " ")), said[name].replace("; ", "\n")) for name in (*known, *other)]
