"""Forms on the page of a case. Most are short; several of one class appear where rows have one each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.cases.acts import MAX_TEXT_CHARS, MAX_TITLE_CHARS
from roadstead.casework.cases.links import IN_WORDS, MAX_WORDS_CHARS
from roadstead.casework.cases.tasks import MAX_TASK_CHARS
from roadstead.config import config
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.attachments import EVIDENCE_TYPES, too_large
from roadstead.platform.timeline.logic.file_types import ACCEPTED_TYPES, MB
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField
from roadstead.web.templatetags.timeline import file_label

# Addresses of pages by the kind of item that they show. The number of a traveller is the last one in the address.
ADDRESSES: Final = (
    ("traveller", re.compile(r"/voyages/\d+/travellers/(\d+)")),
    ("alert", re.compile(r"/alerts/(\d+)")),
    ("voyage", re.compile(r"/voyages/(\d+)")),
)


def _line(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, widget=widget, **{"max_length": MAX_TEXT_CHARS, **kwargs})


def item_at(address: str) -> tuple[str, str] | None:
    """Return kind and number of the item whose page has this address; None if it is no address of one."""
    found = ((kind, pattern.search(address)) for kind, pattern in ADDRESSES)
    return next(((kind, match[1]) for kind, match in found if match), None)


class NoteForm(ActForm):
    """A new note."""

    note = LinesField(
        label=_("Note"),
        help_text=_("You cannot change a note. You can add a new version; the earlier one is kept."),
        max_length=MAX_TEXT_CHARS,
        rows=4,
    )


class AmendForm(ActForm):
    """A new version of one's own note."""

    row_field, row_prefix = "of", "event"
    of = HiddenNumber()
    edition = HiddenNumber()
    text = LinesField(label=_("New version of the note"), max_length=MAX_TEXT_CHARS)


class PutInForm(ActForm):
    """An item to add: by its number, by the address of its page, or a person in words."""

    kind = forms.ChoiceField(
        label=_("Type of item"),
        choices=[
            ("alert", _("Alert")),
            ("voyage", _("Voyage")),
            ("traveller", _("Traveller")),
            (IN_WORDS, _("Person described in words")),
        ],
    )
    what = _line(
        _("Item"),
        help_text=_("Paste the address of its page, or write its number. Describe a person in your own words."),
        max_length=MAX_WORDS_CHARS,
    )

    def clean(self) -> dict[str, Any]:
        """Take kind and number from a pasted address."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") != IN_WORDS and (found := item_at(given.get("what", ""))):
            given["kind"], given["what"] = found
        return given


class TakeOutForm(ActForm):
    """Removal of an item."""

    row_field, row_prefix = "link", "link"
    link = HiddenNumber()
    edition = HiddenNumber()
    why = _line(_("Reason for removal"))


class TakeFileOutForm(ActForm):
    """Removal of a file."""

    row_field, row_prefix = "file", "file"
    file = HiddenNumber()
    edition = HiddenNumber()
    why = _line(_("Reason for removal"))


class LeaveForm(ActForm):
    """Removal of an officer, by a button alone."""

    row_field, row_prefix = "officer", "leave"
    officer = forms.CharField(widget=forms.HiddenInput(attrs={"id": False}))
    edition = HiddenNumber()


class JoinForm(ActForm):
    """An officer to add."""

    officer = forms.ChoiceField(label=_("Officer"))

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "officer", officers)


class HandOverForm(ActForm):
    """The new lead."""

    lead = forms.ChoiceField(label=_("Lead officer"))
    edition = HiddenNumber()

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "lead", officers)


class TaskForm(ActForm):
    """A new task. The field of its officer is called `for` in the page."""

    marks_optional = False
    task = LinesField(label=_("Task"), help_text=_("What needs to be done"), max_length=MAX_TASK_CHARS, rows=2)
    officer = forms.ChoiceField(label=_("Assign to"), required=False)
    day = DayField(label=_("Due date"))
    clock = forms.TimeField(
        label=_("Due time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Write the time with hours and minutes, for example 14:30.")},
    )
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, officers: Iterable[User], zones: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "officer", officers, none=gettext("anyone"))
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(each, each) for each in zones]

    def add_prefix(self, field_name: str) -> str:
        return "for" if field_name == "officer" else super().add_prefix(field_name)


class EndTaskForm(ActForm):
    """How a task ended: two buttons, done or dropped."""

    row_field, row_prefix, marks_optional = "task", "task", False
    task = HiddenNumber()
    said = _line(
        _("Result, or reason for dropping the task"),
        help_text=_("You may leave this empty if the task is done."),
        required=False,
    )


class CloseForm(ActForm):
    """The result with which the case is closed."""

    outcome = LinesField(label=_("Result of the case"), max_length=MAX_TEXT_CHARS, rows=2)
    edition = HiddenNumber()


class ReopenForm(ActForm):
    """The reason for reopening the case."""

    reopening = LinesField(label=_("Reason for reopening"), max_length=MAX_TEXT_CHARS, rows=2)
    edition = HiddenNumber()


class FileForm(ActForm):
    """A file to add."""

    title = _line(_("What the file shows"), max_length=MAX_TITLE_CHARS)
    evidence = forms.ChoiceField(
        label=_("Type of evidence"), choices=[(each, file_label(each)) for each in EVIDENCE_TYPES]
    )
    file = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose the file."), "empty": _("This file is empty. Choose another file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "%(types)s, up to %(size)d MB. Files that can run or hide a program are refused: macros, scripts, locked "
            "files and archives."
        ) % {"types": ACCEPTED_TYPES.render(gettext), "size": config().file_size // MB}

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > config().file_size:
            raise forms.ValidationError(refusal_text(too_large(config().file_size)))
        return file


def _offer(form: ActForm, name: str, officers: Iterable[User], none: str = "") -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*([("", none)] if none else []), *((each.username, str(each)) for each in officers)]
