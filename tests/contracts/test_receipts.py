"""What a carrier's system receives from /api/v1, which the OpenAPI document does not describe by key."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.http import HttpResponseBase
from django.test import Client

from roadstead.engine.records import Verdict
from roadstead.filings.intake.models import Status
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import User
from roadstead.web.carriers.response_views import response_view
from tests.contracts.current import MESSAGES
from tests.contracts.shapes import shape
from tests.contracts.test_contracts import agree
from tests.outbound.responses.test_issue import decided, listed
from tests.pipeline.test_pipeline import file
from tests.pipeline.test_pipeline import states as states
from tests.samples import paxlst
from tests.web.carriers.test_responses import ANNA_1, TOBIAS_2, ask, content, post
from tests.web.carriers.test_responses import token as token

pytestmark = pytest.mark.django_db
SAMPLES: Final = ("cargo_edifact/cuscar_d95b_houses.edi", "pnrgov/sensitive_everywhere.edi")
WORDS: Final = {f"status: {each.value}": "value" for each in Status} | {
    f"answers[].verdict: {each.value}": "value" for each in Verdict
}
# An answer in which every field has a value.
INSUFFICIENT: Final = Response(
    pk=1, place=1, segment=9, name="TESTER", booking="AB12CD", passenger="P-1", verdict=Verdict.INSUFFICIENT.value,
    missing=["birth date"], given_at=datetime(2026, 11, 26, 12, tzinfo=UTC), revision=1,
)  # fmt: skip


def answer(response: HttpResponseBase) -> Any:
    return json.loads(content(response))


def test_answers_of_the_api_have_the_keys_that_carriers_programs_know(
    region: None, officer_a: User, token: str, client: Client
) -> None:
    listed("stop")
    receipts = [file((MESSAGES / name).read_bytes()).receipt for name in SAMPLES]
    in_parts = [paxlst(each, part=part, reference="T-2") for each, part in ((ANNA_1, "01:C"), (TOBIAS_2, "02"))]
    receipts += [file(body).receipt for body in in_parts]
    receipts.append(file(paxlst(ANNA_1, TOBIAS_2, reference="T-1").replace(b"800101", b"809901")).receipt)
    decided(officer_a)
    sent = {"Authorization": f"Bearer {token}", "X-File-Name": "list.edi"}
    body = paxlst(ANNA_1, reference="T-3")
    filed = client.post("/api/v1/manifests?wait=0", body, content_type="application/octet-stream", headers=sent)
    wrong = (ask(client, "/receipts/0", token), post(client, b"", token), post(client, b"x", token, "?wait=soon"))
    names = {"POST answers header X-Receipt": "header"} if "X-Receipt" in filed.headers else {}
    for call, bodies in {
        "POST /manifests": [answer(filed)],
        "GET /receipts/{number}": [answer(ask(client, f"/receipts/{each}", token)) for each in receipts],
        "GET /receipts/{number}/answers": [
            answer(ask(client, f"/receipts/{each}/answers", token)) for each in receipts
        ],
        "error": [answer(each) for each in wrong],
    }.items():
        for body in bodies:
            names |= {f"{call} {path}": kind for path, kind in shape(body).items()}
    names |= {
        f"GET /receipts/{{number}} answers[].{path}": kind for path, kind in shape(response_view(INSUFFICIENT)).items()
    }
    agree("receipts", {"names": names | WORDS, "example": answer(ask(client, f"/receipts/{receipts[-1]}", token))})
