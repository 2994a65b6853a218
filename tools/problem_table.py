"""Every problem that a package can report, collected from its source: code, severity, sentence.

A problem is a call with a code in kebab-case and a sentence. A value filled in there (a number, the sent text) is shown
as its name in ‹brackets›.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Final

KEBAB: Final = re.compile("[a-z0-9‹›]+(?:-[a-z0-9‹› ]+)+")
WEIGHTS: Final = ("error", "warning", "note")
HELPERS: Final = {"warn": "warning", "fail": "error"}  # helper functions of a package, and the severity they report
UNKNOWN: Final = "‹…›"
MAKERS: Final = frozenset({"Sentence", "labelled", "in_turn"})  # functions that return a sentence
PLACE: Final = re.compile(r"%\((\w+)\)s")
LIMIT: Final = re.compile(r"^((?:MAX)\w*)(?:: Final)? = ([0-9_]+)(?:\s+# (.+))?$", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One code with every severity and sentence with which it is reported."""

    code: str
    weights: tuple[str, ...]
    texts: tuple[str, ...]


def problems(files: Iterable[Path]) -> list[Row]:
    """Return the rows of these files, in the order of their codes."""
    trees = [ast.parse(path.read_text()) for path in files]
    named = Named.of(trees)
    found: dict[str, tuple[set[str], dict[str, None]]] = {}
    for tree in trees:
        for code, weights, text in _Source(tree, named).found():
            known_weights, texts = found.setdefault(code, (set(), {}))
            known_weights |= weights
            texts[text] = None
    return [
        Row(
            code=code,
            weights=tuple(weight for weight in WEIGHTS if weight in weights),
            texts=tuple(text for text in texts if text != UNKNOWN) or (UNKNOWN,),
        )
        for code, (weights, texts) in sorted(found.items())
    ]


def limits(files: Iterable[Path]) -> list[tuple[str, str, str]]:
    """Return named limits: name in words, value, and the comment beside it."""
    found = (match for path in files for match in LIMIT.finditer(path.read_text()))
    rows = {(match[1].replace("_", " ").lower(), f"{int(match[2]):,}", match[3] or "") for match in found}
    return sorted(rows)


Found = tuple[str, set[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Named values of the package: texts and numbers of constants, severities of codes in tables."""

    constants: Mapping[str, str]
    weights: Mapping[str, str]

    @classmethod
    def of(cls, trees: Iterable[ast.Module]) -> Named:
        constants: dict[str, str] = {}
        weights: dict[str, str] = {}
        for tree in trees:
            for name, value in _assignments(tree.body):
                if isinstance(value, ast.Constant) or _is_sentence(value):
                    constants[name] = _template(value, {})
                for key, each in _rows(value):
                    if len(found := _severities(each)) == 1:
                        weights[key] = found.pop()
        return cls(constants=constants, weights=weights)


class _Source:
    """One module: its calls with a code and a sentence, and its tables of code and sentence."""

    def __init__(self, tree: ast.Module, named: Named) -> None:
        self.tree = tree
        self.named = named
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    def found(self) -> Iterator[Found]:
        for function in self.functions.values():
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield from self._of_call(node, self._names(node, function))
        yield from self._of_tables()

    def _names(self, call: ast.Call, function: ast.FunctionDef) -> Mapping[str, str]:
        return {**self.named.constants, **_words_before(call, function, self.named.constants)}

    def _of_call(self, call: ast.Call, names: Mapping[str, str]) -> Iterator[Found]:
        given = {word.arg: word.value for word in call.keywords if word.arg}
        for code, text in _pairs(call, given):
            name, sentence = _template(code, names), _template(text, names)
            is_code = isinstance(code, ast.Constant | ast.JoinedStr) and KEBAB.fullmatch(name) is not None
            if is_code and (" " in sentence or sentence == UNKNOWN):
                yield name, self._weights(call, given, name), sentence
                return

    def _weights(self, call: ast.Call, given: Mapping[str, ast.expr], code: str) -> set[str]:
        """Return the severities, by the name of the called function, a severity argument, or the calls inside the
        helper.
        """
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called.strip("_") in WEIGHTS:
            return {called.strip("_")}
        if "severity" in given:
            return _severities(given["severity"]) or set(WEIGHTS[:2])
        if code in self.named.weights:
            return {self.named.weights[code]}
        if HELPERS.get(called):
            return {HELPERS[called]}
        helper = self.functions.get(called)
        inside = _severities(helper) if helper is not None else set()
        return inside or {"note"}

    def _of_tables(self) -> Iterator[Found]:
        for _, table in _assignments(self.tree.body):
            for code, value in _rows(table):
                text = _template(value, {}) if isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp) else ""
                if KEBAB.fullmatch(code) and text.endswith("."):
                    yield code, {self.named.weights.get(code, "note")}, text


def _rows(table: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield text and value of a table's rows."""
    for key, value in zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ():
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, value


def _pairs(call: ast.Call, given: Mapping[str, ast.expr]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield arguments that may be a code and its sentence: by keyword, or two in succession at any position."""
    code, text = given.get("code"), given.get("text")
    if code is not None and text is not None:
        yield code, text
    yield from pairwise(call.args)
    if call.args and text is not None:
        yield call.args[-1], text


def _assignments(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _words_before(call: ast.Call, function: ast.FunctionDef, constants: Mapping[str, str]) -> Mapping[str, str]:
    """Return the texts of variables that the function assigned before this call; the last assignment counts."""
    written = [
        (value.lineno, name, value)
        for name, value in _assignments(node for node in ast.walk(function) if isinstance(node, ast.stmt))
        if isinstance(value, ast.Constant | ast.JoinedStr | ast.IfExp | ast.BinOp) or _is_sentence(value)
        if value.lineno <= call.lineno
    ]
    return {name: _template(value, constants) for _, name, value in sorted(written, key=itemgetter(0))}


def _template(value: ast.expr, names: Mapping[str, str]) -> str:
    """Return the text with ‹names› for the values filled in."""
    match value:
        case ast.Constant(value=str(text)):
            return with_places(text)
        case ast.Call(func=ast.Name(id="Sentence"), args=[text, ast.Dict(keys=keys, values=values)]):
            return _filled(text, dict(_named_values(keys, values)), names)
        case ast.Call(func=ast.Name(id="Sentence"), args=[text, *_]):
            return _template(text, names)
        case ast.Call(func=ast.Attribute(value=ast.Call() as sentence, attr="capitalise")):
            return _template(sentence, names)
        case ast.Call(func=ast.Name(id="labelled"), args=[_, text]):
            return _template(text, names)
        case ast.Call(func=ast.Name(id="in_turn"), args=parts):
            return " ".join(_template(part, names) for part in parts)
        case ast.Constant(value=int(number)):
            return f"{number:,}"
        case ast.JoinedStr(values=parts):
            return "".join(_template(part, names) for part in parts)
        case ast.FormattedValue(value=inner):
            known = names.get(inner.id) if isinstance(inner, ast.Name) else None
            return known or f"‹{_name(inner)}›"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _template(left, names) + _template(right, names)
        case ast.IfExp(body=one, orelse=other):
            return f"{_template(one, names)} / {_template(other, names)}"
        case ast.Name(id=name):
            return names.get(name, UNKNOWN)
    return UNKNOWN


def with_places(template: str) -> str:
    """Return the template with the names of its values as ‹names›."""
    return PLACE.sub(lambda place: f"‹{place[1].replace('_', ' ')}›", template)


def _is_sentence(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in MAKERS


def _named_values(keys: Iterable[ast.expr | None], values: Iterable[ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    for key, value in zip(keys, values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, value


def _filled(text: ast.expr, values: Mapping[str, ast.expr], names: Mapping[str, str]) -> str:
    """Return a sentence's template with its values: their texts if they are known here, else their names."""
    if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
        return _template(text, names)
    shown = {name: _shown(each, names) for name, each in values.items()}
    return PLACE.sub(lambda place: shown.get(place[1], f"‹{place[1]}›"), text.value).replace("%%", "%")


def _shown(value: ast.expr, names: Mapping[str, str]) -> str:
    if isinstance(value, ast.Name) and value.id in names:
        return names[value.id]
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Sentence":
        return _shown(value.args[0], names) if len(value.args) == 1 else _template(value, names)
    if isinstance(value, ast.JoinedStr):
        return _template(value, names)
    return f"‹{_name(value)}›"


def _name(value: ast.expr) -> str:
    """Return the name of a value filled in: "sent" for sent[:10], "place" for draft.place."""
    match value:
        case ast.Name(id=name):
            return name.lower().replace("_", " ")
        case ast.Attribute(attr=name):
            return name.replace("_", " ")
        case ast.Call(func=ast.Attribute(value=inner)) if not isinstance(inner, ast.Constant):
            return _name(inner)
        case ast.Subscript(value=inner) | ast.BinOp(left=inner):
            return _name(inner)
        case ast.Call(args=[first, *_]):
            return _name(first)
    return "…"


def _severities(node: ast.AST) -> set[str]:
    """Return severities named in a piece of source: Severity.ERROR, notes.error."""
    names = {each.attr.lower() for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return names & set(WEIGHTS)
