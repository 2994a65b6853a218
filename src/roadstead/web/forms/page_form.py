"""Base of all forms on pages: ids equal to names, errors that say what to do, refusals shown at their field."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.web.common.refusals import refusal_text

ENTER: Final = _("Fill in “%(label)s”.")
CHOOSE: Final = _("Choose an answer to “%(label)s”.")
ATTACH: Final = _("Choose a file for “%(label)s”.")
TOO_LONG: Final = _("“%(label)s” has %(show_value)d characters. Shorten it to %(limit_value)d at most.")
NOT_OFFERED: Final = _("Choose one of the answers offered for “%(label)s”.")
LABEL: Final = "%(label)s"
UNKNOWN_CHOICES: Final = tuple(
    kind.default_error_messages["invalid_choice"] for kind in (forms.ChoiceField, forms.ModelChoiceField)
)


class PageForm(forms.Form):
    """A form on a page.

    `auto_id`: pattern of the fields' ids; a second form on one page with the same field names sets its own.
    `marks_optional`: False on forms where every field is optional, such as filters.
    """

    auto_id = "%s"
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", type(self).auto_id)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            set_error_texts(field)

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that depends on data, with the same errors as the others."""
        self.fields[name] = field
        set_error_texts(field)

    def refuse(self, refused: Exception, field: str | None = None) -> None:
        """Show why the action was refused, at `field` or above the form."""
        self.add_error(field if field in self.fields else None, refusal_text(refused))


class LinesField(forms.CharField):
    """Text of several lines. A browser sends two characters for each line break; one is stored and counted."""

    def __init__(self, *, rows: int = 3, max_length: int = 4000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": False}))
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # a browser counts line breaks twice and cuts silently

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n")))


def set_error_texts(field: forms.Field) -> None:
    """Name the field in its standard errors. A message that the field brings itself stays."""
    first = CHOOSE if isinstance(field, forms.ChoiceField) else ATTACH if isinstance(field, forms.FileField) else ENTER
    label = str(field.label or "")
    standard = {
        "required": ((forms.Field.default_error_messages["required"],), str(first) % {"label": label}),
        "invalid_choice": (UNKNOWN_CHOICES, str(NOT_OFFERED)),
        "max_length": ((None,), str(TOO_LONG)),
    }
    for code, (django, own) in standard.items():
        if field.error_messages.get(code) in django:
            # the validator fills in the remaining placeholders
            field.error_messages[code] = own.replace(LABEL, label.replace("%", "%%"))
