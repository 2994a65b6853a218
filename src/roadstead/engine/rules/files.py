"""Files of rules: exported from one system, read by people, checked, and imported into another. JSON.

  {"subject": "travel", "language": "1", "rules": [RuleText, …]}

The subject is "travel" or "cargo"; a file has one subject. A file carries no approval: rules read from it are drafts,
which need approval by two people like any other (S16).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from roadstead.engine.rules.language import MINORS, SUBJECTS, TRAVEL, Fault, Vocabulary, compile_rule
from roadstead.engine.rules.language.compiler import LANGUAGE_VERSION
from roadstead.engine.sentences import Sentence

LIBRARY: Final = Path(__file__).parent / "library"
SEVERITIES: Final = ("low", "medium", "high")
LONGEST_FILE: Final = 2_000_000  # bytes
MOST_RULES: Final = 1000
MAX_CHARS: Final = {"key": 60, "title": 120, "sentence": 500, "officers_do": 1000, "source": 1000}  # characters


class RuleText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that people write about a rule. `protects`: minors, if the rule may use age for their protection.

    `sentence`: the first line the officer reads. `proposed`: whether the authors of the library propose to switch it
    on. `subject`: travel or cargo, stated once for a whole file.
    """

    key: str
    title: str
    sentence: str
    condition: str
    source: str
    severity: str = "low"
    officers_do: str = ""
    protects: str = ""
    proposed: str = "off"
    subject: str = TRAVEL.subject

    @property
    def vocabulary(self) -> Vocabulary:
        return SUBJECTS[self.subject]

    @property
    def allows(self) -> tuple[str, ...]:
        return (self.protects,) if self.protects else ()


class RuleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    subject: str
    language: str
    rules: list[RuleText]


@dataclass(frozen=True, slots=True)
class TextFault:
    """One thing missing or wrong in the text around a condition. `field`: as in RuleText."""

    field: str
    text: Sentence


class UnreadableFile(Exception):
    """Raised with a sentence if a file is not a file of rules; it says why, and what to do."""


def read_file(raw: bytes) -> list[RuleText]:
    """Return the rules as written, without checking them. Raises UnreadableFile."""
    if len(raw) > LONGEST_FILE:
        raise UnreadableFile(
            Sentence("The file is larger than %(size)s MB. Split it.", {"size": LONGEST_FILE // 10**6})
        )
    try:
        found = msgspec.json.decode(raw, type=RuleFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        wrong = Sentence(
            "This is not a rule file: %(error)s. Compare it with an exported rule file.", {"error": str(error)}
        )
        raise UnreadableFile(wrong) from None
    if found.subject not in SUBJECTS:
        subjects = {"subject": found.subject[:40], "known": ", ".join(SUBJECTS)}
        raise UnreadableFile(Sentence("The subject “%(subject)s” is unknown. Use one of these: %(known)s.", subjects))
    if found.language != LANGUAGE_VERSION:
        versions = {"version": found.language[:10], "known": LANGUAGE_VERSION}
        raise UnreadableFile(
            Sentence("The file uses language version %(version)s. This release reads version %(known)s.", versions)
        )
    if len(found.rules) > MOST_RULES:
        raise UnreadableFile(Sentence("The file has more than %(most)s rules. Split it.", {"most": f"{MOST_RULES:,}"}))
    return [msgspec.structs.replace(rule, subject=found.subject) for rule in found.rules]


def write_file(rules: Sequence[RuleText], subject: str = TRAVEL.subject) -> bytes:
    """Return a file with the rules of this subject; rules of other subjects are left out."""
    listed = [msgspec.to_builtins(rule) for rule in rules if rule.subject == subject]
    bare = [{name: value for name, value in rule.items() if name != "subject"} for rule in listed]
    file = {"subject": subject, "language": LANGUAGE_VERSION, "rules": bare}
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def library(subject: str = TRAVEL.subject) -> list[RuleText]:
    """Return the rules delivered with Roadstead: drafts, each with its source."""
    return read_file((LIBRARY / f"{subject}.json").read_bytes())


def libraries() -> list[RuleText]:
    """Return the delivered rules of all subjects."""
    return [text for subject in SUBJECTS for text in library(subject)]


def text_faults(text: RuleText) -> list[TextFault]:
    """Return what is missing or too long in the text around the condition."""
    required = {
        "title": Sentence("Write a title."),
        "sentence": Sentence("Write the sentence the officer reads."),
        "source": Sentence("Write the source."),
        "officers_do": Sentence("Write what officers should do."),
    }
    found = [TextFault(field, missing) for field, missing in required.items() if not getattr(text, field).strip()]
    found += [
        TextFault(field, Sentence("Shorten this to %(most)s characters.", {"most": most}))
        for field, most in MAX_CHARS.items()
        if len(getattr(text, field)) > most
    ]
    if text.severity not in SEVERITIES:
        found.append(TextFault("severity", Sentence("Choose the severity: low, medium or high.")))
    if text.subject not in SUBJECTS:
        found.append(TextFault("subject", Sentence("Choose the subject: %(known)s.", {"known": ", ".join(SUBJECTS)})))
    if text.protects not in ("", MINORS):
        found.append(TextFault("protects", Sentence("Write minors, or leave this empty.")))
    return found


def faults_of(text: RuleText) -> tuple[Fault, ...]:
    """Return the faults of the condition."""
    found = compile_rule(text.condition, text.vocabulary, text.allows)
    return found if isinstance(found, tuple) else ()
