"""A list file as bytes, from disk or from an upload, with the files that belong to it. Every byte used is hashed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from roadstead.engine.formats.lists.controls import MAX_REFERENCE_BYTES, ControlFilter
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.sentences import Sentence

HEAD_BYTES = 1 << 18  # bytes examined to recognise a list


class Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class UnableToLoad(Exception):
    """Raised if a file is no known list or cannot be read. Its sentence names the file and says what to do."""


def unopened(name: str, refused: OSError) -> Sentence:
    values = {"name": name, "reason": str(refused.strerror)}
    return Sentence("%(name)s cannot be opened: %(reason)s. Check the path.", values)


class Reader:
    """The bytes of an XML list in order, for parsers that take a file; hashed as they are read if `hash` is given.

    Control characters are removed, because XML does not allow them.
    """

    def __init__(self, file: Any, hash: Hash | None, controls: ControlFilter) -> None:
        self._file = file
        self._hash = hash
        self._controls = controls
        self._held = b""  # bytes that may be the beginning of a character reference

    def read(self, size: int = -1) -> bytes:
        """Return some of the following bytes; b"" only at the end."""
        while raw := self._file.read(size):
            if self._hash:
                self._hash.update(raw)
            if part := self._without_controls(self._held + raw):
                return part
        part, self._held = self._held, b""
        return part

    def drain(self) -> None:
        """Read to the end, so that the hash covers the whole file even if its parser stopped before."""
        while self.read(1 << 20):
            pass

    def _without_controls(self, part: bytes) -> bytes:
        """Return the cleaned part, but hold back an `&` near its end: it may begin a character reference."""
        begins = part.rfind(b"&", max(0, len(part) - MAX_REFERENCE_BYTES))
        is_cut = begins >= 0 and b";" not in part[begins:]
        self._held = part[begins:] if is_cut else b""
        return self._controls.clean_references(part[:begins] if is_cut else part)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@dataclass(slots=True, kw_only=True)
class Content:
    """One list file.

    `raw` holds an upload; otherwise the file is read from `path`. `beside` holds the files uploaded with it.
    """

    name: str
    raw: bytes | None = None
    path: Path | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)
    hash: Hash = field(default_factory=sha256)
    controls: list[ControlFilter] = field(default_factory=list)  # one per file that was read, with what it removed

    @property
    def stem(self) -> str:
        return Path(self.name).stem or self.name

    def head(self) -> bytes:
        return self.raw[:HEAD_BYTES] if self.raw is not None else self._read(HEAD_BYTES)

    def whole(self) -> bytes:
        return self._cleaned(self._hashed(self.raw if self.raw is not None else self._read(-1)))

    def reader(self, *, hashed: bool = True) -> Reader:
        """Open the file. `hashed` is False for the second of two passes."""
        controls = self._filter() if hashed else ControlFilter()
        return Reader(self._open() if self.raw is None else BytesIO(self.raw), self.hash if hashed else None, controls)

    def lines(self) -> Iterator[bytes]:
        """Yield one line at a time, so that a list of any size is never held as a whole."""
        clean = self._filter().clean
        if self.raw is not None:
            yield from (clean(self._hashed(line)) for line in self.raw.splitlines(keepends=True))
            return
        with self._open() as file:
            yield from (clean(self._hashed(line)) for line in file)

    def neighbours(self) -> tuple[str, ...]:
        """Return the names of the other files beside this one."""
        return tuple(self.beside) if self.path is None else _files_beside(self.path)

    def neighbour(self, name: str) -> bytes:
        raw = self._hashed(self.beside[name] if self.path is None else self.path.with_name(name).read_bytes())
        return self._cleaned(raw, name)

    def report_controls(self, tally: Tally) -> None:
        """Report the control characters removed from this file and from those beside it."""
        for each in self.controls:
            each.report(tally)

    def neighbour_head(self, name: str) -> bytes:
        if self.path is None:
            return self.beside[name][:2048]
        with self.path.with_name(name).open("rb") as file:
            return file.read(2048)

    def _cleaned(self, raw: bytes, neighbour: str = "") -> bytes:
        """Remove control characters; a last line that ended in 0x1A gets a line feed."""
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
            raise UnableToLoad(unopened(self.name, refused)) from refused


def _files_beside(path: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(other.name for other in path.parent.iterdir() if other.is_file() and other != path))
    except OSError:
        return ()
