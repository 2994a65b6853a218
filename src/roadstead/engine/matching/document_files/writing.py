"""Atomic writing of files: hashed while written, synced with their folder, then renamed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from roadstead.engine.matching.document_files.form import MANIFEST, File, Manifest, sealed

BUFFER: Final = 1 << 18  # bytes; 64 parts are written alternately


def new_file(path: Path) -> BinaryIO:
    """Create a file for writing that only its owner can read."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=BUFFER)


class HashedFile:
    """A new file with a running hash; `finished` syncs it to disk."""

    def __init__(self, path: Path) -> None:
        self._path, self._hash, self._size = path, sha256(), 0
        self._file = new_file(path)

    def write(self, data: Any) -> int:
        """Write bytes or a contiguous array."""
        view = memoryview(data).cast("B") if len(data) else memoryview(b"")
        self._hash.update(view)
        self._size += len(view)
        return self._file.write(view)

    def finished(self) -> File:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return File(name=self._path.name, size=self._size, sha256=self._hash.hexdigest())


def put_in_force(folder: Path, manifest: Manifest) -> None:
    """Make these files the content of the folder. Processes that have mapped the former files keep them."""
    new = HashedFile(folder / f"{MANIFEST}.new")
    new.write(sealed(manifest))
    (folder / new.finished().name).replace(folder / MANIFEST)
    _synced(folder)
    clear(folder, keep={MANIFEST, *(file.name for file in manifest.files)})


def clear(folder: Path, keep: set[str]) -> None:
    """Delete files left by an older or an interrupted build."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in keep and path.suffix in {".bin", ".part", ".new"}:
            path.unlink()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock the folder for one builder; others wait. The lock ends with the process."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _synced(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
