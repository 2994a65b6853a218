"""The language of written rules: a closed part of CEL over a closed table of facts, refused early and with its place.

`read` makes a tree or faults, `check` looks at its meaning, `compiled` hands it to CEL; `condition` is the same said by
rows of a form, `sentence` the same said to an officer. What subject it speaks of is a `Vocabulary`: travel or cargo.
"""

from collections.abc import Mapping
from typing import Final

from roadstead.engine.rules.language.cargo import CARGO
from roadstead.engine.rules.language.compiled import Compiled, compile_rule
from roadstead.engine.rules.language.faults import Fault
from roadstead.engine.rules.language.travel import TRAVEL
from roadstead.engine.rules.language.vocabulary import MINORS, Fact, Kind, Level, Vocabulary

__all__ = [
    "CARGO",
    "MINORS",
    "SUBJECTS",
    "TRAVEL",
    "Compiled",
    "Fact",
    "Fault",
    "Kind",
    "Level",
    "Vocabulary",
    "compile_rule",
]

SUBJECTS: Final[Mapping[str, Vocabulary]] = {each.subject: each for each in (TRAVEL, CARGO)}
