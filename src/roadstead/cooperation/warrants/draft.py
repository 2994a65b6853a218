"""Drafts of warrants: written by a clerk of a court or of the central authority, read by these two alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.requests.references import new_reference
from roadstead.cooperation.warrants.history import check_possible, lock, write
from roadstead.cooperation.warrants.logic.content import Content, JudicialDecision, Offence, Purpose
from roadstead.cooperation.warrants.logic.eaw_form import FormRefused, read_form
from roadstead.cooperation.warrants.logic.statuses import WarrantAct
from roadstead.cooperation.warrants.models import MAX_NAME_CHARS, Warrant
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.targeting.watchlists import warrant_entries as entries
from roadstead.targeting.watchlists.nomination_checks import Fault, add_months

PREFIX: Final = "WA"
MAX_OFFENCES: Final = 20
MAX_MONTHS: Final = 1200
DEFAULT_MONTHS: Final = 12  # until a draft that was read from a file ends, unless its clerk changes it [D]
AFTER_TODAY: Final = _("Enter a day after today.")
ONLY_CLERKS: Final = _("Only the central authority and the courts of a state draft its warrants.")
NO_ORGANISATION: Final = _("Your account belongs to no organisation. Ask an administrator to record which it is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWarrant:
    """A warrant as typed. `cells`: the person by the headings of our csv, and `marks`."""

    purpose: Purpose
    cells: Mapping[str, str]
    basis: str
    until: date
    review_by: date
    decision: JudicialDecision = field(default_factory=JudicialDecision)
    property_text: str = ""
    guarantees: str = ""


@transaction.atomic
def draft(new: NewWarrant, *, by: User, now: datetime, offences: tuple[Offence, ...] = ()) -> Warrant:
    """Store a draft. Raises FieldRefused at the field that is wrong; what is only missing is shown later."""
    organisation = _own_organisation(by)
    _check(new, by, now)
    row = Warrant(
        reference=new_reference(PREFIX),
        owner=organisation.owner,
        organisation=organisation,
        offences=[msgspec.to_builtins(each) for each in offences],
        states=[organisation.owner],
        organisations=_readers(organisation),
        tlp=SHAREABLE[-1],
        opened_by=by,
        opened_at=now,
    )
    _set(row, new)
    row.save()
    write(row, WarrantAct.DRAFTED, {}, by=by, now=now)
    return row


@transaction.atomic
def change(pk: int, new: NewWarrant, *, by: User, now: datetime) -> Warrant:
    """Write the draft again. A warrant with a signed file is returned first."""
    row = _own_draft(pk, by)
    _check(new, by, now)
    columns = _set(row, new)
    write(row, WarrantAct.CHANGED, {}, by=by, now=now, saving=columns)
    return row


@transaction.atomic
def add_offence(pk: int, offence: Offence, *, by: User, now: datetime) -> Warrant:
    """Add an offence to a draft."""
    row = _own_draft(pk, by)
    if not offence.law.strip() and not offence.what.strip():
        raise FieldRefused(_("Write the law and what happened."), field="law")
    if len(row.offences) >= MAX_OFFENCES:
        raise NotAllowed(_("A warrant has at most %(most)d offences."), most=MAX_OFFENCES)
    for name in ("maximum_months", "remaining_months"):
        months = getattr(offence, name)
        if months is not None and not 0 <= months <= MAX_MONTHS:
            raise FieldRefused(_("Enter 0 to %(most)d months."), field=name, most=MAX_MONTHS)
    check_ceiling(offence.what, offence.law, offence.part)
    row.offences = [*row.offences, msgspec.to_builtins(offence)]
    write(row, WarrantAct.CHANGED, {"offences": len(row.offences)}, by=by, now=now, saving=["offences"])
    return row


@transaction.atomic
def remove_offence(pk: int, number: int, *, by: User, now: datetime) -> Warrant:
    """Remove an offence of a draft, counted from 1."""
    row = _own_draft(pk, by)
    if not 1 <= number <= len(row.offences):
        raise NotAllowed(_("This offence is no longer there. Reload the page."))
    row.offences = [each for at, each in enumerate(row.offences, start=1) if at != number]
    write(row, WarrantAct.CHANGED, {"offences": len(row.offences)}, by=by, now=now, saving=["offences"])
    return row


@transaction.atomic
def draft_from_form(raw: bytes, *, by: User, now: datetime) -> Warrant:
    """Make a draft of a form as JSON. Raises FieldRefused with the field of the form that is wrong."""
    try:
        read = read_form(raw)
    except FormRefused as wrong:
        raise FieldRefused("%(fault)s", field="form", fault=wrong.sentence) from wrong
    content = read.content
    until = add_months(now.date(), DEFAULT_MONTHS)
    new = NewWarrant(
        purpose=content.purpose,
        cells=content.cells,
        basis="",
        until=until,
        review_by=until,
        decision=content.decision,
        property_text=read.property_text,
        guarantees=read.guarantees,
    )
    return draft(new, by=by, now=now, offences=content.offences)


def faults(new: NewWarrant, owner: str, now: datetime) -> Iterator[Fault]:
    """Yield what is wrong with the person and the days, as the list would say."""
    if new.until <= now.date():
        yield Fault("until", Sentence(AFTER_TODAY))
    checked = entries.check_person(
        owner, "new", new.cells, basis=new.basis or "-", ends=new.until, review=new.review_by, today=now.date()
    )
    names = {"reason": "basis", "expires": "until", "review": "review_by", "evidence": None, "priority": None}
    for fault in checked.faults:
        if (name := names.get(fault.field, fault.field)) is not None:
            yield Fault(name, fault.text)


def as_written(row: Warrant) -> NewWarrant:
    """Return the warrant as it would be typed."""
    content: Content = row.content
    return NewWarrant(
        purpose=content.purpose,
        cells=content.cells,
        basis=row.basis,
        until=row.until,
        review_by=row.review_by,
        decision=content.decision,
        property_text=row.property_text,
        guarantees=row.guarantees,
    )


def _check(new: NewWarrant, by: User, now: datetime) -> None:
    if not new.cells.get("surname", "").strip():
        raise FieldRefused(_("Enter the name."), field="surname")
    if new.until <= now.date():
        raise FieldRefused(AFTER_TODAY, field="until")
    check_ceiling(new.basis, new.guarantees, new.property_text, new.decision.served, *new.cells.values())


def _set(row: Warrant, new: NewWarrant) -> list[str]:
    """Set the columns that hold what was typed, and return their names."""
    name = " ".join(filter(None, (new.cells.get("given", "").strip(), new.cells.get("surname", "").strip())))
    columns = {
        "purpose": new.purpose.value,
        "cells": dict(new.cells),
        "name": name[:MAX_NAME_CHARS],
        "basis": new.basis.strip(),
        "decision": msgspec.to_builtins(new.decision),
        "property_text": new.property_text.strip(),
        "guarantees": new.guarantees.strip(),
        "until": new.until,
        "review_by": new.review_by,
    }
    for column, value in columns.items():
        setattr(row, column, value)
    return list(columns)


def _own_draft(pk: int, by: User) -> Warrant:
    if not may_draft_warrants(by):
        raise NotAllowed(ONLY_CLERKS)
    row = lock(pk, by)
    check_possible(row, WarrantAct.CHANGED)
    return row


def _own_organisation(by: User) -> Organisation:
    if not may_draft_warrants(by) or by.state_id is None:
        raise NotAllowed(ONLY_CLERKS)
    if by.organisation is None:
        raise NotAllowed(NO_ORGANISATION)
    return by.organisation


def _readers(organisation: Organisation) -> list[str]:
    """Return the organisations that read the warrant: the one that drafts it, and the state's central authority."""
    central = Organisation.objects.filter(state=organisation.state_id, type=OrganisationType.CENTRAL_AUTHORITY)
    return sorted({organisation.pk, *central.values_list("pk", flat=True)})
