"""rapidfuzz: every traveller against every name, by the ratio of the names with their parts sorted."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from bench.matching.others import Answer
from bench.matching.others.names import met, rows, whole_name
from roadstead.engine.records import Entry, Traveller

CUT: Final = 60  # of 100; below it names are strangers
TOGETHER: Final = 200  # travellers compared in one go


def token_sort(entries: Sequence[Entry], travellers: Sequence[Traveller]) -> Answer:
    began = process_time()
    names, owners = rows(entries)
    built = process_time()
    found = []
    for at in range(0, len(travellers), TOGETHER):
        asked = travellers[at : at + TOGETHER]
        scores = process.cdist(
            [whole_name(one) for one in asked], names, scorer=fuzz.ratio, score_cutoff=CUT, dtype=np.float32
        )
        for one, row in zip(asked, scores, strict=True):
            found.append(met(one, [(owners[place], float(row[place])) for place in np.flatnonzero(row)]))
    return Answer(found, built - began, process_time() - built)
