"""Who is signed in, with the state, organisation or carrier: every page names them. And the courses they lack."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import F, Func, JSONField
from django.utils import timezone

from roadstead.engine.reference.required_courses import REQUIRED_COURSES
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.logic.qualified import gaps
from roadstead.platform.directory.models.qualifications import held_of
from roadstead.platform.policies.in_force import in_force


class PeopleBackend(ModelBackend):
    """As Django's, in one statement for the person, what the person belongs to and, where any course is required, the
    person's qualifications: nobody's scope has been entered yet."""

    def get_user(self, user_id: int) -> User | None:
        required = in_force(REQUIRED_COURSES)
        rows = User.objects.select_related("state", "organisation", "carrier").filter(pk=user_id)
        if required:
            rows = rows.annotate(held=Func(F("pk"), function="roadstead_qualifications", output_field=JSONField()))
        person = rows.first()
        if person is None or not self.user_can_authenticate(person):
            return None
        if required:
            held, today = held_of(getattr(person, "held", [])), timezone.now().date()
            person.lacks = gaps(  # type: ignore[misc]
                required, held, state=person.state_id or "", role=person.role, today=today
            )
        return person
