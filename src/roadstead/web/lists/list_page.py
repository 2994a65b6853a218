"""Page of a list, in four parts: overview, versions, settings, outcomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.logic.funnel import FunnelAlert, funnel
from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair, Outcome, Suppression
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.config import config
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.model import shipped_model
from roadstead.engine.records import Problem
from roadstead.pipeline.dry_run import DAYS
from roadstead.pipeline.dry_run.thresholds import dry_run_threshold
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_load_lists, may_see_alerts, may_see_lists, may_see_silent
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.platform.handling import labels
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.differences import ProblemsBySeverity
from roadstead.targeting.watchlists.handling import PURPOSES, may_handle
from roadstead.targeting.watchlists.manual_lists import owns_manual_list
from roadstead.targeting.watchlists.models import REGION, Version, WatchList
from roadstead.targeting.watchlists.notice_checks import check_status, may_record_check
from roadstead.targeting.watchlists.settings_approval import may_set
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import one_of
from roadstead.web.forms.page_form import PageForm
from roadstead.web.lists.curve import curve_of
from roadstead.web.lists.list_forms import CheckForm, HandlingForm, PolicyForm, SettingsForm, ThresholdTestForm

PARTS: Final = {
    "overview": _("Overview"), "versions": _("Versions"), "settings": _("Settings"), "outcomes": _("Outcomes"),
}  # fmt: skip
MAX_VERSIONS: Final = 10  # versions; the page has the number of older ones
MAX_PROPOSALS: Final = 10  # proposals of settings, and policies, the newest
MAX_LISTED: Final = 10  # outcomes, and entries that suppress most
MAX_COUNTED: Final = 2000  # alerts of the list, the newest, in the funnel


@allowed(may_see_lists)
@require_safe
def watch_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a part of the list's page (`?show=versions`); `?try=12.5` tests that threshold on stored travellers."""
    return list_page(request, own_list(request, pk))


def own_list(request: HttpRequest, pk: int) -> WatchList:
    """Return the list if this user may see it; else 404."""
    return get_object_or_404(WatchList.objects.visible_to(current_user(request)), pk=pk)


def to_settings(pk: int) -> HttpResponse:
    return redirect(f"{reverse('list', args=[pk])}?show=settings")


def list_page(
    request: HttpRequest, found: WatchList, *, show: str = "", failed: PageForm | None = None, status: int = 200
) -> HttpResponse:
    """Render a part of the page. `failed`: the form on it that was refused."""
    user = current_user(request)
    log(user, "read", f"list {found.pk}", states=list(user.scope.states))
    asked = "settings" if "try" in request.GET else request.GET.get("show", "")
    part = show or one_of(asked, tuple(PARTS), "overview")
    context = {
        "list": found,
        "show": part,
        "parts": PARTS.items(),
        "failed": failed,
        "may_set": may_set(found, user),
        "of_documents": has_only_documents(found),
        "days": DAYS,
        "may_see_alerts": may_see_alerts(user),
    }
    of_part: Callable[[], dict[str, Any]] = {
        "overview": lambda: _overview(found, user, failed),
        "versions": lambda: _versions(found, user),
        "settings": lambda: _settings(request, found, failed),
        "outcomes": lambda: _outcomes(found, user),
    }[part]
    return render(request, "list.html", context | of_part(), status=status)


def has_only_documents(found: WatchList) -> bool:
    """Return True for a list of lost and stolen documents, for which there is no threshold."""
    newest = found.versions.first()
    return newest is not None and set(newest.counts) == {"documents"}


def policy_in_force(found: WatchList, user: User) -> AlertPolicy | None:
    """Return the newest approved policy on the alerts of the list."""
    return AlertPolicy.objects.visible_to(user).filter(watch_list=found, decision=Decision.APPROVED).first()


# ── Overview.


def _overview(found: WatchList, user: User, failed: PageForm | None) -> dict[str, Any]:
    since = timezone.now() - timedelta(days=DAYS)
    states = State.objects.filter(code__in=found.may_share_with).order_by("name")
    return {
        "in_force": _threshold(found),
        "model_adds": shipped_model().max_bits,
        "alerts": Alert.objects.visible_to(user).filter(list_name=found.title, created_at__gte=since).count(),
        "pairs": ClearedPair.objects.visible_to(user).filter(list_name=found.title, withdrawn_at=None).count(),
        "suppressed": _suppressed(found, user).count(),
        "may_open_entries": owns_manual_list(user, found),
        **_notices(found, user, failed),
        "handling_purpose": PURPOSES.get(found.handling_purpose, ""),
        "shared_with": states,
        "named": User.objects.filter(pk__in=found.named).order_by("username"),
        "consents": [words for code, words in labels.CONSENT.items() if code in found.consent_for],
    }


def _notices(found: WatchList, user: User, failed: PageForm | None) -> dict[str, Any]:
    """Return the context of `partials/notice_check.html`; nothing for other lists."""
    if not found.is_notices:
        return {}
    today = timezone.now().date()
    return {
        "check": check_status(found, today),
        "today": today,
        "check_form": failed if isinstance(failed, CheckForm) else CheckForm(initial={"checked_on": today}),
        "may_check": may_record_check(found, user),
    }


def _threshold(found: WatchList) -> float:
    return DEFAULT_THRESHOLD if found.threshold is None else found.threshold


def _suppressed(found: WatchList, user: User) -> QuerySet[Suppression, Suppression]:
    return Suppression.objects.visible_to(user).filter(list_name=found.title)


# ── Versions: what each changed, and the result of the rescreen after it.


class VersionView(NamedTuple):
    """One version. `rescreen`: None if it changed nothing. `shows_numbers`: this user may read its numbers."""

    version: Version
    rescreen: RescreenJob | None
    shows_numbers: bool


def _versions(found: WatchList, user: User) -> dict[str, Any]:
    """Return the context of `partials/list_versions.html`. Numbers of a rescreen include other states and silent
    entries, so only users of the list's owner who may know of silent entries see them. Unread rows name entries, so
    only those who may load the list see them.
    """
    rows = list(found.versions.select_related("loaded_by", "rescreen")[:MAX_VERSIONS])
    own = found.owner == (user.state_id or REGION)
    may_read_rows = rows and own and may_load_lists(user)
    return {
        "versions": [VersionView(row, getattr(row, "rescreen", None), own and may_see_silent(user)) for row in rows],
        "more": max(0, found.versions.count() - len(rows)),
        "problems": ProblemsBySeverity.of(msgspec.convert(rows[0].problems, list[Problem]) if may_read_rows else ()),
    }


# ── Settings: threshold, clearing, handling, and how alerts of the list are processed.


def _settings(request: HttpRequest, found: WatchList, failed: PageForm | None) -> dict[str, Any]:
    user, typed = current_user(request), request.GET.get("try", "").strip()
    test = ThresholdTestForm(request.GET if typed else None)
    policies = AlertPolicy.objects.visible_to(user).filter(watch_list=found).select_related("proposed_by", "decided_by")
    in_force, of_documents = policy_in_force(found, user), has_only_documents(found)
    forms: dict[str, PageForm] = {
        "settings_form": SettingsForm(of_list=found, of_documents=of_documents),
        "policy_form": PolicyForm(in_force=in_force),
        "handling_form": HandlingForm(of_list=found),
    }
    own = {name: failed for name, form in forms.items() if failed is not None and isinstance(failed, type(form))}
    tried = None
    if test.is_valid():
        tried = dry_run_threshold(found, test.cleaned_data["try"], by=user, now=timezone.now())
    return {
        **forms,
        **own,
        "test_form": test,
        "failed": failed or test,
        "tried": tried,
        "curve": curve_of(found, config().home, _threshold(found)),
        "proposals": found.proposals.select_related("proposed_by", "decided_by")[:MAX_PROPOSALS],
        "may_handle": may_handle(found, user),
        "policy": in_force,
        "policies": policies[:MAX_PROPOSALS],
    }


# ── Outcomes: from alerts to the border, and what was suppressed.


def _outcomes(found: WatchList, user: User) -> dict[str, Any]:
    alerts = visible_alerts(user).filter(list_name=found.title, owner=found.owner)
    seen = Prefetch("outcomes", Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    newest: Any = alerts.only("state").order_by("-pk").prefetch_related(seen)[:MAX_COUNTED]
    outcomes = Outcome.objects.visible_to(user).filter(alert__list_name=found.title, alert__owner=found.owner)
    by_entry = _suppressed(found, user).order_by().values("entry_id", "entry_name").annotate(number=Count("pk"))
    return {
        "funnel": funnel(
            FunnelAlert(state=row.effective_state, outcomes=[each.type for each in row.outcomes_seen]) for row in newest
        ),
        "outcomes": outcomes.select_related("recorded_by").order_by("-pk")[:MAX_LISTED],
        "entries": by_entry.order_by("-number", "entry_id")[:MAX_LISTED],
    }
