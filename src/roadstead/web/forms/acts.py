"""Pages with several small forms: each posts `act`, and a table of the page says which form and action that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from roadstead.web.forms.page_form import PageForm

OUT_OF_DATE: Final = _("This page is out of date. Check what has changed, then try again.")
NO_ACT: Final = _("Use one of the buttons on this page.")
MAX_NUMBER: Final = 10**18 - 1  # of a row's id
Form = TypeVar("Form", bound="ActForm")


class HiddenNumber(forms.IntegerField):
    """A number that the page sends along: the row, or the version that the person saw."""

    def __init__(self, **kwargs: Any) -> None:
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_DATE)
        hidden = forms.HiddenInput(attrs={"id": False})  # several forms of a page have it
        super().__init__(min_value=0, max_value=MAX_NUMBER, widget=hidden, error_messages=errors, label="", **kwargs)


class ActForm(PageForm):
    """One of several forms on a page.

    `row_field`: the hidden field with the row's number, if the page has one form for each row. The ids of the row's
    fields are `<row_prefix>-<field>-<row>`.
    """

    row_field: ClassVar[str] = ""
    row_prefix: ClassVar[str] = ""

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, row: object = "", **kwargs: Any) -> None:
        sent = data.get(self.row_field, "") if data is not None and self.row_field else ""
        self.row = str(row or sent).replace("%", "")
        if self.row_field:
            kwargs.setdefault("auto_id", f"{self.row_prefix}-%s-{self.row}")
            kwargs["initial"] = {self.row_field: self.row, **kwargs.get("initial", {})}
        super().__init__(data, files, **kwargs)

    def full_clean(self) -> None:
        """Validate. Errors of hidden fields are shown above the form, since no field shows them."""
        super().full_clean()
        for name in [field.name for field in self.hidden_fields() if field.name in self.errors]:
            for error in self.errors.pop(name):
                if error not in self.non_field_errors():
                    self.add_error(None, error)

    def renew(self, values: Mapping[str, Any]) -> None:
        """Send these hidden values the next time, and not those of the page that was out of date."""
        hidden = {field.name for field in self.hidden_fields()}
        data: Any = self.data
        data = data.copy()
        for name in hidden & values.keys():
            data[name] = str(values[name])
        self.data = data


class ChosenAct(PageForm):
    """The name of the button that was pressed."""

    act = forms.ChoiceField(error_messages={"required": NO_ACT, "invalid_choice": NO_ACT})

    def __init__(self, data: QueryDict, acts: Iterable[str]) -> None:
        super().__init__(data)
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(act, act) for act in acts]


def shown(sent: PageForm | None, form: type[Form], *, row: object = "", **kwargs: Any) -> Form:
    """Return the form of this class and row as it was sent, with its errors; an empty one if another was sent."""
    if sent is not None and type(sent) is form and isinstance(sent, form) and sent.row == str(row):
        sent.renew(kwargs.get("initial", {}))
        return sent
    return form(row=row, **kwargs)


def refused(text: str) -> PageForm:
    """Return a form without fields whose only error is `text`, for a page on which no form was sent."""
    form = PageForm({})
    form.add_error(None, text)
    return form
