"""Forms of the desk: the document to check, and the outcome for all alerts about its holder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.desk import MAX_CHARS
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.web.common.refusals import MAX_TEXT_CHARS
from roadstead.web.forms.page_form import LinesField, PageForm

# Outcomes of a person who is at the desk; others are recorded on the alert's page.
AT_THE_DESK: Final = (OutcomeType.ADMITTED, OutcomeType.REFERRED, OutcomeType.REFUSED)
MAX_ALERTS: Final = 20  # about one person
ZONE_ATTRIBUTES: Final = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "autocorrect": "off",
    "spellcheck": "false",
    "class": "rs-zone",
}


class ZoneField(LinesField):
    """A machine-readable zone or a document number, in letters of one width."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "cols": False, **ZONE_ATTRIBUTES})
        super().__init__(max_length=MAX_CHARS, widget=widget, **kwargs)


class DeskForm(PageForm):
    """The document to check."""

    zone = ZoneField(
        label=_("Machine-readable zone, or document number"),
        help_text=_("The two or three lines at the bottom of the data page. A reader at the desk types them for you."),
        error_messages={"required": _("Scan the document, or type its number.")},
    )


class DeskOutcomeForm(PageForm):
    """Outcome at the desk. `is_early`: the voyage has not arrived by its declared time, so a reason is asked for."""

    marks_optional = False

    alerts = forms.CharField(max_length=400, widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What happened"), widget=forms.RadioSelect, error_messages={"required": _("Choose what happened.")}
    )
    outcome_note = LinesField(
        label=_("Note"), help_text=_("Required for “refused”"), rows=2, max_length=MAX_TEXT_CHARS, required=False
    )

    def __init__(self, *args: Any, is_early: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [(each.value, gettext(OUTCOME_LABELS[each])) for each in AT_THE_DESK]
        if is_early:
            text = forms.TextInput(attrs={"autocomplete": "off"})
            label = gettext("Why you record it before the declared arrival")
            self.add_field("early_reason", forms.CharField(label=label, max_length=500, widget=text))

    @staticmethod
    def numbers(text: str) -> list[int]:
        """Return the ids of alerts in the hidden field; anything else that was sent is ignored."""
        found = [each for each in text.split(" ") if each.isdecimal() and len(each) < len("9" * 18)]
        return [int(each) for each in found[:MAX_ALERTS]]

    @staticmethod
    def field_of(alerts: Sequence[Any]) -> str:
        return " ".join(str(each.pk) for each in alerts[:MAX_ALERTS])
