"""A situation report of yesterday by the centre to two states, and a draft of Barbados. All of it invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.oversight.situation.acts import Words, issue, prepare, save
from roadstead.oversight.situation.lines import offered
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter

DAY: Final = timedelta(days=1)
REPORT: Final = {
    "headline": "Tropical storm passes north of the islands; ferries late, airports open",
    "situation": "A tropical storm passed 120 km north of Barbados in the night. No damage to ports is reported.",
    "events": "Ferry lines between Barbados and Saint Lucia run two to four hours late.",
    "note": "Two lists came late because agents had no power. Both are complete now.",
    "coming": "Cruise calls move from Castries to Bridgetown. Expect 3,000 more people at the cruise terminal.",
    "needs": "Saint Lucia asks for two document readers until the weekend.",
}
DRAFT: Final = {
    "headline": "",
    "situation": "Evening with one late ferry. Lane 3 was closed for two hours.",
    "events": "",
    "note": "",
    "coming": "The Grey Heron comes at 23:10 with 61 people.",
    "needs": "",
}


def report_situation(now: datetime) -> None:
    """Issue the centre's report, and leave Barbados' as a draft. Needs accounts and the watch log."""
    centre = User.objects.select_related("organisation").get(username="region.supervisor")
    enter(centre.scope)
    row = prepare(now - DAY - timedelta(hours=2), now - timedelta(hours=2), by=centre)
    recipients = ("BRB-BA", "LCA-BA")
    words = _words(row, centre, REPORT, tlp="green", recipients=recipients)
    issue(row.pk, row.edition, words, names_nobody=True, by=centre)
    officer = User.objects.select_related("organisation__state").get(username="brb.officer")
    enter(officer.scope)
    row = prepare(now - DAY, now, by=officer)
    save(row.pk, row.edition, _words(row, officer, DRAFT, tlp="amber", recipients=("XRC",)), by=officer)
    enter(REGION)


def _words(row: SituationReport, by: User, texts: dict[str, str], *, tlp: str, recipients: tuple[str, ...]) -> Words:
    """Return these texts with all entries that may be quoted."""
    lines = offered(by, row.begins, row.ends).lines
    return Words(**texts, tlp=tlp, recipients=recipients, entries=[line["entry"] for line in lines])
