"""All the facts of one voyage, or as many families of them as somebody asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from roadstead.engine.records import Manifest
from roadstead.engine.rules.facts.past import Past
from roadstead.engine.rules.facts.person import Bookings, of_bags, of_documents, of_person
from roadstead.engine.rules.facts.seen import Seen, Values, of_sharing, see
from roadstead.engine.rules.facts.voyage import of_voyage
from roadstead.engine.rules.rule import Filing

MOST_LISTED: Final = 200  # values of one fact that a loop goes through
WITHIN: Final = (7, 30, 365)  # days


def facts_of(
    manifest: Manifest,
    *,
    today: date,
    filing: Filing | None = None,
    past: Sequence[Past] = (),
    families: Collection[str] = ("traveller", "document", "bags", "booking", "shared", "history", "voyage"),
) -> tuple[Values, list[Values]]:
    """Of the voyage, and of each traveller (those of the voyage included)."""
    seen = see(manifest, today, filing, past)
    bookings = Bookings(seen)
    whole = of_voyage(seen) if "voyage" in families else {}
    sharing = of_sharing(seen) if "shared" in families else [{} for _ in manifest.travellers]
    people = [{**whole, **_of(at, seen, bookings, families), **shared} for at, shared in enumerate(sharing)]
    return bounded(whole), [bounded(each) for each in people]


def _of(at: int, seen: Seen, bookings: Bookings, families: Collection[str]) -> Values:
    traveller, found = seen.manifest.travellers[at], Values()
    if "traveller" in families:
        found.update(of_person(traveller, seen.arrival))
    if "document" in families:
        found.update(of_documents(traveller, seen.arrival))
    if "bags" in families:
        found.update(of_bags(traveller))
    if "booking" in families:
        found.update(bookings.of(at))
    if "history" in families:
        found.update(_of_past(seen.past_of(at), seen.arrival))
    return found


def _of_past(past: Past, arrival: date) -> Values:
    if not past.known:
        return {}
    ago = [(arrival - each.day).days for each in past.voyages if each.boarded and not each.overlaps]
    found: Values = {f"history.voyages_in_{days}_days": sum(0 <= each <= days for each in ago) for days in WITHIN}
    missed = [(arrival - each.day).days for each in past.voyages if not each.boarded]
    found["history.not_boarded_in_365_days"] = sum(0 <= each <= WITHIN[-1] for each in missed)
    found["history.overlapping"] = sum(each.overlaps for each in past.voyages)
    earlier = [each for each in ago if each >= 0]
    return {**found, "history.days_since_last": min(earlier)} if earlier else found


def bounded(values: Values) -> Values:
    """No loop of a rule is longer than this, whatever a carrier sends."""
    long = [name for name, value in values.items() if isinstance(value, list) and len(value) > MOST_LISTED]
    for name in long:
        value = values[name]
        values[name] = value[:MOST_LISTED] if isinstance(value, list) else value
    return values
