"""Form of one traveller, to correct or to add: a field that was not touched keeps what the list says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Document, References, Role, Traveller
from roadstead.engine.reference.tables import document_types
from roadstead.engine.voyages.versions.merge import without_places
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.fields import CountryField, DocumentField, PartialDateField, PlaceField
from roadstead.web.templatetags.names import code_label

Words = Any  # a text, perhaps translated when it is shown
UNCHANGED: Final = _("Nothing has changed. Correct a value before you send it.")
NO_NAME: Final = _("Fill in “Family name”. If the person has one name only, write it here.")
NOT_YET: Final = _("A date of birth cannot be in the future. Write it as year-month-day, for example 1985-03-12.")
NO_NUMBER: Final = _("Fill in the number of this document, or leave all its fields empty.")
SEXES: Final = (("", _("Not known")), ("F", _("Female")), ("M", _("Male")), ("X", _("Unspecified (X)")))
MAX_NAME_CHARS: Final = 100
MAX_REFERENCE_CHARS: Final = 35
PAPER: Final = ("type", "number", "issuer", "expires", "issued")
MAX_DOCUMENTS: Final = 6
REFERENCES: Final = ("booking", "passenger")
PLAIN: Final = ("surname", "given", "sex", "born", "nationality", "birth_place", "residence", "embark", "disembark")


def _text(label: Words, most: int, *, hint: Words = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, widget=widget)


class TravellerForm(ActForm):
    """One traveller. `version` and `opened`: the list that the page showed, and when; both are sent along."""

    marks_optional = False  # nearly every field may be empty

    role = forms.ChoiceField(label=_("Role"))
    surname = _text(_("Family name"), MAX_NAME_CHARS, hint=_("As in the machine readable zone of the passport"))
    given = _text(_("Given names"), MAX_NAME_CHARS)
    born = PartialDateField(label=_("Date of birth"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    nationality = CountryField(label=_("Nationality"), required=False)
    birth_place = _text(_("Place of birth"), MAX_NAME_CHARS)
    residence = CountryField(label=_("Country of residence"), required=False)
    embark = PlaceField(label=_("Boards at"), required=False)
    disembark = PlaceField(label=_("Leaves at"), required=False, has_offers=False)
    seat = _text(_("Seat"), 10)
    booking = _text(_("Booking reference"), MAX_REFERENCE_CHARS)
    passenger = _text(_("Your reference for the traveller"), MAX_REFERENCE_CHARS)
    version = HiddenNumber()
    opened = HiddenNumber()

    def __init__(self, *args: Any, known: Traveller | None = None, **kwargs: Any) -> None:
        self.known = known or Traveller()
        self.is_new = known is None
        kwargs["initial"] = {**_initial(self.known), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        roles = dict.fromkeys((Role.PASSENGER, Role.CREW, self.known.role))
        role.choices = [(each.value, code_label(each.value)) for each in roles]
        for number in range(self._papers):
            self._add_paper(number)
        self.order_fields([*self._own_order(), *self.fields])

    @property
    def _papers(self) -> int:
        """Return the number of documents with fields: those that are known, and a first one in any case."""
        return min(max(len(self.known.documents), 1), MAX_DOCUMENTS)

    def _add_paper(self, number: int) -> None:
        names = [f"document-{number + 1}-{name}" for name in PAPER]
        of = {"number": number + 1} if self._papers > 1 else None
        labels = [
            _("Document %(number)s: type") % of if of else _("Document type"),
            _("Document %(number)s: number") % of if of else _("Document number"),
            _("Document %(number)s: issued by") % of if of else _("Issued by"),
            _("Document %(number)s: expires") % of if of else _("Expires"),
            _("Document %(number)s: issued on") % of if of else _("Issued on"),
        ]
        known = self.known.documents[number].type if number < len(self.known.documents) else ""
        types = {"": _("Not known"), **document_types(), **({known: known} if known not in document_types() else {})}
        kind = forms.ChoiceField(label=labels[0], choices=list(types.items()), required=False)
        others = (
            DocumentField(label=labels[1], required=False),
            CountryField(label=labels[2], required=False),
            PartialDateField(label=labels[3], required=False),
            PartialDateField(label=labels[4], required=False),
        )
        for name, field in zip(names, (kind, *others), strict=True):
            self.add_field(name, field)

    def _own_order(self) -> Iterator[str]:
        yield from ("role", "surname", "given", "born", "sex", "nationality")
        yield from (f"document-{number + 1}-{name}" for number in range(self._papers) for name in PAPER)

    def clean(self) -> dict[str, Any]:
        """Keep what was not touched, even if it would be refused now, and refuse what cannot be."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.fields:
            if name not in self.changed_data and name not in ("version", "opened"):
                self.errors.pop(name, None)
                given[name] = self.get_initial_for_field(self.fields[name], name)
        if not (given.get("surname") or given.get("given")) and "surname" not in self.errors:
            self.add_error("surname", NO_NAME)
        if (given.get("born") or "") > timezone.now().date().isoformat():
            self.add_error("born", NOT_YET)
        for number in range(self._papers):
            cells = {name: given.get(f"document-{number + 1}-{name}") for name in PAPER}
            others = any(cells[name] for name in PAPER if name not in ("number", "type"))
            field = f"document-{number + 1}-number"
            if others and not cells["number"] and field not in self.errors:
                self.add_error(field, NO_NUMBER)
        if not self.errors and not self.is_new and without_places(self.wanted()) == without_places(self.known):
            self.add_error(None, UNCHANGED)
        return given

    def wanted(self) -> Traveller:
        """Return the traveller as typed; fields without a place on the form stay as they are."""
        given, known = self.cleaned_data, self.known
        references: References = replace(
            known.references, **{name: given[name] for name in REFERENCES if name in self.changed_data}
        )
        plain = {name: given[name] for name in (*PLAIN, "seat") if name in self.changed_data}
        return replace(
            known,
            role=Role(given["role"]),
            **plain,
            references=references,
            documents=(*self._documents(), *known.documents[self._papers :]),
        )

    def _documents(self) -> Iterator[Document]:
        for number in range(self._papers):
            known = self.known.documents[number] if number < len(self.known.documents) else Document()
            changed: dict[str, Any] = {
                name: self.cleaned_data[field] or ""
                for name in PAPER
                if (field := f"document-{number + 1}-{name}") in self.changed_data
            }
            paper = replace(known, **changed)
            if paper.number or (paper == known and paper != Document()):
                yield paper


def _initial(known: Traveller) -> dict[str, Any]:
    papers = {
        f"document-{number}-{name}": getattr(paper, name)
        for number, paper in enumerate(known.documents, 1)
        for name in PAPER
    }
    plain = {name: getattr(known, name) for name in (*PLAIN, "seat")}
    references = {name: getattr(known.references, name) for name in REFERENCES}
    return {"role": known.role.value, **plain, **references, **papers}
