"""Filters of the cargo pages."""

from __future__ import annotations

from functools import partial
from typing import Final

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from roadstead.filings.cargo.lanes import LaneFilters
from roadstead.filings.cargo.logic.lane_statistics import Grouping
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User
from roadstead.web.forms.fields import CodeField, PlaceField
from roadstead.web.forms.filter_form import FilterForm, search_field
from roadstead.web.templatetags.lanes import GROUPING_LABELS

MAX_CODE_CHARS: Final = 8
NO_GOODS_CODE: Final = _("Write the first digits of a code of the Harmonized System, for example 8708.")
NAMES: Final = {"load": "from", "discharge": "to"}  # in the URL


def _is_used(user: User, column: str, code: str) -> bool:
    """Return True if a bill that this user may see has this code."""
    return Bill.objects.visible_to(user).filter(**{column: code}).exists()


class BillForm(FilterForm):
    """Search among the bills of a voyage."""

    q = search_field(_("Bill, party, container or goods"))
    withdrawn = forms.BooleanField(label=_("Include withdrawn bills"), required=False)


class LaneForm(FilterForm):
    """Filters of the trade lanes, in their URL."""

    load = PlaceField(label=_("Loaded at"), required=False)
    discharge = PlaceField(label=_("Discharged at"), has_offers=False, required=False)
    goods = CodeField(
        label=_("Goods code begins with"),
        max_length=MAX_CODE_CHARS,
        validators=[RegexValidator(r"^[0-9]+$", NO_GOODS_CODE)],
        required=False,
    )
    by = forms.ChoiceField(
        label=_("Group goods by"),
        choices=[(each.value, GROUPING_LABELS[each]) for each in Grouping],
        required=False,
    )

    def __init__(self, query: QueryDict, *, user: User) -> None:
        data = query.copy()
        data["by"] = data.get("by") or Grouping.HEADING
        super().__init__(data)
        for name in NAMES:
            field = self.fields[name]
            assert isinstance(field, PlaceField)
            field.accepts = partial(_is_used, user, name)

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)

    def filters(self) -> LaneFilters:
        """Return the filters; a field with an error counts as no choice."""
        return LaneFilters(
            by=Grouping(self.chosen("by") or Grouping.HEADING),
            load=self.chosen("load"),
            discharge=self.chosen("discharge"),
            goods=self.chosen("goods"),
            any_code=True,
        )
