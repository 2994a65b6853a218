"""Types of request: a file each, complete and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

import roadstead.engine.requests.types as types
from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.fields import Field, Kind, cleaned, faults
from roadstead.engine.requests.request_type import RequestType, request_type
from roadstead.engine.requests.types.registry import TYPES
from roadstead.engine.sentences import Sentence


def test_each_file_of_the_folder_is_registered() -> None:
    files = {path.stem for path in Path(types.__file__).parent.glob("*.py")} - {"__init__", "registry"}
    assert files == set(TYPES)


@pytest.mark.parametrize("of", TYPES.values(), ids=list(TYPES))
def test_every_action_of_a_type_has_fields_with_unlike_names(of: RequestType) -> None:
    for action in (Action.SEND, *of.steps):
        fields = of.fields_of(action)
        assert len({each.name for each in fields}) == len(fields)
        for each in fields:
            assert bool(each.choices) == (each.kind is Kind.CHOICE)
    assert len(of.asks) <= (15 if of.is_of_justice or of.is_sent_from_alert else 8)  # filled in from a record


@pytest.mark.parametrize("of", TYPES.values(), ids=list(TYPES))
def test_a_type_is_a_short_file(of: RequestType) -> None:
    text = (Path(types.__file__).parent / f"{of.code}.py").read_text()
    assert len(text.splitlines()) <= 90


def test_a_type_that_expects_a_reply_has_fields_for_it() -> None:
    with pytest.raises(ValueError, match="has fields for a reply if, and only if"):
        request_type("x", Sentence("X"), Sentence("x"), asks=(Field(name="text", label=Sentence("Text")),))


DATE = Field(name="born", label=Sentence("Date of birth"), kind=Kind.DATE, is_required=False)
LINE = Field(name="name", label=Sentence("Name"))
CHOICE = Field(name="held", label=Sentence("Held"), kind=Kind.CHOICE, choices={"all": Sentence("all")})


@pytest.mark.parametrize(
    ("content", "wrong", "said"),
    [
        ({}, {"name", "held"}, "Fill in “Name”."),
        ({"name": "  ", "held": "all"}, {"name"}, "Fill in “Name”."),
        ({"name": "Ada", "held": "none"}, {"held"}, "Choose one of the answers offered for “Held”."),
        ({"name": "Ada", "held": "all", "born": "1980-13"}, {"born"}, "Write “Date of birth” as 1980"),
        ({"name": "A" * 201, "held": "all"}, {"name"}, "Shorten “Name” to 200 characters. It has 201."),
        ({"name": "Ada", "held": "all", "more": "x"}, {"more"}, "There is no such field."),
        ({"name": ["Ada"], "held": "all"}, {"name"}, "Send a text."),
    ],
)
def test_each_fault_names_its_field(content: dict[str, object], wrong: set[str], said: str) -> None:
    found = faults((LINE, DATE, CHOICE), content)
    assert set(found) == wrong
    assert any(str(each).startswith(said) for each in found.values())


def test_partial_dates_stay_partial_and_empty_fields_are_left_out() -> None:
    content = {"name": " Ada ", "born": "1980-04", "held": "all"}
    assert not faults((LINE, DATE, CHOICE), content)
    assert cleaned((LINE, DATE, CHOICE), {**content, "born": ""}) == {"name": "Ada", "held": "all"}
    assert cleaned((LINE, DATE, CHOICE), content)["born"] == "1980-04"
