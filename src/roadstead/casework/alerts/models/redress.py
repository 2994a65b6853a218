"""Numbers given to people who keep being taken for somebody listed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfStatesAndOwner
from roadstead.platform.database.row_security import by_states
from roadstead.targeting.watchlists.models import REGION


class Redress(models.Model):
    """A number given to a person who keeps being taken for somebody listed (S35). Only its hash is kept.

    It stands for nothing by itself: it recalls the pairs the person was cleared of, where name and birth date agree.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name_key = models.CharField(max_length=300)  # voyages.identity.name_key of the person
    born = models.CharField(max_length=10)
    nationality = models.CharField(max_length=3, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    owner = models.CharField(max_length=10, default=REGION)  # as of the pair it was made for
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesAndOwner.as_manager()

    class Meta:
        constraints = [by_states("casework_redress_isolation")]

    def __str__(self) -> str:
        return f"redress number {self.pk}"
