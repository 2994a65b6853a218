"""Forms on the page of an account: the quarterly review, and qualifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.required_courses import REQUIRED_COURSES
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.policies.in_force import in_force
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import PageForm


class CertifyForm(PageForm):
    """Dates that are confirmed in the quarterly review."""

    certificate_until = DayField(label=_("Training certificate valid until"), required=False)
    clearance_until = DayField(label=_("Security clearance valid until"), required=False)


class QualificationForm(PageForm):
    """A course that a person has passed. Its code and dates are checked by `directory.qualifications`."""

    course = forms.CharField(
        label=_("Course code"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocapitalize": "characters"}),
    )
    issued_on = DayField(label=_("Issued on"))
    until = DayField(
        label=_("Valid until"),
        help_text=_("The last day. Leave this empty if the qualification does not expire."),
        required=False,
    )
    issuer = forms.ModelChoiceField(Organisation.objects.none(), label=_("Issued by"))
    evidence = forms.FileField(
        label=_("Certificate file"),
        help_text=_("The certificate as a file. Roadstead stores its SHA-256 only, so keep the file."),
        required=False,
    )

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].help_text = _course_hint(account)
        issuer = self.fields["issuer"]
        assert isinstance(issuer, forms.ModelChoiceField)
        issuer.queryset = Organisation.objects.filter(Q(state=account.state_id) | Q(state=None))

    def clean_course(self) -> str:
        return str(self.cleaned_data["course"]).upper()


class QualificationChange(PageForm):
    """Revoke a qualification or extend it. `act` is the value of the button."""

    act = forms.ChoiceField(label=_("Change"), choices=[("revoke", ""), ("extend", "")])
    why = forms.CharField(label=_("Reason"), max_length=300)


def change_form(number: int, data: Mapping[str, Any] | None = None) -> QualificationChange:
    """Return the form for one of several qualifications on a page."""
    return QualificationChange(data, auto_id=f"%s-{number}")


def _course_hint(account: User) -> str:
    """Return how a code is written, and the courses that are required in the account's state."""
    required = in_force(REQUIRED_COURSES)
    courses = sorted({row.course for row in required if row.state in (ANY, account.state_id or "")})
    hint = gettext("Capital letters, digits and hyphens, for example BORDER-1.")
    return f"{hint} {gettext('Required here: %(courses)s.') % {'courses': ', '.join(courses)}}" if courses else hint
