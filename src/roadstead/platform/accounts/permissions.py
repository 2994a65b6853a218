"""Who may do what, one function an intent. The first line of every view asks one of these.

Which rows a person sees is another question: see `visibility` and the database's policies.
"""

from __future__ import annotations

from roadstead.engine.reference.required_courses import Work
from roadstead.platform.accounts.courses import needs_course_for
from roadstead.platform.accounts.models import Role, User

OFFICERS = frozenset({Role.ANALYST, Role.OFFICER, Role.SUPERVISOR})
WATCHERS = frozenset({Role.AUDITOR, Role.DATA_PROTECTION})  # read all, change nothing (S30)
READERS = OFFICERS | WATCHERS | {Role.FOCAL_POINT}
ANSWERERS = frozenset({Role.OFFICER, Role.SUPERVISOR})
LIST_KEEPERS = frozenset({Role.SUPERVISOR, Role.WATCHLIST_OWNER})
NOMINATORS = OFFICERS | LIST_KEEPERS


def may_see_arrivals(user: User) -> bool:
    """The board of voyages and the voyage pages."""
    return user.role in READERS


def may_see_cargo(user: User) -> bool:
    """Bills, containers and the firms that are party to them."""
    return user.role in READERS


def may_compare_versions(user: User) -> bool:
    """What a carrier has corrected since (S5). Analysts of the regional centre work with what holds now."""
    return user.role in READERS - {Role.ANALYST}


def may_see_shared_values(user: User) -> bool:
    """Telephone, address and the like that several on board share, whole: who decides (S13). Others see them masked."""
    return user.role in OFFICERS


def may_see_alerts(user: User) -> bool:
    """The queue of possible matches and the alert pages."""
    return user.role in READERS


@needs_course_for(Work.ALERTS)
def may_decide_alerts(user: User) -> bool:
    """Take, clear, confirm, refer: a named officer's act (S13). Those who watch over it change nothing (S30)."""
    return user.role in OFFICERS


def may_see_directory(user: User) -> bool:
    """Organisations, their contact points and how to reach them: every member."""
    return user.role in READERS | LIST_KEEPERS


def may_edit_directory(user: User) -> bool:
    """Change what stands in the directory, each for the own state or centre."""
    return user.role in {Role.SUPERVISOR, Role.FOCAL_POINT}


def may_record_contact(user: User) -> bool:
    """Record that a contact point was called, of whatever state, and whether anybody answered."""
    return user.role in OFFICERS | {Role.FOCAL_POINT}


@needs_course_for(Work.PROPOSE)
def may_propose_agreements(user: User) -> bool:
    """Propose what may be shared with a partner."""
    return may_edit_directory(user)


@needs_course_for(Work.APPROVE)
def may_approve_agreements(user: User) -> bool:
    """Approve what may be shared with a partner, as the second person: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_keep_channels(user: User) -> bool:
    """By which ways the own state, or the centre, is told of possible matches: a supervisor's."""
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.ALERTS)
def may_record_outcomes(user: User) -> bool:
    """Say what came of an alert at the border; each at that of the own state (casework.outcomes.may_record)."""
    return user.role in OFFICERS


@needs_course_for(Work.ALERTS)
def may_reopen_alerts(user: User) -> bool:
    """Overturn a decision: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_cleared(user: User) -> bool:
    """Cleared matches, and the meetings that were not raised for them: nothing is hidden (S35)."""
    return user.role in READERS


@needs_course_for(Work.APPROVE)
def may_review_cleared(user: User) -> bool:
    """Agree to a cleared match as the second person, or take one back: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_issue_redress(user: User) -> bool:
    """Give a person a redress number, or withdraw one: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_cases(user: User) -> bool:
    """The cases of the own state, or of the regional centre."""
    return user.role in OFFICERS | WATCHERS


def may_work_on_cases(user: User) -> bool:
    """Open a case, write in it, put something into it, close it."""
    return user.role in OFFICERS


def may_reopen_cases(user: User) -> bool:
    """Open a closed case again: a supervisor's act."""
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.EXPORT)
def may_hand_out_cases(user: User) -> bool:
    """Give a case away, as a signed document and data: an act in the case, which those who watch over it read (S30)."""
    return user.role in OFFICERS


def may_see_figures(user: User) -> bool:
    """What came of screening, in numbers, of what the own state or the region sees (A1, S38)."""
    return user.role in READERS


def may_see_messages(user: User) -> bool:
    """The list of messages received and their raw text."""
    return user.role in READERS or user.role == Role.CARRIER


def may_repair_messages(user: User) -> bool:
    """Repair, resubmit or retry a message that was set aside: a supervisor of the regional centre."""
    return user.role == Role.SUPERVISOR and user.state_id is None


def may_submit_messages(user: User) -> bool:
    """File a list through the pages."""
    return user.role == Role.CARRIER


def may_see_lists(user: User) -> bool:
    """The watchlists with their versions and counts."""
    return user.role in READERS | LIST_KEEPERS


@needs_course_for(Work.EXPORT)
def may_export(user: User) -> bool:
    """Take what a page lists away as a file: whoever may open the page."""
    return user.role in Role


@needs_course_for(Work.LISTS)
def may_load_lists(user: User) -> bool:
    """Put a new version of an own list in force, and propose its settings."""
    return user.role in LIST_KEEPERS


@needs_course_for(Work.LISTS, Work.APPROVE)
def may_approve_list_settings(user: User) -> bool:
    """Agree as the second person to what somebody else proposed for an own list."""
    return user.role in LIST_KEEPERS


@needs_course_for(Work.LISTS)
def may_nominate(user: User) -> bool:
    """Put an entry forward for a list that the own state, or the centre, keeps by hand (S21)."""
    return user.role in NOMINATORS


@needs_course_for(Work.LISTS, Work.APPROVE)
def may_approve_nomination(user: User) -> bool:
    """Agree to what somebody else put forward; withdraw an entry at once."""
    return user.role in LIST_KEEPERS


def may_know_of_silent(user: User) -> bool:
    """Entries whose owner alone is told. An officer of a state stands at a border, and is not."""
    return user.role in LIST_KEEPERS | WATCHERS | {Role.ANALYST}


def may_see_rules(user: User) -> bool:
    """The rules with their versions, dry runs and precision."""
    return user.role in READERS


@needs_course_for(Work.PROPOSE)
def may_write_rules(user: User) -> bool:
    """Write a rule, try it on stored travellers, propose it: an officer's act, for the own state or the region."""
    return user.role in OFFICERS


@needs_course_for(Work.APPROVE)
def may_approve_rules(user: User) -> bool:
    """Approve as the second person, or withdraw: a supervisor's act (S16)."""
    return user.role == Role.SUPERVISOR


def may_see_requests(user: User) -> bool:
    """Requests of the persons concerned (S34); what was withheld, and why, only those who watch over it read."""
    return user.role in WATCHERS | ANSWERERS


def may_answer_requests(user: User) -> bool:
    """Take in a person's request, answer it, and review another's answer (S34, S36)."""
    return user.role in ANSWERERS


def may_carry_out_requests(user: User) -> bool:
    """Correct or delete what is stored of a person, or refuse to: a supervisor's act (S34). Officers of a state are
    not told of silent entries, and would learn of one by what has to be kept."""
    return user.role == Role.SUPERVISOR


def may_see_holds(user: User) -> bool:
    """Which voyages are kept beyond their time, why and until when."""
    return user.role in OFFICERS | WATCHERS


def may_keep_holds(user: User) -> bool:
    """Hold a voyage beyond its time for a court or an inquiry, and look again: a supervisor's act. What is not held in
    time is deleted, so no course is asked."""
    return user.role == Role.SUPERVISOR


@needs_course_for(Work.PROPOSE, Work.APPROVE)
def may_lift_holds(user: User) -> bool:
    """Be one of the two who lift a hold: a supervisor's act."""
    return user.role == Role.SUPERVISOR


def may_see_incidents(user: User) -> bool:
    """Breaches of personal data, and by when each state's authority is told (S32)."""
    return user.role in WATCHERS | {Role.SUPERVISOR}


def may_record_incidents(user: User) -> bool:
    """Record a breach and what came of it: a supervisor's act, of a state for that state, of the centre for any."""
    return user.role == Role.SUPERVISOR


def may_see_data_protection(user: User) -> bool:
    """The workspace of those who watch over the data: it reads, and changes nothing (S30)."""
    return user.role in WATCHERS


def may_see_stopped_purges(user: User) -> bool:
    """Deletions that were stopped: those who watch over the data, and the centre's supervisors, who decide."""
    return user.role in WATCHERS or may_decide_stopped_purges(user)


def may_decide_stopped_purges(user: User) -> bool:
    """Let a large deletion go on or reject it, with a second person; confirm the clock. Of the regional centre, as a
    purge takes what is due in all states. It changes no data: it says whether the policies' deletion may run (S30)."""
    return user.role in {Role.DATA_PROTECTION, Role.SUPERVISOR} and user.state_id is None


def may_see_policies(user: User) -> bool:
    """The rows of policy in force, what waits and what was decided before."""
    return user.role in WATCHERS | {Role.SUPERVISOR}


@needs_course_for(Work.PROPOSE, Work.APPROVE)
def may_set_policies(user: User) -> bool:
    """Propose rows of policy, and approve another's: a supervisor's act, of a state for that state, of the centre for
    every state."""
    return user.role == Role.SUPERVISOR


def may_see_audit(user: User) -> bool:
    """The append-only record of who saw and did what."""
    return user.role in WATCHERS


def may_run_jobs(user: User) -> bool:
    """See the periodic jobs, and have one run now: an operator."""
    return user.role == Role.OPERATOR


def may_manage_people(user: User) -> bool:
    """Carriers and their tokens, and everybody's account."""
    return user.role == Role.ADMINISTRATOR


def may_look_after_people(user: User) -> bool:
    """Invite, certify, close and open accounts: an administrator everybody's, a supervisor those of the own state or
    centre."""
    return user.role in {Role.ADMINISTRATOR, Role.SUPERVISOR}


def may_keep_own_account(user: User) -> bool:
    """The own password, second factors and sessions: everybody."""
    return user.role in Role


def may_ask_the_centre(user: User) -> bool:
    """See who can be the second person of a state's proposal, and ask the regional centre where nobody is on duty."""
    return user.state_id is not None and user.role in NOMINATORS


@needs_course_for(Work.APPROVE)
def may_stand_in(user: User) -> bool:
    """Approve a state's proposal as duty supervisor of the regional centre, where the state has asked for it."""
    return _is_of_the_centre(user)


def _is_of_the_centre(user: User) -> bool:
    return user.state_id is None and user.role == Role.SUPERVISOR


def may_see_centre_approvals(user: User) -> bool:
    """The proposals that states have asked the regional centre to approve: a state's people see their own state's."""
    return may_ask_the_centre(user) or _is_of_the_centre(user)


def may_see_second_approvals(user: User) -> bool:
    """What waits for a second person, and what states have asked the regional centre to approve: whoever may approve
    anything, each of the own state or centre."""
    return user.role in NOMINATORS | {Role.ADMINISTRATOR}
