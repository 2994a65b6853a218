"""Filter forms with a period: days from and to."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import PageForm

PARAMETERS: Final = {"since": "from", "until": "to"}  # in the URL, by name of the field: "from" is a word of Python


class PeriodForm(PageForm):
    """Filters of a page, with the first and last day in UTC."""

    auto_id = "filter-%s"
    marks_optional = False

    since = DayField(label=_("From (UTC)"), required=False)
    until = DayField(label=_("To (UTC)"), required=False)

    def add_prefix(self, field_name: str) -> str:
        return PARAMETERS.get(field_name, field_name)
