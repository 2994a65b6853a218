"""How many cases have been handed out to a partner under each agreement."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.db.models.fields.json import KT

from roadstead.casework.cases.models import CaseEvent
from roadstead.casework.cases.timeline import Act
from roadstead.engine.reference.caricom import REGION
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.models import SharingAgreement


def agreement_text(agreement: SharingAgreement) -> str:
    """Return how an export names its agreement in the timeline and the document."""
    return f"{agreement}: {agreement.reference}"


def count_handed_out(user: User, agreements: Iterable[SharingAgreement]) -> dict[int, int]:
    """Return by id of an agreement of the own state or centre the number of exports under it."""
    own = {each.pk: agreement_text(each) for each in agreements if each.owner == (user.state_id or REGION)}
    rows = CaseEvent.objects.visible_to(user).filter(act=Act.EXPORTED, content__agreement__in=[*own.values()])
    counts = dict(rows.values_list(KT("content__agreement")).annotate(Count("pk")).order_by()) if own else {}
    return {pk: counts.get(text, 0) for pk, text in own.items()}
