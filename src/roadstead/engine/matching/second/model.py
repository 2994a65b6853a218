"""A frozen model: read from its file, never written here. What it was trained on stands in MODEL_CARD.md beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.matching.second.calibration import Calibration, calibration
from roadstead.engine.matching.second.features import FEATURES
from roadstead.engine.matching.second.trees import Trees, trees

FILE: Final = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """`weight` bits for each unit of log-odds beyond `centre`, at most `most` bits either way."""

    version: str
    trees: Trees
    calibration: Calibration
    weight: float
    centre: float
    most: float

    def said_by(self, row: tuple[float, ...]) -> Score:
        """What the whole adds to the evidence, in bits, and the sentence for it."""
        bits = self.weight * (self.trees.log_odds(row) - self.centre)
        bits = max(-self.most, min(self.most, bits))
        alike = "alike" if bits >= 0 else "less alike than their parts"
        return Score(bits, f"Names and birth date as a whole read {alike} (model {self.version}).")


@cache
def frozen() -> Model:
    """The model that is shipped."""
    return model(msgspec.json.decode(FILE.read_bytes()))


def model(known: Mapping[str, Any]) -> Model:
    """Refused if it was trained on other features than those that are looked at."""
    if known["features"] != list(FEATURES):
        raise ValueError(f"model {known['version']} was trained on other features; train it anew")
    return Model(
        known["version"],
        trees(known["trees"]),
        calibration(known["calibration"]),
        known["weight"],
        known["centre"],
        known["most"],
    )
