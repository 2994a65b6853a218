"""Who computes: processes of this machine, or a Dask cluster. Both take the same function and give the same results."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from roadstead.cli.failure import CannotDo

WAIT = 10  # seconds for the scheduler to answer


class Here(Executor):
    """This process, at once."""

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*given, **named))
        except Exception as failure:  # noqa: BLE001 handed on, as others do
            future.set_exception(failure)
        return future


@contextmanager
def processes(number: int) -> Iterator[tuple[Executor, int]]:
    """That many, each begun anew: a copy of this one would share its connection to the database. One: this one."""
    if number == 1:
        yield Here(), 0
        return
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:
        try:
            yield pool, number
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """All threads of the scheduler's workers, which must see the same folders and have the same release installed."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise CannotDo(
            "--scheduler needs the package distributed: install roadstead[cluster], or leave it out"
        ) from None
    try:
        client = distributed.Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as failure:
        raise CannotDo(f"--scheduler {address}: no scheduler answers ({type(failure).__name__})") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise CannotDo(f"--scheduler {address}: it has no workers; start some with `dask worker {address}`")
        yield client.get_executor(pure=False), threads
