"""Export of a case: the form that asks why and to whom, and the archive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from roadstead.casework.cases.acts import MAX_TEXT_CHARS
from roadstead.casework.cases.export.record import MAX_RECIPIENT_CHARS, ExportRequest
from roadstead.casework.cases.export.release_check import OUTSIDE, OWN, RECEIVERS, SAME_STATE, USES
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.timeline import states_of
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_export_cases
from roadstead.platform.audit.models import log
from roadstead.platform.directory.models import SharingAgreement
from roadstead.platform.directory.sharing import agreements
from roadstead.platform.handling import labels
from roadstead.platform.handling.logic.codes import STRICTEST_FIRST
from roadstead.targeting.watchlists.models import REGION
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import LinesField, PageForm


class ExportForm(PageForm):
    """Why, to whom and how a case is exported."""

    reason = LinesField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The order, request or proceedings, with number and date"),
        max_length=MAX_TEXT_CHARS,
    )
    recipient = forms.CharField(
        label=gettext_lazy("Recipient"),
        help_text=gettext_lazy("The person and the organisation"),
        max_length=MAX_RECIPIENT_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    receiver = forms.ChoiceField(label=gettext_lazy("Type of recipient"))
    agreement = forms.ChoiceField(
        label=gettext_lazy("Agreement"),
        help_text=gettext_lazy(
            "For recipients outside the participating states. It limits how strict the alerts may be."
        ),
        required=False,
    )
    use = forms.ChoiceField(
        label=gettext_lazy("Permitted use"),
        choices=[(code, gettext_lazy(words)) for code, words in USES.items()],
        widget=forms.RadioSelect,
    )
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling (TLP 2.0): who else may receive it"),
        help_text=gettext_lazy("Printed on every page. It cannot be less strict than the alerts in the case."),
        choices=[(code, gettext_lazy(labels.TLP[code])) for code in STRICTEST_FIRST],
        widget=forms.RadioSelect,
    )
    leave_out = forms.BooleanField(label=gettext_lazy("Leave out what may not go to this recipient"), required=False)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = agreements(user, timezone.now().date()).filter(owner=case.owner)
        self._offer("receiver", [("", _("Choose")), *_receivers(case.owner)])
        self._offer("agreement", [("", _("none")), *((each.pk, _terms(each)) for each in in_force)])
        if not in_force:
            self.fields["agreement"].help_text = _(
                "No agreement is in force. A supervisor or focal point can propose one on the partner’s page in the "
                "directory."
            )

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def request(self) -> ExportRequest:
        given = self.cleaned_data
        return ExportRequest(**{name: given[name] for name in self.fields})


@allowed(may_export_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def case_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, to whom and how it is to be handled; then return the archive with the signed document and the data."""
    user = current_user(request)
    found = get_object_or_404(Case.objects.visible_to(user), pk=pk)
    form = ExportForm(request.POST if request.method == "POST" else None, case=found, user=user)
    if not form.is_bound:
        log(user, "read", f"case {pk}", states=states_of(found))
        return render(request, "case_export.html", {"case": found, "form": form})
    if form.is_valid():
        try:
            return _export(found, form.request(), user)
        except NotAllowed as refused:
            form.refuse(refused)
    return render(request, "case_export.html", {"case": found, "form": form}, status=409)


def _export(found: Case, asked: ExportRequest, by: User) -> HttpResponse:
    # Imported here: the libraries that read and sign PDF take most of a second to load.
    from roadstead.casework.cases.export.export_case import export_case

    made = export_case(found.pk, asked, by=by, now=timezone.now(), settings=config())
    headers = {"Content-Disposition": f'attachment; filename="case-{found.pk}.zip"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)


def _receivers(owner: str) -> list[tuple[str, str]]:
    """Return the types of recipient, the participating states among them."""
    same_state = [] if owner == REGION else [(SAME_STATE, _(RECEIVERS[SAME_STATE]))]
    states = State.objects.exclude(code=owner).order_by("name")
    of_states = [(each.code, _("an authority of %(state)s") % {"state": each}) for each in states]
    return [(OWN, _(RECEIVERS[OWN])), *same_state, *of_states, (OUTSIDE, _(RECEIVERS[OUTSIDE]))]


def _terms(agreement: SharingAgreement) -> str:
    code = agreement.strictest_tlp.upper()
    return f"{agreement}: {agreement.reference}; {_('up to')} TLP:{code}"
