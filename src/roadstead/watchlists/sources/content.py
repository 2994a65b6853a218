"""A list file as bytes, from disk or from an upload, with the files that belong to it; every byte used is hashed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

HEAD = 1 << 18  # bytes looked at to recognise a list


class Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class UnableToLoad(Exception):
    """The file is no list we know, or cannot be read. The message names the file and what to do about it."""


class Reader:
    """The bytes of a list in order, for parsers that take a file; hashed as they are read unless they were before."""

    def __init__(self, file: Any, hash: Hash | None) -> None:
        self._file = file
        self._hash = hash

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._file.read(size)
        if self._hash:
            self._hash.update(part)
        return part

    def drain(self) -> None:
        """To the end, so that the hash is that of the whole file though its reader stopped in the middle."""
        while self.read(1 << 20):
            pass

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@dataclass(slots=True, kw_only=True)
class Content:
    """One list file. `raw` for uploads, else the file is read from `path`; `beside` holds files uploaded with it."""

    name: str
    raw: bytes | None = None
    path: Path | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)
    hash: Hash = field(default_factory=sha256)

    @property
    def stem(self) -> str:
        return Path(self.name).stem or self.name

    def head(self) -> bytes:
        return self.raw[:HEAD] if self.raw is not None else self._read(HEAD)

    def whole(self) -> bytes:
        return self._hashed(self.raw if self.raw is not None else self._read(-1))

    def reader(self, *, hashed: bool = True) -> Reader:
        """The file, opened. Not hashed where a list is gone through twice."""
        return Reader(self._open() if self.raw is None else BytesIO(self.raw), self.hash if hashed else None)

    def lines(self) -> Iterator[bytes]:
        """Line after line, so that a list of any size is never held as a whole."""
        if self.raw is not None:
            yield from map(self._hashed, self.raw.splitlines(keepends=True))
            return
        with self._open() as file:
            yield from map(self._hashed, file)

    def neighbours(self) -> tuple[str, ...]:
        """Names of the other files that lie beside this one."""
        return tuple(self.beside) if self.path is None else _files_beside(self.path)

    def neighbour(self, name: str) -> bytes:
        return self._hashed(self.beside[name] if self.path is None else self.path.with_name(name).read_bytes())

    def neighbour_head(self, name: str) -> bytes:
        if self.path is None:
            return self.beside[name][:2048]
        with self.path.with_name(name).open("rb") as file:
            return file.read(2048)

    def _hashed(self, part: bytes) -> bytes:
        self.hash.update(part)
        return part

    def _read(self, size: int) -> bytes:
        with self._open() as file:
            found: bytes = file.read(size)
            return found

    def _open(self) -> Any:
        try:
            return (self.path or Path(self.name)).open("rb")
        except OSError as refused:
            raise UnableToLoad(f"{self.name} cannot be opened: {refused.strerror}. Check the path.") from refused


def _files_beside(path: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(other.name for other in path.parent.iterdir() if other.is_file() and other != path))
    except OSError:
        return ()
