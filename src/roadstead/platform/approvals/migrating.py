"""What a migration does to a table whose rows become proposals that two people decide."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from roadstead.platform.approvals.models import Approvable

DECIDED: Final = "decided_by_id, decided_at, decision, decision_reason"  # what deciding writes


def approvable(model: str, *, has: Collection[str] = ()) -> list[Operation]:
    """The columns of Approvable, added to the table of `model`; those that it `has` take their form from there."""
    found: list[Operation] = []
    for field in Approvable._meta.get_fields():
        assert isinstance(field, models.Field)
        plain = field.clone()
        if field.name in has:
            found.append(migrations.AlterField(model, field.name, plain))
        else:
            found.append(migrations.AddField(model, field.name, plain))
    return found
