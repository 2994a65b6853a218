"""Forms of an outcome at the border and of the tasks that follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.outcomes import possible_outcomes
from roadstead.platform.accounts.models import User
from roadstead.web.alerts.choices import CHOOSE
from roadstead.web.common.refusals import MAX_TEXT_CHARS as MAX_NOTE_CHARS
from roadstead.web.forms.found_form import FoundForm, MomentField
from roadstead.web.forms.page_form import LinesField, PageForm


class OutcomeForm(FoundForm):
    """Outcome at the border, with what was found in goods. Before arrival it asks for a reason."""

    marks_optional = False

    early = forms.BooleanField(label=_("Record it before arrival"), required=False)
    early_reason = forms.CharField(
        label=_("Why you record it before arrival"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    what = forms.ChoiceField(label=_("What happened"), error_messages={"required": _("Choose what happened.")})
    outcome_note = LinesField(
        label=_("Note"),
        help_text=_("Required for “refused” and “missed”"),
        rows=2,
        max_length=MAX_NOTE_CHARS,
        required=False,
    )

    def __init__(self, *args: Any, alert: Alert, zone: ZoneInfo, now: datetime, container: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [CHOOSE, *((each.value, gettext(OUTCOME_LABELS[each])) for each in possible_outcomes(alert))]
        self.add_field("at", MomentField(label=gettext("When"), zone=zone, now=now))
        if alert.is_about_cargo:
            self.add_found_fields(container)

    @property
    def early_text(self) -> str:
        """The reason for recording before arrival, if the officer has ticked so."""
        return str(self.cleaned_data["early_reason"]) if self.cleaned_data["early"] else ""


# ── Tasks after an outcome


class TaskForm(PageForm):
    """Form of one task. `task`: its number, which is in the ids of its fields."""

    def __init__(self, *args: Any, task: int, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"task-{task}-%s", **kwargs)
        self.task = task


class DoneForm(TaskForm):
    """Result of a task, which ends it."""

    done_note = forms.CharField(
        label=_("What was done"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write what was done, then mark the task as done.")},
    )


class AssignForm(TaskForm):
    """Officer whose task it is; any supervisor if nobody is chosen."""

    officer = forms.ChoiceField(label=_("Officer"), required=False)
    marks_optional = False

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer = self.fields["officer"]
        assert isinstance(officer, forms.ChoiceField)
        officer.choices = [("", gettext("Any supervisor")), *((each.username, str(each)) for each in officers)]
