"""Selection of goods of a voyage for examination: a container, a bill, or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from roadstead.casework.alerts.models import Alert, Selection
from roadstead.casework.alerts.selections import Goods, assignable, port_of_goods
from roadstead.casework.examinations.acts import MAX_AT_ONCE, select_all
from roadstead.casework.examinations.daily_list import zone_for
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.text.identifiers import container as container_numbers
from roadstead.filings.cargo.models import Bill, VoyageContainer
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_examine_goods
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.logic.gate import may_leave
from roadstead.web.common.guard import allowed, current_user, page_recipient
from roadstead.web.examinations.forms import SelectForm
from roadstead.web.forms.plan_form import PlanChoices

MAX_OFFERED: Final = 200  # containers offered by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Goods as chosen in the address: containers, or bills; one bill or none, then a container may be typed."""

    voyage: Voyage
    bills: Sequence[Bill]
    boxes: Sequence[VoyageContainer]
    alert: Alert | None

    @property
    def is_fixed(self) -> bool:
        return bool(self.boxes) or len(self.bills) > 1

    def goods(self, typed: str) -> list[Goods]:
        """Return the goods to select. `typed`: number of a container."""
        if self.boxes:
            return [self._one(bill=_bill_of(box), container=box.number) for box in self.boxes]
        number = container_numbers.normalise(typed)
        if len(self.bills) > 1:
            return [self._one(bill=bill.number) for bill in self.bills]
        return [self._one(bill=self.bills[0].number if self.bills else "", container=number)]

    def _one(self, *, bill: str = "", container: str = "") -> Goods:
        return Goods(voyage=self.voyage, bill=bill, container=container, alert=self.alert)


@allowed(may_examine_goods)
@require_http_methods(["GET", "HEAD", "POST"])
def select_goods(request: HttpRequest, pk: int) -> HttpResponse:
    """Select goods of a voyage: the address names them (`box`, `bill`, and `alert` if one is the reason)."""
    user, now = current_user(request), timezone.now()
    voyage = get_object_or_404(Voyage.objects.visible_to(user), pk=pk)
    chosen = _chosen(voyage, request.GET if request.method != "POST" else request.POST, user)
    offered = None if chosen.is_fixed else _offered(chosen, user)
    initial = {"container": offered[0] if offered and len(offered) == 1 else ""}
    given: dict[str, Any] = {"plan": _choices(chosen, user), "containers": offered, "of_bill": bool(chosen.bills)}
    if request.method != "POST":
        log(user, "read", f"voyage {voyage.pk}", states=voyage.states, detail="to select goods")
        return _page(request, chosen, SelectForm(**given, initial=initial), offered)
    form = SelectForm(request.POST, **given)
    if not form.is_valid():
        return _page(request, chosen, form, offered, status=400)
    typed = form.cleaned_data.get("container", "")
    if not (chosen.boxes or chosen.bills or typed):
        form.add_error("container", gettext("Enter the number of the container, or select the goods on a bill’s page."))
        return _page(request, chosen, form, offered, status=400)
    try:
        made = select_all(chosen.goods(typed), form.plan(), by=user, now=now)
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return _page(request, chosen, form, offered, status=409)
    return _confirmed(request, made, user)


def _confirmed(request: HttpRequest, made: Sequence[Selection], user: User) -> HttpResponse:
    said = ngettext(
        "%(number)d item selected for examination.", "%(number)d items selected for examination.", len(made)
    )
    banner.success(request, said % {"number": len(made)})
    if len(made) == 1:
        return redirect("selection", pk=made[0].pk)
    day = made[0].planned_at.astimezone(zone_for(user, made[0].port)).date()
    return redirect(f"{reverse('examinations')}?{urlencode({'port': made[0].port, 'day': day.isoformat()})}")


def _page(
    request: HttpRequest, chosen: Chosen, form: SelectForm, offered: Sequence[str] | None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"chosen": chosen, "voyage": chosen.voyage, "form": form, "containers": offered or ()}
    return render(request, "select_goods.html", context, status=status)


def _chosen(voyage: Voyage, said: QueryDict, user: User) -> Chosen:
    """Return the goods that the address names, as far as this person may see them."""
    bills = Bill.objects.visible_to(user).filter(voyage=voyage, number__in=said.getlist("bill")[:MAX_AT_ONCE])
    boxes = VoyageContainer.objects.visible_to(user).filter(voyage=voyage, number__in=said.getlist("box")[:MAX_AT_ONCE])
    return Chosen(
        voyage=voyage,
        bills=list(bills.select_related("voyage").order_by("number")),
        boxes=list(boxes.order_by("number")),
        alert=_alert(voyage, said.get("alert", ""), user),
    )


def _alert(voyage: Voyage, number: str, user: User) -> Alert | None:
    """Return the alert that is the reason. One on goods is decided on its own page."""
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    found = Alert.objects.visible_to(user).select_related("bill").filter(voyage=voyage, pk=number).first()
    fits = found is not None and found.bill_id is not None and not found.is_goods
    return found if found and fits and may_leave(found, page_recipient(user)).is_yes else None


def _offered(chosen: Chosen, user: User) -> list[str]:
    """Return the containers of the only bill, else those of the voyage."""
    if chosen.bills:
        return sorted({container_numbers.normalise(number) for number in chosen.bills[0].containers})[:MAX_OFFERED]
    rows = VoyageContainer.objects.visible_to(user).filter(voyage=chosen.voyage).order_by("number")
    return list(rows.values_list("number", flat=True)[:MAX_OFFERED])


def _choices(chosen: Chosen, user: User) -> PlanChoices:
    """Return what the plan can be, filled in with the first bill's arrival at the own state's port."""
    number = _bill_of(chosen.boxes[0]) if chosen.boxes else ""
    first = chosen.bills[0] if chosen.bills else None
    if first is None and number:
        first = Bill.objects.visible_to(user).filter(voyage=chosen.voyage, number=number).first()
    arrival = first.arrival_on(chosen.voyage) if first else chosen.voyage
    return PlanChoices(
        zone=zone_of_officer(user),
        now=timezone.now(),
        port=port_of_goods(chosen.voyage, first, user.state_id or ""),
        planned_at=arrival.arrives_at,
        officers=assignable(user),
        officer=user.username,
    )


def _bill_of(box: VoyageContainer) -> str:
    """Return the number of the bill that names the container, if only one does."""
    bills: Sequence[str] = box.declared.get("bills", ())
    return bills[0] if len(bills) == 1 else ""
