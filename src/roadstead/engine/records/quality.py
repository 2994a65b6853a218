"""What is asked of a filing, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.problems import Severity


class Aspect(StrEnum):
    """What is asked of a filing: all there, believable, in time, and enough for the authority it is sent to."""

    COMPLETE = "complete"
    PLAUSIBLE = "plausible"
    ON_TIME = "on_time"
    SUFFICIENT = "sufficient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that speaks against the quality of a filing: a stable code, and the sentence for carrier and officer.

    Nothing of screening is ever in here: a carrier reads it.
    """

    aspect: Aspect
    code: str  # "document-expired", "birth-date-missing"
    text: str
    field: str = ""
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The quality of one traveller, one message or one voyage. No finding: nothing speaks against it."""

    findings: tuple[Finding, ...] = ()
    profile: str = ""  # the authority's profile it was weighed by, with its version
    missing: tuple[str, ...] = ()  # fields that the profile requires and that are not there
