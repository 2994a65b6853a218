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

Written by `./roadstead reference` from the code. How rules are written and approved: [the guide](../guide/rules.md).
"""


def page() -> str:
    facts = [line for vocabulary in SUBJECTS.values() for line in _facts(vocabulary)]
    libraries = [line for subject in SUBJECTS for line in _library(subject)]
    return "\n".join([HEAD, *facts, *_relations(), *_forbidden(), *libraries, *_built_in()])


def _facts(vocabulary: Vocabulary) -> Iterator[str]:
    yield f"## Facts for {vocabulary.subject} ({len(vocabulary.facts)})\n"
    yield "What was not stated is **unknown**: a rule that needs it is not asked, and counted.\n"
    for family, words in vocabulary.families.items():
        yield f"### {words}\n"
        yield "| Fact | Kind | In words | Where from |\n|---|---|---|---|"
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
    yield "\nIn CEL besides: `+ -` of numbers, `size()`, `exists` and `all` over several texts, any depth up to ten.\n"


def _forbidden() -> Iterator[str]:
    yield "## What no rule may ask for (S17)\n"
    yield "| What | Why |\n|---|---|"
    for each in FORBIDDEN:
        yield f"| {each.what} | {each.why} |"
    yield ""


def _library(subject: str) -> Iterator[str]:
    texts = library(subject)
    yield f"## The library for {subject} ({len(texts)} rules)\n"
    yield "Drafts in a new system. “on”: its authors would switch it on; two people decide.\n"
    for text in texts:
        compiled = compile_rule(text.condition, text.vocabulary, text.allows)
        assert isinstance(compiled, CompiledCondition)
        yield f"### {text.title}\n"
        yield f"{text.sentence} Severity {text.severity}, proposed {text.proposed}.\n"
        yield f"```\n{text.condition}\n```\n"
        yield f"It is met where {sentence(compiled.tree, compiled.vocabulary)}.\n"
        yield f"- **Officers**: {text.officers_do}\n- **Source**: {text.source}\n"


def _built_in() -> Iterator[str]:
    yield "## Built in\n"
    yield "| Code | Title | Sentence |\n|---|---|---|"
    for rule in RULES:
        yield f"| {rule.code} | {rule.title} | {rule.sentence} |"
    yield ""
