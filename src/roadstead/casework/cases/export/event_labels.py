"""Titles and labels of events in an export, in one table. A kind of event that is not listed keeps its own name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from roadstead.engine.chain import ChainedEvent

# Title by act. Braces are replaced by a value of the event's content.
TITLES: Final[dict[str, str]] = {
    "opened": "Case opened",
    "noted": "Note added",
    "amended": "New version of note {of}",
    "linked": "Item added",
    "taken out": "Item or file removed",
    "file put in": "File added",
    "task set": "Task set",
    "task done": "Task done",
    "task dropped": "Task dropped",
    "joined": "Officer added",
    "left": "Officer removed",
    "handed over": "Lead officer changed",
    "closed": "Case closed",
    "reopened": "Case reopened",
    "exported": "Case exported",
}
# Label by key of an event's content. "": the value needs no label; a key that is not listed is its own label.
LABELS: Final[dict[str, str]] = {
    "text": "",
    "of": "New version of event",
    "title": "Title",
    "purpose": "Purpose",
    "basis": "Legal basis",
    "alert": "Alert",
    "voyage": "Voyage",
    "traveller": "Traveller",
    "words": "Person described in words",
    "file": "File",
    "what": "Type of evidence",
    "name": "File name",
    "kind": "File type",
    "size": "Bytes",
    "scanned": "Malware scan",
    "task": "Task",
    "for": "Assigned to",
    "due": "Due",
    "zone": "Time zone",
    "officer": "Officer",
    "recipient": "Recipient",
    "receiver": "Type of recipient",
    "use": "Permitted use",
    "agreement": "Agreement",
    "why": "Reason",
    "reason": "Reason",
    "handling": "Handling",
    "lead": "Lead officer",
    "outcome": "Result",
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
