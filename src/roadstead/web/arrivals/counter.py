"""At the counter: from the code of a confirmation to the voyage, and the list of a voyage to print.

A code that concerns other states only is answered as one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.engine.reference.places import country_of
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import has_wrong_check_character, normalise_receipt
from roadstead.filings.voyages.filed_lists import filed_voyages, is_over, valid_until
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.oversight.retention.restrict import restricted_on
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_use_counter
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.forms.page_form import PageForm

MAX_PRINTED: Final = 500  # people; more are a cruise ship's, whose carrier has a list of its own
IN_ADDRESS: Final = re.compile(r"[?&]code=([^&#\s]+)")  # what a scanner types: the whole address in the QR code
WRONG_CHECK: Final = _(
    "“%(text)s” has a typing error: its last character does not fit. Compare it with the confirmation, and type it"
    " again."
)
NO_CODE: Final = _("“%(text)s” is not a code. It has ten characters, for example 7K3M9-QX2AH.")
NOT_FOUND: Final = _(
    "No list with this code concerns your state, or it has not been read yet. Ask for the confirmation, or search for"
    " the voyage under Arrivals."
)
WRONG: Final = frozenset({"error", "warning"})
MAX_SHOWN: Final = 5  # problems in the panel


class CounterForm(PageForm):
    """The code of a confirmation, typed or scanned."""

    code = forms.CharField(
        label=_("Code of the confirmation"),
        help_text=_("Ten characters, for example 7K3M9-QX2AH. Type the code, or scan it into this field."),
        max_length=300,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the receipt number. A typing error is found without asking the database."""
        typed = str(self.cleaned_data["code"])
        scanned = IN_ADDRESS.search(typed)
        text = unquote(scanned[1]) if scanned else typed
        if has_wrong_check_character(text):
            raise forms.ValidationError(WRONG_CHECK, params={"text": text[:20]}, code="check")
        receipt = normalise_receipt(text)
        if not receipt:
            raise forms.ValidationError(NO_CODE, params={"text": text[:20]}, code="invalid")
        return receipt


@allowed(may_use_counter)
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and open the voyage that was filed with it. The phone's camera opens this address by itself."""
    user = current_user(request)
    form = CounterForm(request.GET if "code" in request.GET else None)
    if not form.is_valid():
        return render(request, "counter.html", {"form": form})
    receipt = form.cleaned_data["code"]
    voyage = _voyage_filed_with(receipt, user)
    if voyage is None:
        log(user, "not found", f"receipt {receipt}", states=own_states(user))
        form.add_error("code", str(NOT_FOUND))
        return render(request, "counter.html", {"form": form})
    return redirect(f"{reverse('voyage', args=[voyage.pk])}?receipt={receipt}")


def _voyage_filed_with(receipt: str, user: User) -> Voyage | None:
    """Return the voyage of the filing; of several the first that arrives in the officer's state."""
    message = Message.objects.visible_to(user).defer("raw").filter(receipt=receipt).first()
    if message is None:
        return None
    rows = Voyage.objects.visible_to(user).filter(manifests__message=message).distinct().order_by("arrives_at", "pk")
    voyages = list(rows)
    arriving = (each for each in voyages if country_of(each.destination) == user.state_id)
    return next(arriving, voyages[0] if voyages else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingAtCounter:
    """The filing that somebody shows at the counter, beside its voyage."""

    message: Message
    people: int
    problems: list[dict[str, Any]]  # the first to correct
    wrong: int  # number of all
    until: datetime
    is_over: bool
    newer: str  # receipt of the same filer's newest list or change; "" if this is the newest


def filing_at_counter(typed: str, manifests: Sequence[Manifest]) -> FilingAtCounter | None:
    """Return the filing with this receipt among the lists of a voyage; None if it is not one of them.

    A list that was sent together with lists for other states has no message here (`guard.with_message`).
    """
    receipt = normalise_receipt(typed)
    readable = [each for each in manifests if getattr(each, "message", None)] if receipt else []
    own = [each for each in readable if each.message.receipt == receipt]
    if not own:
        return None
    message = own[0].message
    wrong = [each for row in own for each in row.problems if each["severity"] in WRONG]
    later = [each for each in readable if each.carrier == message.carrier and each.order > own[-1].order]
    until = valid_until(message, filed_voyages(own))
    return FilingAtCounter(
        message=message,
        people=sum(each.traveller_count for each in own),
        problems=wrong[:MAX_SHOWN],
        wrong=len(wrong),
        until=until,
        is_over=is_over(until),
        newer=later[-1].message.receipt if later else "",
    )


@allowed(may_use_counter)
@require_safe
def print_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody on a voyage on one page to print, so that no officer types the list again."""
    user = current_user(request)
    found = get_object_or_404(Voyage.objects.visible_to(user), pk=pk)
    log(user, "read", f"voyage {found.pk}", states=found.states, detail="list to print")
    people = found.travellers.exclude(presence__in=["withdrawn", "booked"]).prefetch_related("documents")
    context = {
        "voyage": found,
        "people": people.order_by("surname", "given", "pk")[:MAX_PRINTED],
        "count": people.count(),
        "most": MAX_PRINTED,
        "restricted": restricted_on(found, user),
        "now": timezone.now(),
    }
    return render(request, "print_list.html", context)
