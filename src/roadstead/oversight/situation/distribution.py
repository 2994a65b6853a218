"""Distribution of a report: organisations of the directory, each of which passes the handling gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import FieldRefused
from roadstead.engine.sentences import Sentence
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts.cooperation_permissions import LOG_WRITERS
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.handling.labels import REASONS, owner_name
from roadstead.platform.handling.logic.gate import Medium, Recipient, RecipientKind, UsePurpose, decide

WHAT: Final = _("This report")
# What a state keeps from the centre leaves it by the owner's act: here the owner itself names the centre.
NAMED_BY_OWNER: Final = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An organisation that may not receive the report. `reason`: why, and what to do."""

    organisation: Organisation
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Readers of an issued report, as columns of the row."""

    states: list[str]
    organisations: list[str]


def possible_recipients(own: Organisation) -> QuerySet[Organisation, Organisation]:
    """Return the organisations that can read a report: others in which somebody has an account for it."""
    able = Q(people__is_active=True, people__role__in=LOG_WRITERS)
    rows = Organisation.objects.filter(able, until=None).exclude(pk=own.pk).exclude(type=OrganisationType.PARTNER)
    return rows.select_related("state").distinct().order_by("state__name", "code")


def refused_recipients(row: SituationReport) -> list[Refused]:
    """Return those of the report's recipients that the gate refuses: as if it were issued, with their states named."""
    found, named = [], recipients_of(row)
    handling = row.build_handling(states={each.owner for each in named} - {REGION})
    for each in named:
        to = Recipient(way=Medium.PAGE, kind=RecipientKind.STATE, state=each.owner, holder=row.owner)
        verdict = decide(handling, to, UsePurpose.CRIME)
        if not verdict.is_yes and verdict.code != NAMED_BY_OWNER:
            values = {"what": Sentence(WHAT), "owner": Sentence(owner_name(verdict.values.get("owner", "")))}
            found.append(Refused(organisation=each, reason=Sentence(REASONS[verdict.code], values)))
    return found


def check_recipients(row: SituationReport) -> None:
    """Raise FieldRefused for the first recipient that may not receive the report, or that can no longer read it."""
    gone = set(row.recipients) - set(possible_recipients(row.organisation).values_list("pk", flat=True))
    if gone:
        raise FieldRefused(
            _(
                "%(codes)s: nobody there has an account to read the report. Leave these organisations out, and give"
                " them the PDF."
            ),
            field="recipients",
            codes=sorted(gone),
        )
    for each in refused_recipients(row):
        raise FieldRefused(
            _("%(organisation)s may not receive it: %(why)s."),
            field="recipients",
            organisation=each.organisation,
            why=each.reason,
        )


def readers_of(row: SituationReport) -> Readers:
    """Return the readers of the report once it is issued: the own organisation, and the recipients."""
    named = [row.organisation, *_organisations(row.recipients)]
    return Readers(
        states=sorted({each.state_id for each in named if each.state_id}),
        organisations=sorted({each.pk for each in named}),
    )


def recipients_of(row: SituationReport) -> list[Organisation]:
    return list(_organisations(row.recipients))


def _organisations(codes: Iterable[str]) -> QuerySet[Organisation, Organisation]:
    return Organisation.objects.filter(pk__in=list(codes)).select_related("state").order_by("state__name", "code")
