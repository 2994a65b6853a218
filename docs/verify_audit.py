#!/usr/bin/env python3
# ruff: noqa: T201
"""Verify an export of Roadstead's audit log against stored checkpoints. Needs Python 3.9 and the package cryptography.

    python verify_audit.py --key audit.pub export.jsonl checkpoint-2026-11-01.json checkpoint-2026-11-25.json

Exit 0: every line is unchanged since it was sealed, in order, none missing, and every checkpoint was signed with the
key and agrees. Exit 1: the first fault is printed. Exit 2: a file cannot be read.

  digest of a line = sha256(0x00 + its canonical JSON: keys sorted, no blanks, UTF-8)
  hash of a line   = sha256(0x01 + hash of the line before + digest); before the first line: 32 zero bytes
  a checkpoint     = "after `size` lines the hash was `hash`", signed with Ed25519 over its canonical JSON

An export for one state contains the lines of other states as digests only; it is verified like a full export.
Get the key and a first checkpoint from the operator once, by a way you trust; store every checkpoint yourself.
"""

import argparse
import base64
import json
import sys
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hashes(path):
    """Return the hash after each line, from 0 lines on; exit at the first line that was changed."""
    after = [bytes(32)]
    with open(path, encoding="utf-8") as file:
        if json.loads(next(file, "{}")).get("roadstead_audit_export") != 1:
            sys.exit(f"FAULT: {path} is not an export of the audit log")
        for text in file:
            row = json.loads(text)
            if row["n"] != len(after):
                sys.exit(f"FAULT: line {len(after)} is missing (found {row['n']}): lines were deleted or moved")
            whole = "line" in row
            digest = sha256(b"\0" + canonical(row["line"])).digest() if whole else bytes.fromhex(row["digest"])
            after.append(sha256(b"\1" + after[-1] + digest).digest())
            if after[-1].hex() != row["hash"]:
                sys.exit(f"FAULT: line {row['n']} was changed after it was sealed: edited or reordered")
    return after


def check(name, checkpoint, key, after):
    said = {field: value for field, value in checkpoint.items() if field != "signature"}
    try:
        key.verify(base64.b64decode(checkpoint["signature"]), canonical(said))
    except (InvalidSignature, KeyError, ValueError):
        sys.exit(f"FAULT: {name} was not signed with this key")
    size = said["size"]
    if size >= len(after):
        sys.exit(f"FAULT: {name} covers {size} lines, the export ends at {len(after) - 1}: truncated or restored")
    if after[size].hex() != said["hash"]:
        sys.exit(f"FAULT: line {size} differs from {name}: the chain was recomputed")
    print(f"{name}: agrees, {size} lines, {said['at']}")


def main():
    parser = argparse.ArgumentParser(
        description="Verify an export of Roadstead's audit log against stored checkpoints."
    )
    parser.add_argument("--key", required=True, help="the public key (PEM), from `roadstead audit key`")
    parser.add_argument("export", help="the output of `roadstead audit export`")
    parser.add_argument("checkpoints", nargs="+", help="outputs of `roadstead audit checkpoint` that you stored")
    given = parser.parse_args()
    try:
        with open(given.key, "rb") as file:
            key = load_pem_public_key(file.read())
        after = hashes(given.export)
        for name in given.checkpoints:
            with open(name, encoding="utf-8") as file:
                check(name, json.load(file), key, after)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot verify: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
    print(f"verified: {len(after) - 1} lines, unchanged, in order, none missing")


if __name__ == "__main__":
    main()
