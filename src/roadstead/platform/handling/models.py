"""Base models of rows with handling codes, and the database constraint that keeps the codes consistent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from roadstead.platform.handling.logic.codes import GRADINGS, H_CODES, PAP, Consent, Tlp, default_code
from roadstead.platform.handling.logic.gate import Handling

CHOICES: Final = [(each.value, f"TLP:{each.value.upper()}") for each in Tlp]
COLUMNS: Final = (
    "tlp",
    "h",
    "h_words",
    "pap",
    "grading_scheme",
    "grading_source",
    "grading_information",
    "consent_for",
)
MAX_WORDS_CHARS: Final = 200


class HandledRow(models.Model):
    """Row with handling codes. Its model has `owner` (the originator: REGION, or a state's alpha-3).

    The model also gives, by `handling`, the states and people whom the row names.
    """

    tlp = models.CharField(max_length=12, blank=True, choices=CHOICES)  # "": the default, see handling_code
    h = ArrayField(models.CharField(max_length=2), default=list, blank=True)  # codes.H_CODES
    h_words = models.CharField(max_length=MAX_WORDS_CHARS, blank=True)  # the restriction of H3
    pap = models.CharField(max_length=5, blank=True, choices=[(each, f"PAP:{each.upper()}") for each in PAP])
    grading_scheme = models.CharField(max_length=5, blank=True, choices=[(each, each) for each in GRADINGS])
    grading_source = models.CharField(max_length=1, blank=True)  # both codes as they were given
    grading_information = models.CharField(max_length=1, blank=True)
    consent_for = ArrayField(models.CharField(max_length=6), default=list, blank=True)  # codes.Consent, given by owner

    owner: Any

    class Meta:
        abstract = True

    @property
    def handling_code(self) -> str:
        """Return the TLP code; if none was chosen, green for the region's rows and amber for a state's."""
        return self.tlp or default_code(self.owner)

    def build_handling(
        self, *, states: Iterable[str] | None, named: Iterable[int] = (), is_silent: bool = False
    ) -> Handling:
        """Return the handling of this row, for the gate.

        `states`: those that may know besides the owner if the code is amber; None: all.
        """
        return Handling(
            owner=self.owner,
            tlp=Tlp(self.handling_code),
            states=None if states is None else frozenset(states),
            named=frozenset(named),
            h=frozenset(self.h),
            consent_for=frozenset(self.consent_for),
            is_silent=is_silent,
        )

    @property
    def codes(self) -> dict[str, Any]:
        """Return values by column; a row created with them is handled alike."""
        return {name: getattr(self, name) for name in COLUMNS} | {"tlp": self.handling_code}


class VisibleAsAlert(models.Model):
    """Row that is as visible as its alert: it repeats the alert's states, owner and named people.

    Its policy therefore reads no other table. Triggers update the columns when either row changes (alerts 0002,
    notifications 0002).
    """

    known_to = ArrayField(models.CharField(max_length=3), default=list, editable=False)
    owner = models.CharField(max_length=10, default="", editable=False)
    named = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        abstract = True


def handling_constraint(name: str) -> models.CheckConstraint:
    """Return the constraint of a table of handled rows: only known codes, a text with H3 and only then, and a grading
    that is complete and of one scheme.
    """
    graded = Q(grading_scheme="", grading_source="", grading_information="")
    for scheme, (sources, informations) in GRADINGS.items():
        graded |= Q(grading_scheme=scheme, grading_source__in=[*sources], grading_information__in=[*informations])
    h3 = Q(h__contains=["H3"])
    return models.CheckConstraint(
        name=name,
        condition=Q(tlp__in=["", *(each.value for each in Tlp)])
        & Q(h__contained_by=list(H_CODES))
        & ((h3 & ~Q(h_words="")) | (~h3 & Q(h_words="")))
        & Q(pap__in=["", *PAP])
        & graded
        & Q(consent_for__contained_by=[each.value for each in Consent]),
    )
