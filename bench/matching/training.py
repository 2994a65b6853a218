"""`python -m bench.matching train`: fit the reranking model and write the file that is shipped. Needs scikit-learn.

Boosted trees on the features of `rerank/features.py`, none of which may lower a score by agreeing more (monotone). The
weight of their log-odds relative to the bits is chosen on travellers excluded from the fit; so are the isotonic steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from bench.matching.curve import NEVER, threshold
from bench.matching.lessons import FLOOR, Lesson, Taught, lessons
from bench.matching.measure import gold
from roadstead.engine.matching.kernel.compiled import F64
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.features import FEATURES
from roadstead.engine.matching.rerank.model import FILE, UNIT, trees

VERSION: Final = "m-2026-11-26"
SHAPE: Final[dict[str, Any]] = {
    "max_depth": 4, "max_iter": 160, "learning_rate": 0.08, "min_samples_leaf": 60, "l2_regularization": 10.0,
    "early_stopping": False, "random_state": 0, "monotonic_cst": list(FEATURES.values()),
}  # fmt: skip
WEIGHTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)  # bits per natural unit of log-odds
MOST: Final = 8.0  # bits that the reranking model may add or subtract
RATES: Final = (1, 5)  # innocents alerted of 1,000, at which weights are compared
FOLDS: Final = 2
NOISE: Final = 0.005  # of recall


def train(target: Path = FILE) -> dict[str, Any]:
    """Fit, choose and write the model; return the figures for the model card."""
    taught = lessons(gold().asked)
    unseen = left_out(taught.pairs)
    found = {f"{weight:g}": recalls(taught, unseen, weight) for weight in WEIGHTS}
    weight = chosen({each: float(np.mean([*found[f"{each:g}"].values()])) for each in WEIGHTS})
    known = described(taught, unseen, weight)
    target.write_bytes(msgspec.json.encode(known))
    true = sum(one.same for one in taught.pairs)
    figures = {"pairs": len(taught.pairs), "of them true": true, "innocents": taught.innocents, "weight": weight}
    return {"training": {"lessons": figures}, "weights, on travellers left out": found}


def chosen(recall: dict[float, float]) -> float:
    """Return the smallest weight that is as good as the best within noise: the bits decide, the trees correct."""
    return min(weight for weight, each in recall.items() if each >= max(recall.values()) - NOISE)


def left_out(pairs: Sequence[Lesson]) -> F64:
    """Return log-odds of each lesson, by trees that were not fitted on its traveller."""
    found = np.zeros(len(pairs))
    fold = np.array([one.traveller % FOLDS for one in pairs])
    for each in range(FOLDS):
        known = trees(grown([one for one, of in zip(pairs, fold, strict=True) if of != each]))
        for at in np.flatnonzero(fold == each).tolist():
            found[at] = known.log_odds(pairs[at].row)
    return found


def recalls(taught: Taught, log_odds: F64, weight: float) -> dict[str, float]:
    """Return the mean over kinds of the share found, at each rate of innocents alerted."""
    found, innocent = best(taught, added(taught.pairs, log_odds, weight))
    return {f"@ {rate}": _mean_of_kinds(found, threshold(innocent, rate)) for rate in RATES}


def added(pairs: Sequence[Lesson], log_odds: F64, weight: float, centre: float = 0.0) -> F64:
    """Return scores in bits: the evidence plus the trees' contribution."""
    return np.array([one.bits for one in pairs]) + np.clip(weight * (log_odds - centre), -MOST, MOST)


def best(taught: Taught, scores: F64) -> tuple[dict[str, list[float]], list[float]]:
    """Return the best score of each traveller: of the listed by kind, and of every innocent."""
    of: dict[tuple[str, int, bool], float] = {}
    for one, score in zip(taught.pairs, scores.tolist(), strict=True):
        name = (one.kind, one.traveller, one.same)
        of[name] = max(of.get(name, score), score)
    found = defaultdict[str, list[float]](list)
    for (kind, _, same), score in of.items():
        if same:
            found[kind].append(score)
    innocent = [score for (_, _, same), score in of.items() if not same]
    return found, innocent + [NEVER] * (taught.innocents - len(innocent))


def _mean_of_kinds(found: dict[str, list[float]], least: float) -> float:
    return float(np.mean([np.mean(np.array(scores) >= least) for scores in found.values()]))


def centre(taught: Taught, log_odds: F64, weight: float) -> float:
    """Return the log-odds that add nothing: with it, as many innocents are alerted at the usual threshold as without
    trees.
    """
    _, plain = best(taught, np.array([one.bits for one in taught.pairs]))
    wanted = sum(score >= DEFAULT_THRESHOLD for score in plain)
    low, high = -12.0, 12.0
    for _ in range(30):
        middle = (low + high) / 2
        _, innocent = best(taught, added(taught.pairs, log_odds, weight, middle))
        low, high = (middle, high) if sum(s >= DEFAULT_THRESHOLD for s in innocent) > wanted else (low, middle)
    return round(high, 3)


def described(taught: Taught, unseen: F64, weight: float) -> dict[str, Any]:
    """Return the model in the form of its file."""
    middle = centre(taught, unseen, weight)
    return {
        "version": VERSION,
        "features": list(FEATURES),
        "weight": weight,
        "centre": middle,
        "most": MOST,
        "calibration": steps(added(taught.pairs, unseen, weight, middle), taught),
        "trees": grown(taught.pairs),
    }


def steps(scores: F64, taught: Taught) -> dict[str, Any]:
    """Return isotonic steps, with half a match and half a stranger added at either end: nothing is certain. Strangers
    with few bits were not kept, so true pairs with few bits are not counted either.
    """
    from sklearn.isotonic import IsotonicRegression

    kept = np.array([one.bits >= FLOOR[False] for one in taught.pairs])
    same, scores = np.array([float(one.same) for one in taught.pairs])[kept], scores[kept]
    least = 1 / (len(same) + 2)
    fit = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip").fit(scores, same)
    return {
        "score": [round(float(each), 2) for each in fit.X_thresholds_],
        "share": [round(float(each), 6) for each in fit.y_thresholds_],
        "meant": round(taught.meant / (taught.meant + taught.innocents), 6),
        "listed": taught.listed,
    }


def grown(pairs: Sequence[Lesson]) -> dict[str, Any]:
    """Return fitted trees as the arrays of `rerank/model.py`."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, same = np.array([one.row for one in pairs]), np.array([one.same for one in pairs])
    fitted: Any = HistGradientBoostingClassifier(**SHAPE).fit(rows, same)
    nodes = [each[0].nodes for each in fitted._predictors]
    return _arrays(nodes, float(np.ravel(fitted._baseline_prediction)[0]))


def _arrays(nodes: Sequence[Any], start: float) -> dict[str, Any]:
    root = np.concatenate([[0], np.cumsum([len(each) for each in nodes])])[:-1]
    return {
        "depth": SHAPE["max_depth"],
        "start": round(start / UNIT),
        "root": root.tolist(),
        "feature": [0 if node["is_leaf"] else int(node["feature_idx"]) for each in nodes for node in each],
        "most": [0.0 if node["is_leaf"] else round(float(node["num_threshold"]), 5) for each in nodes for node in each],
        "left": _children(nodes, root.tolist(), "left"),
        "right": _children(nodes, root.tolist(), "right"),
        "value": [round(float(node["value"]) / UNIT) if node["is_leaf"] else 0 for each in nodes for node in each],
    }


def _children(nodes: Sequence[Any], root: Sequence[int], side: str) -> list[int]:
    """Return the children of each node; leaves refer to themselves."""
    return [
        first + (at if node["is_leaf"] else int(node[side]))
        for each, first in zip(nodes, root, strict=True)
        for at, node in enumerate(each)
    ]
