"""Forms around a hit confirmation: the question of protection, the request, and a national power used."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.answers import is_about_person
from roadstead.casework.alerts.logic.protection import PROTECTION_LABELS, Protection
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.powers import MAX_POWER_CHARS, PowerStatement
from roadstead.engine.requests.types.hit_confirmation import TRAVELLER, WAITING
from roadstead.web.forms.found_form import MomentField
from roadstead.web.forms.page_form import PageForm

WITH_OFFICER: Final = {"people": _("The traveller"), "cargo": _("The cargo"), "craft": _("The vessel or aircraft")}


class HitForm(PageForm):
    """Two answers, and the request is sent: three presses on a phone. The first answer stays in the own state, and is
    asked about a person alone. `is_awaiting_reply`: a request waits already, so that only the answer may
    change.
    """

    auto_id = "hit-%s"
    protection = forms.ChoiceField(
        label=_("Has the person asked for protection, or are they a recognised refugee?"),
        help_text=_("Only your state sees the answer. It is never sent."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer first: nothing is sent without it.")},
    )
    traveller = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, alert: Alert, is_awaiting_reply: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_awaiting_reply = is_awaiting_reply
        choices = {
            "protection": [(each.value, gettext(PROTECTION_LABELS[each])) for each in Protection],
            "traveller": [(code, words.render(gettext)) for code, words in TRAVELLER.items()],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        self.fields["traveller"].label = WITH_OFFICER[alert.about]
        if not is_about_person(alert):
            del self.fields["protection"]
        if is_awaiting_reply:
            del self.fields["traveller"]

    @property
    def answer(self) -> Protection | None:
        """The answer to the question of protection; None if it is not asked."""
        given = self.cleaned_data.get("protection")
        return Protection(given) if given else None

    @property
    def is_waiting(self) -> bool:
        return bool(self.cleaned_data.get("traveller") == WAITING)


class PowerForm(PageForm):
    """A national power that the officer used, and when. The form grants none."""

    auto_id, marks_optional = "power-%s", False
    power = forms.CharField(
        label=_("Act and section"),
        max_length=MAX_POWER_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the act and section under which you acted.")},
    )
    is_arrest = forms.BooleanField(
        label=_("It was an arrest"),
        help_text=_("Tasks are set: consulate, counsel, interpreter, and the guardian of a child."),
        required=False,
    )

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("at", MomentField(label=gettext("When"), zone=zone, now=now))

    def statement(self) -> PowerStatement:
        """Return what was entered, once the form is valid."""
        given = self.cleaned_data
        return PowerStatement(power=given["power"], at=given["at"], is_arrest=given["is_arrest"])
