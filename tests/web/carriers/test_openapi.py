"""The OpenAPI document is valid, complete, and true: every real answer fits its schema, every error has its code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils.html import escape
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from roadstead.config import config
from roadstead.engine.reference.settings import SettingName
from roadstead.filings.intake import sandbox
from roadstead.filings.intake.models import Message, SandboxMessage
from roadstead.outbound.notifications.retries import MAX_ATTEMPTS
from roadstead.pipeline.sandbox import read_tests
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.registration.limits import limit
from roadstead.web.carriers import waiting
from roadstead.web.carriers.answer_pages import MAX_ON_PAGE
from roadstead.web.carriers.api_errors import ERRORS
from roadstead.web.carriers.api_limits import LIMITS
from roadstead.web.common.refusals import API_ERRORS
from tests.contracts.current import MESSAGES, _error_codes
from tests.outbound.responses.test_issue import decided, listed
from tests.pipeline.test_pipeline import NOW, file
from tests.pipeline.test_pipeline import states as states
from tests.samples import paxlst
from tests.web.carriers.test_responses import ANNA_1, TOBIAS_2, content
from tests.web.carriers.test_responses import token as token

pytestmark = pytest.mark.django_db
EDIFACT = "application/edifact"
BOUNDARY = "multipart/form-data; boundary=X"
FORM = b'--X\r\nContent-Disposition: form-data; name="file"; filename="list.txt"\r\n\r\nUNB\r\n--X--\r\n'


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


@dataclass
class Api:
    """Asks as a carrier's system does, and holds each answer against the document."""

    client: Client
    token: str
    document: dict[str, Any]

    def get(self, path: str, **headers: str) -> Any:
        return self._check("get", path, self.client.get(f"/api/v1{path}", headers=self._headers(headers)))

    def post(self, body: bytes, query: str = "", kind: str = "application/octet-stream", **headers: str) -> Any:
        answer = self.client.post(f"/api/v1/manifests{query}", body, content_type=kind, headers=self._headers(headers))
        return self._check("post", f"/manifests{query}", answer)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **headers}

    def _check(self, method: str, path: str, answer: HttpResponseBase) -> Any:
        said = self._call(method, path.partition("?")[0])["responses"]
        assert str(answer.status_code) in said, (path, answer.status_code)
        allowed = said[str(answer.status_code)]["content"]
        kind = answer.headers["Content-Type"].partition(";")[0]
        assert kind in allowed, (path, kind)
        if kind != "application/json":
            return content(answer)
        body = json.loads(content(answer))
        self._fits(body, allowed[kind]["schema"])
        if answer.status_code >= 400:
            assert body["code"] in allowed[kind]["examples"], (path, body)
        return body

    def _call(self, method: str, path: str) -> dict[str, Any]:
        parts = path.strip("/").split("/")
        if parts[0] == "receipts":
            parts[1] = "{number}"
        found: dict[str, Any] = self.document["paths"][f"/api/v1/{'/'.join(parts)}"][method]
        return found

    def _fits(self, body: Any, schema: dict[str, Any]) -> None:
        whole = {**schema, "components": self.document["components"]}
        faults = [error.message for error in Draft202012Validator(closed(whole)).iter_errors(body)]
        assert faults == []


def closed(schema: Any) -> Any:
    """The schema, in which no object may have a property that is not named: else a new one would go unnoticed."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(each) for name, each in schema.items()}
    if "properties" in made and "additionalProperties" not in made and isinstance(made.get("properties"), dict):
        made["additionalProperties"] = False
    return made


@pytest.fixture
def api(client: Client, token: str, document: dict[str, Any]) -> Api:
    return Api(client, token, document)


def test_the_document_is_a_valid_openapi_document(document: dict[str, Any]) -> None:
    validate(document)
    assert document["servers"][0]["url"].startswith("http")
    assert "event" in document["webhooks"]


def test_every_limit_stands_in_the_document_as_the_constant_that_holds(document: dict[str, Any]) -> None:
    said = {name: each["value"] for name, each in document["x-limits"].items()}
    assert said["body"] == config().max_body
    assert said["wait"] == waiting.MAX_WAIT_SECONDS
    assert said["answers-on-page"] == MAX_ON_PAGE
    assert (said["test-body"], said["tests"]) == (sandbox.MAX_BYTES, sandbox.MAX_IN_A_DAY)
    assert said["webhook-attempts"] == MAX_ATTEMPTS
    assert said["filings"] == limit(SettingName.FILINGS_A_DAY)  # of a fresh installation
    assert said["answers-kept"] == "96 hours"
    assert {each["unit"] for name, each in document["x-limits"].items() if name != "answers-kept"}.isdisjoint({""})


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if "example" in schema:
            whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            assert [error.message for error in Draft202012Validator(closed(whole)).iter_errors(schema["example"])] == []


def calls(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            yield f"{method} {path}", said


def test_every_call_says_what_it_takes_and_gives_and_how_it_is_refused(document: dict[str, Any]) -> None:
    for call, said in calls(document):
        assert said["summary"], call
        assert {"401", "404", "405", "500", "503"} <= set(said["responses"]), call
        for status, response in said["responses"].items():
            assert response["content"], (call, status)
        for parameter in said.get("parameters", ()):
            assert parameter["description"], (call, parameter["name"])
            assert "example" in parameter, (call, parameter["name"])
    (file_a_list,) = [said for call, said in calls(document) if call.startswith("post")]
    assert {EDIFACT, "application/octet-stream", "application/xml"} <= set(file_a_list["requestBody"]["content"])
    assert {"wait", "test", "X-Test", "X-File-Name", "Accept"} <= {each["name"] for each in file_a_list["parameters"]}
    assert {"400", "413", "415", "429"} <= set(file_a_list["responses"])


def test_every_code_of_the_api_is_described_with_its_status_and_no_other() -> None:
    of_pages = {code: status for status, (code, _) in API_ERRORS.items()}
    assert set(ERRORS) == {*_error_codes(), *of_pages.keys()}
    assert {code: ERRORS[code].status for code in of_pages} == of_pages


def test_real_answers_fit_the_document(api: Api, officer_a: User) -> None:
    enter(REGION)
    listed("stop")
    receipts = [file((MESSAGES / name).read_bytes()).receipt for name in SAMPLES]
    in_parts = [paxlst(each, part=part, reference="T-2") for each, part in ((ANNA_1, "01:C"), (TOBIAS_2, "02"))]
    receipts += [file(body).receipt for body in in_parts]
    receipts.append(file(paxlst(ANNA_1, TOBIAS_2, reference="T-1").replace(b"800101", b"809901")).receipt)
    receipts.append(file(b"<html>an error page</html>").receipt)
    decided(officer_a)
    for receipt in receipts:
        assert api.get(f"/receipts/{receipt}")["receipt"] == receipt
        api.get(f"/receipts/{receipt}/answers")
        for part in ("answers.edi", "contrl", "aperak"):
            api.get(f"/receipts/{receipt}/{part}")
    assert api.get(f"/receipts/{receipts[0]}?wait=1")["status"] == "read"


SAMPLES = ("cargo_edifact/cuscar_d95b_houses.edi", "pnrgov/sensitive_everywhere.edi", "sea_crew.edi")


def test_a_filed_list_fits_the_document_in_json_and_edifact(api: Api) -> None:
    body = paxlst(ANNA_1, reference="T-3")
    first = api.post(body, **{"X-File-Name": "list.edi"})
    assert first["repeated"] is False
    assert api.post(body)["repeated"] is True
    assert api.post(body, Accept=EDIFACT).startswith(b"UNA")


def test_a_test_list_fits_the_document_and_says_that_it_is_one(api: Api) -> None:
    body = paxlst(ANNA_1, TOBIAS_2, reference="T-4").replace(b"750304", b"759904")
    sent = api.post(body, **{"X-Test": "true"})
    assert sent["test"] is True
    assert sent["receipt"].startswith("TEST-")
    assert api.get(f"/receipts/{sent['receipt']}/answers")["lists"] == []
    assert api.get(f"/receipts/{sent['receipt']}/contrl")["code"] == "not-read-yet"
    enter(REGION)
    read_tests(limit=9, now=NOW)
    read = api.get(f"/receipts/{sent['receipt'].lower()}")
    assert (read["status"], read["test"], read["answered"]) == ("read", True, {"ok": 1, "insufficient": 1})
    answers = api.get(f"/receipts/{sent['receipt']}/answers")
    assert answers["test"] is True
    assert [each["verdict"] for each in answers["lists"][0]["answers"]] == ["ok", "insufficient"]
    assert api.get(f"/receipts/{sent['receipt']}/answers?since=1")["lists"] == []
    for part in ("answers.edi", "contrl", "aperak"):
        assert b"UNB" in api.get(f"/receipts/{sent['receipt']}/{part}")
    assert api.post(body, "?test=1")["repeated"] is True
    enter(REGION)
    assert not Message.objects.exists()
    assert SandboxMessage.objects.count() == 1


def test_answers_come_page_by_page_and_a_cursor_that_is_none_is_refused(api: Api) -> None:
    enter(REGION)
    receipt = file(paxlst(ANNA_1, TOBIAS_2)).receipt
    first = api.get(f"/receipts/{receipt}/answers?limit=1")
    second = api.get(f"/receipts/{receipt}/answers?limit=1&after={first['next']}")
    assert [each["lists"][0]["answers"][0]["passenger"] for each in (first, second)] == ["P-1", "P-2"]
    assert "next" not in second
    assert first["newest"] == second["newest"] == api.get(f"/receipts/{receipt}/answers")["newest"]
    for wrong in ("x", "1-1", "0-1-", "-1-1-1", "0-1-1%27", "9" * 40):
        assert api.get(f"/receipts/{receipt}/answers?after={wrong}")["code"] == "after-not-understood"


def test_a_test_list_is_found_by_its_own_carrier_alone(api: Api, client: Client) -> None:
    sent = api.post(paxlst(ANNA_1), **{"X-Test": "1"})
    enter(REGION)
    SandboxMessage.objects.update(carrier="Y8")
    assert api.get(f"/receipts/{sent['receipt']}")["code"] == "no-such-receipt"


def test_every_refusal_has_its_status_and_code(api: Api, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_IN_A_DAY", 0)
    asked: dict[str, Callable[[], Any]] = {
        "empty-body": lambda: api.post(b""),
        "wait-not-a-number": lambda: api.post(b"x", "?wait=soon"),
        "test-not-understood": lambda: api.post(b"x", **{"X-Test": "perhaps"}),
        "not-gzip": lambda: api.post(b"x", **{"Content-Encoding": "gzip"}),
        "encoding-not-read": lambda: api.post(b"x", **{"Content-Encoding": "br"}),
        "form-not-read": lambda: api.post(FORM, kind=BOUNDARY),
        "too-many-tests": lambda: api.post(b"x", **{"X-Test": "1"}),
        "test-too-large": lambda: api.post(b"x" * (sandbox.MAX_BYTES + 1), **{"X-Test": "1"}),
        "no-such-receipt": lambda: api.get("/receipts/7K3M9-QX2AH"),
        "since-not-a-number": lambda: api.get("/receipts/7K3M9-QX2AH/answers?since=x"),
        "limit-not-a-number": lambda: api.get("/receipts/7K3M9-QX2AH/answers?limit=1001"),
    }
    for code, ask in asked.items():
        assert ask()["code"] == code
    enter(REGION)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/receipts/7K3M9-QX2AH", 401, "token-not-accepted"),
        ("post", "/api/v1/manifests", 401, "token-not-accepted"),
        ("get", "/api/v1/nothing", 404, "no-such-address"),
        ("get", "/api/v2/receipts/7K3M9-QX2AH", 404, "no-such-address"),
        ("get", "/api/v1/manifests", 405, "method-not-allowed"),
        ("put", "/api/v1/manifests", 405, "method-not-allowed"),
        ("get", "/api/v1/receipts/%00", 400, "nul-in-address"),
    ],
)
def test_what_the_server_refuses_before_the_api_has_a_code_as_well(
    method: str, path: str, status: int, code: str, client: Client
) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "text"}
    assert answer.json()["code"] == code
    if status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    if status == 405:
        assert answer.headers["Allow"]


def test_the_page_of_the_api_shows_every_call_and_every_code_without_signing_in(client: Client) -> None:
    answer = client.get("/api/docs")
    shown = answer.content.decode()
    assert answer.status_code == 200
    for words in ("POST /api/v1/manifests", "X-Test", "application/edifact", "GJHXT-JQGYR", "list of Answer"):
        assert words in shown
    for code in ERRORS:
        assert code in shown
    for each in LIMITS:
        for words in (each.name, each.most, each.text):
            assert escape(words) in shown
    assert "<script>" not in shown
