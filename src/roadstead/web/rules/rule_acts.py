"""Actions on rules: write, dry run, propose, approve, reject, withdraw; import and export as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.files import (
    LONGEST_FILE,
    RuleText,
    UnreadableFile,
    faults_of,
    read_file,
    text_faults,
    write_file,
)
from roadstead.engine.rules.language import TRAVEL
from roadstead.engine.rules.language.condition import RELATIONS
from roadstead.engine.sentences import Sentence, in_turn, labelled
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_export, may_see_rules, may_write_rules
from roadstead.platform.audit.models import log
from roadstead.targeting.rulebook import acts
from roadstead.targeting.rulebook.acts import disparity_limit
from roadstead.targeting.rulebook.models import Rule, RuleVersion
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.forms.page_form import PageForm
from roadstead.web.rules.forms import (
    ApproveForm,
    DeclineForm,
    ProposeForm,
    RulesFileForm,
    RuleTextForm,
    VersionForm,
    WithdrawForm,
    group_forms,
)
from roadstead.web.rules.rule_form import (
    CheckResult,
    RuleDraft,
    apply_button,
    check_rule,
    of_version,
    read_form,
    subject_of,
)
from roadstead.web.rules.rules import rule_of, rule_page, rules_page

EMPTY: Final = RuleText(key="", title="", sentence="", condition="", source="")


@allowed(may_write_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    """Write a rule about travel, or about cargo (`?subject=cargo`): in rows or in CEL, checked at each step, saved
    as a draft.
    """
    return _write(request, None)


@allowed(may_write_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next version of a rule; the one before stays as it is."""
    return _write(request, rule_of(request, pk))


def _write(request: HttpRequest, rule: Rule | None) -> HttpResponse:
    if request.method != "POST":
        now = _initial(rule, request.GET.get("subject", ""))
        return _editor(request, rule, now, RuleTextForm(now=now, is_new=rule is None))
    sent = request.POST.dict() | ({"subject": rule.subject} if rule else {})
    now, button = read_form(sent), sent.get("do", "check")
    if button == "save":
        return _save(request, rule, now, RuleTextForm(sent, now=now, is_new=rule is None))
    now, error = apply_button(now, button)
    form = RuleTextForm(sent if button == "check" else None, now=now, is_new=rule is None, complete=False)
    found = check_rule(now) if button == "check" or error else None
    if found and form.is_bound:
        form.add_faults(found)
    failed: PageForm = form
    if error:
        failed = PageForm({})
        failed.add_error(None, error)
    return _editor(request, rule, now, form, failed=failed, found=found)


def _save(request: HttpRequest, rule: Rule | None, now: RuleDraft, form: RuleTextForm) -> HttpResponse:
    found = check_rule(now)
    form.add_faults(found)
    if not form.is_valid():
        return _editor(request, rule, now, form, failed=form, found=found, status=409)
    key = rule.key if rule else slugify(now.text.title)[:60].strip("-")
    text = msgspec.structs.replace(now.with_condition(found.condition), key=key)
    try:
        version = acts.write(text, why=now.why, by=current_user(request), now=timezone.now(), rule=rule)
    except NotAllowed as refused:
        form.refuse(refused, None if rule else "title")
        return _editor(request, rule, now, form, failed=form, found=found, status=409)
    kept = {"code": version.rule.code, "number": version.number}
    banner.success(request, _("Draft saved: %(code)s, version %(number)s. Run a dry run, then propose it.") % kept)
    return redirect(f"/rules/{version.rule_id}?version={version.number}")


def _initial(rule: Rule | None, subject: str) -> RuleDraft:
    newest = rule.versions.select_related("rule").order_by("-number").first() if rule else None
    empty = msgspec.structs.replace(EMPTY, subject=subject_of(subject))
    return of_version(newest.text) if newest else RuleDraft(empty)


def _editor(
    request: HttpRequest,
    rule: Rule | None,
    now: RuleDraft,
    form: RuleTextForm,
    *,
    failed: PageForm | None = None,
    found: CheckResult | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "rule": rule,
        "now": now,
        "form": form,
        "failed": failed,
        "condition_groups": group_forms(now, found.row if found else None),
        "found": found,
        "marked": found.marked() if found else [],
        "families": [(words, now.vocabulary.of(family)) for family, words in now.vocabulary.families.items()],
        "by_kind": [(kind.value, " ".join(names)) for kind, names in RELATIONS.items()],
    }
    return render(request, "rule_edit.html", context, status=status)


# ── Actions on a version.


@allowed(may_write_rules)
@require_POST
def rule_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a dry run of one version, propose, approve, reject or withdraw it."""
    found, act = rule_of(request, pk), ACTS.get(request.POST.get("do", ""))
    if act is None:
        failed = PageForm({})
        failed.add_error(None, _("Choose an action."))
        return rule_page(request, found, failed=failed, status=409)
    form = act.form(request.POST)
    if not form.is_valid():
        return rule_page(request, found, failed=form, status=409)
    version = get_object_or_404(found.versions.select_related("rule"), number=form.cleaned_data["number"])
    try:
        said = act.perform(version, form.cleaned_data, current_user(request))
    except NotAllowed as refused:
        form.refuse(refused)
        return rule_page(request, found, failed=form, status=409)
    banner.success(request, said)
    return redirect(f"/rules/{pk}?version={version.number}")


def _dry_run(version: RuleVersion, given: dict[str, Any], by: User) -> str:
    dry_run_rule(version, by=by, now=timezone.now())
    if version.rule.subject == TRAVEL.subject:
        return _("Dry run finished on the stored travellers that you can see. No alert was raised.")
    return _("Dry run finished on the stored bills that you can see. No alert was raised.")


def _propose(version: RuleVersion, given: dict[str, Any], by: User) -> str:
    justification, expires = given["justification"], given["expires"]
    acts.propose(version.pk, expires=expires, justification=justification, by=by, now=timezone.now())
    return _("Rule proposed. It is in force when a second officer approves it.")


def _approve(version: RuleVersion, given: dict[str, Any], by: User) -> str:
    limit = disparity_limit(version.owner)
    acts.approve(version.pk, justification=given["justification"], limit=limit, by=by, now=timezone.now())
    return _("Rule approved. Workers use it from their next message on.")


def _decline(version: RuleVersion, given: dict[str, Any], by: User) -> str:
    acts.decline(version.pk, why=given["why"], by=by, now=timezone.now())
    return _("Proposal rejected.")


def _withdraw(version: RuleVersion, given: dict[str, Any], by: User) -> str:
    acts.withdraw(version.pk, why=given["why"], by=by, now=timezone.now())
    return _("Rule withdrawn. It is no longer evaluated.")


class RuleAct(NamedTuple):
    """An action on a version: its form, and what performs it and returns what was done."""

    form: type[VersionForm]
    perform: Callable[[RuleVersion, dict[str, Any], User], str]


ACTS: Final[dict[str, RuleAct]] = {
    "try": RuleAct(VersionForm, _dry_run),
    "propose": RuleAct(ProposeForm, _propose),
    "approve": RuleAct(ApproveForm, _approve),
    "decline": RuleAct(DeclineForm, _decline),
    "withdraw": RuleAct(WithdrawForm, _withdraw),
}


# ── Files.


@allowed(may_see_rules)
@allowed(may_export)
@require_safe
def export_rules(request: HttpRequest) -> HttpResponse:
    """Export the newest version of every rule on one subject that this user may see, as a file for another system."""
    user, subject = current_user(request), subject_of(request.GET.get("subject", ""))
    newest = RuleVersion.objects.visible_to(user).order_by("rule_id", "-number").distinct("rule_id")
    log(user, "exported", "rules", states=own_states(user))
    texts = [row.text for row in newest.filter(rule__subject=subject).select_related("rule")]
    response = HttpResponse(write_file(texts, subject), "application/json")
    name = "rules" if subject == TRAVEL.subject else f"rules-{subject}"
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@allowed(may_write_rules)
@require_POST
def import_rules(request: HttpRequest) -> HttpResponse:
    """Import the rules of a file as the user's own drafts; none if one of them is wrong."""
    form = RulesFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return rules_page(request, file_form=form, status=400)
    try:
        texts = read_file(form.cleaned_data["file"].read(LONGEST_FILE + 1))
        brought = _import(request, texts)
    except UnreadableFile as failure:
        form.refuse(failure, "file")
        return rules_page(request, file_form=form, status=409)
    counted = {"brought": brought, "known": len(texts) - brought}
    banner.success(request, _("Rules imported as drafts: %(brought)d. Already there: %(known)d.") % counted)
    return redirect("rules")


def _import(request: HttpRequest, texts: list[RuleText]) -> int:
    for text in texts:
        wrong = [*(fault.placed for fault in faults_of(text)), *(lack.text for lack in text_faults(text))]
        if not text.key:
            wrong.insert(0, Sentence("One of the rules has no key."))
        if wrong:
            raise UnreadableFile(in_turn(labelled(text.key[:60], in_turn(*wrong)), Sentence("Nothing was imported.")))
    user, now = current_user(request), timezone.now()
    known = set(Rule.objects.filter(owner=acts.owner_of(user)).values_list("key", flat=True))
    new = {text.key: text for text in texts if text.key not in known}
    for text in new.values():
        acts.write(text, why="From a file", by=user, now=now)
    return len(new)
