"""Access of a state's system: its token, the part of the API that it opens, and whose act a call is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, Token, TokenScope, User
from roadstead.platform.database.scope import enter
from roadstead.platform.directory.systems import act_for, system_of
from roadstead.web.api.answered import Sender
from roadstead.web.api.refused import Refused
from roadstead.web.common.refusals import refusal_text

MAX_BODY_BYTES: Final = 64 * 1024  # of what a system posts
MAX_SHEET_BYTES: Final = 512 * 1024  # with a vetting sheet
SHEETS: Final = "/vetting"  # end of the address to which it posts these
TOO_LARGE: Final = "the body is larger than %d kB; leave out what the schema does not name"
NUL: Final = rb"\u0000"  # as JSON writes it
HAS_NUL: Final = "a text holds a NUL character; leave it out"
NOT_OPENED: Final = "this token does not open “%s”; ask the supervisor of your organisation for one that does"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """System that calls. `user`: what it reads as."""

    token: Token
    user: User

    @property
    def state(self) -> str:
        return self.user.state_id or ""

    @property
    def sender(self) -> Sender:
        return Sender(state=self.state, token=self.token)


class SystemToken(HttpBearer):
    """`Authorization: Bearer …` with the token of the system; the database then shows only what concerns its state."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = Token.accepted(token)
        if found is None or found.organisation is None or _has_ended(found.organisation):
            return None
        _check_body(request)
        user = system_of(found)
        enter(user.scope)
        return Caller(token=found, user=user)


def _check_body(request: HttpRequest) -> None:
    """Refuse a body that is too large before it is read, and one with a character that the database cannot store."""
    length = request.headers.get("Content-Length", "")
    most = MAX_SHEET_BYTES if request.path.endswith(SHEETS) else MAX_BODY_BYTES
    if length.isdecimal() and int(length) > most:
        raise Refused(413, "body-too-large", TOO_LARGE % (most // 1024))
    if request.method == "POST" and NUL in request.body.lower():
        raise Refused(400, "not-understood", HAS_NUL)


def _has_ended(organisation: Organisation) -> bool:
    return organisation.until is not None and organisation.until < timezone.now().date()


def caller(request: HttpRequest, part: TokenScope) -> Caller:
    """Return the system that calls. Raise Refused unless its token opens this part of the API."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    if part not in found.token.scopes:
        raise Refused(403, "not-opened", NOT_OPENED % part.label)
    return found


def officer_of(found: Caller, username: str) -> User:
    """Return the officer for whom the system acts; from now on the request sees what this officer sees."""
    try:
        officer = act_for(found.token, username.strip(), now=timezone.now())
    except NotAllowed as refused:
        raise Refused(409, "officer-not-accepted", refusal_text(refused)) from None
    enter(officer.scope)
    return officer
