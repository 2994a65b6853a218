"""One list: its settings, the curve for choosing its threshold, a dry run, and who proposed and approved."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from math import isfinite
from typing import Any, Final, NamedTuple

import msgspec
from django.contrib import messages as banner
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.models import Alert, ClearedPair, Suppression
from roadstead.config import config
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.model import shipped_model
from roadstead.engine.records import Problem
from roadstead.engine.refusals import NotAllowed
from roadstead.pipeline.dry_run import DAYS
from roadstead.pipeline.dry_run.thresholds import ThresholdDryRun, dry_run_threshold
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_load_lists, may_see_lists, may_see_silent
from roadstead.platform.audit.models import log
from roadstead.platform.handling import labels
from roadstead.platform.handling.logic.codes import GRADINGS, OWNER_ONLY
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.differences import ProblemsBySeverity
from roadstead.targeting.watchlists.handling import PURPOSES, may_handle
from roadstead.targeting.watchlists.models import REGION, Proposal, Version, WatchList
from roadstead.targeting.watchlists.settings import MAX_BITS, MIN_BITS, Settings, decide, propose
from roadstead.targeting.watchlists.settings_approval import may_set
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.lists.curve import curve_of

MAX_REASON_CHARS = 2000  # characters of a reason
MAX_ENTRIES = 10  # of a list, those that suppress most


@allowed(may_see_lists)
@require_safe
def watch_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list and its settings; `?try=12.5` screens the travellers of the last days at that threshold."""
    found = _list(request, pk)
    return list_page(request, found, tried=_dry_run(request, found))


@allowed(may_load_lists)
@require_POST
def propose_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a threshold and the rules of clearing to a second supervisor."""
    found = _list(request, pk)
    try:
        propose(found, _wanted(request), why=_why(request), by=current_user(request), now=timezone.now())
    except (NotAllowed, ValueError) as refused:
        return list_page(request, found, error=refusal_text(refused), status=409)
    banner.success(request, "Proposed. It is in force once a second supervisor agrees.")
    return redirect("list", pk=pk)


@allowed(may_load_lists)
@require_POST
def decide_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject a proposal."""
    proposal = get_object_or_404(Proposal.objects.visible_to(current_user(request)).select_related("watch_list"), pk=pk)
    try:
        decide(pk, request.POST.get("act") == "approve", by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        return list_page(request, proposal.watch_list, error=refusal_text(refused), status=409)
    return redirect("list", pk=proposal.watch_list_id)


def _list(request: HttpRequest, pk: int) -> WatchList:
    return get_object_or_404(WatchList.objects.visible_to(current_user(request)), pk=pk)


def _wanted(request: HttpRequest) -> Settings:
    """Return the settings as typed. Raise ValueError with a sentence."""
    bits, days = request.POST.get("threshold", "").strip(), request.POST.get("cleared_days", "").strip()
    try:
        threshold = float(bits.replace(",", ".")) if bits else None
    except ValueError:
        raise ValueError("The threshold is a number of bits, or empty for the default.") from None
    if not (days.isdecimal() and len(days) < 6):
        raise ValueError("How long a cleared match holds is a number of days.")
    second = request.POST.get("second_person") == "yes"
    model = request.POST.get("second_stage") == "yes"
    return Settings(
        threshold=threshold,
        needs_second_approval=second,
        cleared_days=int(days),
        use_reranking=model,
        review_months=_months(request, "review_months"),
        review_months_of_minors=_months(request, "review_months_of_minors"),
    )


def _months(request: HttpRequest, name: str) -> int | None:
    """Return the months as typed, None if empty. Raise ValueError with a sentence."""
    typed = request.POST.get(name, "").strip()
    if typed and not (typed.isdecimal() and len(typed) < 4):
        raise ValueError("After how long an entry is looked at again is a number of months.")
    return int(typed) if typed else None


def _why(request: HttpRequest) -> str:
    why = request.POST.get("why", "")
    if len(why) > MAX_REASON_CHARS:
        raise ValueError(f"At most {MAX_REASON_CHARS:,} characters are kept: shorten the reason.")
    return why


def _dry_run(request: HttpRequest, found: WatchList) -> ThresholdDryRun | None:
    typed = request.GET.get("try", "").strip()
    if not typed:
        return None
    with suppress(ValueError):
        bits = float(typed.replace(",", "."))
        if isfinite(bits) and MIN_BITS <= bits <= MAX_BITS:
            return dry_run_threshold(found, bits, by=current_user(request), now=timezone.now())
    return ThresholdDryRun(
        refused=gettext("Type a number of bits from %(low)s to %(high)s.") % {"low": MIN_BITS, "high": MAX_BITS}
    )


def list_page(
    request: HttpRequest, found: WatchList, *, error: str = "", tried: ThresholdDryRun | None = None, status: int = 200
) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    log(user, "read", f"list {found.pk}", states=list(user.scope.states))
    in_force = DEFAULT_THRESHOLD if found.threshold is None else found.threshold
    suppressed = Suppression.objects.visible_to(user).filter(list_name=found.title)
    pairs = ClearedPair.objects.visible_to(user).filter(list_name=found.title, withdrawn_at=None)
    alerts = Alert.objects.visible_to(user).filter(list_name=found.title, created_at__gte=now - timedelta(days=DAYS))
    by_entry = suppressed.order_by().values("entry_id", "entry_name").annotate(number=Count("pk"))
    context = {
        "list": found,
        "in_force": in_force,
        "default": DEFAULT_THRESHOLD,
        "model_adds": shipped_model().max_bits,
        "proposals": found.proposals.select_related("proposed_by", "decided_by")[:20],
        "may_set": may_set(found, user),
        "curve": curve_of(found, config().home, in_force),
        "tried": tried,
        "try": request.GET.get("try", ""),
        "days": DAYS,
        "alerts": alerts.count(),
        "pairs": pairs.count(),
        "suppressed": suppressed.count(),
        "entries": by_entry.order_by("-number", "entry_id")[:MAX_ENTRIES],
        "error": error,
        "typed": request.POST,
        **_handling_of(found, user),
        **_versions_of(found, user),
    }
    return render(request, "list.html", context, status=status)


# ── Context on how a list is handled.


def _handling_of(found: WatchList, user: User) -> dict[str, Any]:
    """Return the context for `partials/handling.html`."""
    states = State.objects.exclude(code=found.owner).order_by("name")
    return {
        "tlp": found.handling_code,
        "handling_purpose": PURPOSES.get(found.handling_purpose, ""),
        "shared_with": [state for state in states if state.code in found.may_share_with],
        "named": User.objects.filter(pk__in=found.named).order_by("username"),
        "may_handle": may_handle(found, user),
        "tlp_choices": {
            key: said for key, said in labels.TLP.items() if found.owner != REGION or key not in OWNER_ONLY
        },
        "h_choices": labels.H,
        "pap_choices": labels.PAP,
        "consent_choices": labels.CONSENT,
        "schemes": list(GRADINGS),
        "purpose_choices": PURPOSES,
        "states": states,
        "may_name": found.owner != REGION,
    }


# ── Versions of a list: what each changed, and the result of the rescreen after it.


MAX_VERSIONS: Final = 10  # versions; the page has the number of older ones


class VersionView(NamedTuple):
    """One version. `rescreen`: None if it changed nothing. `shows_numbers`: this user may read its numbers."""

    version: Version
    rescreen: RescreenJob | None
    shows_numbers: bool


def _versions_of(watch_list: WatchList, user: User) -> dict[str, Any]:
    """Return the context of `partials/list_versions.html`. Numbers of a rescreen include other states and silent
    entries, so only users of the list's owner who may know of silent entries see them. Unread rows name entries, so
    only those who may load the list see them.
    """
    rows = list(watch_list.versions.select_related("loaded_by", "rescreen")[:MAX_VERSIONS])
    own = watch_list.owner == (user.state_id or REGION)
    may_read_rows = rows and own and may_load_lists(user)
    return {
        "versions": [VersionView(row, getattr(row, "rescreen", None), own and may_see_silent(user)) for row in rows],
        "more": max(0, watch_list.versions.count() - len(rows)),
        "problems": ProblemsBySeverity.of(msgspec.convert(rows[0].problems, list[Problem]) if may_read_rows else ()),
        "of_documents": bool(rows) and set(rows[0].counts) == {"documents"},
    }
