"""Rows of the database as the API for states gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from roadstead.casework.alerts.alert_policies import policy_of
from roadstead.casework.alerts.checks import checks_of
from roadstead.casework.alerts.compare import declared_of, side_by_side
from roadstead.casework.alerts.instructions import owner_instructions
from roadstead.casework.alerts.logic.checks import RESULT_LABELS, SYSTEM_LABELS
from roadstead.casework.alerts.logic.examination import KIND_LABELS, STATE_LABELS, CheckKind, SelectionState
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.models import Alert, ExternalCheck, Outcome, Selection
from roadstead.casework.alerts.outcomes import possible_outcomes
from roadstead.config import config
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.web.systems.schemas import code
from roadstead.web.templatetags.names import code_label
from roadstead.web.templatetags.sentences import sentence


def iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def voyage(row: Voyage) -> dict[str, Any]:
    return {
        "key": row.pk,
        "number": row.number,
        "carrier": row.carrier,
        "mode": row.mode,
        "craft": row.craft_name,
        "from": row.origin,
        "to": row.destination,
        "departs": row.departs_local,
        "arrives": row.arrives_local,
        "arrives_at": iso(row.arrives_at),
        "cancelled": row.cancelled,
    }


def alert(row: Alert, version: int) -> dict[str, Any]:
    """Return one alert, as it stands for the reader's state (`as_seen_by`). `version`: the newest change that the
    reader may see: the number of changes would tell what other states do.
    """
    wants = owner_instructions(row, policy_of(row))
    return {
        "ref": row.pk,
        "version": version,
        "link": f"{config().url.rstrip('/')}/alerts/{row.pk}",
        "voyage": voyage(row.voyage),
        "about": row.about,
        "kind": code(row.kind, code_label(row.kind)),
        "action": code(row.action, wants.instruction or code_label(row.action)),
        "contact": wants.contact,
        "status": status(row),
        "dealt_at": iso(row.dealt_at),
        "strength": row.score,
        "subject": _subject(row),
        "restricted": row.is_restricted,
    }


def status(row: Alert) -> dict[str, str]:
    return code(row.state, row.label)


def _subject(row: Alert) -> dict[str, Any]:
    person = None if row.is_restricted else declared_of(row)
    bill = row.bill if row.bill_id and not row.is_restricted else None
    documents = person.documents if person else ()
    return {
        "name": ", ".join(filter(None, (person.surname, person.given))) if person else "",
        "born": person.born if person else "",
        "sex": person.sex if person else "",
        "nationality": person.nationality if person else "",
        "documents": [" ".join(filter(None, (each.type, each.number, each.issuer))) for each in documents],
        "bill": bill.number if bill else "",
        "containers": list(bill.containers) if bill else [],
    }


def alert_detail(row: Alert, version: int, user: User) -> dict[str, Any]:
    """Return one alert with its reasons, the comparison, and what the reader's state has recorded."""
    outcomes = Outcome.objects.visible_to(user).filter(alert=row).select_related("recorded_by")
    return {
        **alert(row, version),
        "list": row.list_name,
        "entry": row.entry_name,
        "rule": row.rule,
        "reasons": [
            {"code": str(each.get("feature", "")), "text": sentence(each), "value": float(each.get("value") or 0.0)}
            for each in row.reasons
        ],
        "comparison": [
            {
                "code": each.key,
                "text": each.label,
                "declared": each.declared,
                "listed": each.listed,
                "agreement": each.agreement,
            }
            for each in side_by_side(row)
        ],
        "outcomes": [outcome(each) for each in outcomes],
        "checks": [check(each) for each in checks_of(row, user)],
        "possible_outcomes": [code(each.value, OUTCOME_LABELS[each]) for each in possible_outcomes(row)],
    }


def outcome(row: Outcome) -> dict[str, Any]:
    return {
        "number": row.pk,
        "what": code(row.type, OUTCOME_LABELS[OutcomeType(row.type)]),
        "at": iso(row.at),
        "note": row.note,
        "officer": row.recorded_by.username,
        "system": row.through,
    }


def check(row: ExternalCheck) -> dict[str, Any]:
    return {
        "number": row.pk,
        "system": code(row.system, SYSTEM_LABELS[row.system]),
        "result": code(row.result, RESULT_LABELS[row.result] if row.result else ""),
        "asked": row.asked,
        "at": iso(row.at),
        "reference": row.reference,
        "words": row.words,
        "reply_to": row.reply_to_id,
        "officer": row.officer.username,
        "through": row.through,
    }


def selection(row: Selection) -> dict[str, Any]:
    return {
        "number": row.pk,
        "alert": row.alert_id,
        "voyage": row.voyage_id,
        "bill": row.bill,
        "container": row.container,
        "kind": code(row.kind, KIND_LABELS[CheckKind(row.kind)]),
        "port": row.port,
        "place": row.place,
        "planned_at": iso(row.planned_at),
        "officer": row.officer.username,
        "status": selection_status(row),
        "detained": row.detentions.filter(released_at=None).exists(),
    }


def selection_status(row: Selection) -> dict[str, str]:
    return code(row.state, STATE_LABELS[SelectionState(row.state)])
