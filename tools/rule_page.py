"""docs/reference/rules.md, from the code: the facts, forbidden facts, and the library of rules."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.rules import RULES
from roadstead.engine.rules.files import library
from roadstead.engine.rules.language import SUBJECTS, CompiledCondition, Vocabulary, compile_rule
from roadstead.engine.rules.language.condition import RELATIONS
from roadstead.engine.rules.language.forbidden import FORBIDDEN
from roadstead.engine.rules.language.sentence import sentence

HEAD = """# Rules: facts, relations, library

Generated from the code by `./roadstead reference`. How to write and approve rules: [the guide](../guide/rules.md).
"""


def page() -> str:
    facts = [line for vocabulary in SUBJECTS.values() for line in _facts(vocabulary)]
    libraries = [line for subject in SUBJECTS for line in _library(subject)]
    return "\n".join([HEAD, *facts, *_relations(), *_forbidden(), *libraries, *_built_in()])


def _facts(vocabulary: Vocabulary) -> Iterator[str]:
    yield f"## Facts for {vocabulary.subject} ({len(vocabulary.facts)})\n"
    yield "A fact that was not declared is **unknown**: a rule that needs it is not applied, and this is counted.\n"
    for family, words in vocabulary.families.items():
        yield f"### {words}\n"
        yield "| Fact | Kind | Description | Source |\n|---|---|---|---|"
        for fact in vocabulary.of(family):
            more = " (only to protect minors)" if fact.needs else ""
            choices = f": {', '.join(fact.choices)}" if fact.choices else ""
            yield f"| `{fact.name}` | {fact.kind} | {fact.words}{choices}{more} | {fact.source} |"
        yield ""


def _relations() -> Iterator[str]:
    yield "## Relations in rows\n"
    yield "| Kind | Relations |\n|---|---|"
    for kind, names in RELATIONS.items():
        yield f"| {kind} | {' · '.join(names.values())} |"
    yield "\nOnly in CEL: `+ -` for numbers, `size()`, `exists` and `all` for lists of texts, ten levels of nesting.\n"


def _forbidden() -> Iterator[str]:
    yield "## Data that no rule may use (S17)\n"
    yield "| Data | Reason |\n|---|---|"
    for each in FORBIDDEN:
        yield f"| {each.what} | {each.why} |"
    yield ""


def _library(subject: str) -> Iterator[str]:
    texts = library(subject)
    yield f"## The library for {subject} ({len(texts)} rules)\n"
    yield "Drafts in a new system. “on”: the authors recommend it; two people decide.\n"
    for text in texts:
        compiled = compile_rule(text.condition, text.vocabulary, text.allows)
        assert isinstance(compiled, CompiledCondition)
        yield f"### {text.title}\n"
        yield f"{text.sentence} Severity {text.severity}, proposed {text.proposed}.\n"
        yield f"```\n{text.condition}\n```\n"
        yield f"It applies if {sentence(compiled.tree, compiled.vocabulary)}.\n"
        yield f"- **Officers**: {text.officers_do}\n- **Source**: {text.source}\n"


def _built_in() -> Iterator[str]:
    yield "## Built in\n"
    yield "| Code | Title | Sentence |\n|---|---|---|"
    for rule in RULES:
        yield f"| {rule.code} | {rule.title} | {rule.sentence} |"
    yield ""
