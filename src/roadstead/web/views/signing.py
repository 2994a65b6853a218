"""Signing in and out, written down: who came and went, and who was not let in (S28)."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from roadstead.accounts.models import User
from roadstead.audit.models import note
from roadstead.web.views.guard import own_states


class SignIn(LoginView):
    """Django's own, with a line in the audit either way."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)
        note(user, "signed in", f"user {user.pk}", states=own_states(user))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The name that was typed is not written down: people type passwords there."""
        meant = User.objects.filter(username=form.data.get("username", "")).first()
        act = "sign-in locked" if getattr(self.request, "axes_locked_out", False) else "sign-in failed"
        note(None, act, f"user {meant.pk}" if meant else "unknown user", states=own_states(meant) if meant else [])
        return super().form_invalid(form)


class SignOut(LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User):
            note(request.user, "signed out", f"user {request.user.pk}", states=own_states(request.user))
        return super().post(request, *args, **kwargs)
