"""The one renderer of forms: Django's own, with GOV.UK Frontend's markup in `templates/` (decision 0038)."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

# Class of GOV.UK Frontend by widget. The first match holds: subclasses come before their base.
CLASSES: Final[tuple[tuple[type[forms.Widget], str], ...]] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (Input, "govuk-input"),
)


class GovukField(forms.BoundField):
    """Field of a form with the classes of GOV.UK Frontend on its widget; the widget's own classes follow them."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        base = next((name for kind, name in CLASSES if isinstance(shown, kind)), "")
        if shown.is_hidden or not base:
            return built
        wrong = f"{base.split()[0]}--error" if self.errors and not self.use_fieldset else ""
        built["class"] = " ".join(filter(None, (base, wrong, shown.attrs.get("class", ""))))
        return built

    @property
    def is_marked_optional(self) -> bool:
        """True if the label says "(optional)": GOV.UK marks what may be left out, as most fields are required."""
        marks = getattr(self.form, "marks_optional", True)
        return marks and not self.field.required and self.widget_type != "checkbox"


class GovukRenderer(TemplatesSetting):
    """Renders forms, fields, widgets and errors by the project's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukField
