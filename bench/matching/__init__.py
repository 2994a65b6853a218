"""Recall and speed of finding listed people among travellers: `./roadstead bench matching`.

Uses real lists, real aliases held out, planted variants and pairs labelled by others, against innocents. Everything is
drawn from fixed seeds; the library of real lists is only read, and none of it is written into the repository.
"""

from __future__ import annotations

from typing import Any


def run() -> dict[str, Any]:
    """Return recall on the real list by kind, at 1, 5 and 10 innocents alerted in 1,000, for `roadstead bench`."""
    from bench.matching.report import real_list

    return real_list()
