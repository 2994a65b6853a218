"""A list file as bytes, from disk or from an upload, with the files that belong to it; every byte used is hashed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from roadstead.engine.formats.lists.controls import LONGEST_REFERENCE, ControlFilter
from roadstead.engine.formats.lists.tally import Tally

HEAD = 1 << 18  # bytes looked at to recognise a list


class Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class UnableToLoad(Exception):
    """The file is no list we know, or cannot be read. The message names the file and what to do about it."""


class Reader:
    """The bytes of a list in XML, in order, for parsers that take a file; hashed as they are read if `hash` is given.

    They come without control characters, which XML does not allow.
    """

    def __init__(self, file: Any, hash: Hash | None, controls: ControlFilter) -> None:
        self._file = file
        self._hash = hash
        self._controls = controls
        self._held = b""  # the beginning of what may be a reference

    def read(self, size: int = -1) -> bytes:
        """Some of what follows; b"" at the end alone."""
        while raw := self._file.read(size):
            if self._hash:
                self._hash.update(raw)
            if part := self._without_controls(self._held + raw):
                return part
        part, self._held = self._held, b""
        return part

    def drain(self) -> None:
        """To the end, so that the hash is that of the whole file though its reader stopped in the middle."""
        while self.read(1 << 20):
            pass

    def _without_controls(self, part: bytes) -> bytes:
        """The part, but for an `&` near its end: what follows may make it a number."""
        begins = part.rfind(b"&", max(0, len(part) - LONGEST_REFERENCE))
        is_cut = begins >= 0 and b";" not in part[begins:]
        self._held = part[begins:] if is_cut else b""
        return self._controls.clean_references(part[:begins] if is_cut else part)

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
    controls: list[ControlFilter] = field(default_factory=list)  # of each file that was read, with what was taken out

    @property
    def stem(self) -> str:
        return Path(self.name).stem or self.name

    def head(self) -> bytes:
        return self.raw[:HEAD] if self.raw is not None else self._read(HEAD)

    def whole(self) -> bytes:
        return self._cleaned(self._hashed(self.raw if self.raw is not None else self._read(-1)))

    def reader(self, *, hashed: bool = True) -> Reader:
        """The file, opened. Not hashed where a list is gone through twice."""
        controls = self._filter() if hashed else ControlFilter()
        return Reader(self._open() if self.raw is None else BytesIO(self.raw), self.hash if hashed else None, controls)

    def lines(self) -> Iterator[bytes]:
        """Line after line, so that a list of any size is never held as a whole."""
        clean = self._filter().clean
        if self.raw is not None:
            yield from (clean(self._hashed(line)) for line in self.raw.splitlines(keepends=True))
            return
        with self._open() as file:
            yield from (clean(self._hashed(line)) for line in file)

    def neighbours(self) -> tuple[str, ...]:
        """Names of the other files that lie beside this one."""
        return tuple(self.beside) if self.path is None else _files_beside(self.path)

    def neighbour(self, name: str) -> bytes:
        raw = self._hashed(self.beside[name] if self.path is None else self.path.with_name(name).read_bytes())
        return self._cleaned(raw, name)

    def report_controls(self, tally: Tally) -> None:
        """What was taken out of the file and of those beside it."""
        for each in self.controls:
            each.report(tally)

    def neighbour_head(self, name: str) -> bytes:
        if self.path is None:
            return self.beside[name][:2048]
        with self.path.with_name(name).open("rb") as file:
            return file.read(2048)

    def _cleaned(self, raw: bytes, neighbour: str = "") -> bytes:
        """Without control characters; a last line that 0x1A closed ends as lines do."""
        kept = self._filter(neighbour).clean(raw)
        return kept + b"\n" if raw[-1:] == b"\x1a" and not kept.endswith((b"\n", b"\r")) else kept

    def _filter(self, neighbour: str = "") -> ControlFilter:
        self.controls.append(ControlFilter(neighbour))
        return self.controls[-1]

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
