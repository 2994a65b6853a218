"""Titles and labels of events in an export, in one table. A kind of event that is not listed keeps its own name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from roadstead.engine.chain import ChainedEvent

# Title by act. Braces are replaced by a value of the event's content.
TITLES: Final[dict[str, str]] = {
    "opened": "Case opened",
    "noted": "Note",
    "amended": "New version of note {of}",
    "linked": "Put into the case",
    "taken out": "Taken out of the case",
    "file put in": "File put in",
    "task set": "Task set",
    "task done": "Task done",
    "task dropped": "Task dropped",
    "joined": "Somebody works on it",
    "left": "Somebody works on it no more",
    "handed over": "Handed over",
    "closed": "Case closed",
    "reopened": "Case reopened",
    "exported": "Handed out",
}
# Label by key of an event's content. "": the value needs no label; a key that is not listed is its own label.
LABELS: Final[dict[str, str]] = {
    "text": "",
    "of": "New version of event",
    "title": "Title",
    "purpose": "For",
    "basis": "Legal basis",
    "alert": "Alert",
    "voyage": "Voyage",
    "traveller": "Traveller",
    "words": "Person, in words",
    "file": "File",
    "what": "What it is",
    "name": "Name of the file",
    "kind": "Kind",
    "size": "Bytes",
    "scanned": "Scanned for malware",
    "task": "Task",
    "for": "For",
    "due": "Due",
    "zone": "In the zone",
    "officer": "Officer",
    "recipient": "To",
    "receiver": "Who that is",
    "use": "For use in",
    "agreement": "Agreement",
    "why": "Why",
    "reason": "Why",
    "handling": "Handling",
    "lead": "Led by",
    "outcome": "What came of it",
    "sha256": "SHA-256",
}


def title_of(line: ChainedEvent) -> str:
    if line.act not in TITLES:
        return line.act.replace("_", " ").capitalize()
    return TITLES[line.act].format_map(_DashIfMissing(line.content))


class _DashIfMissing(dict[str, Any]):
    """Values for a title; a missing value becomes a dash."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__(content)

    def __missing__(self, key: str) -> str:
        return "–"


def labelled_values(line: ChainedEvent) -> Iterator[tuple[str, str]]:
    """Yield the label ("" if none is needed) and text of each value of the content, in the order of `LABELS`."""
    in_title = "{of}" in TITLES.get(line.act, "")
    for name, value in sorted(line.content.items(), key=lambda item: (_place(item[0]), item[0])):
        if not (name == "of" and in_title):
            yield LABELS.get(name, name.replace("_", " ").capitalize()), _text(value)


def _place(name: str) -> int:
    return list(LABELS).index(name) if name in LABELS else len(LABELS)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
