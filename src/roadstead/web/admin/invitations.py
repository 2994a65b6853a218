"""Inviting a person, and accepting an invitation by its link."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Carrier, Organisation, Role, State, User
from roadstead.platform.accounts.permissions import may_manage_accounts
from roadstead.platform.audit.models import log
from roadstead.platform.invitations import invitation_links
from roadstead.web.admin.sign_in.forms import FirstPassword
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import PageForm


class InvitationForm(PageForm):
    """Form of an invitation: only the roles, states, organisations and carriers that the inviter may give."""

    name = forms.CharField(label=_("Name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        help_text=_("Used to sign in, for example grd.officer"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocapitalize": "none"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    state = forms.ModelChoiceField(
        State.objects.order_by("name"),
        label=_("State"),
        help_text=_("Leave empty for the regional centre and for carriers"),
        required=False,
    )
    carrier = forms.ModelChoiceField(
        Carrier.objects.filter(self_registered=None).order_by("code"),
        label=_("Carrier"),
        help_text=_("For the role Carrier only"),
        required=False,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        help_text=_("In the same state. If left empty: the border agency, or the regional centre"),
        required=False,
    )
    email = forms.EmailField(label=_("E-mail address"), help_text=_("For single sign-on only"), required=False)
    certificate_until = DayField(label=_("Training certificate valid until"), required=False)
    clearance_until = DayField(label=_("Security clearance valid until"), required=False)

    def __init__(self, *args: Any, inviter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.value, _(one.label)) for one in invitation_links.roles_for(inviter)]
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = invitation_links.organisations_for(inviter)
        if inviter.role == Role.SUPERVISOR:
            del self.fields["state"], self.fields["carrier"]
            organisation.initial = inviter.organisation_id
        self.inviter = inviter

    def wanted(self) -> invitation_links.NewAccount:
        given = self.cleaned_data
        own = {"state": self.inviter.state} if self.inviter.role == Role.SUPERVISOR else {}
        return invitation_links.NewAccount(**given | own | {"role": Role(given["role"])})


@allowed(may_manage_accounts)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Invite a person. The link is shown this once; the inviter hands it over."""
    form = InvitationForm(request.POST or None, inviter=current_user(request))
    if not form.is_valid():
        return render(request, "invitations/new.html", {"form": form})
    try:
        user, secret = invitation_links.invite(form.wanted(), by=current_user(request), now=timezone.now())
    except NotAllowed as why:
        form.refuse(why)
        return render(request, "invitations/new.html", {"form": form})
    log(current_user(request), "invited", f"user {user.pk}", states=own_states(user), detail=user.role)
    made = {"account": user, "secret": secret, "two_people": invitation_links.has_unconfirmed_link(user)}
    return render(request, "invitations/made.html", made)


@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Set the invited person's password and go on to the second factor. A link that was used, has expired or waits for
    its second approval shows a page that says so.
    """
    invitation = invitation_links.open_invitation(secret)
    if invitation is None and invitation_links.is_unconfirmed(secret):
        log(None, "invitation refused", "link not confirmed")
        return render(request, "invitations/waits.html")  # no error status: errors are logged with their URL
    if invitation is None:
        log(None, "invitation refused", "unknown link")
        return render(request, "invitations/over.html", status=404)
    form = FirstPassword(invitation.user, request.POST or None)
    if not form.is_valid():
        return render(request, "invitations/accept.html", {"form": form, "account": invitation.user})
    password = form.cleaned_data["new_password1"]
    user = invitation_links.accept(invitation, password=password, now=timezone.now())
    log(user, "invitation used", f"user {user.pk}", states=own_states(user))
    login = Login(user=user, redirect_url="/account/second-factor")
    response: HttpResponse = perform_password_login(request, {"username": user.username}, login)
    return response
