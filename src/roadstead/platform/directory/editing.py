"""Maintenance of the directory by supervisors and focal points of the own state or the centre; all acts are audited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.caricom import CENTRE, REGION
from roadstead.engine.reference.measures import STAGES, crimes, measures
from roadstead.engine.refusals import NotAllowed, refuse
from roadstead.platform.accounts.cooperation_permissions import may_edit_directory
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.organisations import WITHOUT_PEOPLE, OrganisationType
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import cached_organisations, region_scope
from roadstead.platform.directory.models import (
    Competence,
    ContactMethod,
    ContactPoint,
    ContactPointHolder,
    Function,
    HolderContact,
)

MAX_CODE_CHARS: Final = 12
DAY: Final = timedelta(days=1)
ACCESS_NOT_GRANTED: Final = _(
    "Only people of this organisation can give others access to what it receives. Ask one of them."
)
Kind, Method = ContactPointHolder.Kind, ContactMethod.Method


def may_edit(user: User, organisation: Organisation) -> bool:
    """Return True if this person may change this organisation's part of the directory."""
    return may_edit_directory(user) and organisation.owner == (user.state_id or REGION)


def states_of(*owners: str) -> list[str]:
    """Return the `states` of rows with these owners; the centre for REGION."""
    return sorted({CENTRE if owner == REGION else owner for owner in owners})


def in_force(today: date) -> Q:
    """Return the condition of rows in force on a day, by `valid_from` and `valid_to`."""
    return Q(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)


@transaction.atomic
def add_organisation(code: str, name: str, type_: str, *, by: User, source: str = "") -> Organisation:
    """Add an organisation of the own state, or the region. The state's code precedes `code`: FIU becomes BRB-FIU."""
    whole = f"{by.state_id}-{code}" if by.state_id else f"X{code}"
    refuse(
        {
            _(
                "Only supervisors and focal points can change the directory. Ask one in your state."
            ): not may_edit_directory(by),
            _("Enter the name of the organisation."): not name.strip(),
            _("Choose the type of organisation."): type_ not in OrganisationType,
            _("Enter a short code of capital letters and digits, for example FIU."): not (
                code.isascii() and code.isalnum() and code.isupper() and len(whole) <= MAX_CODE_CHARS
            ),
            _("This code is taken. Choose another."): Organisation.objects.filter(pk=whole).exists(),
        }
    )
    made = Organisation.objects.create(
        code=whole, names={"en": name.strip()}, type=type_, state=by.state, source=source.strip()
    )
    _log(by, "added", made)
    return made


def add_point(
    organisation: Organisation, title: str, functions: Collection[str], *, by: User, today: date
) -> ContactPoint:
    _check_may_edit(by, organisation)
    refuse(
        {
            _("Enter the name of the contact point."): not title.strip(),
            _("Choose the functions of the contact point."): not functions or not set(functions) <= set(Function),
        }
    )
    made = ContactPoint.objects.create(
        organisation=organisation,
        owner=organisation.owner,
        title=title.strip()[:120],
        functions=sorted(set(functions)),
        since=today,
    )
    _log(by, "added", organisation, made)
    return made


@transaction.atomic
def end_point(point: ContactPoint, *, by: User, today: date) -> None:
    """End a contact point: it has no holders, is not reached, and gives nobody access any more."""
    _check_may_edit(by, point.organisation)
    point.until = today - DAY
    point.save(update_fields=["until"])
    point.holders.filter(in_force(today)).update(valid_to=point.until)
    _log(by, "ended", point.organisation, point)


@transaction.atomic
def name_holder(
    point: ContactPoint,
    *,
    by: User,
    now: datetime,
    kind: str = Kind.HOLDER,
    user: User | None = None,
    name: str = "",
    mail: str = "",
    telephone: str = "",
) -> ContactPointHolder:
    """Name a holder: an account, which must accept before it counts, or a person without one (`name`).

    A new holder replaces the present one; there may be several deputies.
    """
    _check_may_edit(by, point.organisation)
    refuse(
        {
            _("Choose an account, or enter the name of a person without one."): (user is None) == (not name.strip()),
            _("Leave e-mail and telephone empty for a person with an account."): (
                user is not None and bool(mail or telephone)
            ),
            _("Choose holder or deputy."): kind not in Kind,
            _("You cannot name yourself. Ask another supervisor or focal point."): user == by,
            _("Choose a person of the same state."): user is not None and user.state_id != point.organisation.state_id,
            ACCESS_NOT_GRANTED: user is not None and not _may_grant_access(by, user, point.organisation),
        }
    )
    if kind == Kind.HOLDER:
        point.holders.filter(kind=Kind.HOLDER, valid_to=None).update(valid_to=now.date() - DAY)
    made = ContactPointHolder.objects.create(
        contact_point=point,
        owner=point.owner,
        user=user,
        name=name.strip()[:120],
        kind=kind,
        valid_from=now.date(),
        named_by=by,
        named_at=now,
    )
    if mail or telephone:
        with region_scope(by.scope):  # for another organisation of the state, the row is not the editor's to write
            HolderContact.objects.create(
                holder=made,
                mail=mail,
                telephone=telephone,
                states=states_of(point.owner),
                organisations=sorted({point.organisation_id, by.organisation_id or point.organisation_id}),
            )
    _log(by, "named", point.organisation, made)
    return made


def accept(holder: ContactPointHolder, *, by: User, now: datetime) -> None:
    """Accept a post, which lets the person read what its organisation is sent.

    Refused if the organisation has got people since, and neither the person nor whoever named them is one of them.
    """
    organisation = holder.contact_point.organisation
    refuse(
        {
            _("Only the person who was named can accept."): holder.user_id != by.pk or holder.accepted_at is not None,
            ACCESS_NOT_GRANTED: not _may_grant_access(holder.named_by, by, organisation),
        }
    )
    holder.accepted_at = now
    holder.save(update_fields=["accepted_at"])
    cached_organisations().clear()
    _log(by, "accepted", organisation, holder)


def end_holder(holder: ContactPointHolder, *, by: User, today: date) -> None:
    """End a holder's post at once: by an editor of the directory, or by the holder."""
    if holder.user_id != by.pk:
        _check_may_edit(by, holder.contact_point.organisation)
    holder.valid_to = today - DAY
    holder.save(update_fields=["valid_to"])
    cached_organisations().clear()
    _log(by, "ended", holder.contact_point.organisation, holder)


def add_method(point: ContactPoint, method: str, target: str, *, by: User, now: datetime, **more: Any) -> ContactMethod:
    """Add a contact method, confirmed by the person who adds it. `more`: hours, languages, order."""
    _check_may_edit(by, point.organisation)
    refuse(
        {
            _("Choose a contact method."): method not in Method,
            _("Enter the number or address."): method != Method.PAGE and not target.strip(),
        }
    )
    made = ContactMethod.objects.create(
        contact_point=point, owner=point.owner, method=method, target=target.strip()[:300], confirmed_at=now, **more
    )
    _log(by, "added", point.organisation, made)
    return made


def remove_method(method: ContactMethod, *, by: User) -> None:
    """Delete a contact method with its recorded contacts."""
    _check_may_edit(by, method.contact_point.organisation)
    _log(by, "removed", method.contact_point.organisation, method)
    with region_scope(by.scope):  # contacts recorded by other organisations are not the editor's to delete
        method.delete()


def add_competence(point: ContactPoint, measure: str, source: str, *, by: User, today: date, **more: Any) -> Competence:
    """Add a competence, verified by the person who adds it, with its legal source.

    `more`: crimes, stage, urgent_only, instruments.
    """
    _check_may_edit(by, point.organisation)
    refuse(
        {
            _("Choose a measure from the list."): measure not in measures(),
            _("Choose crimes from the list."): not set(more.get("crimes", ())) <= crimes().keys(),
            _("Choose a stage from the list."): more.get("stage", "") not in {"", *STAGES},
            _("Enter the source of the competence: an act, a letter or a decision."): not source.strip(),
        }
    )
    made = Competence.objects.create(
        contact_point=point,
        owner=point.owner,
        measure=measure,
        source=source.strip(),
        valid_from=today,
        verified_on=today,
        verified_by=by,
        **more,
    )
    _log(by, "added", point.organisation, made)
    return made


def end_competence(competence: Competence, *, by: User, today: date) -> None:
    _check_may_edit(by, competence.contact_point.organisation)
    competence.valid_to = today - DAY
    competence.save(update_fields=["valid_to"])
    _log(by, "ended", competence.contact_point.organisation, competence)


def _check_may_edit(by: User, organisation: Organisation) -> None:
    if not may_edit(by, organisation):
        raise NotAllowed(
            "Only the state's own supervisors and focal points can change its part of the directory. Ask one of them."
        )


def _may_grant_access(by: User, user: User, organisation: Organisation) -> bool:
    """Return True if `by` may give `user` a post, since its holder reads what the organisation is sent.

    A supervisor of the police lets nobody into the FIU. An organisation without people of its own gets its first from
    the editors of the state's directory.
    """
    own = {by.organisation_id, user.organisation_id}
    return organisation.pk in own or Organisation.objects.filter(WITHOUT_PEOPLE, pk=organisation.pk).exists()


def _log(by: User, action: str, organisation: Organisation, row: Model | None = None) -> None:
    what = f"{row._meta.model_name} {row.pk}" if row else ""
    log(by, action, f"organisation {organisation.pk}", states=states_of(organisation.owner), detail=what)
