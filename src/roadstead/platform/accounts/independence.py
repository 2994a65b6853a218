"""Independence of the second person in a four-eyes decision from the person who proposed it.

Two people are independent unless, within 90 days, one of them invited the other, made a link that replaces the other's
sign-in, or opened the other's account again: directly, or through one further account (A → X → B). Otherwise one person
could hold both accounts. Acts on the command line have no author and tie nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Case, F, Q, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roadstead.platform.accounts.models import Invitation, Reopening, Role, User
from roadstead.platform.accounts.sign_in_checks import sign_in_refusal

INDEPENDENCE_PERIOD: Final = timedelta(days=90)
INVITED, LINKED, OPENED = "invited", "linked", "opened"
MAX_NAMES: Final = 3  # number of people named who could approve instead
Permission = Callable[[User], bool]


class Tie(NamedTuple):
    """Act by which one account let in another: invited it, gave it a new link, or opened it again."""

    by: int
    account: int
    how: str
    at: datetime


Path = tuple[Tie, ...]


def is_independent(one: User, other: User, now: datetime) -> bool:
    """Return True if one of them may approve what the other proposes. Nobody is independent of themselves."""
    return one.pk != other.pk and not _path(one.pk, other.pk, ties_of([one.pk, other.pk], now))


def independent_of(people: Sequence[User], proposers: Collection[int], now: datetime) -> list[User]:
    """Return those of `people` who are independent of every proposer, in one query for all of them."""
    ties = ties_of(proposers, now) if people and proposers else []
    ties += _second_steps(ties, now) if ties else []
    return [each for each in people if each.pk not in proposers and not any(_path(each.pk, p, ties) for p in proposers)]


def why_dependent(by: User, proposers: Iterable[int | None], *, may: Permission, now: datetime) -> str:
    """Return why `by` cannot be the second person for these proposers, and who can; "" if `by` is independent.

    `may`: permission to approve this kind of proposal. One query, unless the answer is a refusal.
    """
    others = sorted({pk for pk in proposers if pk is not None and pk != by.pk})
    ties = ties_of([by.pk, *others], now) if others else []
    path = next((found for other in others if (found := _path(by.pk, other, ties))), ())
    if not path:
        return ""
    return f"{_path_text(path, by)} {who_else(by, others, may=may, now=now)}"


def who_else(by: User, proposers: Collection[int], *, may: Permission, now: datetime) -> str:
    """Return the sentence that names who can approve instead."""
    state = None if by.acting_for_state else by.state
    people = [each for each in eligible_approvers(state.pk if state else None, may=may, now=now) if each.pk != by.pk]
    names = [str(each) for each in independent_of(people, proposers, now)[:MAX_NAMES]]
    if names:
        return _("An independent person must approve this. Ask %(names)s.") % {"names": _join_names(names)}
    if state:
        return _(
            "No other approver in %(state)s is independent. Ask the duty supervisor of the regional centre to approve"
            " this."
        ) % {"state": state}
    return _("No other approver in the regional centre is independent. Ask an administrator for help.")


def eligible_approvers(state: str | None, *, may: Permission, now: datetime) -> list[User]:
    """Return the people who may approve and whose accounts are in order.

    They are people of the state (None: of the regional centre), and administrators, who confirm all links and tokens.
    """
    rows = User.objects.filter(Q(state=state) | Q(role=Role.ADMINISTRATOR), carrier=None, is_active=True)
    return [each for each in rows.order_by("last_name", "pk") if may(each) and not sign_in_refusal(each, now)]


def ties_of(people: Collection[int], now: datetime) -> list[Tie]:
    """Return every tie of the last 90 days from or to one of these accounts, in one query."""
    since = now - INDEPENDENCE_PERIOD
    links = (
        Invitation.objects.filter(Q(user__in=people) | Q(proposed_by__in=people), proposed_by__isnull=False)
        .filter(Q(proposed_at__gte=since) | Q(used_at__gte=since))
        .exclude(~_is_first_link(), used_at=None, withdrawn_at__isnull=False)  # replaced or rejected
        .order_by()
        .annotate(how=Case(When(_is_first_link(), then=Value(INVITED)), default=Value(LINKED)))
        .values_list("proposed_by", "user", "how", "proposed_at")
    )
    reopened = (
        Reopening.objects.filter(Q(account__in=people) | Q(by__in=people), at__gte=since)
        .order_by()
        .annotate(how=Value(OPENED))
        .values_list("by", "account", "how", "at")
    )
    return [Tie(by, account, how, at) for by, account, how, at in links.union(reopened, all=True) if at]


def _is_first_link() -> Q:
    """Return the condition of first links: an invitation makes the account and its first link in one transaction."""
    soon = timedelta(minutes=1)
    return Q(user__date_joined__gte=F("proposed_at") - soon, user__date_joined__lte=F("proposed_at") + soon)


def _second_steps(ties: Sequence[Tie], now: datetime) -> list[Tie]:
    """Return the ties of the accounts at the other end, for paths through one further account."""
    return ties_of({end for tie in ties for end in (tie.by, tie.account)}, now)


def _path(one: int, other: int, ties: Sequence[Tie]) -> Path:
    """Return the shortest path between two accounts, in either direction, of at most two ties; () if there is none."""
    for begin, end in ((one, other), (other, one)):
        if direct := next((tie for tie in ties if (tie.by, tie.account) == (begin, end)), None):
            return (direct,)
    for begin, end in ((one, other), (other, one)):
        last = {tie.by: tie for tie in ties if tie.account == end}
        for tie in ties:
            if tie.by == begin and tie.account in last:
                return (tie, last[tie.account])
    return ()


def _path_text(path: Path, reader: User) -> str:
    """Return the path in sentences: "You invited Ada Test on 12 November 2026." """
    names = {each.pk: str(each) for each in User.objects.filter(pk__in={pk for tie in path for pk in tie[:2]})}
    return " ".join(_sentence(tie, reader, names) for tie in path)


def _sentence(tie: Tie, reader: User, names: dict[int, str]) -> str:
    places = {"by": names[tie.by], "account": names[tie.account], "day": date_format(tie.at, "j F Y")}
    if tie.by == reader.pk:
        return {
            INVITED: _("You invited %(account)s on %(day)s."),
            LINKED: _("You created a new sign-in link for %(account)s on %(day)s."),
            OPENED: _("You reopened the account of %(account)s on %(day)s."),
        }[tie.how] % places
    if tie.account == reader.pk:
        return {
            INVITED: _("%(by)s invited you on %(day)s."),
            LINKED: _("%(by)s created a new sign-in link for you on %(day)s."),
            OPENED: _("%(by)s reopened your account on %(day)s."),
        }[tie.how] % places
    return {
        INVITED: _("%(by)s invited %(account)s on %(day)s."),
        LINKED: _("%(by)s created a new sign-in link for %(account)s on %(day)s."),
        OPENED: _("%(by)s reopened the account of %(account)s on %(day)s."),
    }[tie.how] % places


def _join_names(names: Sequence[str]) -> str:
    """Return the names as "Ada, Ben or Carl"."""
    *first, last = names
    return f"{', '.join(first)} {_('or')} {last}" if first else last
