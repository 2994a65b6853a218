"""The language of written rules: a closed subset of CEL over a closed vocabulary of facts.

Errors are found early and reported with their position. `parser` parses, `checker` checks kinds and permissions,
`compiler` compiles with CEL. `condition` converts to and from form rows, `sentence` to text for an officer. The subject
is a `Vocabulary`: travel, cargo or surrender.
"""

from collections.abc import Mapping
from typing import Final

from roadstead.engine.rules.language.cargo import CARGO
from roadstead.engine.rules.language.compiler import CompiledCondition, compile_rule
from roadstead.engine.rules.language.faults import Fault
from roadstead.engine.rules.language.surrender import SURRENDER
from roadstead.engine.rules.language.travel import TRAVEL
from roadstead.engine.rules.language.vocabulary import MINORS, Fact, Kind, Level, Vocabulary

__all__ = [
    "CARGO",
    "MINORS",
    "SUBJECTS",
    "SURRENDER",
    "TRAVEL",
    "CompiledCondition",
    "Fact",
    "Fault",
    "Kind",
    "Level",
    "Vocabulary",
    "compile_rule",
]

# Subjects of rules that people write. SURRENDER is none: its conditions are shipped with their sources.
SUBJECTS: Final[Mapping[str, Vocabulary]] = {each.subject: each for each in (TRAVEL, CARGO)}
