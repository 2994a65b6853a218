"""A national system of Barbados and one of Saint Lucia, with their officers, and a flight that concerns both."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from roadstead.casework.alerts.models import Alert
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Organisation, Role, State, Token, TokenScope, User
from tests.conftest import make_user
from tests.pipeline.test_pipeline import TOBIAS, file, put_in_force
from tests.samples import paxlst

_keys = count(1)


def organisation(state: str, code: str) -> Organisation:
    State.objects.get_or_create(code=state, defaults={"name": state})
    made, _ = Organisation.objects.get_or_create(
        code=code, defaults={"names": {"en": code}, "type": "immigration", "state_id": state}
    )
    return made


def employed(username: str, role: Role, state: str, code: str) -> User:
    user = make_user(username, role, state=state)
    user.organisation = organisation(state, code)
    user.save(update_fields=["organisation"])
    return user


def token(state: str, code: str, *scopes: TokenScope, name: str = "Border system") -> str:
    return Token.issue(organisation(state, code), name, scopes=scopes or [*TokenScope])


def flight_of_both() -> Alert:
    """A match by the region's list on a flight that concerns both states."""
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(states=["BRB", "LCA"])
    Alert.objects.update(states=["BRB", "LCA"])
    return Alert.objects.get()


@dataclass
class System:
    """Calls as a national system does."""

    client: Client
    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> HttpResponseBase:
        return self.client.get(f"/api/v1/state{path}", headers=self._signed({}))

    def post(self, path: str, body: Any, *, key: str | None = None) -> HttpResponseBase:
        sent = {} if key == "" else {"Idempotency-Key": key or f"test-{next(_keys)}"}
        text = body if isinstance(body, str) else json.dumps(body)
        address = f"/api/v1/state{path}"
        return self.client.post(address, text, content_type="application/json", headers=self._signed(sent))

    def _signed(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **self.headers, **more}


def read(answer: HttpResponseBase) -> Any:
    return json.loads(getattr(answer, "content", b""))
