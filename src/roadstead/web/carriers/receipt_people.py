"""People and problems on the page of one message: for its carrier a table of travellers, for others what to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest

from roadstead.engine.records import Function, Traveller
from roadstead.engine.voyages.versions.differences import Change
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.history import history_at
from roadstead.filings.voyages.models import Manifest
from roadstead.filings.voyages.own_voyage import own_voyage
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import Role, User
from roadstead.web.carriers.traveller_rows import SHOWN, TravellerRow, rows_of_message
from roadstead.web.common.guard import current_user, problems_of
from roadstead.web.common.tables import Column, headings

PEOPLE_PER_PAGE: Final = 40
CORRECTIONS: Final = frozenset({Function.CHANGE.value, Function.CANCEL.value})
MAX_CORRECTED: Final = 20  # people of a message whose old and new values are shown
MAX_CORRECTIONS: Final = 4  # messages of a body; each costs a replay of its voyage, and a page files two at most
HEADINGS: Final = {name: Column(column.heading) for name, column in SHOWN.items()}


def people_and_problems(request: HttpRequest, found: Message, manifests: Sequence[Manifest]) -> dict[str, Any]:
    """Return the context of what to correct. For its carrier each problem of a person stands in the person's row."""
    user = current_user(request)
    rows = [row for each in manifests for row in rows_of_message(each, user)] if user.role == Role.CARRIER else []
    if not rows:
        return {
            **problems_of(manifests, doubts=True),
            "people": _people_with_findings(found, manifests, user),
        }
    told = {id(problem) for row in rows for problem in row.grave}
    in_order = sorted(rows, key=lambda row: (row.state, row.naming.manifest.position if row.naming else 0, row.number))
    return {
        **problems_of(manifests, doubts=True, without=told),
        "travellers": Paginator(in_order, PEOPLE_PER_PAGE).get_page(request.GET.get("people")),
        "to_correct": sum(row.state == "correct" for row in rows),
        "people": [(each, []) for each in manifests],
        "headings": headings(request, HEADINGS),
        "corrected": list(_corrected(manifests, rows, user)),
    }


def _corrected(
    manifests: Sequence[Manifest], rows: Sequence[TravellerRow], user: User
) -> Iterator[tuple[Traveller, Sequence[Change], bool]]:
    """Yield each person whom a correction names with the old and new values, and True if the person was new."""
    corrections = [
        each
        for each in manifests
        if each.function in CORRECTIONS and each.voyage_id is not None and each.traveller_count <= MAX_CORRECTED
    ]
    for each in corrections if len(corrections) <= MAX_CORRECTIONS else ():
        voyage = own_voyage(each, user)
        for row in (row for row in rows if row.naming and row.naming.manifest.pk == each.pk):
            own = voyage.named(each.pk, row.number)
            words = history_at(voyage.versions, own.place) if own else []
            for word in words:
                if word.version.manifest.pk == each.pk:
                    yield row.traveller, word.changes, word.first


def _people_with_findings(
    found: Message, manifests: Sequence[Manifest], user: User
) -> list[tuple[Manifest, list[tuple[dict[str, Any], str]]]]:
    """Return each manifest with its people who have findings, named as the responses name them ("" if they do not)."""
    people = {each.pk: each.quality.get("travellers", []) for each in manifests}
    names: dict[tuple[int, int], str] = {}
    if any(people.values()):
        newest = Response.objects.visible_to(user).filter(answered_list__message=found).current()
        named = Response.objects.filter(pk__in=newest.values("pk")).order_by()
        rows = named.values_list("answered_list__manifest_id", "place", "name")
        names = {(manifest, place): name for manifest, place, name in rows}
    return [
        (each, [(person, names.get((each.pk, person["position"] + 1), "")) for person in people[each.pk]])
        for each in manifests
    ]
