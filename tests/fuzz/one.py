"""One target in this process, which belongs to the fuzzer from here on: `python -m tests.fuzz.one TARGET OPTION…`.

The options are libFuzzer's. Started by tests/fuzz/run.py.
"""

from __future__ import annotations

import importlib
import random
import sys
from typing import Any

atheris: Any = importlib.import_module("atheris")  # there is none on most machines, and it has no types

with atheris.instrument_imports(include=["roadstead"]):
    from tests.fuzz.checks import bounded
    from tests.fuzz.targets import TARGETS


def main(name: str, options: list[str]) -> None:
    target = TARGETS[name]

    def mutate(raw: bytes, longest: int, seed: int) -> bytes:
        return target.mutator(raw, longest, random.Random(seed), atheris.Mutate)

    atheris.Setup([sys.argv[0], *options], bounded(target.check), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
