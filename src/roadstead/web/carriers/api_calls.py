"""Parts of each call in the OpenAPI document beside its answer: bodies, parameters, errors, and the webhook."""

from __future__ import annotations

from typing import Any, Final

from roadstead.config import config
from roadstead.filings.intake.sandbox import MAX_BYTES
from roadstead.outbound.notifications.wire import DELIVERY_SECONDS
from roadstead.web.api.limits import as_extension
from roadstead.web.carriers.api_errors import error_responses
from roadstead.web.carriers.api_limits import LIMITS
from roadstead.web.carriers.api_schemas import EXAMPLE, WebhookEvent
from roadstead.web.carriers.response_views import EDIFACT
from roadstead.web.carriers.waiting import MAX_WAIT_SECONDS

DESCRIPTION: Final = (
    "File passenger, crew and cargo lists, and ask what became of them. The body of a filing is the list itself, byte "
    "for byte: no form, and no JSON around it. Every limit stands in `x-limits`. The guide for carriers "
    "explains everything else."
)
BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
# What lists come as. Whatever is named, the list is recognised by its content.
BODIES: Final = (
    "application/octet-stream",
    EDIFACT,
    "text/plain",
    "text/csv",
    "application/xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.ms-excel",
)
SAMPLE: Final = "UNA:+.? 'UNB+UNOA:4+2X+APIS+261125:1200+1'UNH+1+PAXLST:D:05B:UN:IATA'…"
CUSRES_SAMPLE: Final = "UNB+UNOA:4+APIS+2X+261125:1201+GJHXTJQGYRR0'UNH+1+CUSRES:D:05B:UN:IATA'BGM+962'…"


def _parameter(where: str, name: str, kind: str, text: str, example: object) -> dict[str, Any]:
    return {
        "in": where,
        "name": name,
        "required": False,
        "schema": {"type": kind},
        "description": text,
        "example": example,
    }


WAIT: Final = _parameter(
    "query",
    "wait",
    "integer",
    f"Seconds to wait until the list was read, 0 to {MAX_WAIT_SECONDS}. The status comes at once, the body when it was "
    "read. When too many wait, the body comes at once as well.",
    5,
)
ACCEPT: Final = _parameter("header", "Accept", "string", f"{EDIFACT}: the answer in EDIFACT", EDIFACT)
TEST: Final = "true or 1: the list is read and answered, and counts for nothing"
RECEIPT_HEADER: Final = {
    "X-Receipt": {"schema": {"type": "string", "example": EXAMPLE}, "description": "The receipt number"}
}


def _edifact(text: str, sample: str) -> dict[str, Any]:
    return {"description": text, "content": {EDIFACT: {"schema": {"type": "string"}, "example": sample}}}


FILE_A_LIST: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"The list as your system writes it, {config().max_body:,} bytes at most, a test {MAX_BYTES:,}",
        "content": {kind: {**BINARY, **({"example": SAMPLE} if kind == EDIFACT else {})} for kind in BODIES},
    },
    "parameters": [
        WAIT,
        _parameter("query", "test", "string", TEST, "1"),
        _parameter("header", "X-Test", "string", TEST, "true"),
        _parameter("header", "X-File-Name", "string", "A name for your own memory", "list.txt"),
        _parameter("header", "Content-Encoding", "string", "gzip, if the body is packed", "gzip"),
        ACCEPT,
    ],
    "responses": {
        202: {
            "description": "Stored and queued, both committed",
            "headers": RECEIPT_HEADER,
            "content": {EDIFACT: {"schema": {"type": "string"}, "example": CUSRES_SAMPLE}},
        },
        **error_responses(
            (
                "empty-body", "body-cut-short", "gzip-cut-short", "not-gzip", "wait-not-a-number",
                "test-not-understood", "body-not-received", "length-required", "body-too-large", "test-too-large",
                "encoding-not-read", "form-not-read", "too-many-filings", "too-many-tests",
            )
        ),
    },
}  # fmt: skip
RECEIPT: Final[dict[str, Any]] = {
    "parameters": [WAIT],
    "responses": {
        200: {"description": "The receipt as it is now"},
        **error_responses(("no-such-receipt", "wait-not-a-number")),
    },
}
ANSWERS: Final[dict[str, Any]] = {
    "parameters": [ACCEPT],
    "responses": {
        200: {
            "description": "The answers in force, or those that changed",
            "content": {EDIFACT: {"schema": {"type": "string"}, "example": CUSRES_SAMPLE}},
        },
        **error_responses(
            (
                "no-such-receipt", "nobody-answered", "since-not-a-number", "limit-not-a-number",
                "after-not-understood",
            )
        ),
    },
}  # fmt: skip
ANSWERS_EDI: Final[dict[str, Any]] = {
    "responses": {
        200: _edifact("CUSRES in your own envelope", CUSRES_SAMPLE),
        **error_responses(("no-such-receipt", "nobody-answered", "since-not-a-number")),
    }
}
CONTRL: Final[dict[str, Any]] = {
    "responses": {
        200: _edifact(
            "CONTRL: 7 acknowledged, 4 rejected", "UNB+UNOA:4+APIS+2X+…'UNH+1+CONTRL:4:1:UN'UCI+1+2X+APIS+7'…"
        ),
        **error_responses(("no-such-receipt", "not-edifact", "not-read-yet")),
    }
}
APERAK: Final[dict[str, Any]] = {
    "responses": {
        200: _edifact("APERAK: every problem with its segment", "UNB+UNOA:4+APIS+2X+…'UNH+1+APERAK:D:05B:UN'BGM+312'…"),
        **error_responses(("no-such-receipt", "not-read-yet")),
    }
}
OF_THE_WHOLE: Final[dict[str, Any]] = {
    **as_extension(LIMITS),
    "webhooks": {
        "event": {
            "post": {
                "summary": "A list was read, or an answer changed",
                "description": "Sent to the addresses that you add on the page Your system. Verify the signature, "
                f"store the event, respond 2xx within {DELIVERY_SECONDS:g} seconds. The guide on webhooks shows how.",
                "parameters": [
                    _parameter("header", "Roadstead-Signature", "string", "t=SECONDS,v1=HEX", "t=1764000000,v1=b691…"),
                    _parameter("header", "Idempotency-Key", "string", "The same for every attempt", "6f1c…"),
                ],
                "requestBody": {"content": {"application/json": {"schema": WebhookEvent.model_json_schema()}}},
                "responses": {"2XX": {"description": "Received"}},
            }
        }
    },
}
