"""Receipt of a message for its carrier: what was understood and what was wrong, nothing about screening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from roadstead.filings.cargo.models import CargoReport
from roadstead.filings.intake.models import Message, SandboxMessage
from roadstead.filings.intake.sandbox import MAX_KEPT
from roadstead.filings.voyages.history import split_list_of
from roadstead.filings.voyages.models import Manifest
from roadstead.outbound.responses.models import Response
from roadstead.outbound.responses.sandbox import cargo_counts_of, manifests_of, responses_of
from roadstead.web.carriers.response_views import MAX_ON_RECEIPT, current_responses, response_view
from roadstead.web.common.guard import with_doubts

Counts = Mapping[str, int]  # numbers of bills and containers; {} for a message that is not about cargo


def receipt_view(message: Message) -> dict[str, Any]:
    """Return the receipt as JSON: number, times (UTC), status, what each message states, problems by field.

    All of it comes from the message's own rows: the voyage of record also holds what others stated.
    """
    manifests = list(message.manifests.order_by("position"))
    return _view(message, [(each, cargo_counts(each)) for each in manifests], _answers(message))


def sandbox_receipt_view(test: SandboxMessage) -> dict[str, Any]:
    """Return the receipt of a test list: the same, marked as a test, and until when it is kept."""
    told = list(responses_of(test))
    counts = Counter(each.verdict for each in told)
    answers = {"answered": dict(counts), "answers": [response_view(row) for row in told[:MAX_ON_RECEIPT]]}
    until = (test.received_at + MAX_KEPT).isoformat(timespec="seconds")
    return {
        "test": True,
        "kept_until": until,
        **_view(test, list(zip(manifests_of(test), cargo_counts_of(test), strict=True)), answers if told else {}),
    }


def _view(
    message: Message | SandboxMessage, manifests: Sequence[tuple[Manifest, Counts]], answers: Mapping[str, Any]
) -> dict[str, Any]:
    view = {
        "receipt": message.receipt,
        "received_at": message.received_at.isoformat(timespec="seconds"),
        "status": message.status,
        "status_text": message.get_status_display(),
        "size": message.size,
        "removed_before_storage": message.dropped or "",
        "sha256": message.sha256,
        "file": message.filename,
        "processed_at": message.processed_at.isoformat(timespec="seconds") if message.processed_at else "",
        "messages": [_manifest_view(manifest, cargo) for manifest, cargo in manifests],
        "understood": [_understood(manifest, cargo) for manifest, cargo in manifests if manifest.stated],
        **answers,
        "problems": [problem_view(problem) for manifest, _ in manifests for problem in with_doubts(manifest)],
    }
    return {name: value for name, value in view.items() if value not in ("", None)}


def _understood(manifest: Manifest, cargo: Counts) -> dict[str, Any]:
    """Return the voyage and the counts, for the sender to compare with its own."""
    read = {"travellers": manifest.traveller_count, **cargo}
    return {"voyage": manifest.stated, "counts": {"declared": manifest.declared, "read": read}}


def cargo_counts(manifest: Manifest) -> dict[str, int]:
    """Return the numbers of bills and containers that a cargo message named; {} for any other message."""
    report = CargoReport.objects.filter(manifest=manifest).first()
    return {"bills": report.bills, "containers": report.containers} if report else {}


def _answers(message: Message) -> dict[str, Any]:
    """Return the first answers, and the number of each kind; those of a cruise ship are requested by themselves."""
    rows = current_responses(message)
    counts = Counter(Response.objects.filter(pk__in=rows.values("pk")).values_list("verdict", flat=True))
    if not counts:
        return {}
    return {"answered": dict(counts), "answers": [response_view(row) for row in rows[:MAX_ON_RECEIPT]]}


def _split_list(manifest: Manifest) -> dict[str, Any]:
    """Return the state of a list in parts: the parts received, those missing, and the count over all of them."""
    split = split_list_of(manifest)
    if split is None:
        return {}
    known: dict[str, Any] = {
        "parts_received": [part.number for part in split.joined.parts],
        "parts_missing": list(split.joined.missing),
        "complete": split.is_complete,
        "read": split.read,
        "declared": split.declared,
    }
    return {name: value for name, value in known.items() if value is not None}


def _manifest_view(manifest: Manifest, cargo: Counts) -> dict[str, Any]:
    understood = {
        "type": manifest.type,
        "release": manifest.release,
        "function": manifest.function,
        "reference": manifest.reference,
        "part": manifest.part,
        "list": _split_list(manifest),
        "travellers": manifest.traveller_count,
        **cargo,
        "declared": manifest.declared,
        "voyage": manifest.stated,
    }
    return {name: value for name, value in understood.items() if value not in ("", None, {})}


def problem_view(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a problem in the format of the command line."""
    where = {
        name: problem[key]
        for name, key in (("message", "message"), ("segment", "segment"), ("number", "number"), ("field", "field"))
        if problem.get(key) not in ("", None)
    }
    view = {
        "severity": problem["severity"],
        "code": problem["code"],
        "where": where,
        "sent": problem.get("sent", ""),
        "text": problem["text"],
    }
    return {name: value for name, value in view.items() if value not in ("", {})}
