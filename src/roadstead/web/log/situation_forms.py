"""Forms of situation reports: a period to prepare one for, the hour of a daily draft, and the draft itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.log.models import EntryType
from roadstead.oversight.situation.acts import MAX_TEXT_CHARS, Words
from roadstead.oversight.situation.models import MAX_HEADLINE_CHARS, SituationReport
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.handling.labels import TLP
from roadstead.platform.handling.logic.codes import OF_ORGANISATIONS
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.found_form import MomentField
from roadstead.web.forms.page_form import LinesField, PageForm

SHOWN: Final = {
    "": _("All"),
    "draft": _("Drafts"),
    "own": _("Issued by us"),
    "received": _("Issued to us"),
}
MULTIPLE: Final = {"invalid_choice": _("One of the answers is no longer offered. Load the page again.")}


class ReportFilter(PageForm):
    """Filter of the list."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(label=_("Show"), choices=list(SHOWN.items()), required=False)


class PeriodForm(ActForm):
    """Period of a new report."""

    auto_id, marks_optional = "prepare-%s", False

    def __init__(
        self, *args: Any, zone: ZoneInfo, now: datetime, period: tuple[datetime, datetime], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        begins, ends = period
        self.add_field("begins", MomentField(label=gettext("From"), zone=zone, now=now, initial=begins))
        self.add_field("ends", MomentField(label=gettext("To"), zone=zone, now=now, initial=ends))
        self.fields["ends"].help_text = ""


class HourForm(ActForm):
    """Hour at which a draft is prepared each day."""

    auto_id, marks_optional = "hour-%s", False
    hour = forms.TypedChoiceField(
        label=_("Prepare a draft every day at"),
        choices=[("", _("Never")), *((str(hour), f"{hour:02}:00") for hour in range(24))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = gettext("By the clock of %(zone)s. A person issues it, never the system.") % {
            "zone": zone.key
        }


class DiscardForm(ActForm):
    """End of a draft: a button alone."""

    auto_id = "discard-%s"
    edition = HiddenNumber()


class CorrectForm(ActForm):
    """Beginning of the next version: a button alone."""

    auto_id = "correct-%s"


class RemoveForm(ActForm):
    """Removal of the words of a replaced version: a button alone."""

    auto_id = "remove-%s"


def _text(label: Any, hint: Any = "", *, rows: int = 3) -> LinesField:
    return LinesField(label=label, help_text=hint, rows=rows, max_length=MAX_TEXT_CHARS, required=False)


class ReportForm(ActForm):
    """A draft as its authors write it."""

    auto_id, marks_optional = "report-%s", False

    edition = HiddenNumber()
    headline = forms.CharField(
        label=_("Headline"),
        help_text=_("What a reader must know if they read nothing else."),
        max_length=MAX_HEADLINE_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    situation = _text(_("Situation"), _("In a few sentences. Name no traveller, here or below."))
    entries = forms.TypedMultipleChoiceField(
        label=_("Events: entries of the watch log to quote"),
        help_text=_("The newest of the period. Leave out those that name a traveller."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=MULTIPLE,
    )
    events = _text(_("Events: in your words"))
    note = _text(_("Note on the figures"), rows=2)
    coming = _text(_("The coming 24 hours"))
    needs = _text(_("Needs"), _("What you need, from whom, until when."), rows=2)
    tlp = forms.ChoiceField(label=_("Handling"))
    recipients = forms.MultipleChoiceField(
        label=_("Distribution"),
        help_text=_("Each recipient reads the whole report. Organisations without accounts are not listed."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=MULTIPLE,
    )
    names_nobody = forms.BooleanField(label=_("I have read it: it names no traveller"), required=False)

    def __init__(
        self,
        *args: Any,
        lines: Sequence[Mapping[str, Any]],
        organisations: Iterable[Organisation],
        zone: ZoneInfo,
        may_issue: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("entries", [(line["entry"], line_text(line, zone)) for line in lines])
        self._offer("recipients", [(each.pk, recipient_text(each)) for each in organisations])
        self._offer("tlp", [(code.value, gettext(TLP[code])) for code in OF_ORGANISATIONS])
        if not may_issue:
            del self.fields["names_nobody"]

    @property
    def words(self) -> Words:
        """Return what was written, of a valid form."""
        return Words(**{name: self.cleaned_data.get(name, ()) for name in Words.__dataclass_fields__})

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]


def initial_of(row: SituationReport) -> dict[str, Any]:
    """Return what a draft holds, as the form shows it."""
    names = ("edition", "headline", "situation", "events", "note", "coming", "needs", "recipients")
    return {name: getattr(row, name) for name in names} | {
        "tlp": row.handling_code,
        "entries": [line["entry"] for line in row.lines],
    }


def line_text(line: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Return a line of the log with its time by the organisation's clock and its type."""
    at = parse_datetime(line["at"])
    assert at is not None
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}, {gettext(str(EntryType(line['type']).label))}: {line['text']}"


def recipient_text(organisation: Organisation) -> str:
    state = organisation.state.name if organisation.state else gettext("Regional centre")
    return f"{state}: {organisation}"
