"""Rules: the board, and one rule with its versions, dry run, precision, and what may be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.precision import (
    ENOUGH,
    Examined,
    Precision,
    by_version,
    examined,
    examined_without_rule,
    precisions,
)
from roadstead.engine.rules import RULES
from roadstead.engine.rules.language import CompiledCondition, compile_rule
from roadstead.engine.rules.language.sentence import sentence
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_rules, may_write_rules
from roadstead.platform.audit.models import log
from roadstead.targeting.rulebook.acts import disparity_limit, latest_run, may_approve, may_write, owner_of
from roadstead.targeting.rulebook.logic.rates import (
    ATTRIBUTES,
    BILL_ATTRIBUTES,
    DAYS,
    DryRunResult,
    Group,
    disparate_groups,
)
from roadstead.targeting.rulebook.models import DailyCount, DryRun, Rule, RuleStatus, RuleVersion
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.forms.page_form import PageForm
from roadstead.web.rules.examinations import ShownExaminations, shown
from roadstead.web.rules.forms import (
    ApproveForm,
    DeclineForm,
    ProposeForm,
    RulesFileForm,
    RulesFilter,
    VersionForm,
    WithdrawForm,
)

REMIND_BEFORE = timedelta(days=30)  # before a rule expires
MIN_PRECISION = 0.05  # precision below which the rule should be reviewed [D]
# A rule's version on the board: the active one, else the proposed one, else the newest.
ORDER = Case(
    When(status=RuleStatus.ACTIVE, then=Value(0)),
    When(status=RuleStatus.PROPOSED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
COLUMNS = {
    "code": Column("Code", ("rule_id",), lambda row: row.rule.code),
    "title": Column("Rule", ("title",), lambda row: row.title),
    "subject": Column("About", ("rule__subject",), lambda row: row.rule.subject),
    "severity": Column("Severity", (), lambda row: row.severity),
    "standing": Column("Status", ("status",), lambda row: row.status),
    "expires": Column("Expires", ("expires",), lambda row: row.expires),
    "owner": Column("Owner", ("owner",), lambda row: row.owner),
    "alerts": Column("Alerts"),
    "precision": Column("Confirmed"),
    "examined": Column("Examined and found"),
}
EXPORTED = {
    **COLUMNS,
    "condition": Column("Condition", (), lambda row: row.condition),
    "source": Column("Source", (), lambda row: row.source),
}
ROWS_PER_PAGE = 10  # rules: on a phone each is a card
DEFAULT_TERM = timedelta(days=180)  # offered as last day of a proposal


@allowed(may_see_rules)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules this user may see, by subject, status, severity and words; those due for review are counted."""
    if request.GET.get("as") != "csv":
        return rules_page(request)
    user = current_user(request)
    log(user, "exported", "rules", states=own_states(user))
    return as_csv("rules", EXPORTED.values(), _board(request, user)[1])


def rules_page(request: HttpRequest, *, file_form: RulesFileForm | None = None, status: int = 200) -> HttpResponse:
    """Render the board. `file_form`: a file that was refused."""
    user, today = current_user(request), timezone.now().date()
    log(user, "read", "rules", states=own_states(user))
    form, rows = _board(request, user)
    newest = _newest(user)
    page = page_of(rows, request, size=ROWS_PER_PAGE)
    codes = [row.rule.code for row in page]
    known, goods = precisions(user, codes), examined(user, codes)
    context = {
        "page": page,
        "lines": [
            (row, row.status_on(today), known.get(row.rule.code, Precision()), _examinations(row, goods))
            for row in page
        ],
        "without_rule": shown(examined_without_rule(user)),
        "headings": headings(request, COLUMNS),
        "filter": form,
        "expiring": newest.filter(_expiring(today)).count(),
        "waiting": newest.filter(status=RuleStatus.PROPOSED).count(),
        "built_in": RULES,
        "may_write": may_write_rules(user),
        "file_form": file_form or RulesFileForm(),
        "failed": file_form or form,
    }
    return render(request, "rules.html", context, status=status)


def _board(request: HttpRequest, user: User) -> tuple[RulesFilter, QuerySet[RuleVersion, RuleVersion]]:
    """Return the filter and the rules that it leaves, in the order of the URL."""
    form = RulesFilter({"show": "all"} | request.GET.dict())
    form.is_valid()
    rows = _filtered(_newest(user), form.cleaned_data, timezone.now().date())
    return form, sorted_by(rows, request, COLUMNS)


def _newest(user: User) -> QuerySet[RuleVersion, RuleVersion]:
    """Return one version of each rule."""
    ranked = RuleVersion.objects.visible_to(user).annotate(rank=ORDER)
    first = ranked.order_by("rule_id", "rank", "-number").distinct("rule_id").values("pk")
    return RuleVersion.objects.visible_to(user).filter(pk__in=first).select_related("rule").order_by("rule_id")


def _expiring(today: date) -> Q:
    return Q(status=RuleStatus.ACTIVE, expires__lt=today + REMIND_BEFORE)


def _filtered(
    rows: QuerySet[RuleVersion, RuleVersion], wanted: dict[str, str], today: date
) -> QuerySet[RuleVersion, RuleVersion]:
    by_word = {
        "active": Q(status=RuleStatus.ACTIVE, expires__gte=today),
        "proposed": Q(status=RuleStatus.PROPOSED),
        "draft": Q(status__in=[RuleStatus.DRAFT, RuleStatus.DECLINED]),
        "review": _expiring(today),
        "ended": Q(status__in=[RuleStatus.WITHDRAWN, RuleStatus.SUPERSEDED])
        | Q(status=RuleStatus.ACTIVE, expires__lt=today),
    }
    rows = rows.filter(by_word.get(wanted.get("show", ""), Q()))
    if severity := wanted.get("severity"):
        rows = rows.filter(severity=severity)
    if subject := wanted.get("subject"):
        rows = rows.filter(rule__subject=subject)
    if q := wanted.get("q"):
        words = ("title", "sentence", "condition", "source", "rule__key")
        found = Q()
        for name in words:
            found |= Q(**{f"{name}__icontains": q})
        rows = rows.filter(found)
    return rows


# ── One rule.


@allowed(may_see_rules)
@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one rule in its active or proposed version, or another (`?version=2`)."""
    return rule_page(request, rule_of(request, pk))


def rule_of(request: HttpRequest, pk: int) -> Rule:
    return get_object_or_404(Rule.objects.visible_to(current_user(request)), pk=pk)


def rule_page(request: HttpRequest, found: Rule, *, failed: PageForm | None = None, status: int = 200) -> HttpResponse:
    """Render the page of a rule. `failed`: the form on it that was refused."""
    user, now = current_user(request), timezone.now()
    log(user, "read", f"rule {found.code}", states=own_states(user))
    version = _version(found, request.GET.get("version") or (failed.data.get("number", "") if failed else ""))
    run = _run(request, version)
    compiled = compile_rule(version.condition, version.text.vocabulary, version.text.allows)
    known = by_version(user, found.code)
    versions = [(row, row.status_on(now.date()), known.get(row.replay_name)) for row in _versions(found)]
    context = {
        "rule": found,
        "chosen": version,
        "status": version.status_on(now.date()),
        "says": sentence(compiled.tree, compiled.vocabulary) if isinstance(compiled, CompiledCondition) else None,
        "facts": compiled.facts if isinstance(compiled, CompiledCondition) else (),
        "versions": versions,
        "precision": known.get(version.replay_name, Precision()),
        "examinations": _examinations(version, examined(user, [found.code])),
        "poor": _is_poor(known.get(version.replay_name)),
        "enough": ENOUGH,
        "counted": _counted(version, now.date()),
        "days": DAYS,
        "may_write": may_write(found.owner, user),
        "may_approve": may_approve(version, user),
        "may_withdraw": user.role == "supervisor" and owner_of(user) == found.owner,
        "failed": failed,
        **_forms(version, failed, now.date(), is_disparate=bool(run.get("over"))),
        **run,
    }
    return render(request, "rule.html", context, status=status)


def _forms(version: RuleVersion, failed: PageForm | None, today: date, *, is_disparate: bool) -> dict[str, PageForm]:
    """Return the forms of the actions, by name; the one that was refused as it was sent."""
    number = {"number": version.number}
    forms: dict[str, PageForm] = {
        "dry_run_form": VersionForm(initial=number),
        "propose_form": ProposeForm(initial=number | {"expires": version.expires or today + DEFAULT_TERM}),
        "approve_form": ApproveForm(initial=number),
        "decline_form": DeclineForm(initial=number),
        "withdraw_form": WithdrawForm(initial=number),
    }
    forms |= {name: failed for name, form in forms.items() if failed is not None and type(failed) is type(form)}
    for name in ("propose_form", "approve_form"):
        if not is_disparate:
            forms[name].fields.pop("justification", None)
    return forms


def _versions(found: Rule) -> QuerySet[RuleVersion, RuleVersion]:
    people = ("rule", "author", "proposed_by", "decided_by", "ended_by")
    return found.versions.select_related(*people).order_by("-number")


def _version(found: Rule, wanted: str) -> RuleVersion:
    """Return the version with this number; without one, that of the board."""
    if wanted.isdecimal() and len(wanted) < 6:
        return get_object_or_404(_versions(found), number=int(wanted))
    chosen = _versions(found).annotate(rank=ORDER).order_by("rank", "-number").first()
    assert chosen is not None  # a rule is created with its first version
    return chosen


def _examinations(version: RuleVersion, counted: Mapping[str, Examined]) -> ShownExaminations | None:
    """Return the examinations of a rule on goods; None for a rule on travel, where nothing is examined."""
    if version.rule.subject != "cargo":
        return None
    return shown(counted.get(version.rule.code, Examined()))


def _is_poor(found: Precision | None) -> bool:
    return found is not None and found.decided >= ENOUGH and (found.share.value or 0.0) < MIN_PRECISION


def _counted(version: RuleVersion, today: date) -> dict[str, int]:
    rows = DailyCount.objects.filter(version=version, day__gt=today - timedelta(days=DAYS))
    sums = rows.aggregate(*(Sum(name) for name in ("evaluated", "matched", "unknown", "failed")))
    return {name.removesuffix("__sum"): number or 0 for name, number in sums.items()}


def _run(request: HttpRequest, version: RuleVersion) -> dict[str, Any]:
    """Return the newest dry run over what this user may see, and whom it matched. That is logged."""
    user = current_user(request)
    run = version.dry_runs.filter(owner=owner_of(user), sha256=version.sha256).select_related("by").first()
    if run is None:
        return {"run": None}
    result, limit = DryRunResult.of(run.result), disparity_limit(version.owner)
    whom, voyages = _matched_people(run, user)
    bills = _bills(run, user)
    if whom or bills:
        read = f"{len(bills)} bills" if result.about_bills else f"{len(whom)} travellers"
        log(user, "read", f"dry run {run.pk}", states=own_states(user), detail=read)
    flagged = disparate_groups(result, limit)
    return {
        "run": run,
        "result": result,
        "limit": limit,
        "over": flagged,
        "tables": [
            (name, _lines(result.by(name), flagged)) for name in (*ATTRIBUTES, *BILL_ATTRIBUTES) if result.by(name)
        ],
        "whom": whom,
        "met_voyages": voyages,
        "met_bills": bills,
        "counts_for_approval": run == latest_run(version),
    }


def _lines(groups: list[Group], flagged: list[Group]) -> list[tuple[Group, bool]]:
    return [(group, group in flagged) for group in groups]


def _matched_people(run: DryRun, user: User) -> tuple[list[Traveller], list[Voyage]]:
    rows = Traveller.objects.visible_to(user).filter(pk__in=run.travellers).select_related("voyage")
    rows = rows.order_by(F("voyage__arrives_at").desc(nulls_last=True), "surname", "pk")
    return list(rows), list(Voyage.objects.visible_to(user).filter(pk__in=run.voyages))


def _bills(run: DryRun, user: User) -> list[Bill]:
    rows = Bill.objects.visible_to(user).filter(pk__in=run.bills).select_related("voyage").defer("declared")
    return list(rows.order_by(F("voyage__arrives_at").desc(nulls_last=True), "number", "pk"))
