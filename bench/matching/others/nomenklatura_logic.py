"""nomenklatura: its token blocker in DuckDB finds candidates, its logic-v1 or logic-v2 scores them, as yente does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import LogicV1, LogicV2, ScoringAlgorithm

from bench.matching.engine import Met
from bench.matching.files import GENDERS, alpha2, entity
from bench.matching.others import Answer
from roadstead.engine.records import Entry, Traveller

DATASET = Dataset.make({"name": "bench", "title": "bench"})


class View:
    """What the blocker needs of a store: all entities, one after the other."""

    def __init__(self, entities: list[StatementEntity]) -> None:
        self._entities = entities

    def entities(self, *_: Any, **__: Any) -> Iterator[StatementEntity]:
        return iter(self._entities)


def logic_v1(entries: Sequence[Entry], travellers: Sequence[Traveller]) -> Answer:
    return _answer(LogicV1, entries, travellers)


def logic_v2(entries: Sequence[Entry], travellers: Sequence[Traveller]) -> Answer:
    return _answer(LogicV2, entries, travellers)


def _answer(algorithm: type[ScoringAlgorithm], entries: Sequence[Entry], travellers: Sequence[Traveller]) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        began = process_time()
        listed = {f"{entry.list}:{entry.id}": entry for entry in entries}
        entities = {id: _read(entity(entry, "bench")) for id, entry in listed.items()}
        index = Index(View(list(entities.values())), Path(folder))
        index.build()
        built = process_time()
        found = _scored(algorithm, index, entities, travellers)
        index.close()
    met = [[Met(listed[id].list, listed[id].id, score, False) for id, score in each.items()] for each in found]
    return Answer(met, built - began, process_time() - built)


def _scored(
    algorithm: type[ScoringAlgorithm],
    index: Index[Any, Any],
    entities: dict[str, StatementEntity],
    travellers: Sequence[Traveller],
) -> list[dict[str, float]]:
    """Scores by entry's id, for each traveller."""
    config = algorithm.default_config()
    asked = {f"query-{number}": _read(_query(one, number)) for number, one in enumerate(travellers)}
    found: dict[str, dict[str, float]] = {id: {} for id in asked}
    for query, candidates in index.match_entities(asked.values()):
        for candidate, _ in candidates:
            score = algorithm.compare(asked[query.id], entities[candidate.id], config).score
            found[query.id][candidate.id] = score
    return list(found.values())


def _query(one: Traveller, number: int) -> dict[str, object]:
    properties = {
        "name": [f"{one.given} {one.surname}".strip()],
        "birthDate": [one.born],
        "nationality": [alpha2(one.nationality)] if one.nationality else [],
        "gender": [GENDERS[one.sex]] if one.sex in GENDERS else [],
        "passportNumber": [document.number for document in one.documents],
    }
    kept = {name: values for name, values in properties.items() if any(values)}
    return {"id": f"query-{number}", "schema": "Person", "properties": kept, "datasets": ["bench"]}


def _read(data: dict[str, object]) -> StatementEntity:
    return StatementEntity.from_data(DATASET, data)
