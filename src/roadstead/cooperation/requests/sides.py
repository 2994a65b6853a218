"""Sides of a request: the organisation for which a person acts, and what this person may do now."""

from __future__ import annotations

from roadstead.cooperation.requests.models import Request
from roadstead.engine.requests.actions import Action, Side, Status, possible
from roadstead.engine.requests.surrender import CUT_SHORT, is_held
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.accounts.permissions import JUSTICE
from roadstead.platform.directory.visibility import organisations_of
from roadstead.platform.timeline.attachments import ADDED_ACT


def organisation_of(request: Request, user: User) -> str:
    """Return the code of the organisation for which this person acts on the request: an office that was let in acts in
    its own name. "" for somebody of neither side.
    """
    own = organisations_of(user)
    for each in (request.asking_id, request.asked_id):
        if each in own:
            return each
    let_in = [each for each in own if each in request.organisations]
    if not let_in or not TYPES[request.type].is_of_justice:
        return ""
    return user.organisation_id if user.organisation_id in let_in else let_in[0]


def own_side(request: Request, organisation: str) -> set[str]:
    """Return the codes of all organisations that act on the same side as this one."""
    if organisation == request.asking_id or not TYPES[request.type].is_of_justice:
        return {organisation}
    return set(request.organisations) - {request.asking_id}


def allowed_actions(request: Request, side: Side, user: User, *, is_supervisor: bool) -> tuple[Action, ...]:
    """Return what this person may do now, the usual next step first.

    After a refusal or a withdrawal a person who is held is still released, and only then the request is closed.
    """
    found = possible(
        TYPES[request.type].steps,
        status=Status(request.status),
        side=side,
        is_supervisor=is_supervisor,
        is_justice=user.role in JUSTICE,
    )
    if request.status not in CUT_SHORT or not TYPES[request.type].is_of_justice:
        return found
    out = Action.CLOSE if is_held(actions_of(request)) else Action.RELEASE
    return tuple(each for each in found if each is not out)


def actions_of(request: Request) -> list[Action]:
    """Return the actions of its messages, in order."""
    acts = request.events.exclude(act=ADDED_ACT).order_by("number").values_list("act", flat=True)
    return [Action(each) for each in acts]


def reads_as_court(user: User) -> bool:
    """Return True for whoever reads for a court, with an account, as a guest, or as a system: no target is shown."""
    of = user.organisation.type if user.organisation else ""
    return user.role == Role.COURT or of == OrganisationType.COURT
