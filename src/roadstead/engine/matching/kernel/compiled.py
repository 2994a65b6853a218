"""Compilation of functions with numba: once, cached on disk, never during a request (`platform.warm` does it).

`platform.matcher_cache` sets the cache folder; by default numba uses the folder of the sources.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np
import numpy.typing as npt
from numba.core import types

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
I16 = npt.NDArray[np.int16]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile to machine code that releases the GIL. Results are equal on every call and machine (no fast math)."""
    return _once_for_all_constants(numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: Function) -> Function:
    """Compile a function inlined into its callers, for functions whose many array arguments are expensive to pass."""
    return _once_for_all_constants(numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)(function))


def _once_for_all_constants(dispatcher: Any) -> Any:
    """Compile it as for any number where a caller passes a constant; numba compiles it for each constant again."""
    template = dispatcher.get_call_template

    def any_number(kind: Any) -> Any:
        return kind.literal_type if isinstance(kind, types.Literal) else kind

    def of_any_number(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return template(tuple(map(any_number, args)), {name: any_number(each) for name, each in kws.items()})

    dispatcher.get_call_template = of_any_number
    return dispatcher
