"""Forms of examinations: filters of the lists, selection of goods, what is done with a selection, its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.examination import KIND_LABELS, OUTCOMES_OF_SELECTIONS, STATE_LABELS, CheckKind
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS
from roadstead.casework.alerts.selections import Plan
from roadstead.casework.examinations.daily_list import STATES, ListFilters, zone_for
from roadstead.casework.examinations.photos import MAX_TITLE_CHARS
from roadstead.config import config
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.logic.file_types import MB
from roadstead.platform.timeline.logic.pictures import MAX_BYTES, TOO_LARGE
from roadstead.web.common.refusals import MAX_TEXT_CHARS
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.filter_form import FilterForm
from roadstead.web.forms.found_form import FoundForm, MomentField
from roadstead.web.forms.page_form import LinesField
from roadstead.web.forms.plan_form import DETAIN, PlanChoices, PlanForm
from roadstead.web.templatetags.names import port as port_name

MAX_PORT_CHARS: Final = 5  # of a UN/LOCODE
MAX_LINE_CHARS: Final = 500  # of a reason in one line
ALL: Final = ("", _("All"))
RELEASE_TOO: Final = _("Release what is detained for this selection")


def kind_choices() -> list[tuple[str, str]]:
    return [(each.value, gettext(KIND_LABELS[each])) for each in CheckKind]


def _line(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, widget=widget, **{"max_length": MAX_LINE_CHARS, **kwargs})


def _port_choices(ports: Iterable[str], query: Mapping[str, str]) -> list[tuple[str, Any]]:
    used = str(query.get("port", ""))
    known = {*ports, used} if len(used) <= MAX_PORT_CHARS else set(ports)
    return [("", gettext("All ports")), *((code, port_name(code)) for code in sorted(known - {""}))]


class ListForm(FilterForm):
    """Filters of the examination list, from the URL."""

    port = forms.CharField(label=_("Port"), max_length=MAX_PORT_CHARS, widget=forms.Select, required=False)
    day = DayField(label=_("Day"), required=False)
    show = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("Check"), required=False)

    def __init__(self, query: Mapping[str, str], *, ports: Iterable[str], today: date) -> None:
        super().__init__({"day": today.isoformat(), **{name: value for name, value in query.items() if value}})
        _select(self.fields["port"]).choices = _port_choices(ports, query)
        names: dict[str, Any] = {each.value: gettext(STATE_LABELS[each]) for each in STATE_LABELS}
        _choice(self.fields["show"]).choices = [
            ALL,
            *((code, names.get(code, gettext("Still to be examined"))) for code in STATES),
        ]
        _choice(self.fields["kind"]).choices = [ALL, *kind_choices()]

    def filters(self, user: User, now: datetime) -> ListFilters:
        """Return the filters. A field with an error narrows nothing."""
        port = str(self.chosen("port")).upper()
        day = self.chosen("day") or now.astimezone(zone_for(user, port)).date()
        return ListFilters(day=day, port=port, show=self.chosen("show"), kind=self.chosen("kind"))


class DetainedForm(FilterForm):
    """Filters of the detained containers, from the URL."""

    port = forms.CharField(label=_("Port"), max_length=MAX_PORT_CHARS, widget=forms.Select, required=False)
    show = forms.ChoiceField(
        label=_("Status"), choices=[ALL, ("open", _("Detained")), ("released", _("Released"))], required=False
    )

    def __init__(self, query: Mapping[str, str], *, ports: Iterable[str]) -> None:
        super().__init__(dict(query))
        _select(self.fields["port"]).choices = _port_choices(ports, query)


class SelectForm(PlanForm):
    """Selection of goods: the check, its plan and its reason. `containers`: numbers to offer where one can be typed;
    None if the goods were chosen in a table. `of_bill`: a bill is chosen, so that the container may be left empty.
    """

    kind = forms.ChoiceField(label=_("Check"), widget=forms.RadioSelect, initial=CheckKind.EXAMINE.value)
    reason = LinesField(
        label=_("Reason"),
        help_text=_("What made you select the goods. The officer who examines them reads it."),
        max_length=MAX_TEXT_CHARS,
    )
    detains = forms.BooleanField(label=DETAIN, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        plan: PlanChoices,
        containers: Iterable[str] | None,
        of_bill: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        _choice(self.fields["kind"]).choices = kind_choices()
        if containers is not None:
            attrs = {"class": "govuk-input--width-20", "autocomplete": "off", "list": "containers"}
            container = forms.CharField(
                label=gettext("Container"),
                help_text=gettext("Leave this empty for all goods of the bill.")
                if of_bill
                else gettext("Number on the door, for example MSCU 123456 6"),
                max_length=20,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )
            self.add_field("container", container)
        self.add_plan_fields(plan)

    def plan(self) -> Plan:
        """Return the plan, once the form is valid."""
        given = self.cleaned_data
        return Plan(
            kind=CheckKind(given["kind"]), reason=given["reason"], detains=given["detains"], **self.plan_values()
        )


# ── Acts on a selection


class StartForm(ActForm):
    """Begin of the examination, by a button alone."""


class ChangeForm(ActForm, PlanForm):
    """Another kind, place, time or officer."""

    auto_id = "change-%s"

    kind = forms.ChoiceField(label=_("Check"))
    reason = _line(_("Why you change it"), required=False)

    def __init__(self, data: QueryDict | None = None, *, plan: PlanChoices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        _choice(self.fields["kind"]).choices = kind_choices()
        self.add_plan_fields(plan)

    def plan(self) -> Plan:
        """Return the plan, once the form is valid."""
        given = self.cleaned_data
        return Plan(kind=CheckKind(given["kind"]), reason=given["reason"], **self.plan_values())


class CancelForm(ActForm):
    """Reason for which goods are not examined after all."""

    auto_id = "cancel-%s"

    why = _line(_("Why you cancel it"))
    releases = forms.BooleanField(label=RELEASE_TOO, required=False)


class ReturnForm(ActForm):
    """Reason for which a result that was recorded by mistake is put back."""

    auto_id = "return-%s"

    why = _line(_("Why you put it back"))


class DetainForm(ActForm):
    """Reason for which goods may not leave the port."""

    auto_id = "detain-%s"

    reason = _line(_("Why you detain the goods"), required=False)


class ReleaseForm(ActForm):
    """Result with which one detention ends."""

    row_field, row_prefix = "detention", "release"
    detention = HiddenNumber()
    result = _line(_("Why you release it"), help_text=_("For example “examined, nothing found”"))


class RemovePhotoForm(ActForm):
    """Reason for which a photograph is removed."""

    row_field, row_prefix = "photo", "photo"
    photo = HiddenNumber()
    why = _line(_("Reason for removal"))


class TaskDoneForm(ActForm):
    """Result of a task after a find, which ends it."""

    row_field, row_prefix = "task", "task"
    task = HiddenNumber()
    done_note = _line(
        _("What was done"),
        max_length=1000,
        error_messages={"required": _("Write what was done, then mark the task as done.")},
    )


class TaskAssignForm(ActForm):
    """Officer whose task it is; any supervisor if nobody is chosen."""

    row_field, row_prefix = "task", "task"
    task = HiddenNumber()
    officer = forms.ChoiceField(label=_("Officer"), required=False)
    marks_optional = False

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer = self.fields["officer"]
        assert isinstance(officer, forms.ChoiceField)
        officer.choices = [("", gettext("Any supervisor")), *((each.username, str(each)) for each in officers)]


class PhotoForm(ActForm):
    """A photograph to add."""

    title = _line(_("What the photograph shows"), max_length=MAX_TITLE_CHARS)
    file = forms.FileField(
        label=_("Photograph"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={
            "required": _("Choose the photograph."),
            "empty": _("This file is empty. Choose another file."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "JPEG or PNG, up to %(size)d MB. Roadstead removes place, time and camera from the picture before it is "
            "stored."
        ) % {"size": min(MAX_BYTES, config().file_size) // MB}

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE.render(gettext))
        return file


class ResultForm(FoundForm):
    """Result of an examination, with what was found. Before arrival it asks for a reason."""

    marks_optional = False

    early = forms.BooleanField(label=_("Record it before arrival"), required=False)
    early_reason = _line(_("Why you record it before arrival"), required=False)
    what = forms.ChoiceField(label=_("Result"), error_messages={"required": _("Choose the result.")})
    note = LinesField(label=_("Note"), rows=2, max_length=MAX_TEXT_CHARS, required=False)
    releases = forms.BooleanField(label=RELEASE_TOO, required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, container: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(each.value, gettext(OUTCOME_LABELS[each])) for each in OUTCOMES_OF_SELECTIONS]
        _choice(self.fields["what"]).choices = [("", gettext("Choose")), *labels]
        self.add_field("at", MomentField(label=gettext("When"), zone=zone, now=now))
        self.add_found_fields(container)

    @property
    def early_text(self) -> str:
        """The reason for recording before arrival, if the officer has ticked so."""
        return str(self.cleaned_data["early_reason"]) if self.cleaned_data["early"] else ""


def _choice(field: forms.Field) -> forms.ChoiceField:
    assert isinstance(field, forms.ChoiceField)
    return field


def _select(field: forms.Field) -> forms.Select:
    assert isinstance(field.widget, forms.Select)
    return field.widget
