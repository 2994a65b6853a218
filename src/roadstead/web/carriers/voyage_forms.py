"""Filters of a carrier's own voyages, and of the people on one of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.web.forms.filter_form import FilterForm, search_field


class OwnVoyagesForm(FilterForm):
    """Filters of the voyages."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("Coming voyages")), ("past", _("Past voyages")), ("all", _("All voyages"))],
        required=False,
    )
    q = search_field(_("Flight, craft or port code"))


class OwnTravellersForm(FilterForm):
    """Filters of the people on one voyage."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("On the list")),
            ("correct", _("To correct")),
            ("fine", _("No problems found")),
            ("withdrawn", _("Left out or cancelled")),
            ("all", _("All")),
        ],
        required=False,
    )
    q = search_field(_("Name or document number"))
