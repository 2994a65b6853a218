"""Errors of the API for states: every code with its status and when it is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roadstead.web.api.errors import OF_ANY_CALL, ApiError

ERRORS: Final[Mapping[str, ApiError]] = {
    **OF_ANY_CALL,
    "not-understood": ApiError(400, "A value has not the form that the schema says; the text names each"),
    "key-missing": ApiError(400, "The header Idempotency-Key is missing or too long"),
    "not-opened": ApiError(403, "The token does not open this part of the API"),
    "no-such-voyage": ApiError(404, "No voyage that concerns your state has this key, or number and day"),
    "no-such-alert": ApiError(404, "No alert that your state may see through the API has this number"),
    "no-such-selection": ApiError(404, "Your state has no selection with this number"),
    "no-such-request": ApiError(404, "Your organisation has no request with this reference"),
    "no-such-sheet": ApiError(404, "Your organisation has no vetting sheet with this number"),
    "no-such-letter": ApiError(404, "The vetting sheet has no letter"),
    "no-such-file": ApiError(404, "The request has no file with this number"),
    "method-not-allowed": ApiError(405, "This address takes another method"),
    "body-not-received": ApiError(408, "The body came too slowly or broke off"),
    "officer-not-accepted": ApiError(
        409, "The officer is not of your organisation, or cannot sign in: closed, expired or unused for too long"
    ),
    "not-allowed": ApiError(409, "The act is refused as on the page; the text says why and what to do"),
    "file-changed": ApiError(409, "The file differs from the one that was added"),
    "key-used": ApiError(409, "The Idempotency-Key was used for another call"),
    "body-too-large": ApiError(413, "The body is larger than 64 kB, or 512 kB with a vetting sheet"),
    "our-fault": ApiError(500, "An error on our side. Send the call again with the same Idempotency-Key"),
    "took-too-long": ApiError(503, "The server is busy and kept nothing"),
}
ALWAYS: Final = (*OF_ANY_CALL, "not-understood", "not-opened", "method-not-allowed", "our-fault", "took-too-long")
OF_A_POST: Final = (
    "key-missing", "officer-not-accepted", "not-allowed", "key-used", "body-not-received", "body-too-large",
)  # fmt: skip
