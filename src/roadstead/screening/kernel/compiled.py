"""How functions are compiled: once, kept on disk, never in a request (`screening.warm` does it at install)."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from roadstead.config import config


def _edition() -> str:
    """Of everything that is compiled, or frozen into it: the compiler looks at a function's own file only."""
    room = Path(__file__).parents[1]
    frozen = [*room.rglob("*.py"), room / "dialects.csv"]
    sources = sorted([*frozen, *(room.parent / "text" / "dates").glob("*.py")])
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


os.environ.setdefault("NUMBA_CACHE_DIR", str(config().home / "cache" / "kernel" / _edition()))

import numba  # noqa: E402 (it reads where its cache is when it is imported)

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
I16 = npt.NDArray[np.int16]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Machine code that releases the interpreter's lock; the same result on every call and machine (no fast math)."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: Function) -> Function:
    """The same, written out where it is called: for those who are handed many arrays, which are dear to hand on."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function))
