"""A carrier's own voyages: the list with what is filed and what is due, and one voyage with its people and messages.

All of it is from the carrier's own messages and our responses to them: never an alert, a list or another's part (C13).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.engine.voyages.filing_state import Filing, FilingStatus, next_due
from roadstead.filings.intake.receive import normalise_receipt
from roadstead.filings.voyages.filed import WITHOUT_RAW, declared_voyage, filings_of, messages_about, newest_of_each
from roadstead.filings.voyages.history import split_lists
from roadstead.filings.voyages.models import Leg, Manifest
from roadstead.filings.voyages.own_voyage import OwnVoyage, own_voyage
from roadstead.platform.accounts.filing_permissions import may_see_filed_voyages
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import log
from roadstead.web.carriers.traveller_rows import COLUMNS as TRAVELLER_COLUMNS
from roadstead.web.carriers.traveller_rows import SHOWN as TRAVELLER_COLUMNS_SHOWN
from roadstead.web.carriers.traveller_rows import TravellerRow, rows_of_voyage
from roadstead.web.carriers.voyage_forms import OwnTravellersForm, OwnVoyagesForm
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by, sorted_list, url_with
from roadstead.web.forms.posted_words import filters_of, posts_words

VOYAGES_PER_PAGE: Final = 50
PEOPLE_PER_PAGE: Final = 40
MESSAGES_PER_PAGE: Final = 20
MAX_EXPORTED: Final = 1_000  # voyages in a file
# Statuses of a filing, those that need most attention first.
ATTENTION: Final = (
    FilingStatus.OVERDUE, FilingStatus.PARTS_MISSING, FilingStatus.DUE, FilingStatus.NOT_FILED, FilingStatus.LATE,
    FilingStatus.FILED, FilingStatus.ON_TIME,
)  # fmt: skip
JUST_LEFT: Final = timedelta(days=2)  # a voyage without a known arrival counts as coming until so long after departure


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledVoyage:
    """One voyage of the list. `newest`: the message that names the voyage; `ends`: its ports and times."""

    newest: Manifest
    ends: Leg
    filings: Sequence[Filing]
    next: Filing | None

    @property
    def shown(self) -> list[Filing]:
        """The filing of each kind that needs most attention."""
        kinds = dict.fromkeys(each.of.kind for each in self.filings)
        return [
            min((each for each in self.filings if each.of.kind == kind), key=lambda each: ATTENTION.index(each.status))
            for kind in kinds
        ]


def _next_text(row: FiledVoyage) -> str:
    return row.next.due.at.isoformat(timespec="minutes") if row.next and row.next.due else ""


COLUMNS: Final = {
    "voyage": Column(
        "Voyage", ("stated__number", "stated__craft"), lambda row: row.newest.stated.get("number") or row.ends.origin
    ),
    "craft": Column("Craft", (), lambda row: row.newest.stated.get("craft", "")),
    "from": Column("From", ("stated__from",), lambda row: row.ends.origin),
    "to": Column("To", ("stated__to",), lambda row: row.ends.destination),
    "departs": Column("Departs", ("departs_at",), lambda row: row.ends.departs_local),
    "arrives": Column("Arrives", ("arrives_at",), lambda row: row.ends.arrives_local),
    "filed": Column(
        "Your filings",
        (),
        lambda row: ", ".join(f"{each.of.kind} {each.state} {each.status}".replace("  ", " ") for each in row.filings),
    ),
    "next": Column("Next deadline", (), _next_text),
}
SHOWN: Final = {
    "voyage": COLUMNS["voyage"],
    "route": Column("Route", ("stated__from", "stated__to")),
    **{name: COLUMNS[name] for name in ("departs", "arrives", "filed", "next")},
}


@allowed(may_see_filed_voyages)
@require_safe
def filed_voyages(request: HttpRequest) -> HttpResponse:
    """List the voyages that the carrier has filed for, with the state of each filing and the next deadline."""
    user, now = current_user(request), timezone.now()
    form = OwnVoyagesForm(request.GET)
    rows = _filtered(newest_of_each(user), form, now)
    is_file = request.GET.get("as") == "csv"
    log(user, "exported" if is_file else "read", "messages", detail="voyages")
    if is_file:
        found = sorted_by(rows, request, COLUMNS)[:MAX_EXPORTED]
        return as_csv("voyages", COLUMNS.values(), _filed(found, user, now))
    page = page_of(sorted_by(rows, request, SHOWN), request, size=VOYAGES_PER_PAGE)
    context = {
        "voyages": list(_filed(page.object_list, user, now)),
        "page": page,
        "headings": headings(request, SHOWN),
        "form": form,
        "is_filtered": bool(form.chosen("q") or form.chosen("show")),
        "export": url_with(request, **{"as": "csv"}),
        "now": now,
    }
    return render(request, "filed_voyages.html", context)


def _filtered(rows: QuerySet[Manifest, Manifest], form: OwnVoyagesForm, now: datetime) -> QuerySet[Manifest, Manifest]:
    if words := form.chosen("q"):
        named = ("number", "craft", "from", "to", "carrier")
        found = [Q(**{f"stated__{name}__icontains": words}) for name in named]
        rows = rows.filter(found[0] | found[1] | found[2] | found[3] | found[4])
    coming = Q(arrives_at__gte=now) | (Q(arrives_at=None) & (Q(departs_at=None) | Q(departs_at__gte=now - JUST_LEFT)))
    if form.chosen("show") == "past":
        return rows.exclude(coming).order_by("-arrives_at", "-pk")
    if form.chosen("show") == "all":
        return rows.order_by("-arrives_at", "-pk")
    return rows.filter(coming).order_by("arrives_at", "departs_at", "pk")


def _filed(rows: Iterable[Manifest], user: User, now: datetime) -> Iterator[FiledVoyage]:
    """Yield the rows with the state of their filings, read for a page of voyages at a time."""
    found, participating = list(rows), frozenset(State.objects.values_list("code", flat=True))
    for at in range(0, len(found), VOYAGES_PER_PAGE):
        part = found[at : at + VOYAGES_PER_PAGE]
        known = messages_about([row.voyage_id for row in part], user)
        for row in part:
            filings = filings_of(declared_voyage(row), known[row.voyage_id or 0], participating, now)
            yield FiledVoyage(newest=row, ends=ends_of(row), filings=filings, next=next_due(filings, now))


def ends_of(row: Manifest) -> Leg:
    """Return the ports and times of the voyage as one message states them."""
    said = row.stated
    return Leg(
        origin=said.get("from", ""),
        destination=said.get("to", ""),
        departs_local=said.get("departure", ""),
        arrives_local=said.get("arrival", ""),
        departs_at=row.departs_at,
        arrives_at=row.arrives_at,
    )


@allowed(may_see_filed_voyages)
@posts_words
@require_safe
def filed_voyage(request: HttpRequest, receipt: str, position: int) -> HttpResponse:
    """Show one voyage as the carrier filed it: deadlines, people with our response and problems, messages, versions."""
    user, now = current_user(request), timezone.now()
    row = message_row(request, receipt, position)
    voyage = own_voyage(row, user)
    is_file = request.GET.get("as") == "csv"
    log(user, "exported" if is_file else "read", f"receipt {row.message.receipt}", detail="voyage")
    participating = frozenset(State.objects.values_list("code", flat=True))
    form = OwnTravellersForm(filters_of(request))
    everybody = rows_of_voyage(voyage, user, participating, now)
    people = sorted_list(_chosen(everybody, form), request, TRAVELLER_COLUMNS)
    if is_file:
        return as_csv(f"travellers-{row.message.receipt}", TRAVELLER_COLUMNS.values(), people)
    filings = filings_of(voyage.declared, voyage.messages, participating, now)
    context = {
        "row": row,
        "voyage": voyage,
        "ends": ends_of(voyage.newest),
        "filings": filings,
        "next": next_due(filings, now),
        "people": Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "counts": voyage.remember("counts", (everybody,), lambda: _counts(everybody)),
        "headings": headings(request, TRAVELLER_COLUMNS_SHOWN),
        "form": form,
        "is_filtered": bool(form.chosen("q") or form.chosen("state")),
        "export": url_with(request, **{"as": "csv"}),
        "split_lists": split_lists(voyage.messages),
        **_messages(request, voyage),
        "has_arrived": has_arrived(voyage, now),
        "now": now,
    }
    return render(request, "filed_voyage.html", context)


def _messages(request: HttpRequest, voyage: OwnVoyage) -> dict[str, Any]:
    """Return a page of the messages, newest first, and what each changed by its id."""
    newest_first = [*reversed(voyage.messages)]
    return {
        "messages_filed": Paginator(newest_first, MESSAGES_PER_PAGE).get_page(request.GET.get("messages")),
        "version_of": {each.manifest.pk: each for each in voyage.versions},
    }


def _chosen(rows: Iterable[TravellerRow], form: OwnTravellersForm) -> list[TravellerRow]:
    """Return the rows that the filters choose; without a choice those who are on the list."""
    state, words = form.chosen("state"), form.chosen("q").casefold()
    found = [each for each in rows if (each.state == state if state else each.presence != "withdrawn")]
    if state == "all":
        found = list(rows)
    if not words:
        return found
    return [each for each in found if words in f"{each.name} {each.papers} {each.traveller.references}".casefold()]


def _counts(rows: Iterable[TravellerRow]) -> dict[str, int]:
    states = [each.state for each in rows]
    return {state: states.count(state) for state in ("fine", "correct", "withdrawn")}


def has_arrived(voyage: OwnVoyage, now: datetime) -> bool:
    return voyage.newest.arrives_at is not None and voyage.newest.arrives_at <= now


def message_row(request: HttpRequest, receipt: str, position: int) -> Manifest:
    """Return one of the carrier's messages about a voyage, by its receipt and its place in the body from 1, or 404."""
    user = current_user(request)
    own = Manifest.objects.visible_to(user).filter(carrier=user.carrier_id or "", voyage__isnull=False)
    found: Manifest = get_object_or_404(
        own.prefetch_related(WITHOUT_RAW), message__receipt=normalise_receipt(receipt), position=position - 1
    )
    if found.message is None:
        raise Http404("no message")
    return found
