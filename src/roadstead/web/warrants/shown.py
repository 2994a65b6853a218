"""Words of a warrant for its page and its PDF: the names of its acts, and the facts about the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from roadstead.cooperation.warrants.logic.statuses import WarrantAct
from roadstead.cooperation.warrants.models import Warrant
from roadstead.web.templatetags.names import country

ACT_LABELS: Final[Mapping[str, Promise]] = {
    WarrantAct.DRAFTED: gettext_lazy("Drafted"),
    WarrantAct.CHANGED: gettext_lazy("Draft changed"),
    WarrantAct.SIGNED: gettext_lazy("Signed file uploaded"),
    WarrantAct.RETURNED: gettext_lazy("Returned to the clerk"),
    WarrantAct.VALIDATED: gettext_lazy("Validated"),
    WarrantAct.PUBLISHED: gettext_lazy("Put in force"),
    WarrantAct.SUSPENDED: gettext_lazy("Suspended"),
    WarrantAct.RESUMED: gettext_lazy("Resumed"),
    WarrantAct.REVIEWED: gettext_lazy("Reviewed"),
    WarrantAct.EXECUTED: gettext_lazy("Executed"),
    WarrantAct.WITHDRAWN: gettext_lazy("Withdrawn"),
    WarrantAct.EXPIRED: gettext_lazy("Expired: the last day is over"),
}
CELLS: Final[Mapping[str, Promise]] = {
    "aliases": gettext_lazy("Other names"),
    "born": gettext_lazy("Date of birth"),
    "birth_place": gettext_lazy("Place of birth"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality"),
    "documents": gettext_lazy("Identity documents"),
    "marks": gettext_lazy("Distinctive marks"),
}


def person_facts(row: Warrant) -> list[tuple[Promise, str]]:
    """Return what is known of the person beside the name: countries by their names."""
    return [(label, _known(name, text)) for name, label in CELLS.items() if (text := row.cells.get(name))]


def _known(name: str, text: str) -> str:
    """Return a fact as it is shown: countries by their names."""
    return ", ".join(country(each) for each in text.splitlines()) if name == "nationality" else text
