"""Base of the filters above tables: GET forms whose URL keeps the choices, and whose fields may all be left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms

from roadstead.web.forms.page_form import PageForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_SEARCH_CHARS: Final = 100
SEARCH: Final = {"type": "search", "autocomplete": "off", "spellcheck": "false"}


class FilterForm(PageForm):
    """Filters of a table. A field with an error shows it and does not filter."""

    auto_id = "filter-%s"
    marks_optional = False

    def chosen(self, name: str) -> Any:
        """Return the cleaned value of a field; "" if it is empty or has an error."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


def search_field(label: str | _StrPromise) -> forms.CharField:
    """Return a field to search by words."""
    return forms.CharField(
        label=label, max_length=MAX_SEARCH_CHARS, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
