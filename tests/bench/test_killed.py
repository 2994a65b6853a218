"""The bench of killed processes: who writes what, and when whom to kill."""

from __future__ import annotations

import random
from collections import Counter

from bench.killed.command import ASKED, REPLY, _plan, _sides
from bench.killed.processes import VICTIMS


def test_every_message_is_meant_once_and_the_asked_side_replies_at_its_end() -> None:
    sides = _sides(["RQ-1", "RQ-2", "RQ-3", "RQ-4"], 103)
    assert [(side.reference, side.organisation) for side in sides] == [
        ("RQ-1", "BRB-BA"), ("RQ-1", "LCA-BA"), ("RQ-2", "BRB-BA"), ("RQ-3", "LCA-BA"), ("RQ-4", "BRB-BA"),
        ("RQ-4", "LCA-BA"),
    ]  # fmt: skip
    said = Counter((side.reference, fields["text"]) for side in sides for _, fields in side.messages)
    assert said.total() == len(said) == 103
    for side in sides:
        acts = [act for act, _ in side.messages]
        assert [place for place, act in enumerate(acts) if act == REPLY] == [len(acts) - 1] * (
            side.organisation == ASKED
        )


def test_every_process_is_killed_as_often_as_wanted_and_always_at_the_same_messages() -> None:
    plan = _plan(400, 3, random.Random(5))
    assert Counter(victim for _, victim in plan) == dict.fromkeys(VICTIMS, 3)
    assert [moment for moment, _ in plan] == sorted(moment for moment, _ in plan)
    assert plan == _plan(400, 3, random.Random(5))
