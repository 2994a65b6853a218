"""The OpenAPI document of the API for states is valid, complete and true: every real answer fits its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from roadstead.casework.alerts.models import Alert
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Role
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common.refusals import API_ERRORS
from roadstead.web.systems.errors import ERRORS
from roadstead.web.systems.limits import LIMITS
from tests.casework.examinations.cargo import OTHER, ship
from tests.web.carriers.test_openapi import closed
from tests.web.systems.national import System, employed, flight_of_both, read, token
from tests.web.systems.test_state_api import GOODS

pytestmark = pytest.mark.django_db
PREFIX = "/api/v1/state"


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"{PREFIX}/openapi.json").content)
    return found


class Checked(System):
    """Calls as a national system does, and holds each answer against the document."""

    document: dict[str, Any]

    def get(self, path: str) -> HttpResponseBase:
        return self._fits("get", path, super().get(path))

    def post(self, path: str, body: Any, *, key: str | None = None) -> HttpResponseBase:
        if self.document and isinstance(body, dict):
            taken = self._said("post", path)["requestBody"]["content"]["application/json"]["schema"]
            self._validate(body, taken)
        return self._fits("post", path, super().post(path, body, key=key))

    def _said(self, method: str, path: str) -> dict[str, Any]:
        whole = f"{PREFIX}{path.partition('?')[0]}"
        for template, methods in self.document["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), whole) and method in methods:
                found: dict[str, Any] = methods[method]
                return found
        raise AssertionError(whole)

    def _fits(self, method: str, path: str, answer: HttpResponseBase) -> HttpResponseBase:
        said = self._said(method, path)["responses"]
        assert str(answer.status_code) in said, (path, answer.status_code)
        content = said[str(answer.status_code)]["content"]
        kind = answer.headers["Content-Type"].partition(";")[0]
        assert kind in content, (path, kind)
        if kind != "application/json":
            return answer
        allowed = content[kind]
        self._validate(read(answer), allowed["schema"])
        if answer.status_code >= 400:
            assert read(answer)["code"] in allowed["examples"], (path, read(answer))
        return answer

    def _validate(self, body: Any, schema: dict[str, Any]) -> None:
        whole = {**schema, "components": self.document["components"]}
        assert [error.message for error in Draft202012Validator(closed(whole)).iter_errors(body)] == []


@pytest.fixture
def alert(region: None) -> Alert:
    return flight_of_both()


@pytest.fixture
def system(client: Client, document: dict[str, Any], region: None) -> Checked:
    employed("officer.one", Role.OFFICER, "BRB", "BRB-IMM")
    made = Checked(client, token("BRB", "BRB-IMM"))
    made.document = document
    return made


def test_the_document_is_valid_and_says_how_to_sign_in_and_every_limit(document: dict[str, Any]) -> None:
    validate(document)
    assert {name: each["value"] for name, each in document["x-limits"].items()} == {
        each.name: each.value for each in LIMITS
    }
    assert "SystemToken" in document["components"]["securitySchemes"]


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    shown = 0
    for name, schema in document["components"]["schemas"].items():
        if "example" in schema:
            whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            faults = [error.message for error in Draft202012Validator(closed(whole)).iter_errors(schema["example"])]
            assert faults == [], name
            shown += 1
    assert shown > 12


def calls(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            yield f"{method} {path}", said


def test_every_call_says_what_it_takes_and_gives_and_how_it_is_refused(document: dict[str, Any]) -> None:
    for call, said in calls(document):
        assert said["summary"], call
        assert said["description"], call
        assert {"400", "401", "403", "404", "405", "500", "503"} <= set(said["responses"]), call
        for parameter in said.get("parameters", ()):
            assert parameter["description"], (call, parameter["name"])
            assert "example" in parameter, (call, parameter["name"])
        if call.startswith("post"):
            assert "Idempotency-Key" in {each["name"] for each in said["parameters"]}, call
            assert {"201", "409", "413"} <= set(said["responses"]), call


def test_the_errors_of_pages_have_the_same_status_here() -> None:
    of_pages = {code: status for status, (code, _) in API_ERRORS.items()}
    assert {code: ERRORS[code].status for code in of_pages} == of_pages


def test_real_answers_and_refusals_fit_the_document(alert: Alert, system: Checked) -> None:
    enter(REGION)
    Voyage.objects.update(arrives_at=timezone.now() - timedelta(hours=1))
    system.get(f"/voyages/{alert.voyage_id}/alerts")
    system.get("/voyages/nothing/alerts")
    system.get("/alerts")
    system.get("/alerts?since=x")
    system.get("/alerts?limit=0")
    officer = {"officer": "officer.one"}
    waits = read(system.post(f"/alerts/{alert.pk}/checks", {**officer, "system": "police", "result": "waiting"}))
    reply = {**officer, "system": "police", "result": "found", "words": "w", "reply_to": waits["check"]}
    system.post(f"/alerts/{alert.pk}/checks", reply)
    system.post(f"/alerts/{alert.pk}/outcome", {**officer, "what": "refused", "note": "n"}, key="k")
    system.post(f"/alerts/{alert.pk}/outcome", {**officer, "what": "admitted"}, key="k")
    system.post(f"/alerts/{alert.pk}/outcome", {**officer, "what": "refused"})
    system.post(f"/alerts/{alert.pk}/outcome", {"officer": "nobody", "what": "admitted"})
    system.post("/alerts/99999999/outcome", {**officer, "what": "admitted"})
    found = read(system.get(f"/alerts/{alert.pk}"))
    assert (len(found["outcomes"]), len(found["checks"])) == (1, 2)
    system.secret = "wrong"
    assert system.get("/alerts").status_code == 401


def test_real_answers_about_goods_fit_the_document(system: Checked) -> None:
    voyage = ship()
    body = {**GOODS, "officer": "officer.one", "voyage": voyage.pk, "container": OTHER, "detain": True}
    made = read(system.post("/selections", body))
    system.post("/selections", {**body, "voyage": 99999999})
    system.post("/selections", body)  # selected already
    found = {
        "items": [{"what": "firearms", "quantity": 1, "unit": "pieces", "serial": "X1"}],
        "hidden": "floor",
        "container": OTHER,
    }
    result = {"officer": "officer.one", "what": "seized", "found": found, "early_reason": "unloaded early"}
    assert system.post(f"/selections/{made['selection']}/result", result).status_code == 201
    assert read(system.get(f"/selections/{made['selection']}"))["status"]["code"] == "examined"
    system.get("/selections/99999999")
    assert read(system.get("/containers"))["containers"]
    system.get("/containers?format=csv")
    system.get("/containers?port=TOOLONG")


def test_the_page_leads_a_developer_from_the_token_to_the_first_outcome_without_signing_in(client: Client) -> None:
    answer = client.get("/api/docs/state")
    shown = answer.content.decode()
    assert answer.status_code == 200
    for words in ("First steps", "curl -H", "POST /api/v1/state/alerts/{ref}/outcome", "Idempotency-Key"):
        assert words in shown
    for code in ERRORS:
        assert code in shown
    for each in LIMITS:
        for words in (each.name, each.most, each.text):
            assert escape(words) in shown
    assert "<script>" not in shown


def test_every_code_that_is_given_is_described() -> None:
    folder = Path(__file__).parents[3] / "src/roadstead/web"
    texts = [path.read_text() for path in (*folder.glob("systems/*.py"), folder / "api/refused.py")]
    given = {code for text in texts for code in re.findall(r'Refused\(\s*\d{3}, "([a-z-]+)"', text)}
    assert given
    assert given <= set(ERRORS)
