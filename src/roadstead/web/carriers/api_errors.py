"""Errors of the carriers' API: every code with its status and when it is given, and the description for OpenAPI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from roadstead.filings.intake.sandbox import MAX_BYTES, MAX_IN_A_DAY
from roadstead.web.api import errors
from roadstead.web.api.errors import OF_ANY_CALL, ApiError
from roadstead.web.carriers.answer_pages import MAX_ON_PAGE
from roadstead.web.carriers.waiting import MAX_WAIT_SECONDS

ERRORS: Final[Mapping[str, ApiError]] = {
    "empty-body": ApiError(400, "The body is empty. With curl: --data-binary @file"),
    "body-cut-short": ApiError(400, "Fewer bytes came than Content-Length announced"),
    "gzip-cut-short": ApiError(400, "The gzip body ends too early"),
    "not-gzip": ApiError(400, "Content-Encoding says gzip, and the body is not"),
    "wait-not-a-number": ApiError(400, f"wait is a whole number of seconds, 0 to {MAX_WAIT_SECONDS}"),
    "since-not-a-number": ApiError(400, "since is the newest of an earlier call"),
    "limit-not-a-number": ApiError(400, f"limit is a whole number, 1 to {MAX_ON_PAGE}"),
    "after-not-understood": ApiError(400, "after is the next of an earlier page of the same answers"),
    "test-not-understood": ApiError(400, "X-Test and test take true or false"),
    "nul-in-address": OF_ANY_CALL["nul-in-address"],
    "token-not-accepted": OF_ANY_CALL["token-not-accepted"],
    "no-such-receipt": ApiError(404, "No receipt of yours has this number"),
    "nobody-answered": ApiError(404, "There is no answer, or none that changed"),
    "not-edifact": ApiError(404, "What was filed is no EDIFACT, so no CONTRL answers it"),
    "not-read-yet": ApiError(404, "The list has not been read yet"),
    "no-such-address": OF_ANY_CALL["no-such-address"],
    "method-not-allowed": ApiError(405, "Lists are sent by POST, everything else is asked by GET"),
    "body-not-received": ApiError(408, "The body came too slowly or broke off"),
    "length-required": ApiError(411, "The body came in chunks, which this server does not take"),
    "body-too-large": ApiError(413, "The body is larger than the limit: send the list in parts"),
    "test-too-large": ApiError(413, f"A test list has {MAX_BYTES:,} bytes at most"),
    "encoding-not-read": ApiError(415, "Send the list gzipped or as it is"),
    "form-not-read": ApiError(
        415, "The body is a form (multipart/form-data). Send the list itself, --data-binary @file"
    ),
    "too-many-filings": ApiError(429, "An account that registered itself has reached a limit; the text says which"),
    "too-many-tests": ApiError(429, f"More than {MAX_IN_A_DAY} test lists in 24 hours"),
    "our-fault": ApiError(500, "An error on our side. The list may have been stored or not: send it again"),
    "took-too-long": ApiError(503, "The server is busy and kept nothing"),
}
# Given for any call: by what stands before the API.
ALWAYS: Final = (*OF_ANY_CALL, "method-not-allowed", "our-fault", "took-too-long")


def error_responses(codes: Iterable[str]) -> dict[int, Any]:
    """Return the error responses of a call for OpenAPI, by status: what each code means, with an example."""
    return errors.error_responses(ERRORS, {*codes, *ALWAYS})
