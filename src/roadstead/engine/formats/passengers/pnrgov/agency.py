"""ORG of a booking: who made it. `ORG+1A:MUC+32393340:SINSQ08AA+NCE+SQ:NCE+A+SG+ELPD`."""

from __future__ import annotations

from roadstead.engine.formats.passengers.pnrgov.drafts import NO_AGENCY, Draft
from roadstead.engine.formats.passengers.pnrgov.groups import Found
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Agency
from roadstead.engine.syntax.edifact import part


def org(found: Found, draft: Draft, notes: Notebook) -> None:
    """System and its place, IATA number and office, city, company, kind, country, agent. At check-in: nothing new."""
    if draft.level != "booking" or draft.agency != NO_AGENCY:
        return
    segment = found.segment
    country = next((value for value in (part(segment, 6), part(segment, 5, 1)) if value.isalpha()), "")
    draft.agency = Agency(
        name=part(segment, 2, 1),
        iata_number=part(segment, 2),
        city=part(segment, 3) or part(segment, 4, 1) or part(segment, 1, 1),
        country=country.upper(),
        agent=part(segment, 7) or part(segment, 6, 3),
    )
