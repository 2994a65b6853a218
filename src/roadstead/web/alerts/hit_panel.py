"""Hit confirmation on the page of an alert: the question, the requests, what is lawful meanwhile, and powers used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from roadstead.casework.alerts.answers import (
    is_about_person,
    is_of_another_state,
    is_withheld_from_owner,
    newest_answer,
)
from roadstead.casework.alerts.checks import checks_of
from roadstead.casework.alerts.logic.checks import OWNER
from roadstead.casework.alerts.models import Alert, ExternalCheck, PowerUsed, ProtectionAnswer
from roadstead.casework.alerts.outcomes import may_record
from roadstead.casework.alerts.powers import powers_used
from roadstead.cooperation.hits.found import hits_of
from roadstead.cooperation.requests.models import Request
from roadstead.engine.reference.lawful_options import LAWFUL_OPTIONS, options_for
from roadstead.engine.requests.actions import OPEN, Status
from roadstead.platform.accounts.cooperation_permissions import may_write_requests
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.directory.models import ContactMethod
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.policies.in_force import in_force
from roadstead.web.alerts.hit_forms import HitForm, PowerForm
from roadstead.web.forms.page_form import PageForm


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPanel:
    """Panel of hit confirmation on the page of an alert. `is_theirs`: another state's entry raised it.
    `replies`: to its requests, as evidence on the alert.

    `authorities`: whom to speak to where something is kept back, with their telephones. `options`: what the law of the
    officer's state allows while there is no reply.
    """

    is_theirs: bool
    answer: ProtectionAnswer | None
    is_withheld_from_owner: bool
    authorities: list[tuple[Organisation, list[str]]]
    requests: list[Request]
    replies: list[ExternalCheck]
    options: list[str]
    powers: list[PowerUsed]
    form: HitForm | None
    power_form: PowerForm | None

    @property
    def is_waiting(self) -> bool:
        """True while a request has no reply."""
        return any(each.status in OPEN for each in self.requests)

    @property
    def to_report(self) -> Request | None:
        """The request whose report of what was done is missing."""
        replied = {Status.REPLIED, Status.REFUSED}
        return next((each for each in self.requests if each.status in replied), None)


def hit_panel(alert: Alert, user: User, now: datetime, sent: PageForm | None) -> HitPanel | None:
    """Return the panel for officers of a state, on an alert that has a part of it; None for everybody else.

    `sent`: the form that was sent, with its errors.
    """
    is_theirs = is_of_another_state(alert, user)
    if not (is_theirs or alert.traveller_id) or not user.state_id or alert.is_restricted:
        return None
    answer = newest_answer(alert, user)
    kept = is_theirs and answer is not None and is_withheld_from_owner(alert, answer)
    requests = hits_of(alert, user) if is_theirs else []
    may = may_record(alert, user)
    is_open = any(each.status in OPEN for each in requests)
    may_ask = may and is_theirs and may_write_requests(user) and (not is_open or is_about_person(alert))
    if kept and user.role != Role.SUPERVISOR:
        may_ask = False
    power_form = PowerForm(zone=zone_of_officer(user), now=now) if may and alert.traveller_id else None
    return HitPanel(
        is_theirs=is_theirs,
        answer=answer,
        is_withheld_from_owner=kept,
        authorities=protection_authorities(user.state_id) if kept else [],
        requests=requests,
        replies=list(checks_of(alert, user).filter(system=OWNER)) if requests else [],
        options=options_for(in_force(LAWFUL_OPTIONS), state=user.state_id, on=now.date()) if is_open else [],
        powers=list(powers_used(alert, user)),
        form=(sent if isinstance(sent, HitForm) else HitForm(alert=alert, is_awaiting_reply=is_open))
        if may_ask
        else None,
        power_form=sent if isinstance(sent, PowerForm) else power_form,
    )


def protection_authorities(state: str) -> list[tuple[Organisation, list[str]]]:
    """Return the protection authorities of a state in the directory, each with its telephones."""
    rows = Organisation.objects.filter(state=state, type=OrganisationType.PROTECTION_AUTHORITY, until=None)
    found = {row.pk: (row, list[str]()) for row in rows.order_by("code")}
    methods = ContactMethod.objects.filter(
        contact_point__organisation__in=found, contact_point__until=None, method=ContactMethod.Method.TELEPHONE
    )
    for each in methods.select_related("contact_point"):
        found[each.contact_point.organisation_id][1].append(each.target)
    return list(found.values())
