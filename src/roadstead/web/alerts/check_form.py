"""Form of a check made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.checks import (
    MAX_ASKED_CHARS,
    MAX_REFERENCE_CHARS,
    MAX_WORDS_CHARS,
    CheckStatement,
)
from roadstead.casework.alerts.logic.checks import RESULT_LABELS, SYSTEM_LABELS, CheckedSystem, CheckResult
from roadstead.casework.alerts.models import ExternalCheck
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.web.alerts.choices import CHOOSE
from roadstead.web.forms.found_form import MomentField
from roadstead.web.forms.page_form import LinesField, PageForm

OFF: Final = {"autocomplete": "off"}


class CheckForm(PageForm):
    """Check in a system of others. If one waits for its reply, the form asks whether this is it."""

    auto_id, marks_optional = "check-%s", False
    system = forms.ChoiceField(label=_("Checked in"), required=False)
    result = forms.ChoiceField(label=_("Result"), error_messages={"required": _("Choose the result.")})
    asked = forms.CharField(
        label=_("Who was asked"),
        help_text=_("For example the national bureau"),
        max_length=MAX_ASKED_CHARS,
        required=False,
        widget=forms.TextInput(attrs=OFF),
    )
    reference = forms.CharField(
        label=_("Their reference"),
        max_length=MAX_REFERENCE_CHARS,
        required=False,
        widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20"}),
    )
    words = LinesField(label=_("What was found"), rows=2, max_length=MAX_WORDS_CHARS, required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, waiting: Iterable[ExternalCheck], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "system": [CHOOSE, *((each.value, gettext(SYSTEM_LABELS[each])) for each in CheckedSystem)],
            "result": [CHOOSE, *((each.value, gettext(RESULT_LABELS[each])) for each in CheckResult)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        self.add_field("at", MomentField(label=gettext("When"), zone=zone, now=now))
        self.waiting = {str(each.pk): each for each in waiting}
        answers = [
            (number, f"{gettext(each.system_label)} {each.asked}".strip()) for number, each in self.waiting.items()
        ]
        if answers:
            reply = forms.ChoiceField(
                label=gettext("Is it the reply to a check that waits?"),
                choices=[("", gettext("No, a new check")), *answers],
                required=False,
            )
            self.add_field("reply_to", reply)
            self.order_fields(["reply_to"])

    def clean(self) -> dict[str, Any]:
        """Take system and addressee of a reply from the check that it answers, where they are left out."""
        given = dict(super().clean() or self.cleaned_data)
        answered = self.waiting.get(given.get("reply_to", ""))
        if answered is not None:
            given["system"] = given.get("system") or answered.system
            given["asked"] = given.get("asked") or answered.asked
        elif not given.get("system"):
            self.add_error("system", gettext("Choose where it was checked."))
        return given

    def statement(self) -> CheckStatement:
        """Return what was entered, once the form is valid."""
        given = self.cleaned_data
        return CheckStatement(
            system=CheckedSystem(given["system"]),
            result=CheckResult(given["result"]),
            at=given["at"],
            asked=given["asked"],
            reference=given["reference"],
            words=given["words"],
            reply_to=int(given["reply_to"]) if given.get("reply_to") else None,
        )


def check_form(known: Iterable[ExternalCheck], user: User, now: datetime, sent: QueryDict | None = None) -> CheckForm:
    """Return the form of a further check. `known`: those of the alert that the person sees."""
    waiting = [each for each in known if each.is_waiting and not hasattr(each, "reply")]
    return CheckForm(sent, zone=zone_of_officer(user), now=now, waiting=waiting)
