"""Permissions of people who work with other states: directory, agreements, requests. One function for each intent, as
in `permissions`.
"""

from __future__ import annotations

from roadstead.engine.reference.required_courses import Work
from roadstead.platform.accounts.courses import needs_course_for
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import (
    JUSTICE,
    LIST_ROLES,
    NOMINATORS,
    OFFICERS,
    OVERSIGHT_ROLES,
    READERS,
)

LOG_WRITERS = OFFICERS | {Role.FOCAL_POINT}
ROOM_ANSWERERS = frozenset({Role.SUPERVISOR, Role.FOCAL_POINT})


def may_see_directory(user: User) -> bool:
    """See organisations, their contact points and how to reach them: every member."""
    return user.role in READERS | LIST_ROLES


def may_edit_directory(user: User) -> bool:
    """Edit the directory, each for the own state or centre."""
    return user.role in {Role.SUPERVISOR, Role.FOCAL_POINT}


def may_record_contact(user: User) -> bool:
    """Record that a contact point, of whatever state, was called, and if anybody answered."""
    return user.role in OFFICERS | {Role.FOCAL_POINT}


@needs_course_for(Work.PROPOSE)
def may_propose_agreements(user: User) -> bool:
    """Propose what may be shared with a partner."""
    return may_edit_directory(user)


@needs_course_for(Work.APPROVE)
def may_approve_agreements(user: User) -> bool:
    """Approve what may be shared with a partner, as the second person: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_decisions(user: User) -> bool:
    """See decisions of the region's bodies and what has been put into effect: every member; drafts the centre alone."""
    return user.role in READERS


@needs_course_for(Work.PROPOSE)
def may_enter_decisions(user: User) -> bool:
    """Record a decision of a body, with its effects: the regional centre's act."""
    return may_edit_directory(user) and user.state_id is None


@needs_course_for(Work.APPROVE)
def may_approve_decisions(user: User) -> bool:
    """Approve the record of a decision, as the second person of the regional centre."""
    return user.role == Role.SUPERVISOR and user.state_id is None


@needs_course_for(Work.APPROVE)
def may_put_into_effect(user: User) -> bool:
    """Put an effect of an approved decision into effect for the own state or centre."""
    return user.role == Role.SUPERVISOR


def may_see_law(user: User) -> bool:
    """See which treaty or act carries a measure between two states, and what each state has done about it."""
    return user.role in READERS | JUSTICE


def may_see_requests(user: User) -> bool:
    """See the requests of the own organisation to other states, and theirs to it."""
    return user.role in READERS | JUSTICE


@needs_course_for(Work.ALERTS)
def may_write_requests(user: User) -> bool:
    """Send requests to other states for the own organisation, and answer theirs."""
    return user.role in OFFICERS | JUSTICE | {Role.FOCAL_POINT}


@needs_course_for(Work.EXPORT)
def may_export_requests(user: User) -> bool:
    """Hand out a request of the own organisation as data that anybody can verify."""
    return user.role in OFFICERS | JUSTICE | {Role.FOCAL_POINT}


def may_see_response_times(user: User) -> bool:
    """See how long the own state takes in requests, and the band of all states: numbers only."""
    return user.role in READERS


def may_see_lookouts(user: User) -> bool:
    """See the lookouts of the own state, and those that other states ask it to watch for."""
    return user.role in READERS | LIST_ROLES


@needs_course_for(Work.LISTS)
def may_issue_lookouts(user: User) -> bool:
    """Propose a lookout, or its renewal, for a second approval; withdraw one of the own state or centre."""
    return user.role in NOMINATORS


@needs_course_for(Work.LISTS, Work.APPROVE)
def may_approve_lookouts(user: User) -> bool:
    """Approve another person's lookout or renewal, as the second person."""
    return user.role in LIST_ROLES


@needs_course_for(Work.ALERTS)
def may_answer_lookouts(user: User) -> bool:
    """Acknowledge another state's lookout for the own desk, and say whether its subject was seen."""
    return user.role in OFFICERS | {Role.FOCAL_POINT}


def may_see_warrants(user: User) -> bool:
    """See the warrants of the own organisation; the central authority sees those of the courts of its state as well."""
    return user.role in JUSTICE | OVERSIGHT_ROLES


@needs_course_for(Work.LISTS)
def may_draft_warrants(user: User) -> bool:
    """Draft a warrant, upload its signed file, and discard a draft."""
    return user.role in JUSTICE


@needs_course_for(Work.LISTS, Work.APPROVE)
def may_validate_warrants(user: User) -> bool:
    """Validate another person's warrant as the second person; review, suspend, resume and end the state's warrants."""
    return user.role == Role.CENTRAL_AUTHORITY


def may_see_watch_log(user: User) -> bool:
    """See the watch log of the own organisation."""
    return user.role in LOG_WRITERS | {Role.AUDITOR}


@needs_course_for(Work.ALERTS)
def may_write_watch_log(user: User) -> bool:
    """Write in the watch log of the own organisation, and hand over a shift or take one over."""
    return user.role in LOG_WRITERS


@needs_course_for(Work.EXPORT)
def may_export_watch_log(user: User) -> bool:
    """Save the watch log of the own organisation as csv or PDF."""
    return may_see_watch_log(user)


def may_see_situation_reports(user: User) -> bool:
    """See the situation reports of the own organisation, and those that others have issued to it."""
    return user.role in LOG_WRITERS | {Role.AUDITOR}


@needs_course_for(Work.ALERTS)
def may_prepare_situation_reports(user: User) -> bool:
    """Prepare a situation report of the own organisation: a draft, which nobody else reads."""
    return user.role in LOG_WRITERS


@needs_course_for(Work.EXPORT)
def may_issue_situation_reports(user: User) -> bool:
    """Issue a situation report to other organisations, and set the hour at which a draft is prepared each day."""
    return user.role in {Role.SUPERVISOR, Role.FOCAL_POINT}


@needs_course_for(Work.EXPORT)
def may_export_situation_reports(user: User) -> bool:
    """Save a situation report as PDF, and the list of reports as csv."""
    return may_see_situation_reports(user)


def may_choose_mails(user: User) -> bool:
    """Choose what one is mailed oneself: who files, about lists; who reads a watch log, about it and reports."""
    return user.role in LOG_WRITERS | {Role.AUDITOR, Role.CARRIER}


def may_see_rooms(user: User) -> bool:
    """See the incident rooms of which the own organisation is a member, and invitations to others."""
    return may_see_watch_log(user)


@needs_course_for(Work.ALERTS)
def may_write_in_rooms(user: User) -> bool:
    """Write in an incident room of the own organisation: entries, tasks and files."""
    return user.role in LOG_WRITERS


@needs_course_for(Work.ALERTS)
def may_open_rooms(user: User) -> bool:
    """Open an incident room, invite organisations, extend and close it: a supervisor's act."""
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.ALERTS)
def may_accept_room_invitations(user: User) -> bool:
    """Accept or decline an invitation to an incident room for the own organisation, and leave a room."""
    return user.role in ROOM_ANSWERERS


@needs_course_for(Work.EXPORT)
def may_export_rooms(user: User) -> bool:
    """Save what was written in an incident room as csv or PDF."""
    return may_see_rooms(user)


def may_see_vetting(user: User) -> bool:
    """See the vetting sheets of the own organisation, and their letters; at the regional centre those of all."""
    return user.role in READERS


@needs_course_for(Work.ALERTS)
def may_send_vetting(user: User) -> bool:
    """Send a sheet of applicants to be vetted, and record what the state has decided about each."""
    return user.role in {Role.OFFICER, Role.SUPERVISOR, Role.FOCAL_POINT} and user.state_id is not None


def may_see_vetting_matches(user: User) -> bool:
    """See the possible matches of applicants: at the regional centre alone."""
    return user.state_id is None and user.role in READERS


@needs_course_for(Work.ALERTS)
def may_decide_vetting(user: User) -> bool:
    """Decide the possible matches of applicants, and send the letter."""
    return user.state_id is None and user.role in OFFICERS


@needs_course_for(Work.ALERTS, Work.APPROVE)
def may_approve_vetting(user: User) -> bool:
    """Approve another person's confirmation that an applicant is a listed person, as the second person."""
    return user.state_id is None and user.role in OFFICERS
