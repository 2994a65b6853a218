"""What a migration does to a table whose rows become handled."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q

# The columns and the constraint as they were first made: a later change is a migration of its own.
FIELDS: Final[dict[str, Any]] = {
    "consent_for": ArrayField(models.CharField(max_length=6), blank=True, default=list, size=None),
    "grading_information": models.CharField(blank=True, default="", max_length=1),
    "grading_scheme": models.CharField(
        blank=True,
        default="",
        max_length=5,
        choices=[(each, each) for each in ("5x5x5", "3x5x2", "4x4", "6x6")],
    ),
    "grading_source": models.CharField(blank=True, default="", max_length=1),
    "h": ArrayField(models.CharField(max_length=2), blank=True, default=list, size=None),
    "h_words": models.CharField(blank=True, default="", max_length=200),
    "pap": models.CharField(
        blank=True,
        default="",
        max_length=5,
        choices=[(each, f"PAP:{each.upper()}") for each in ("clear", "green", "amber", "red")],
    ),
}
GRADED: Final = (
    Q(grading_scheme="", grading_source="", grading_information="")
    | Q(grading_scheme="5x5x5", grading_source__in=[*"ABCDE"], grading_information__in=[*"12345"])
    | Q(grading_scheme="3x5x2", grading_source__in=[*"123"], grading_information__in=[*"ABCDE"])
    | Q(grading_scheme="4x4", grading_source__in=[*"ABCX"], grading_information__in=[*"1234"])
    | Q(grading_scheme="6x6", grading_source__in=[*"ABCDEF"], grading_information__in=[*"123456"])
)
H3: Final = Q(h__contains=["H3"])
CONDITION: Final = (
    Q(tlp__in=["", "clear", "green", "amber", "amber+strict", "red"])
    & Q(h__contained_by=["H0", "H1", "H2", "H3"])
    & ((H3 & ~Q(h_words="")) | (~H3 & Q(h_words="")))
    & Q(pap__in=["", "clear", "green", "amber", "red"])
    & GRADED
    & Q(consent_for__contained_by=["onward", "court"])
)
TLP: Final[Any] = models.CharField(
    blank=True,
    max_length=12,
    choices=[(code, f"TLP:{code.upper()}") for code in ("clear", "green", "amber", "amber+strict", "red")],
)


def handled(model: str, constraint: str, *, has: Collection[str] = ("tlp",)) -> list[Operation]:
    """The columns of Handled, added to the table of `model` that `has` some of them already, and its constraint."""
    fields: dict[str, Any] = {"tlp": TLP, **FIELDS}
    found: list[Operation] = [
        migrations.AlterField(model, name, field.clone())
        if name in has
        else migrations.AddField(model, name, field.clone(), preserve_default=field.get_default() == [])
        for name, field in fields.items()
    ]
    return [*found, migrations.AddConstraint(model, models.CheckConstraint(name=constraint, condition=CONDITION))]
