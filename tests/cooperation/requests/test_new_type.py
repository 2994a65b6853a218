"""A type of request is one file: a new one is asked, shown and answered without another line of code."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from roadstead.cooperation.requests.models import Request
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import User
from tests.cooperation.requests.test_acts import answerer, asker, states
from tests.web.requests.test_request_pages import FORM, get, post

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
NEW = """
from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import request_type
from roadstead.engine.sentences import Sentence

TYPE = request_type(
    "berth_request",
    Sentence("Request for a berth"),
    Sentence("Ask a port for a berth for a patrol vessel."),
    asks=(
        Field(name="vessel", label=Sentence("Vessel")),
        Field(name="draught", label=Sentence("Draught in metres"), kind=Kind.NUMBER),
    ),
    reply=(Field(name="berth", label=Sentence("Berth")),),
)
"""


def test_a_type_in_a_file_of_its_own_goes_from_form_to_reply(
    asker: User, answerer: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "berth_request.py"
    path.write_text(NEW)
    spec = importlib.util.spec_from_file_location("berth_request", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(TYPES, module.TYPE.code, module.TYPE)  # the line of the registry
    assert "Draught in metres" in get(asker, "/requests/new?type=berth_request")
    common = {name: FORM[name] for name in ("to", "title", "basis", "purpose", "tlp", "act")}
    sent = {**common, "type": "berth_request", "vessel": "Guardian", "draught": "3"}
    wrong = post(asker, "/requests/new", {**sent, "draught": "three"})
    assert "Write “Draught in metres” in digits, four at most." in wrong.content.decode()
    post(asker, "/requests/new", sent)
    request = Request.objects.get()
    page = get(answerer, f"/requests/{request.reference}")
    assert "Request for a berth" in page
    assert "Guardian" in page
    form = {"act": "reply", "edition": request.edition, "berth": "Shallow Draught 2"}
    post(answerer, f"/requests/{request.reference}/act", form)
    assert "Shallow Draught 2" in get(asker, f"/requests/{request.reference}")
    assert Request.objects.get().status == "replied"
