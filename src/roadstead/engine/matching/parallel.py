"""Parallel map over chunks: ordered results, bounded look-ahead, and a cache of results on disk."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar


class Chunk(Protocol):
    @property
    def payload(self) -> bytes: ...


Some = TypeVar("Some", bound=Chunk)


@dataclass(frozen=True, slots=True)
class ResultCache:
    """Cache of results in a folder, keyed by the content of the chunk.

    Results quote declared data, so the files are readable by their owner only and must be deleted at the end.
    """

    folder: Path

    def get(self, chunk: bytes) -> bytes | None:
        try:
            return self._path(chunk).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, chunk: bytes, result: bytes) -> None:
        path = self._path(chunk)
        unfinished = path.with_suffix(".new")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(result)
        unfinished.rename(path)

    def _path(self, chunk: bytes) -> Path:
        return self.folder / f"{sha256(chunk).hexdigest()[:40]}.json"


def map_in_order(
    chunks: Iterable[Some],
    compute: Callable[[bytes, str], bytes],
    lists: Path,
    *,
    by: Executor,
    ahead: int,
    cache: ResultCache,
) -> Iterator[tuple[Some, bytes]]:
    """Yield each chunk with its result, in order. At most `ahead` are submitted to `by` at a time, to bound memory."""
    waiting: deque[tuple[Some, bytes | Future[bytes]]] = deque()
    for chunk in chunks:
        waiting.append((chunk, cache.get(chunk.payload) or by.submit(compute, chunk.payload, str(lists))))
        if len(waiting) > ahead:
            yield _next_result(waiting, cache)
    while waiting:
        yield _next_result(waiting, cache)


def _next_result(waiting: deque[tuple[Some, bytes | Future[bytes]]], kept: ResultCache) -> tuple[Some, bytes]:
    chunk, result = waiting.popleft()
    if isinstance(result, bytes):
        return chunk, result
    computed = result.result()
    kept.put(chunk.payload, computed)
    return chunk, computed
