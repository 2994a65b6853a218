"""Search for cases by content that the person may see, and therefore never by a restricted alert."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from roadstead.casework.cases.links import visible_events, visible_links
from roadstead.casework.cases.models import Case, CaseFile, CaseLink, CaseOfficer, CaseTask
from roadstead.casework.cases.timeline import Act
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User

MAX_WORDS: Final = 8
MAX_ID_DIGITS: Final = 18  # digits, as in the database
Cases = QuerySet[Case, Case]


def with_words(rows: Cases, text: str, user: User) -> Cases:
    """Return cases that contain every word: in number, title, notes, tasks, titles of files, or linked people and
    items.
    """
    for word in text.split()[:MAX_WORDS]:
        rows = rows.filter(_anywhere(word, user))
    return rows


def mine(rows: Cases, user: User) -> Cases:
    """Return the cases that this person leads, has opened or works on."""
    works = CaseOfficer.objects.visible_to(user).filter(officer=user, left_at=None)
    return rows.filter(Q(lead=user) | Q(opened_by=user) | Q(pk__in=works.order_by().values("case_id")))


def with_tasks(rows: Cases, now: datetime) -> Cases:
    """Annotate cases with `to_do`, the number of open tasks, and `overdue`, the number of those past their deadline."""
    late = Q(tasks__ended_at=None, tasks__due_at__lt=now)
    is_open = Q(tasks__isnull=False, tasks__ended_at=None)
    return rows.order_by("-pk").annotate(to_do=Count("tasks", filter=is_open), overdue=Count("tasks", filter=late))


def _anywhere(word: str, user: User) -> Q:
    notes = visible_events(user).filter(act__in=[Act.NOTED, Act.AMENDED], content__text__icontains=word)
    tasks = CaseTask.objects.visible_to(user).filter(what__icontains=word)
    files = CaseFile.objects.visible_to(user).filter(title__icontains=word)
    found = Q(title__icontains=word)
    for rows in (notes, tasks, files, _linked(word, user)):
        found |= Q(pk__in=rows.order_by().values("case_id"))
    return found | Q(pk=word) if word.isdecimal() and len(word) < MAX_ID_DIGITS else found


def _linked(word: str, user: User) -> QuerySet[CaseLink, CaseLink]:
    people = Traveller.objects.visible_to(user).filter(Q(surname__icontains=word) | Q(given__icontains=word))
    named = Q(number__icontains=word) | Q(consignor__icontains=word) | Q(consignee__icontains=word)
    bills = Bill.objects.visible_to(user).filter(named)
    craft = Voyage.objects.visible_to(user).filter(Q(number__icontains=word) | Q(craft_name__icontains=word))
    return visible_links(user).filter(
        Q(words__icontains=word)
        | Q(alert__entry_name__icontains=word)
        | Exists(people.filter(pk=OuterRef("traveller_id")))
        | Exists(people.filter(pk=OuterRef("alert__traveller_id")))
        | Exists(bills.filter(pk=OuterRef("alert__bill_id")))
        | Exists(craft.filter(pk=OuterRef("voyage_id")))
    )
