"""Forms of the carriers' pages: filing by hand, repair of a message, filters of messages and responses."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Verdict
from roadstead.filings.intake.models import Status
from roadstead.web.common.status_tags import TAGS
from roadstead.web.forms.filter_form import FilterForm, search_field
from roadstead.web.forms.page_form import PageForm

NOTHING_SENT: Final = _("Choose a file, or paste the text of the list.")
TOO_LARGE: Final = _("The list is too large. Send it in parts.")
UNCHANGED: Final = _("The text has not changed. Correct it before you send it again.")
EMPTY: Final = _("The text is empty. Enter the whole message.")
NOT_REPAIRABLE: Final = _("This message is not set aside, so it cannot be repaired.")
NOT_RETRIABLE: Final = _("This message is not set aside, so it cannot be read again.")


class MessageField(forms.CharField):
    """The text of a message, kept byte for byte."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        looks = {
            "class": "govuk-textarea--raw",
            "rows": rows,
            "cols": False,
            "spellcheck": "false",
            "autocapitalize": "none",
        }
        super().__init__(widget=forms.Textarea(attrs=looks), strip=False, required=False, **kwargs)


class SubmitForm(PageForm):
    """Form to file a list: a file or its text. `raw` and `name`: what was sent."""

    marks_optional = False

    file = forms.FileField(
        label=_("Upload a file"),
        help_text=_(
            "PAXLST, PNRGOV, ISO 28005 or PNRGOV XML, a sheet (xlsx, xls, ods or csv), or document scanner lines"
        ),
        allow_empty_file=True,
        required=False,
        widget=forms.FileInput,
    )
    text = MessageField(
        label=_("Or paste the text"),
        help_text=_("Paste the whole message, from the first line to the last."),
        rows=8,
    )
    test = forms.BooleanField(
        label=_("This is a test"),
        help_text=_("The list is read and answered, and counts for nothing. It is deleted after 7 days."),
        required=False,
    )

    def sent(self, limit: int) -> tuple[bytes, str]:
        """Return at most `limit` bytes and one more, and the name of the file."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(limit + 1), file.name or ""
        return self.cleaned_data["text"].encode(), ""


class RepairForm(PageForm):
    """Form to repair a message that was set aside."""

    marks_optional = False

    text = MessageField(
        label=_("Text of the message"),
        help_text=_(
            "The original stays as it was sent. Your text becomes a new message with your name beside it. "
            "It is read and screened as if the carrier had sent it."
        ),
        rows=14,
    )


def _tagged(kind: str, codes: list[str]) -> list[tuple[str, str | Promise]]:
    return [("", _("All")), *((code, TAGS[kind][code].words) for code in codes)]


class MessageFilterForm(FilterForm):
    """Filters of the messages."""

    status = forms.ChoiceField(
        label=_("Status"), choices=_tagged("message", [each.value for each in Status]), required=False
    )
    q = search_field(_("Receipt or file name"))


class ResponseFilterForm(FilterForm):
    """Filters of the responses about the people of a message."""

    verdict = forms.ChoiceField(
        label=_("Response"), choices=_tagged("verdict", [each.value for each in Verdict]), required=False
    )
    q = search_field(_("Name, booking or reference"))
