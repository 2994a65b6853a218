"""Catalogues as the .mo files that Python reads, made from the .po files when Roadstead starts: no gettext is needed.

They lie in ROADSTEAD_HOME in a folder named by what the catalogues say, so that an update never meets old words.
"""

from __future__ import annotations

import os
import struct
from hashlib import sha256
from pathlib import Path
from typing import Final

from roadstead.web.languages.catalogue import PLURALS, Catalogue, Message, Words, header, is_whole, read

MAGIC: Final = 0x950412DE  # of a .mo file, GNU gettext manual, 10.3
SOURCES: Final = Path(__file__).parents[1] / "locale"
WITHIN: Final = Path("LC_MESSAGES")


def source(language: str) -> Path:
    """The committed catalogue of a language."""
    return SOURCES / language / WITHIN / "django.po"


def compiled(home: Path) -> Path:
    """The folder of .mo files for what the catalogues say now, made if it is not there. Raises OSError if it cannot."""
    said = sha256(b"".join(source(language).read_bytes() for language in PLURALS))
    folder = home / "locale" / said.hexdigest()[:16]
    for language in PLURALS:
        path = folder / language / WITHIN / "django.mo"
        if not path.exists():
            _put(path, binary(language, read(source(language))))
    return folder


def binary(language: str, catalogue: Catalogue) -> bytes:
    """A .mo file: whole messages only, sorted, each text with its length and place."""
    pairs = {b"": header(language).encode()}
    pairs |= {_key(message): _value(words) for message, words in catalogue.items() if is_whole(message, words)}
    keys = sorted(pairs)
    texts = b""
    ids: list[int] = []
    strings: list[int] = []
    start = 28 + 16 * len(keys)
    for column, said in ((ids, keys), (strings, [pairs[key] for key in keys])):
        for text in said:
            column += [len(text), start + len(texts)]
            texts += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    return head + struct.pack(f"<{4 * len(keys)}I", *ids, *strings) + texts


def _key(message: Message) -> bytes:
    context = f"{message.context}\4" if message.context else ""
    return (context + "\0".join(filter(None, (message.text, message.plural)))).encode()


def _value(words: Words) -> bytes:
    return "\0".join(words).encode()


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may begin at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
