"""Actions on rules: write, try, propose, approve, reject, withdraw; import and export as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import msgspec
from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.files import (
    LONGEST_FILE,
    SEVERITIES,
    RuleText,
    UnreadableFile,
    faults_of,
    read_file,
    text_faults,
    write_file,
)
from roadstead.engine.rules.language import TRAVEL
from roadstead.engine.rules.language.condition import ALL_RELATIONS, RELATIONS
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.platform.accounts.permissions import may_export, may_see_rules, may_write_rules
from roadstead.platform.audit.models import log
from roadstead.targeting.rulebook import acts
from roadstead.targeting.rulebook.acts import disparity_limit
from roadstead.targeting.rulebook.models import Rule, RuleVersion
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.rules.rule_form import (
    CheckResult,
    RuleForm,
    apply_button,
    check_rule,
    of_version,
    read_form,
    subject_of,
)
from roadstead.web.rules.rules import rule_of, rule_page

MAX_REASON_CHARS: Final = 2000  # characters of a reason
TRIED_ON: Final = {"travel": "travellers", "cargo": "bills"}  # stored rows on which a rule is tried, by its subject
EMPTY: Final = RuleText(key="", title="", sentence="", condition="", source="")


@allowed(may_write_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    """Write a rule about travel, or about cargo (`?subject=cargo`): in rows or in CEL, checked at each step, kept as a
    draft.
    """
    return _write(request, None)


@allowed(may_write_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next version of a rule; the one before stays as it is."""
    return _write(request, rule_of(request, pk))


def _write(request: HttpRequest, rule: Rule | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, rule, _initial_form(rule, request.GET.get("subject", "")))
    sent = request.POST.dict() | ({"subject": rule.subject} if rule else {})
    now, button = read_form(sent), request.POST.get("do", "check")
    if button != "save":
        now, error = apply_button(now, button)
        checks = check_rule(now) if button == "check" or error else None
        return _form(request, rule, now, error=error, found=checks)
    found = check_rule(now)
    if not found.is_valid:
        return _form(request, rule, now, found=found, status=409)
    try:
        key = rule.key if rule else slugify(now.text.title)[:60].strip("-")
        text = msgspec.structs.replace(now.with_condition(found.condition), key=key)
        version = acts.write(text, why=now.why, by=current_user(request), now=timezone.now(), rule=rule)
    except NotAllowed as refused:
        return _form(request, rule, now, error=refusal_text(refused), found=found, status=409)
    kept = {"code": version.rule.code, "number": version.number}
    banner.success(request, _("Kept as a draft: %(code)s, version %(number)s. Try it, then propose it.") % kept)
    return redirect(f"/rules/{version.rule_id}?version={version.number}")


def _initial_form(rule: Rule | None, subject: str) -> RuleForm:
    newest = rule.versions.select_related("rule").order_by("-number").first() if rule else None
    empty = msgspec.structs.replace(EMPTY, subject=subject_of(subject))
    return of_version(newest.text) if newest else RuleForm(empty)


def _form(
    request: HttpRequest,
    rule: Rule | None,
    now: RuleForm,
    *,
    error: str = "",
    found: CheckResult | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "rule": rule,
        "now": now,
        "condition_groups": list(enumerate(now.groups)),
        "error": error,
        "found": found,
        "marked": found.marked() if found else [],
        "families": [(words, now.vocabulary.of(family)) for family, words in now.vocabulary.families.items()],
        "relations": ALL_RELATIONS,
        "by_kind": [(kind.value, " ".join(names)) for kind, names in RELATIONS.items()],
        "severities": SEVERITIES,
    }
    return render(request, "rule_edit.html", context, status=status)


@allowed(may_write_rules)
@require_POST
def rule_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Try, propose, approve, reject or withdraw one version."""
    found = rule_of(request, pk)
    try:
        version, said = _perform(request, found)
    except NotAllowed as refused:
        return rule_page(request, found, error=refusal_text(refused), status=409)
    banner.success(request, said)
    return redirect(f"/rules/{pk}?version={version.number}")


def _perform(request: HttpRequest, found: Rule) -> tuple[RuleVersion, str]:
    number = request.POST.get("number", "")
    if not (number.isdecimal() and len(number) < 6):
        raise NotAllowed("choose the version first")
    version = get_object_or_404(found.versions.select_related("rule"), number=int(number))
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise NotAllowed("choose what is to be done")
    return version, act(request, version)


def _why(request: HttpRequest, name: str = "why") -> str:
    text = request.POST.get(name, "")
    if len(text) > MAX_REASON_CHARS:
        raise NotAllowed(f"at most {MAX_REASON_CHARS:,} characters are kept: shorten the reason")
    return text


def _try(request: HttpRequest, version: RuleVersion) -> str:
    dry_run_rule(version, by=current_user(request), now=timezone.now())
    return f"Tried on the stored {TRIED_ON[version.rule.subject]} that you see. Nothing was raised."


def _propose(request: HttpRequest, version: RuleVersion) -> str:
    try:
        expires = date.fromisoformat(request.POST.get("expires", "").strip())
    except ValueError:
        raise NotAllowed("write the last day as 2027-03-31") from None
    acts.propose(
        version.pk,
        expires=expires,
        justification=_why(request, "justification"),
        by=current_user(request),
        now=timezone.now(),
    )
    return "Proposed. It is asked once a second person has approved it."


def _approve(request: HttpRequest, version: RuleVersion) -> str:
    acts.approve(
        version.pk,
        justification=_why(request, "justification"),
        limit=disparity_limit(version.owner),
        by=current_user(request),
        now=timezone.now(),
    )
    return "Approved. The workers ask it from their next message on."


def _decline(request: HttpRequest, version: RuleVersion) -> str:
    acts.decline(version.pk, why=_why(request), by=current_user(request), now=timezone.now())
    return "Declined."


def _withdraw(request: HttpRequest, version: RuleVersion) -> str:
    acts.withdraw(version.pk, why=_why(request), by=current_user(request), now=timezone.now())
    return "Withdrawn. It is asked of nobody any more."


ACTS: Final[dict[str, Callable[[HttpRequest, RuleVersion], str]]] = {
    "try": _try, "propose": _propose, "approve": _approve, "decline": _decline, "withdraw": _withdraw,
}  # fmt: skip


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
    uploaded = request.FILES.get("file")
    try:
        if not isinstance(uploaded, UploadedFile):
            raise UnreadableFile("Choose a file of rules first.")
        texts = read_file(uploaded.read(LONGEST_FILE + 1))
        brought = _import(request, texts)
    except UnreadableFile as failure:
        banner.error(request, str(failure))
        return redirect("rules")
    counted = {"brought": brought, "known": len(texts) - brought}
    banner.success(request, _("Rules taken in as drafts: %(brought)d. Already there: %(known)d.") % counted)
    return redirect("rules")


def _import(request: HttpRequest, texts: list[RuleText]) -> int:
    for text in texts:
        wrong = [*(str(fault) for fault in faults_of(text)), *(lack.text for lack in text_faults(text))]
        if wrong or not text.key:
            raise UnreadableFile(f"{text.key[:60] or 'A rule without key'}: {' '.join(wrong)} Nothing was taken in.")
    user, now = current_user(request), timezone.now()
    known = set(Rule.objects.filter(owner=acts.owner_of(user)).values_list("key", flat=True))
    new = {text.key: text for text in texts if text.key not in known}
    for text in new.values():
        acts.write(text, why="From a file", by=user, now=now)
    return len(new)
