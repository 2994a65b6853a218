"""Forms of data subject requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference.rights import Right
from roadstead.filings.cargo.models import Mention
from roadstead.filings.voyages.models import Traveller
from roadstead.oversight.retention import restrict
from roadstead.oversight.retention.models import RequestType
from roadstead.oversight.retention.subject_actions import MAX_STATEMENT_CHARS
from roadstead.web.common.refusals import MAX_TEXT_CHARS
from roadstead.web.forms.fields import DayField, DocumentField, PartialDateField
from roadstead.web.forms.page_form import LinesField, PageForm

SIMILAR = _("similar row: compare it with the document that was shown")
ROW_HINTS = {
    RequestType.ERASE: _(
        "These rows are deleted with everything that messages say of them. The text of those messages is deleted as a"
        " whole; the rows of other people stay"
    ),
    RequestType.RESTRICT: _(
        "Afterwards only those who decide an alert on a row, and those who oversee data protection, can read it. The"
        " rows are still screened against lists"
    ),
    RequestType.RECTIFY: _("The declared data stay as they were sent. The statement is shown beside them"),
}


def _narrow() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})


class RequestForm(PageForm):
    """A new data subject request."""

    kind = forms.ChoiceField(
        label=_("What the person asks for"), choices=[(value, _(label)) for value, label in RequestType.choices]
    )
    surname = forms.CharField(label=_("Surname"), widget=_narrow())
    given = forms.CharField(label=_("Given names"), widget=_narrow(), required=False)
    born = PartialDateField(label=_("Birth date"))
    document = DocumentField(
        label=_("Document number"), help_text=_("Only if the person wants us to search by it"), required=False
    )
    identity_by = forms.CharField(
        label=_("Identity document shown"),
        help_text=_("Its kind, for example passport. Keep no copy and write no number here"),
        widget=_narrow(),
    )


class LiftForm(PageForm):
    """End of a restriction."""

    why = LinesField(label=_("Reason for lifting the restriction"), rows=2, max_length=restrict.MAX_REASON_CHARS)


class AnswerForm(PageForm):
    """The answer was given."""

    withheld = LinesField(
        label=_("Why nothing may be given"),
        help_text=_(
            "Leave empty if nothing is withheld. Only those who oversee data protection read it; it is never part of"
            " the answer"
        ),
        max_length=MAX_TEXT_CHARS,
        required=False,
    )


class RefusalForm(PageForm):
    """Refusal of a correction, a deletion or a restriction."""

    auto_id = "refuse-%s"

    ground = forms.ChoiceField(label=_("Ground for refusal"), widget=forms.RadioSelect)
    withheld = LinesField(
        label=_("Explanation"),
        help_text=_("Only those who oversee data protection read it. It is never part of the answer"),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )

    def __init__(self, *args: Any, grounds: Mapping[str, Right], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, ground.text) for code, ground in grounds.items()]


class ActionForm(PageForm):
    """Correction, deletion or restriction of the chosen rows. `kind`: of the request; `rows`: found by document, or by
    name and birth date; `similar`: only similar ones.
    """

    row = forms.TypedMultipleChoiceField(
        label=_("Rows of this person"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    statement = LinesField(label=_("What the person says is correct"), max_length=MAX_STATEMENT_CHARS)
    until = DayField(
        label=_("Last day of the restriction"),
        help_text=_("Leave empty if a supervisor will lift it"),
        required=False,
    )

    def __init__(
        self, *args: Any, kind: str, rows: Sequence[Traveller], similar: Sequence[Traveller], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["row"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            *((row.pk, row_label(row)) for row in rows),
            *((row.pk, format_html("{} – {}", row_label(row), SIMILAR)) for row in similar),
        ]
        field.help_text = ROW_HINTS[RequestType(kind)]
        if kind != RequestType.RECTIFY:
            del self.fields["statement"]
        if kind != RequestType.RESTRICT:
            del self.fields["until"]


class EnclosedForm(PageForm):
    """Bills that the file for the person contains. `named`: those that name somebody of this name."""

    marks_optional = False

    bill = forms.MultipleChoiceField(
        label=_("Bills to enclose"),
        help_text=_(
            "A bill gives no birth date, and other people have this name. Enclose a bill only if the address shows that"
            " it is this person"
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, named: Sequence[Mention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bill"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), _rendered("partials/named_in_cargo.html", row)) for row in named]


def row_label(row: Traveller) -> SafeString:
    """Return name, birth date, voyage and arrival of a traveller."""
    return _rendered("partials/subject_row.html", row)


def _rendered(template: str, row: Traveller | Mention) -> SafeString:
    return mark_safe(render_to_string(template, {"row": row}).strip())  # noqa: S308 the template escapes
