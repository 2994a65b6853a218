"""People by name, document or booking reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Action
from roadstead.engine.text.names import Readings
from roadstead.engine.voyages.versions.merge import Presence, PresenceReason
from roadstead.filings.voyages.find_people import named, with_booking, without_particles
from roadstead.filings.voyages.models import Document, Traveller
from roadstead.platform.accounts.models import User
from roadstead.web.search.found import MAX_COUNTED, MAX_SHOWN, Group, Row, alerts_by, shown_alerts, unrestricted
from roadstead.web.search.logic.compare_names import Comparison, compare
from roadstead.web.search.recognise import SearchTerm, name_parts
from roadstead.web.search.retained import arrival_order, retained_people
from roadstead.web.templatetags.names import code_label, country, person_name

MAX_COMPARED: Final = 500  # people whose names are compared, the newest first
DEFERRED: Final = ("declared", "layers", "quality", "voyage__declared", "voyage__quality")
JOINED: Final = gettext_noop("written together or apart")  # of compare_names, which knows no languages
FIRST_WITH_MISSING: Final = 3  # parts of a name, of which one may be missing


class Candidate(NamedTuple):
    """A traveller who may be meant: name, and seconds between now and the arrival."""

    pk: int
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A traveller, and how the search found the person: sorted by `order`, exact first."""

    traveller: int
    order: tuple[Any, ...]
    how: str


def people(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the people whom the text may mean."""
    found: dict[int, Hit] = {}
    for hit in (*_by_document(user, asked, now), *_by_booking(user, asked, now), *_by_name(user, asked, now)):
        found.setdefault(hit.traveller, hit)
    hits = sorted(found.values(), key=lambda hit: hit.order)
    return Group(kind="people", rows=list(_rows(user, hits[:MAX_SHOWN], now)), count=min(len(hits), MAX_COUNTED + 1))


def _findable(user: User, now: datetime) -> QuerySet[Traveller, Traveller]:
    """Return the travellers that search may find: their data are still retained, or an alert keeps them."""
    alerts = Alert.objects.visible_to(user).exclude(action=Action.DISCREET).filter(traveller=OuterRef("pk"))
    rows = Traveller.objects.visible_to(user).exclude(presence_reason=PresenceReason.ANOTHER_ROW)
    rows = rows.filter(unrestricted("pk"))
    return rows.filter(retained_people(user, now) | Q(Exists(alerts)))


def _by_document(user: User, asked: SearchTerm, now: datetime) -> Iterator[Hit]:
    """Yield holders of the document, then holders of documents whose number is easily misread for it."""
    if not asked.documents:
        return
    papers = Document.objects.visible_to(user).filter(key__in=asked.documents)
    keys: dict[int, str] = {}
    for traveller, key in papers.order_by("-pk").values_list("traveller_id", "key")[:MAX_COMPARED]:
        if keys.get(traveller) != asked.documents[0]:
            keys[traveller] = key
    for row in _loaded(user, list(keys), now):
        is_same = keys[row.pk] == asked.documents[0]
        how = _("Same document number") if is_same else _("Similar document number: %(number)s")
        yield Hit(row.pk, (0 if is_same else 2, row.seconds), how % {"number": keys[row.pk]})


def _by_booking(user: User, asked: SearchTerm, now: datetime) -> Iterator[Hit]:
    for row in _loaded(user, with_booking(user, asked.booking) if asked.booking else (), now):
        yield Hit(row.pk, (0, row.seconds), _("Booking %(number)s") % {"number": asked.booking})


def _by_name(user: User, asked: SearchTerm, now: datetime) -> Iterator[Hit]:
    """Yield the people of the first step of `named` in which a name agrees."""
    parts = without_particles(name_parts(asked.name)) if asked.name else ()
    for ids in named(user, asked.name, parts) if parts else ():
        rows = _loaded(user, _born(user, ids, asked.born), now)
        compared = {name: compare(parts, name) for name in {row.name for row in rows}}  # many have the same name
        hits = [hit for row in rows if (hit := _alike(row, parts, compared[row.name]))]
        if hits:
            yield from hits
            return


def _born(user: User, ids: Sequence[int], born: str) -> Sequence[int]:
    """Return those with this birth date, as far as it was typed."""
    if not born:
        return ids
    rows = Traveller.objects.visible_to(user).filter(pk__in=ids, born__startswith=born)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MAX_COMPARED])


def _alike(row: Candidate, parts: Sequence[Readings], found: Comparison) -> Hit | None:
    if len(found.missing) > (1 if len(parts) >= FIRST_WITH_MISSING else 0):
        return None
    return Hit(row.pk, (1, *found.rank, row.seconds), _words(found))


def _words(found: Comparison) -> str:
    """Return how the name agrees with the typed one; "" if it is spelt the same."""
    words = [f"{pair.stored.upper()}: {_(pair.relation)}" for pair in found.pairs]
    if found.missing:
        words.append(_("without %(parts)s") % {"parts": " ".join(found.missing).upper()})
    return "; ".join(words)


def _loaded(user: User, ids: Sequence[int], now: datetime) -> list[Candidate]:
    rows = _findable(user, now).filter(pk__in=ids[:MAX_COMPARED]).order_by()
    columns = rows.values_list("pk", "surname", "given", "voyage__arrives_at")
    return [
        Candidate(pk, f"{given} {surname}", arrival_order(arrives_at, now))
        for pk, surname, given, arrives_at in columns
    ]


def _rows(user: User, hits: Sequence[Hit], now: datetime) -> Iterator[Row]:
    ids = [hit.traveller for hit in hits]
    rows = Traveller.objects.visible_to(user).filter(pk__in=ids).select_related("voyage").defer(*DEFERRED)
    known: Mapping[int, Traveller] = {row.pk: row for row in rows.prefetch_related("documents")}
    alerts = alerts_by(user, "traveller", ids)
    for hit in hits:
        row = known[hit.traveller]
        yield Row(
            title=person_name(row),
            href=f"{reverse('voyage', args=[row.voyage_id])}?people={row.pk}#travellers",
            reference=f"traveller {row.pk}",
            details=_details(row, hit),
            voyage=row.voyage,
            tag=("presence", row.presence) if row.presence not in (Presence.EXPECTED, Presence.BOOKED) else None,
            **shown_alerts(alerts.get(row.pk, ())),
        )


def _details(row: Traveller, hit: Hit) -> list[str]:
    papers = [f"{paper.type} {paper.number} {paper.issuer}".strip() for paper in row.documents.all()[:2]]
    role = "" if row.role == "passenger" else str(code_label(row.role))
    person = ", ".join(filter(None, (row.born, country(row.nationality) if row.nationality else "", role, *papers)))
    return [each for each in (person, hit.how) if each]
