"""Authentication backend that loads a user with state, organisation or carrier, and the required courses they lack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.backends import ModelBackend
from django.db.models import F, Func, JSONField
from django.utils import timezone

from roadstead.engine.reference.required_courses import REQUIRED_COURSES, RequiredCourse
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.logic.qualification import day_at, gaps
from roadstead.platform.directory.models.qualifications import parse_held
from roadstead.platform.policies.in_force import in_force

HELD_QUALIFICATIONS = Func(F("pk"), function="roadstead_qualifications", output_field=JSONField())


class PeopleBackend(ModelBackend):
    """Backend like Django's, with one statement for the user, what the user belongs to and the user's qualifications.

    Qualifications are read only if any course is required. No scope has been entered yet.
    """

    def get_user(self, user_id: int) -> User | None:
        required = in_force(REQUIRED_COURSES)
        rows = User.objects.select_related("state", "organisation", "carrier").filter(pk=user_id)
        if required:
            rows = rows.annotate(held=HELD_QUALIFICATIONS)
        person = rows.first()
        if person is None or not self.user_can_authenticate(person):
            return None
        _set_missing_courses(person, getattr(person, "held", []), required)
        return person


def with_courses(people: Sequence[User]) -> Sequence[User]:
    """Return the people with the courses that each lacks, as if signed in; one statement if any course is required."""
    required = in_force(REQUIRED_COURSES)
    if required and people:
        rows = User.objects.filter(pk__in=[each.pk for each in people]).order_by()
        held = dict(rows.annotate(held=HELD_QUALIFICATIONS).values_list("pk", "held"))
        for each in people:
            _set_missing_courses(each, held.get(each.pk, []), required)
    return people


def _set_missing_courses(person: User, held: Sequence[Sequence[object]], required: Iterable[RequiredCourse]) -> None:
    today = day_at(timezone.now())
    person.missing_courses = gaps(  # type: ignore[misc]
        required, parse_held(held), state=person.state_id or "", role=person.role, today=today
    )
