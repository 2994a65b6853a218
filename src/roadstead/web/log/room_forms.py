"""Forms of incident rooms: a new room, its filter, and one for each thing that can be done in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.rooms.members import MAX_REASON_CHARS
from roadstead.casework.rooms.models import MAX_PLACE_CHARS, MAX_TITLE_CHARS, Incident
from roadstead.casework.rooms.tasks import MAX_TASK_CHARS
from roadstead.config import config
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.handling.labels import TLP
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.platform.timeline.attachments import EVIDENCE_TYPES, too_large
from roadstead.platform.timeline.logic.file_types import ACCEPTED_TYPES, MB
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.log.forms import EntryForm
from roadstead.web.templatetags.names import country
from roadstead.web.templatetags.timeline import file_label

NO_SUGGESTIONS: Final = {"autocomplete": "off"}
SHOWN: Final = {"open": _("Open"), "over": _("Ended or closed"), "all": _("All")}


class RoomFilter(PageForm):
    """Filter of the list."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(label=_("Show"), choices=list(SHOWN.items()), required=False)
    incident = forms.ChoiceField(
        label=_("Type of event"),
        choices=[("", _("All")), *((each.value, _(str(each.label))) for each in Incident)],
        required=False,
    )


class InviteForm(ActForm):
    """Organisations to invite."""

    auto_id = "invite-%s"
    invited = forms.MultipleChoiceField(
        label=_("Organisations to invite"),
        help_text=_("Each sees the title, type and purpose. It sees more only if it accepts."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "invited", offered)


class RoomForm(PageForm):
    """A new room."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Do not name a person. The invitation shows the title."),
        max_length=MAX_TITLE_CHARS,
        widget=forms.TextInput(attrs=NO_SUGGESTIONS),
    )
    incident = forms.ChoiceField(
        label=_("Type of event"), choices=[(each.value, _(str(each.label))) for each in Incident]
    )
    place = forms.CharField(
        label=_("Port or area"),
        max_length=MAX_PLACE_CHARS,
        required=False,
        widget=forms.TextInput(attrs=NO_SUGGESTIONS),
    )
    purpose = LinesField(
        label=_("Purpose"), help_text=_("Why you share, and what each organisation is asked to do."), rows=3
    )
    tlp = forms.ChoiceField(
        label=_("Handling"),
        choices=[(each.value, _(TLP[each])) for each in SHAREABLE],
        initial=SHAREABLE[-1],
        help_text=_("Nothing stricter can be linked in the room."),
    )
    ends_on = DayField(label=_("Last day"), help_text=_("At most 30 days ahead. A supervisor can extend it."))
    invited = InviteForm.base_fields["invited"]

    def __init__(self, *args: Any, offered: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invited"].required = False
        _offer(self, "invited", offered)


class RoomEntryForm(EntryForm):
    """A new entry of a room. The key w goes to the watch log of the own desk, so this line has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("data-key", "aria-keyshortcuts"):
            self.fields["text"].widget.attrs.pop(name, None)


class LeaveForm(ActForm):
    """Leaving, by a button alone."""


class WithdrawForm(ActForm):
    """Withdrawal of an invitation, by a button alone."""

    row_field, row_prefix = "member", "withdraw"
    member = HiddenNumber()


class ExtendForm(ActForm):
    """A later end."""

    auto_id = "extend-%s"
    ends_on = DayField(label=_("Last day"), help_text=_("At most 30 days ahead."))
    why = forms.CharField(label=_("Reason"), max_length=MAX_REASON_CHARS, widget=forms.TextInput(attrs=NO_SUGGESTIONS))


class CloseForm(ActForm):
    """The result with which the room is closed."""

    auto_id = "close-%s"
    outcome = LinesField(label=_("Result"), rows=2)


class TaskForm(ActForm):
    """A new task for a member."""

    auto_id, marks_optional = "new-task-%s", False
    task = LinesField(label=_("Task"), help_text=_("What needs to be done"), max_length=MAX_TASK_CHARS, rows=2)
    organisation = forms.ChoiceField(label=_("Assign to"))
    day = DayField(label=_("Due date"))
    clock = forms.TimeField(
        label=_("Due time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Write the time with hours and minutes, for example 14:30.")},
    )
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, offered: Iterable[Organisation], zones: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "organisation", offered)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(each, each) for each in zones]


class EndTaskForm(ActForm):
    """How a task ended: two buttons, done or dropped."""

    row_field, row_prefix, marks_optional = "task", "task", False
    task = HiddenNumber()
    said = forms.CharField(
        label=_("Result, or reason for dropping the task"),
        help_text=_("You may leave this empty if the task is done."),
        max_length=4000,
        required=False,
        widget=forms.TextInput(attrs=NO_SUGGESTIONS),
    )


class RoomFileForm(ActForm):
    """A file to add; all members read it."""

    auto_id = "file-%s"
    title = forms.CharField(
        label=_("What the file shows"), max_length=MAX_TITLE_CHARS, widget=forms.TextInput(attrs=NO_SUGGESTIONS)
    )
    evidence = forms.ChoiceField(
        label=_("Type of evidence"), choices=[(each, file_label(each)) for each in EVIDENCE_TYPES]
    )
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext("%(types)s, up to %(size)d MB.") % {
            "types": ACCEPTED_TYPES.render(gettext),
            "size": config().file_size // MB,
        }

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > config().file_size:
            raise forms.ValidationError(refusal_text(too_large(config().file_size)))
        return file


def _offer(form: forms.Form, name: str, organisations: Iterable[Organisation]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(each.pk, named(each)) for each in organisations]


def named(organisation: Organisation) -> str:
    """Return the organisation with its state in words."""
    return f"{country(organisation.state_id)}: {organisation}" if organisation.state_id else str(organisation)
