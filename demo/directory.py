"""The organisations of the made-up region: those of its table, and the first one of every other state."""

from __future__ import annotations

from demo.tables import rows
from roadstead.platform.accounts.models import Organisation, State
from roadstead.platform.accounts.organisations import first_organisation

LANGUAGES = ("en", "es", "fr", "nl")


def make_organisations() -> None:
    for row in rows("organisations"):
        kept = {"names": {each: row[each] for each in LANGUAGES}, "type": row["type"], "state_id": row["state"] or None}
        Organisation.objects.update_or_create(code=row["code"], defaults=kept)
    for state in [*State.objects.all(), None]:
        first_organisation(state)
