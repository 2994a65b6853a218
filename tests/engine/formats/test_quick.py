"""Records made the quick way are those made the usual way."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from roadstead.engine.formats.common.fast_records import fast_constructor, fast_replace
from roadstead.engine.records import Bags, Document, References, Sent, Traveller

RECORDS: tuple[tuple[type[Any], dict[str, Any]], ...] = (
    (Sent, {"field": "surname", "value": "ROE", "segment": 7}),
    (Document, {"type": "P", "number": "900000001"}),
    (References, {}),
    (Bags, {"count": 2, "tags": ("XA1", "XA2")}),
    (Traveller, {"surname": "ROE", "given": "JANE", "documents": (Document(number="1"),)}),
)


@pytest.mark.parametrize(("record", "given"), RECORDS)
def test_a_record_made_quickly_is_the_same_record(record: type[Any], given: dict[str, Any]) -> None:
    made, usual = fast_constructor(record)(**given), record(**given)
    assert type(made) is record
    assert (made, hash(made), repr(made)) == (usual, hash(usual), repr(usual))
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == replace(made) == usual


@pytest.mark.parametrize(("record", "given"), RECORDS)
def test_a_record_made_quickly_is_frozen(record: type[Any], given: dict[str, Any]) -> None:
    made = fast_constructor(record)(**given)
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(record)[0].name, "another")


@pytest.mark.parametrize(("record", "given"), RECORDS)
def test_a_record_changed_quickly_is_the_changed_record(record: type[Any], given: dict[str, Any]) -> None:
    usual = record(**given)
    for each in fields(record):
        changed = fast_replace(record)(usual, **{each.name: None})
        assert (type(changed), changed) == (record, replace(usual, **{each.name: None}))
    assert fast_replace(record)(usual) == usual == record(**given)


def test_a_field_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="segment"):
        fast_constructor(Sent)(field="surname", value="ROE")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        fast_constructor(Bags)(colour="red")  # type: ignore[call-arg]
