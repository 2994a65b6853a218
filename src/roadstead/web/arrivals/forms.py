"""Forms of the arrivals pages: filters of the board, search among travellers, comparison of versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference.caricom import participants
from roadstead.filings.voyages.history import Version
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.web.common.board import ALL_WAYS, DEFAULT_PERIOD, FILING, GRADES, MODES, PERIODS, WAYS, BoardFilters
from roadstead.web.common.status_tags import TAGS
from roadstead.web.forms.fields import CodeField, PlaceField
from roadstead.web.forms.filter_form import FilterForm, search_field
from roadstead.web.forms.page_form import PageForm
from roadstead.web.templatetags.clock import sender_time
from roadstead.web.templatetags.names import CODE_LABELS, code_label

Choices = list[tuple[str, str | Promise]]


def _labelled(codes: Iterable[str]) -> Choices:
    return [(code, CODE_LABELS[code]) for code in codes]


def _tagged(kind: str, codes: Iterable[str]) -> Choices:
    return [(code, TAGS[kind][code].words) for code in codes]


def _states() -> Choices:
    return [("", _("Any state")), *((each.code, each.name) for each in participants())]


class BoardForm(FilterForm):
    """Filters of the board of voyages, in its URL. The field names are those of BoardFilters. `way` is a tab above the
    form: a state begins with what arrives there.
    """

    when = forms.ChoiceField(label=_("Arrives"), choices=_labelled(PERIODS), required=False)
    mode = forms.ChoiceField(
        label=_("Transport"), choices=[("", _("Air, sea and road")), *_labelled(MODES)], required=False
    )
    way = forms.ChoiceField(
        label=_("Direction"),
        choices=[(code, CODE_LABELS[code]) for code in (*WAYS, ALL_WAYS)],
        required=False,
        widget=forms.HiddenInput,
    )
    q = search_field(_("Port, carrier, number or craft"))
    alerts = forms.BooleanField(label=_("Only with alerts"), required=False)
    state = forms.ChoiceField(label=_("State concerned"), choices=_states, required=False)
    port = PlaceField(label=_("Port of arrival"), required=False)
    carrier = CodeField(label=_("Carrier code"), max_length=12, required=False)
    filed = forms.ChoiceField(
        label=_("Filed"), choices=[("", _("On time or not")), *_tagged("filing", FILING)], required=False
    )
    quality = forms.ChoiceField(
        label=_("Data quality"), choices=[("", _("Any quality")), *_tagged("quality", GRADES)], required=False
    )

    def __init__(self, query: QueryDict, *, user: User) -> None:
        data = query.copy()
        self.usual_way = next(iter(WAYS)) if user.state_id else ALL_WAYS
        data["when"] = data.get("when") or DEFAULT_PERIOD
        data["way"] = data.get("way") or self.usual_way
        super().__init__(data)
        port = self.fields["port"]
        assert isinstance(port, PlaceField)
        port.accepts = lambda code: Voyage.objects.visible_to(user).filter(destination=code).exists()

    def filters(self) -> BoardFilters:
        """Return the filters; a field with an error counts as no choice."""
        self.is_valid()
        given: dict[str, Any] = {"when": DEFAULT_PERIOD, "way": self.usual_way} | self.cleaned_data
        return BoardFilters(**given)

    @property
    def has_folded_errors(self) -> bool:
        """True if a field that is folded away has an error."""
        return any(name in self.errors for name in ("state", "port", "carrier", "filed", "quality"))


class TravellerSearchForm(FilterForm):
    """Search among the people of a voyage."""

    q = search_field(_("Name or document number"))


class CompareForm(PageForm):
    """Choice of two versions of a voyage's list."""

    marks_optional = False

    one = forms.ChoiceField(label=_("Compare the list after message"))
    other = forms.ChoiceField(label=_("with the list after message"))

    def __init__(self, versions: Sequence[Version], query: QueryDict) -> None:
        choices = [(str(each.manifest.pk), _version_label(each)) for each in versions]
        initial = {"one": choices[0][0], "other": choices[-1][0]} if choices else {}
        super().__init__(query if "one" in query or "other" in query else None, initial=initial)
        for field in self.fields.values():
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


def _version_label(version: Version) -> str:
    sent = sender_time(version.manifest.sent_at) or "–"
    return f"{version.number}: {code_label(version.manifest.function)}, {sent}"
