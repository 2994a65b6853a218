"""Permissions: one function for each intent, whose docstring names the permitted act. Every view begins with one.

Which rows a person sees is another question: see `visibility` and the database's policies.
"""

from __future__ import annotations

from roadstead.engine.reference.required_courses import Work
from roadstead.platform.accounts.courses import needs_course_for
from roadstead.platform.accounts.models import Role, User

OFFICERS = frozenset({Role.ANALYST, Role.OFFICER, Role.SUPERVISOR})
OVERSIGHT_ROLES = frozenset({Role.AUDITOR, Role.DATA_PROTECTION})  # read all, change nothing (S30)
READERS = OFFICERS | OVERSIGHT_ROLES | {Role.FOCAL_POINT}
REQUEST_ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR})
JUSTICE = frozenset({Role.CENTRAL_AUTHORITY, Role.COURT})  # they see warrants and the law, and no travellers
LIST_ROLES = frozenset({Role.SUPERVISOR, Role.WATCHLIST_OWNER})
NOMINATORS = OFFICERS | LIST_ROLES


def may_see_arrivals(user: User) -> bool:
    """See the board of voyages and the voyage pages."""
    return user.role in READERS


def may_search(user: User) -> bool:
    """Search for people, voyages, cargo, messages and references, each as far as the user may see it."""
    return user.role in READERS or user.role == Role.CARRIER


def may_use_counter(user: User) -> bool:
    """Open a filing by the code of its confirmation, which somebody shows at the counter, and print its list."""
    return user.role in OFFICERS


def may_see_cargo(user: User) -> bool:
    """See bills, containers and the firms that are party to them."""
    return user.role in READERS


def may_compare_versions(user: User) -> bool:
    """See a carrier's corrections (S5). Analysts of the regional centre work with the current version only."""
    return user.role in READERS - {Role.ANALYST}


def may_see_shared_values(user: User) -> bool:
    """See in full the telephone, address and the like that several on board share: deciders only (S13). Else masked."""
    return user.role in OFFICERS


def may_see_alerts(user: User) -> bool:
    """See the alert queue and the alert pages."""
    return user.role in READERS


@needs_course_for(Work.ALERTS)
def may_decide_alerts(user: User) -> bool:
    """Take, clear, confirm, refer: a named officer's act (S13). Auditors and data protection change nothing (S30)."""
    return user.role in OFFICERS


def may_manage_channels(user: User) -> bool:
    """Maintain the channels by which the own state, or the centre, is notified of alerts: a supervisor's act."""
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.ALERTS)
def may_record_outcomes(user: User) -> bool:
    """Record the outcome of an alert at the border; each that of the own state (alerts.decide.may_record)."""
    return user.role in OFFICERS


def may_see_examinations(user: User) -> bool:
    """See the goods that the own state has selected for examination and detains, and what was found. No other state
    sees them, nor does the centre.
    """
    return user.role in READERS and user.state_id is not None


@needs_course_for(Work.ALERTS)
def may_examine_goods(user: User) -> bool:
    """Select goods for examination, record what was found, detain and release them: officers of a state, by its law."""
    return user.role in OFFICERS and user.state_id is not None


@needs_course_for(Work.ALERTS)
def may_check_documents(user: User) -> bool:
    """Check a document at a desk against what is stored and in force: a state's people, who work at its border."""
    return user.role in OFFICERS and user.state_id is not None


@needs_course_for(Work.ALERTS)
def may_reopen_alerts(user: User) -> bool:
    """Overturn a decision: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_cleared(user: User) -> bool:
    """See cleared matches, and the matches suppressed because of them: nothing is hidden (S35)."""
    return user.role in READERS


@needs_course_for(Work.APPROVE)
def may_review_cleared(user: User) -> bool:
    """Approve a cleared match as the second person, or withdraw one: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_issue_redress(user: User) -> bool:
    """Give a person a redress number, or withdraw one: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_cases(user: User) -> bool:
    """See the cases of the own state, or of the regional centre."""
    return user.role in OFFICERS | OVERSIGHT_ROLES


def may_work_on_cases(user: User) -> bool:
    """Open a case, write in it, link or attach to it, close it."""
    return user.role in OFFICERS


def may_reopen_cases(user: User) -> bool:
    """Open a closed case again: a supervisor's act."""
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.EXPORT)
def may_export_cases(user: User) -> bool:
    """Hand out a case as a signed document and data. The act is in the case, where auditors read it (S30)."""
    return user.role in OFFICERS


def may_see_statistics(user: User) -> bool:
    """See statistics of screening results, for data that the own state or the region sees (A1, S38)."""
    return user.role in READERS


def may_see_lists(user: User) -> bool:
    """See the watchlists with their versions and counts."""
    return user.role in READERS | LIST_ROLES


@needs_course_for(Work.EXPORT)
def may_export(user: User) -> bool:
    """Export what a page lists as a file: everybody who may open the page."""
    return user.role in Role


@needs_course_for(Work.LISTS)
def may_load_lists(user: User) -> bool:
    """Put a new version of an own list in force, and propose its settings."""
    return user.role in LIST_ROLES


@needs_course_for(Work.LISTS, Work.APPROVE)
def may_approve_list_settings(user: User) -> bool:
    """Approve the settings that another person proposed for an own list, as the second person."""
    return user.role in LIST_ROLES


@needs_course_for(Work.LISTS)
def may_nominate(user: User) -> bool:
    """Nominate an entry for a list that the own state, or the centre, maintains by hand (S21)."""
    return user.role in NOMINATORS


@needs_course_for(Work.LISTS)
def may_check_notices(user: User) -> bool:
    """Record that the notices of an own list were checked with the national bureau."""
    return user.role in NOMINATORS


@needs_course_for(Work.LISTS, Work.APPROVE)
def may_approve_nomination(user: User) -> bool:
    """Approve another person's nomination; withdraw an entry at once."""
    return user.role in LIST_ROLES


def may_see_silent(user: User) -> bool:
    """Know of silent entries, of which only the owner is notified: not a state's officers, who work at the border."""
    return user.role in LIST_ROLES | OVERSIGHT_ROLES | {Role.ANALYST}


def may_see_rules(user: User) -> bool:
    """See the rules with their versions, dry runs and precision."""
    return user.role in READERS


@needs_course_for(Work.PROPOSE)
def may_write_rules(user: User) -> bool:
    """Write a rule, try it on stored travellers, propose it: an officer's act, for the own state or the region."""
    return user.role in OFFICERS


@needs_course_for(Work.APPROVE)
def may_approve_rules(user: User) -> bool:
    """Approve a rule as the second person, or withdraw it: a supervisor's act (S16)."""
    return user.role == Role.SUPERVISOR


def may_see_subject_requests(user: User) -> bool:
    """See data subject requests (S34); only auditors and data protection read what was withheld, and why."""
    return user.role in OVERSIGHT_ROLES | REQUEST_ROLES


def may_answer_subject_requests(user: User) -> bool:
    """Record a data subject request, answer it, and review another's answer (S34, S36)."""
    return user.role in REQUEST_ROLES


def may_execute_requests(user: User) -> bool:
    """Correct or delete stored data of a person, or refuse to: a supervisor's act (S34).

    Officers of a state may not know of silent entries, and would learn of one from what must be kept.
    """
    return user.role == Role.SUPERVISOR


def may_see_holds(user: User) -> bool:
    """See which voyages are held beyond their retention period, why and until when."""
    return user.role in OFFICERS | OVERSIGHT_ROLES


def may_place_holds(user: User) -> bool:
    """Hold a voyage beyond its retention period for a court or an inquiry, and review the hold: a supervisor's act.

    Data that are not held in time are deleted, so no course is required.
    """
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.PROPOSE, Work.APPROVE)
def may_lift_holds(user: User) -> bool:
    """Be one of the two people who lift a hold: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_incidents(user: User) -> bool:
    """See breaches of personal data, and by when each state's authority must be notified (S32)."""
    return user.role in OVERSIGHT_ROLES | {Role.SUPERVISOR}


def may_record_incidents(user: User) -> bool:
    """Record a breach and its outcome: a supervisor's act, of a state for that state, of the centre for any."""
    return user.role == Role.SUPERVISOR


def may_see_data_protection(user: User) -> bool:
    """See the data protection workspace, which reads and changes nothing (S30)."""
    return user.role in OVERSIGHT_ROLES


def may_see_stopped_purges(user: User) -> bool:
    """See stopped deletions: auditors and data protection, and the centre's supervisors, who decide."""
    return user.role in OVERSIGHT_ROLES or may_decide_stopped_purges(user)


def may_decide_stopped_purges(user: User) -> bool:
    """Allow or reject a large deletion, with a second person, and confirm the clock.

    Only for the regional centre, as a purge deletes what is due in all states. The act changes no data: it says if the
    policies' deletion may run (S30).
    """
    return user.role in {Role.DATA_PROTECTION, Role.SUPERVISOR} and user.state_id is None


def may_see_policies(user: User) -> bool:
    """See the policy rows in force, those that wait and earlier decisions."""
    return user.role in OVERSIGHT_ROLES | {Role.SUPERVISOR}


@needs_course_for(Work.PROPOSE, Work.APPROVE)
def may_set_policies(user: User) -> bool:
    """Propose policy rows, and approve another's: a supervisor's act, of a state for itself, of the centre for all."""
    return user.role == Role.SUPERVISOR


def may_see_audit(user: User) -> bool:
    """See the append-only audit log."""
    return user.role in OVERSIGHT_ROLES


def may_run_jobs(user: User) -> bool:
    """See the periodic jobs, and have one run now: an operator."""
    return user.role == Role.OPERATOR


def may_manage_people(user: User) -> bool:
    """Manage carriers, their tokens, and everybody's account."""
    return user.role == Role.ADMINISTRATOR


def may_manage_accounts(user: User) -> bool:
    """Invite, certify, close and open accounts: an administrator all, a supervisor those of the own state or centre."""
    return user.role in {Role.ADMINISTRATOR, Role.SUPERVISOR}


def may_manage_systems(user: User) -> bool:
    """Issue and revoke tokens of a state's systems: a supervisor for the own organisation, an administrator for all."""
    return user.role == Role.ADMINISTRATOR or (user.role == Role.SUPERVISOR and user.state_id is not None)


def may_manage_state_webhooks(user: User) -> bool:
    """Maintain the webhooks of the own organisation, by which its systems learn of alerts, requests and containers."""
    return user.role == Role.SUPERVISOR and user.state_id is not None


def may_manage_own_account(user: User) -> bool:
    """Change the own password, second factors and sessions: everybody."""
    return user.role in Role


def may_request_centre_approval(user: User) -> bool:
    """See who can be the second person of a state's proposal, and ask the regional centre if nobody is on duty."""
    return user.state_id is not None and user.role in NOMINATORS


@needs_course_for(Work.APPROVE)
def may_approve_for_state(user: User) -> bool:
    """Approve a state's proposal as duty supervisor of the regional centre, if the state has asked for it."""
    return _is_of_the_centre(user)


def _is_of_the_centre(user: User) -> bool:
    return user.state_id is None and user.role == Role.SUPERVISOR


def may_see_centre_approvals(user: User) -> bool:
    """See proposals that states asked the regional centre to approve: a state's people see their own state's."""
    return may_request_centre_approval(user) or _is_of_the_centre(user)


def may_see_second_approvals(user: User) -> bool:
    """See proposals that wait for a second person, also at the regional centre: everybody who may approve anything.

    Each sees those of the own state or centre.
    """
    return user.role in NOMINATORS | {Role.ADMINISTRATOR, Role.CENTRAL_AUTHORITY}
