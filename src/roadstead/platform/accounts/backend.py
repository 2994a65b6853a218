"""Who is signed in, with the state, organisation or carrier: every page names them."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from roadstead.platform.accounts.models import User


class PeopleBackend(ModelBackend):
    """As Django's, in one statement for the person and what the person belongs to."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.select_related("state", "organisation", "carrier").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
