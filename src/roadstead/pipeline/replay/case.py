"""Stored hits to replay, and the result of a replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from roadstead.engine import records as model
from roadstead.filings.voyages.models import Voyage


class CannotReplay(Exception):
    """Raised if a hit cannot be replayed here; the text says why."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Parties of one bill, or of whole manifests."""

    parties: tuple[model.Party, ...]
    of_bill: bool


@dataclass(frozen=True, slots=True)
class OnVoyage:
    """Subject of a rule on the whole voyage: the voyage, and the row of the traveller (None: the voyage itself)."""

    voyage: Voyage
    traveller: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A hit to replay. `about`: the screened data as declared; `at`: time of the screening, None if unknown."""

    about: model.Traveller | model.Craft | Parties | OnVoyage
    hit: model.Hit
    day: date  # day on which entries were judged
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Result. `differences`: empty if identical; `lists`: number of the version that defines the state of all lists."""

    differences: tuple[str, ...]
    lists: int


def differences(then: model.Hit, now: model.Hit | None) -> tuple[str, ...]:
    """Return the differences in words. Lines of `rescreen --json` have no bits, so only sentences are compared."""
    if now is None:
        return ("no longer a match",)
    found = [
        f"{what}: {new}, was {old}"
        for what, old, new in (
            ("kind", then.kind, now.kind),
            ("score", then.score, now.score),
            ("listed name", then.entry_name, now.entry_name[:300]),
            ("action", then.action, now.action),
        )
        if old != new
    ]
    with_bits = any(reason.feature for reason in then.reasons)
    old, new = (_reasons(hit, with_bits=with_bits) for hit in (then, now))
    found += [f"reason removed: {each}" for each in old if each not in new]
    found += [f"reason added: {each}" for each in new if each not in old]
    return tuple(found) or (("the order of reasons changed",) if old != new else ())


def _reasons(hit: model.Hit, *, with_bits: bool) -> list[str]:
    return [f"{reason.text} ({reason.value:+.2f} bits)" if with_bits else reason.text for reason in hit.reasons]
