"""Who walks, what is asked, and what of an answer is compared: everything, but for what no two answers share."""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.http import HttpRequest, QueryDict
from django.test import Client, signals
from django.views.decorators import http

from roadstead.cooperation.requests.models import GuestLink
from roadstead.platform.accounts import cooperation_permissions, filing_permissions, permissions
from roadstead.platform.accounts.models import CENTRE_ROLES, STATE_ROLES, Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common import guard, middleware
from roadstead.web.requests import guest_pages
from roadstead.web.templatetags import names
from tests.conftest import make_user
from tests.leaks.canaries import CANARY
from tests.leaks.cases import CASES, Ask
from tests.leaks.told import Told, listening, tells_the_same
from tests.leaks.world import B, World

# What differs from one answer to the next by itself: form tokens, clocks, receipts and tokens just made, row numbers
# that a rolled-back line of the audit has used up.
BY_ITSELF = [
    (re.compile(r'(csrfmiddlewaretoken" value=")[^"]+'), r"\1"),
    (re.compile(r"[A-Za-z0-9_-]+:[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"), "SIGNED"),  # may read like a canary by chance
    (re.compile(r"T\d\d:\d\d(:\d\d(\.\d+)?)?"), "T"),
    (re.compile(r"\b\d\d:\d\d(:\d\d(\.\d+)?)?"), ""),
    (re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b"), "RECEIPT"),
    (re.compile(r"^/trips/\d+(?=/(craft|voyage)$)"), "/trips/N"),  # of one just begun or copied
    (re.compile(r"^/cases/\d+$"), "/cases/N"),  # where one leads that was just opened
    (re.compile(r'(rs-secret"?>|value=")[A-Za-z0-9_-]{40,}'), r"\1"),
    (re.compile(r'("challenge": ")[A-Za-z0-9_-]{40,}'), r"\1"),  # of a passkey
    (re.compile(r'(rs-mono">)[0-9a-f]{64}'), r"\1"),  # the secret of a channel just made
    (re.compile(r'(action="/channels/)\d+'), r"\1"),  # its number
    (re.compile(r'(action="/(?:your-system|systems)/webhooks/)\d+'), r"\1"),  # of a webhook just made
    (re.compile(r'(action="/systems/)\d+(/revoke)'), r"\1\2"),  # of a token just made
    (re.compile(r'("(?:check|selection|outcome|sheet)": )\d+'), r"\1"),  # what a system just posted
    (re.compile(r'(action="/duty/)\d+'), r"\1"),  # of a turn just put on the roster
    (re.compile(r'(name="opened" value=")\d+'), r"\1"),  # when a page with a correction was opened
    (re.compile(r"(/invitations/)[A-Za-z0-9_-]{40,}"), r"\1"),  # a link just made
    (re.compile(r"(/duty/feed/)[A-Za-z0-9_-]{40,}"), r"\1"),  # a link of a calendar just made
    (re.compile(r"(/search/|\bwords=)[A-Za-z0-9_-]{32}"), r"\1"),  # a search just made, or words of a filter
    (re.compile(r'(/people/)\d+(">Account of )'), r"\1\2"),  # an account just made
    (re.compile(r"\bRQ-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), "RQ"),  # a request just sent
    (re.compile(r"\bWA-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), "WA"),  # a warrant just drafted
    (re.compile(r"\bLK-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), "LK"),  # a lookout just proposed
    (re.compile(r"([?&]draft=)\d+"), r"\1"),  # a draft just saved
]
# A new secret of an authenticator app each time, as text and as a picture of another length.
# It measures by a connection of its own, which sees no row of the walk, and times pass: only its words are looked at.
MEASURING_PAGE = "readyz"
# Posts that lead to their results, at an address that nobody knows before.
FOLLOWED = {"search", "voyage", "cargo", "cases", "responses", "filed-voyage", "self-registered"}
SECRET_PAGE = "mfa_activate_totp"
SECRETS = re.compile(
    r'(?s)<svg.*?</svg>|data:image/svg[^"]*|value="[A-Z2-7]{16,}"|\b[A-Z2-7]{32}\b|(?<=secret=)[A-Z2-7]+'
    r"|\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b"
)
ZIP, PDF = b"PK\x03\x04", b"%PDF"
STREAM, DRAWN = re.compile(rb"(?s)stream\r?\n(.*?)endstream"), re.compile(rb"\((.*?)\) Tj")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
NOT_COMPARED = {"Set-Cookie", "X-Receipt", "Expires"}  # the last is now: the day turns between two walks
DIGITS = re.compile(r"\d+")
NUMBER = re.compile(r"(?<=/)\d+(?=[/?]|$)")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, names of cookies, body; `found`: the canaries in any of it that were not sent; `unread`: refused
    by the role or by the method, before the view read anything; `told`: by the database."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: str
    found: frozenset[str]
    unread: bool = False
    told: Told | None = field(default=None, compare=False)


def people() -> dict[str, User | None]:
    """Every kind of role that there is of state B; another carrier; nobody."""
    cast: dict[str, User | None] = {"nobody": None}
    for role in unlike([each for each in Role if each not in CENTRE_ROLES]):
        carrier = "Y8" if role is Role.CARRIER else ""
        cast[f"B's {role}" if not carrier else "another carrier"] = make_user(
            f"walks-as-{role}", role, state="" if carrier else B, carrier=carrier
        )
    return cast


def regions_people() -> dict[str, User | None]:
    return {
        f"the region's {role}": make_user(f"region-{role}", role)
        for role in unlike([each for each in Role if each not in (*STATE_ROLES, Role.CARRIER)])
    }


def unlike(roles: Iterable[Role]) -> list[Role]:
    """One of those that may do the very same: the other would walk the same way."""
    intents = [
        each
        for module in (permissions, cooperation_permissions, filing_permissions)
        for name, each in vars(module).items()
        if name.startswith("may_")
    ]
    by_intent: dict[tuple[bool, ...], Role] = {}
    for role in roles:
        by_intent.setdefault(tuple(may(User(role=role)) for may in intents), role)
    return list(by_intent.values())


def signed_in(person: User | None) -> Client:
    client = Unwatched(raise_request_exception=False)
    if person and person.guest_of:
        _let_in(client, person)
    elif person:
        client.force_login(person)
    return client


def walk(
    client: Client,
    asks: Iterable[Ask],
    world: World,
    before: Mapping[Ask, Answer] | None = None,
    *,
    prove: bool = False,
) -> dict[Ask, Answer]:
    """Each request in a transaction that is rolled back: none sees what another did. `before`: the same person's walk
    while A's things were there; what the guard refused then is not asked again, nor what is told the same (told.py).
    `prove`: it is asked again all the same, and must be answered the same."""
    answers, missing = dict[Ask, Answer](), set[tuple[str, str]]()
    refused: Counter[tuple[str, str]] = Counter()
    unread = set[tuple[str, str]]()  # so is every other thing at such an address, whatever it is
    for ask in asks:
        kind, place = (ask.name, ask.method.replace("HEAD", "GET")), (ask.method, ask.plain)
        if kind in unread:
            continue
        if refused[kind] and (ask.is_more or ask.is_another or (ask.is_further and refused[kind] > 1)):
            continue
        if ask.is_another and place in missing and (ask.method == "GET" or ask.is_theirs):
            continue
        earlier = before.get(ask) if before else None
        is_known = earlier is not None and is_the_same(earlier)
        answers[ask] = earlier if earlier and is_known and not prove else _answer(client, ask, world)
        assert not is_known or answers[ask] == earlier, f"told the same, and answered otherwise: {ask.words}"
        if answers[ask].unread and not ask.is_more and ask.name in CASES:
            unread.add(kind)
        if _is_refused(answers[ask]) and not ask.is_another:
            refused[kind] += 1  # by the role, before anything was read: the rest needs no walk
        elif answers[ask].status == 404 and not ask.is_more:
            missing.add(place)  # each parameter is still typed once
    return answers


def is_the_same(earlier: Answer) -> bool:
    """Without asking again: where nothing was read the answer is the same whatever there is."""
    if earlier.unread:
        return True
    with undone():
        return tells_the_same(earlier.told)


def _let_in(client: Client, guest: User) -> None:
    """A guest has no account: the session holds the link that they opened with its PIN."""
    session = client.session
    session[guest_pages.KEY] = GuestLink.objects.get(request=guest.guest_of, ended_at=None).pk
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""


def _is_refused(answer: Answer) -> bool:
    return answer.status in {403, 405} or "/sign-in" in dict(answer.headers).get("Location", "")


_refused: list[str] = []  # before the view read anything: the paths
_read_of: dict[str, set[str]] = {}  # parameters, by the view that read them
tables_read: set[str] = set()  # by the requests of the last walks
_statements: set[str] = set()
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@contextmanager
def watched(patched: pytest.MonkeyPatch) -> Iterator[Mapping[str, set[str]]]:
    """Which parameters views read, by their names; and what was refused before a view was called."""
    _read_of.clear()
    tables_read.clear()
    _statements.clear()
    asked: list[HttpRequest] = []
    process_view = middleware.NoNul.process_view

    def counting(where: Any, name: str) -> None:
        plain = getattr(where, name)

        def counted(*given: Any, **named: Any) -> Any:
            _refused.append(asked[-1].path)
            return plain(*given, **named)

        patched.setattr(where, name, counted)

    def remembering(self: middleware.NoNul, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        asked[:] = [request]
        return process_view(self, request, view, args, kwargs)

    def recorded(name: str) -> Callable[..., Any]:
        plain = getattr(QueryDict, name)

        def of_a_view(self: QueryDict, key: str, *default: Any) -> Any:
            if asked and self is asked[-1].GET and asked[-1].resolver_match:
                _read_of.setdefault(asked[-1].resolver_match.view_name, set()).add(key)
            return plain(self, key, *default)

        return of_a_view

    counting(guard, "log_refused")  # the role may not
    counting(guard, "redirect_to_login")  # nobody is signed in
    counting(http, "log_response")  # the view takes no such method
    patched.setattr(middleware.NoNul, "process_view", remembering)
    for name in ("get", "getlist"):
        patched.setattr(QueryDict, name, recorded(name))
    yield _read_of


class Unwatched(Client):
    """Django's client without its copy of every template's context, which nobody reads here."""

    def request(self, **environ: Any) -> Any:
        with patch.object(signals.template_rendered, "send", lambda **_: []), connection.execute_wrapper(_noting):
            return super().request(**environ)


def _noting(execute: Any, statement: Any, *given: Any) -> Any:
    if isinstance(statement, str) and statement not in _statements:
        _statements.add(statement)
        tables_read.update(TABLE.findall(statement))
    return execute(statement, *given)


@contextmanager
def undone() -> Iterator[None]:
    """Takes back what a request did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    enter(REGION)


def _answer(client: Client, ask: Ask, world: World) -> Answer:
    names._registered.cache_clear()  # each request reads the names of carriers for itself
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    refused = len(_refused)
    with undone(), listening() as told:
        answer = _read(ask, _send(client, ask, world))
    client.cookies.clear()  # also what it was just given, which the next request would tell
    client.cookies.load(cookies)
    return replace(answer, unread=ask.address.partition("?")[0] in _refused[refused:], told=told)


def _send(client: Client, ask: Ask, world: World) -> Any:
    by_system = ask.name.startswith("state-api:")
    token = world.system_token if by_system else world.token
    key = {"Idempotency-Key": "walk"} if by_system or ask.name == "brief-outcome" else {}
    more: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}", **key} if ask.api else key}
    if ask.method == "POST":
        for value in ask.data.values() if isinstance(ask.data, dict) else ():
            if hasattr(value, "seek"):
                value.seek(0)
        given: dict[str, Any] = {"content_type": ask.content_type} if ask.content_type else {}
        return client.post(ask.address, ask.data or {}, follow=ask.name in FOLLOWED, **given, **more)
    return client.generic(ask.method, ask.address, **more)


def _read(ask: Ask, response: Any) -> Answer:
    streamed = getattr(response, "streaming", False)
    raw = b"".join(response.streaming_content) if streamed else response.content
    body = (
        _unpacked(raw)
        if raw.startswith(ZIP)
        else _drawn(raw)
        if raw.startswith(PDF)
        else raw.decode("utf-8", "replace")
    )
    # Where there is a body, it is compared: its length changes with the numbers of rows that are left out of it.
    hidden = NOT_COMPARED | ({"Content-Length"} if raw or ask.name == SECRET_PAGE else set())
    body = SECRETS.sub("", body) if ask.name == SECRET_PAGE else body
    headers = tuple(sorted((name, _plain(text)) for name, text in response.headers.items() if name not in hidden))
    headers = tuple((name, _numberless(ask, text) if name == "Location" else text) for name, text in headers)
    cookies = tuple(sorted(f"{name}={morsel['path']}" for name, morsel in response.cookies.items()))
    body = _plain(body)
    said = _said(response)
    everything = "\n".join([body, _plain(str(response.headers)), *cookies, said])  # a new receipt may read QZX
    cookies = (*cookies, DIGITS.sub("N", said))  # of rows just made
    sent = {found.upper() for found in CANARY.findall(ask.words)}
    found = frozenset(one for one in (text.upper() for text in CANARY.findall(everything)) if one not in sent)
    if ask.name == MEASURING_PAGE:
        return Answer(status=200, headers=(), cookies=(), body="", found=found)
    return Answer(response.status_code, headers, cookies, body, found)


def _said(response: Any) -> str:
    """What the next page would say of it: a cookie keeps it until then."""
    following = HttpRequest()
    following.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    return _plain("\n".join(map(str, CookieStorage(following))))


def _unpacked(raw: bytes) -> str:
    """The names and texts of an archive, without hashes over moments; the document in it tells the same as the data."""
    with ZipFile(BytesIO(raw)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if not name.endswith(".pdf")]
        return HASH.sub("", "\n".join([*archive.namelist(), *texts]))


def _drawn(raw: bytes) -> str:
    """The lines of text that a document draws, without the moment at which it was made."""
    lines: list[bytes] = []
    for packed in STREAM.findall(raw):
        with suppress(ValueError, zlib.error):  # a font or a picture
            lines += DRAWN.findall(zlib.decompress(base64.a85decode(b"<~" + packed.strip(), adobe=True)))
    assert lines, "no text was found in a PDF"
    return b"\n".join(lines).decode("latin-1")


def _numberless(ask: Ask, location: str) -> str:
    """A form that makes a row leads to it: its number, which was not sent, has moved on by what was taken back."""
    sent = set(re.findall(r"\d+", ask.address))
    return NUMBER.sub(lambda found: found[0] if ask.method == "GET" or found[0] in sent else "NEW", location)


def _plain(text: str) -> str:
    for pattern, instead in BY_ITSELF:
        text = pattern.sub(instead, text)
    return text
