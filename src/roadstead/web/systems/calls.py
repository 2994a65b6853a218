"""Parts of the OpenAPI document beside the answers: errors, and the key of a posted act."""

from __future__ import annotations

from typing import Any, Final

from roadstead.platform.accounts.answered_calls import KEPT
from roadstead.web.api.answered import HEADER, MAX_KEY_CHARS, REPEATED
from roadstead.web.api.errors import error_responses
from roadstead.web.systems.errors import ALWAYS, ERRORS, OF_A_POST

DESCRIPTION: Final = (
    "For the system of a state: fetch alerts by voyage, post outcomes and selections, record checks made elsewhere, so "
    "that nothing is typed twice. A token belongs to one organisation and opens the parts that its supervisor chose. "
    "It reads what an officer of the state reads, without rows marked red and without silent entries. Whoever acts is "
    "the officer whom a call names: an act at the border is the officer's, by the law of the state."
)
KEY: Final[dict[str, Any]] = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "schema": {"type": "string", "maxLength": MAX_KEY_CHARS},
    "description": f"A text that your system chooses for this act. The same call with the same key, within {KEPT.days} "
    f"days, changes nothing and gets the same answer, with the header {REPEATED}.",
    "example": "outcome-4711-1",
}


def of(*codes: str) -> dict[str, Any]:
    """Return the errors of a call that reads."""
    return {"responses": error_responses(ERRORS, {*codes, *ALWAYS})}


def in_csv(sample: str) -> dict[str, Any]:
    """Return the errors of a call that reads, and its answer as a csv file."""
    content = {"text/csv": {"schema": {"type": "string"}, "example": sample}}
    return {"responses": {200: {"description": "OK", "content": content}, **error_responses(ERRORS, ALWAYS)}}


def a_file(*codes: str) -> dict[str, Any]:
    """Return the errors of a call that answers with a file."""
    content = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    return {
        "responses": {
            200: {"description": "The file", "content": content},
            **error_responses(ERRORS, {*codes, *ALWAYS}),
        }
    }


def of_a_post(*codes: str) -> dict[str, Any]:
    """Return the errors and the key of a call that posts an act."""
    return {"parameters": [KEY], "responses": error_responses(ERRORS, {*codes, *ALWAYS, *OF_A_POST})}
