"""Watchlists in force, and loading a new version, which a supervisor puts in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.config import config
from roadstead.engine.formats.lists import (
    LoadedDocuments,
    LoadedList,
    UnableToLoad,
    load_documents_bytes,
    load_files,
)
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_load_lists, may_see_lists
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.differences import Preview
from roadstead.targeting.watchlists.in_force import WrongListRefused
from roadstead.targeting.watchlists.manual_lists import NO_MONTHS as WRONG_MONTHS
from roadstead.targeting.watchlists.manual_lists import create_list, known_in_force, owns_manual_list
from roadstead.targeting.watchlists.models import REGION, Version, WatchList
from roadstead.targeting.watchlists.notice_checks import NOT_NOTICES
from roadstead.targeting.watchlists.overdue import overdue
from roadstead.targeting.watchlists.publish import ListRefused, preview, preview_documents, publish, publish_documents
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import PageForm
from roadstead.web.lists.forms import NO_MONTHS, FilesField, NumberField

IN_FORCE = _(
    "%(name)s: %(added)s added, %(amended)s amended, %(removed)s removed. In force. Voyages on their way are being"
    " rescreened. See Versions for the result."
)
ALL_FILES = _(
    "A published list or a Roadstead CSV file, unchanged. Roadstead recognises the format. If a list has several files"
    " (OFAC: sdn, alt, add, comments), choose all of them together"
)
AGAIN = _(
    "If no file is shown here, choose the same file or files again. Another file is compared again and is not put in"
    " force"
)


class LoadForm(PageForm):
    """File or files of a list, to be compared and put in force."""

    marks_optional = False
    file = FilesField(label=_("List file"), help_text=ALL_FILES, allow_empty_file=True)
    name = forms.CharField(
        label=_("Name of the list"),
        help_text=_(
            "The name of a list in force makes this its next version. If you leave it empty: the file's own name"
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    kind = forms.ChoiceField(
        label=_("Contents"),
        choices=[
            ("entries", _("People, vessels, aircraft and organisations")),
            ("documents", _("Lost and stolen documents")),
        ],
        required=False,
    )
    checked_on = DayField(
        label=_("INTERPOL notices only: checked with the national bureau on"),
        help_text=_(
            "Loading a file is no check. If you leave it empty, notices that are new on the list raise no alerts until"
            " an officer records a check"
        ),
        required=False,
    )
    anyway = forms.BooleanField(label=_("I have checked the file. Load it although it looks damaged"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def draw(self, *, comparable: bool, doubtful: bool) -> None:
        """Leave out what the page does not ask now. `comparable`: the file was compared and can be put in force."""
        if comparable:
            self.fields["file"].help_text = AGAIN
        hidden = {"seen": not comparable, "anyway": not doubtful}
        for name in (name for name, is_hidden in hidden.items() if is_hidden):
            del self.fields[name]


class NewListForm(PageForm):
    """A manual list, changed by nominations only."""

    auto_id = "begin-%s"
    name = forms.CharField(
        label=_("Name of the list"), max_length=80, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
    )
    months = NumberField(label=_("Review an entry after (months)"), initial=12, wrong=NO_MONTHS)
    months_of_minors = NumberField(
        label=_("Review an entry of a person who may be under 18 after (months)"), initial=6, wrong=NO_MONTHS
    )


@allowed(may_see_lists)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """List the lists in force, with their versions, counts, age and last changes."""
    log(current_user(request), "read", "lists", states=list(current_user(request).scope.states))
    return lists_page(request)


@allowed(may_load_lists)
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Compare a file with the list in force; put it in force once the user has seen what that changes.

    The list belongs to the user's own state, or to the region. A damaged file has to be confirmed.
    """
    form = LoadForm(request.POST, request.FILES)
    if not form.is_valid():
        return lists_page(request, form, status=400)
    chosen, by = form.cleaned_data["file"], current_user(request)
    if sum(each.size or 0 for each in chosen) > config().max_body:
        form.add_error("file", _too_large(", ".join(each.name or "list" for each in chosen)))
        return lists_page(request, form, status=413)
    files = {each.name or "list": each.read() for each in chosen}
    if len(files) < len(chosen):
        form.add_error("file", _("Two of the files have the same name. Choose each file once."))
        return lists_page(request, form, status=400)
    try:
        found = _read(files, form.cleaned_data["kind"])
        compared = _compared(found, form, by)
        if form.cleaned_data["seen"] != compared.key:
            return lists_page(request, form, preview=compared, doubtful=bool(compared.doubt))
        version = _put_in_force(found, form, by)
    except NotAllowed as refused:
        form.refuse(refused, "checked_on")
        return lists_page(request, form, status=409)
    except (UnableToLoad, ListRefused) as refused:
        form.refuse(refused, "file")
        doubtful = isinstance(refused, ListRefused) and not isinstance(refused, WrongListRefused)
        return lists_page(request, form, doubtful=doubtful, status=409)
    changed = {name: getattr(version, name) for name in ("added", "amended", "removed")}
    banner.success(request, str(IN_FORCE) % {"name": version.watch_list.title, **changed})
    return redirect("list", pk=version.watch_list_id)


@allowed(may_load_lists)
@require_POST
def new_list(request: HttpRequest) -> HttpResponse:
    """Create a list that is changed by nominations only."""
    form = NewListForm(request.POST)
    if not form.is_valid():
        return lists_page(request, new=form, status=409)
    given = form.cleaned_data
    try:
        made = create_list(given["name"], given["months"], given["months_of_minors"], by=current_user(request))
    except NotAllowed as refused:
        form.refuse(refused, "months" if refused.text == WRONG_MONTHS else "name")
        return lists_page(request, new=form, status=409)
    banner.success(request, gettext("%(name)s created. Nominate its first entry.") % {"name": made.name})
    return redirect("manual-list", pk=made.pk)


def _too_large(filename: str) -> str:
    return gettext(
        "%(file)s is larger than %(size)d MB, so nothing was loaded. Remove what you do not need, or ask the operator"
        " to load it with “roadstead lists load”."
    ) % {"file": filename, "size": config().max_body // 2**20}


def _read(files: dict[str, bytes], kind: str) -> LoadedList | LoadedDocuments:
    if kind != "documents":
        return load_files(files, datetime.now(UTC).date())
    if len(files) > 1:
        raise UnableToLoad(
            Sentence(
                "%(files)s: documents are loaded from one file. Choose one at a time.", {"files": ", ".join(files)}
            )
        )
    return next(load_documents_bytes(raw, name) for name, raw in files.items())


def _compared(found: LoadedList | LoadedDocuments, form: LoadForm, user: User) -> Preview:
    of = _of_list(found, form, user)
    return preview(found, **of) if isinstance(found, LoadedList) else preview_documents(found.documents, **of)


def _put_in_force(found: LoadedList | LoadedDocuments, form: LoadForm, user: User) -> Version:
    how = _of_list(found, form, user) | {"by": user, "even_if_suspicious": form.cleaned_data["anyway"]}
    return publish(found, **how) if isinstance(found, LoadedList) else publish_documents(found.documents, **how)


def _of_list(found: LoadedList | LoadedDocuments, form: LoadForm, user: User) -> dict[str, Any]:
    """Return the list that the file becomes a version of, and what of the file is not among its documents."""
    of = {"name": form.cleaned_data["name"], "owner": _owner(user)}
    checked_on = form.cleaned_data["checked_on"]
    if isinstance(found, LoadedList):
        return of | {"checked_on": checked_on}
    if checked_on:
        raise NotAllowed(NOT_NOTICES)
    name = of["name"] or found.version.list
    return of | {"name": name, "sha256": found.version.sha256, "problems": lambda: found.problems}


def _owner(user: User) -> str:
    return user.state_id or REGION


def lists_page(
    request: HttpRequest,
    form: LoadForm | None = None,
    *,
    new: NewListForm | None = None,
    preview: Preview | None = None,
    doubtful: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render the page. `form`, `new`: as sent; `preview`: changes by the file sent; `doubtful`: it looks damaged."""
    user = current_user(request)
    shown = WatchList.objects.visible_to(user).prefetch_related("versions")
    comparable = preview is not None and not preview.is_the_same
    if form is not None and preview is not None:
        typed = {name: form.cleaned_data[name] for name in ("name", "kind", "checked_on")}
        form = LoadForm(initial=typed | {"seen": preview.key})
    load_form = form or LoadForm()
    load_form.draw(comparable=comparable, doubtful=doubtful)
    context = {
        "lists": shown,
        "overdue": {row.pk: _overdue(row, user) for row in shown if owns_manual_list(user, row)},
        "checks": {row.pk: version for row in shown if (version := _newest_check(row))},
        "may_load": may_load_lists(user),
        "failed": new if new is not None else form,
        "load_form": load_form,
        "new_form": new or NewListForm(),
        "preview": preview,
        "comparable": comparable,
        "known": [row.name for row in shown if row.owner == _owner(user) and not row.is_manual],
        "now": timezone.now(),
    }
    return render(request, "lists.html", context, status=status)


def _newest_check(of: WatchList) -> Version | None:
    """Return the version of a list of notices with its last check, among those that are loaded with the list."""
    return next((each for each in of.versions.all() if each.checked_on), None) if of.is_notices else None


def _overdue(kept: WatchList, user: User) -> int:
    """Return the number of entries of a manual list that alert nobody because their review is overdue."""
    return len(overdue(known_in_force(kept, user), timezone.now().date()))
