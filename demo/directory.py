"""Organisations of the demo region and their contact points, from its tables."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.desks_of_states import make_desks
from demo.tables import rows
from roadstead.platform.accounts.models import Organisation, Role, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.contacts import record_contact
from roadstead.platform.directory.editing import add_competence, add_method, add_point, name_holder

LANGUAGES = ("en", "es", "fr", "nl")


def make_organisations() -> None:
    """Create the organisations of the table, and the first one of every other state."""
    for row in rows("organisations"):
        kept = {"names": {each: row[each] for each in LANGUAGES}, "type": row["type"], "state_id": row["state"] or None}
        Organisation.objects.update_or_create(code=row["code"], defaults=kept)
    for state in [*State.objects.all(), None]:
        first_organisation(state)


def name_contact_points(now: datetime) -> None:
    """Create a contact point for each row of the table, recorded as many days ago as it says, and desks elsewhere."""
    for row in rows("contact_points"):
        organisation = Organisation.objects.get(pk=row["organisation"])
        keeper = User.objects.filter(state=organisation.state, role=Role.SUPERVISOR).order_by("pk")[0]
        then = now - timedelta(days=int(row["days"]))
        point = add_point(organisation, row["title"], row["functions"].split(), by=keeper, today=then.date())
        if row["holder"]:
            name_holder(point, by=keeper, now=then, name=row["holder"], telephone=row["own"])
        for measure in row["measures"].split():
            add_competence(point, measure, "Letter of designation", by=keeper, today=then.date())
        ways = [
            add_method(point, way, row[way], by=keeper, now=then, hours=row["hours"], order=order)
            for order, way in enumerate(("telephone", "mail", "radio"), start=1)
            if row[way]
        ]
        for ago in reversed(range(int(row["unanswered"]))):  # days; two callers, since one alone does not count
            caller = User.objects.get(username=("region.analyst", "region.supervisor")[ago % 2])
            record_contact(ways[0], "unanswered", by=caller, now=now - timedelta(days=ago))
        enter(REGION)  # those functions leave the scope of their user
    make_desks(now)
