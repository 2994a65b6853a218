"""Fields of where, when and by whom goods are examined, in the forms that select goods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts.models import User
from roadstead.web.forms.fields import PlaceField
from roadstead.web.forms.found_form import MomentField
from roadstead.web.forms.page_form import PageForm

DETAIN: Final = _("Detain: do not release before the examination")
MAX_PLACE_CHARS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoices:
    """Choices of a plan, and what the page fills in. `planned_at`: usually the arrival; `officer`: in charge now."""

    zone: ZoneInfo
    now: datetime
    port: str = ""
    place: str = ""
    planned_at: datetime | None = None
    officers: Iterable[User] = field(default_factory=tuple)
    officer: str = ""


def next_hour(now: datetime) -> datetime:
    """Return the next full hour, when an examination of goods that have arrived may begin."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


class PlanForm(PageForm):
    """Base of forms with the fields of a plan."""

    by_name: dict[str, User]

    def add_plan_fields(self, choices: PlanChoices) -> None:
        """Add port, place, planned time and officer in charge, filled in as far as they are known."""
        coming = choices.planned_at is not None and choices.planned_at > choices.now
        self.by_name = {each.username: each for each in choices.officers}
        self.add_field("port", PlaceField(label=gettext("Port"), initial=choices.port, help_text=""))
        self.add_field(
            "place",
            forms.CharField(
                label=gettext("Terminal or shed"),
                max_length=MAX_PLACE_CHARS,
                required=False,
                initial=choices.place,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
            ),
        )
        planned = choices.planned_at if coming else next_hour(choices.now)
        moment = MomentField(label=gettext("Planned time"), zone=choices.zone, now=choices.now, initial=planned)
        self.add_field("planned_at", moment)
        names = [(name, str(each)) for name, each in self.by_name.items()]
        officer = forms.ChoiceField(label=gettext("Officer in charge"), choices=names, initial=choices.officer)
        self.add_field("officer", officer)

    def plan_values(self) -> dict[str, Any]:
        """Return the fields as the domain takes them, once the form is valid."""
        given = self.cleaned_data
        return {name: given[name] for name in ("port", "place", "planned_at")} | {
            "officer": self.by_name[given["officer"]]
        }
