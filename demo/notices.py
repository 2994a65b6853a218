"""INTERPOL notices of invented people, as the national bureau of Barbados would keep them in a file."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from roadstead.engine.formats.lists import load_bytes
from roadstead.targeting.watchlists.publish import publish

NAME: Final = "Notices of the national bureau (demo)"
OWNER: Final = "BRB"
LAST_CHECK: Final = timedelta(days=26)  # it ends within the week, which the first page says
# Forename ("" where a notice has none), name, date of birth as far as it is known, sex, nationality, charge.
PEOPLE: Final = (
    ("Ottoline", "Brackwater", "1979/03/14", "F", "GB", "fraud"),
    ("Evander", "Quillstone", "1984", "M", "US", "importation of firearms"),
    ("", "Tarnhelm", "1968/11", "M", "NL", "money laundering"),
    ("Casimir", "Vexholme", "1991/07/02", "M", "CA", "robbery"),
    ("Philippa", "Dunmarrow", "1973/05/30", "F", "IE", "trafficking in persons"),
    ("Leopold", "Sternwick", "", "M", "DE", "escape from custody"),
)


def publish_notices(now: datetime) -> None:
    """Put the list in force, with a check of the notices that ends within the week."""
    page = {"total": len(PEOPLE), "_embedded": {"notices": [_notice(at, *each) for at, each in enumerate(PEOPLE, 1)]}}
    loaded = load_bytes(json.dumps(page, indent=1).encode(), "red_notices.json", today=now.date())
    publish(loaded, name=NAME, owner=OWNER, source="demo", checked_on=(now - LAST_CHECK).date())


def _notice(
    number: int, given: str, name: str, born: str, sex: str, nationality: str, charge: str
) -> dict[str, object]:
    return {
        "entity_id": f"2026/{90_000 + number}",
        "forename": given or None,
        "name": name.upper(),
        "date_of_birth": born or None,
        "sex_id": sex,
        "nationalities": [nationality],
        "arrest_warrants": [{"issuing_country_id": nationality, "charge": charge, "charge_translation": None}],
    }
