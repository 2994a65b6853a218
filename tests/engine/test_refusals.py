"""A refusal is read in the reader's language with every value that is a text, a sentence, or a list of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from roadstead.engine.reference.policy import BadReference
from roadstead.engine.reference.source_ports import SOURCE_PORTS
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.sentences import Sentence
from tools.layout import SOURCE

SPANISH = {
    "compare these first: %(left)s": "compare primero: %(left)s",
    "%(cell)s %(fault)s": "%(cell)s %(fault)s",
    "Name": "Nombre",
    "Date of birth": "Fecha de nacimiento",
    "must be one of %(values)s": "debe ser uno de %(values)s",
    "%(file)s, row %(row)s, column %(column)s: %(cell)s %(fault)s": (
        "%(file)s, fila %(row)s, %(column)s: %(cell)s %(fault)s"
    ),
}
REFUSALS = {"NotAllowed", "FieldRefused"}


def spanish(text: str) -> str:
    return SPANISH.get(text, text)


def test_each_part_of_a_list_is_translated() -> None:
    refused = NotAllowed("compare these first: %(left)s", left=["Name", "Date of birth"])
    assert str(refused) == "compare these first: Name, Date of birth"
    assert refused.translated(spanish) == "compare primero: Nombre, Fecha de nacimiento"


def test_a_value_that_is_a_sentence_is_translated_with_its_values() -> None:
    fault = Sentence("must be one of %(values)s", {"values": "yes, no"})
    refused = FieldRefused("%(cell)s %(fault)s", field="verified", cell="'maybe'", fault=fault)
    assert str(refused) == "'maybe' must be one of yes, no"
    assert refused.translated(spanish) == "'maybe' debe ser uno de yes, no"


def test_a_text_without_values_is_left_as_it_is() -> None:
    assert NotAllowed("100 % of it").translated(spanish) == "100 % of it"


def test_the_fault_of_a_row_in_a_policy_file_is_translated() -> None:
    text = f"{','.join(SOURCE_PORTS.cells)}\nBRB,USMIA,guns,,,no,D,own,\n"
    with pytest.raises(BadReference) as refused:
        SOURCE_PORTS.read(text, "ports.csv")
    assert refused.value.sentence.render(spanish).startswith("ports.csv, fila 2, goods: 'guns' debe ser uno de")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in REFUSALS
                and node.args
            ):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def test_no_refusal_is_put_together_before_it_is_translated() -> None:
    """A list joined by its caller, or a text with its values filled in, would stay English on every page."""
    joined = [
        where
        for where, call in calls()
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
        or any(ast.unparse(word.value).startswith("', '.join(") for word in call.keywords)
        or ast.unparse(call.args[0]).startswith("str(")
    ]
    assert joined == []
