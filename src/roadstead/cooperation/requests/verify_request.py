#!/usr/bin/env python3
# ruff: noqa: T201
"""Verify an exported request between states. Needs Python 3.9 and nothing else.

    python3 verify_request.py                 # in the folder of the unpacked archive
    python3 verify_request.py one other       # the exports of both sides: do they say the same?

Exit 0: every message is unchanged, in order, none missing, and every file is the exported one; of two exports, one is
the beginning of the other. Exit 1: the first fault is printed. Exit 2: a file cannot be read.

  content of a message = sha256(its canonical JSON: keys sorted, no blanks, UTF-8)
  digest of a message  = sha256(0x00 + canonical JSON of request, number, at, who, act, organisation, seen and the
                         content's hash)
  hash of a message    = sha256(0x01 + hash of the message before + digest); the first message follows 32 zero bytes

`seen` is the hash of the last message of the other side that the sender had read.
"""

import json
import os
import sys
from hashlib import sha256


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fault(text):
    print(f"FAULT: {text}")
    sys.exit(1)


def digest(request, message):
    content = sha256(canonical(message["content"])).hexdigest()
    if content != message["sha256"]:
        fault(f"message {message['number']}: the content was changed")
    said = {name: message[name] for name in ("number", "at", "who", "act", "organisation", "seen")}
    return sha256(b"\0" + canonical({**said, "request": request["number"], "content": content})).digest()


def check_chain(request, messages):
    before, hashes = bytes(32), {""}
    for place, message in enumerate(messages, start=1):
        if message["number"] != place:
            fault(f"message {place} is missing or was moved (found {message['number']})")
        if message["previous"] != (before.hex() if place > 1 else ""):
            fault(f"message {place}: the message before it is missing or was moved")
        if message["seen"] not in hashes:
            fault(f"message {place} names a message that its sender cannot have read")
        before = sha256(b"\1" + before + digest(request, message)).digest()
        if before.hex() != message["hash"]:
            fault(f"message {place} was changed or moved")
        hashes.add(message["hash"])
    if len(messages) != request["edition"] or before.hex() != request["head"]:
        fault(f"the request ends at message {len(messages)}, but it has {request['edition']}: messages were deleted")


def check_files(folder, files):
    for each in files:
        with open(os.path.join(folder, *each["name"].split("/")), "rb") as file:
            if sha256(file.read()).hexdigest() != each["sha256"]:
                fault(f"{each['name']} is not the exported file")


def read(folder):
    with open(os.path.join(folder, "request.json"), encoding="utf-8") as file:
        whole = json.load(file)
    if whole["roadstead_request_export"] != 1:
        print("cannot verify: request.json has another version; use the program of its archive", file=sys.stderr)
        sys.exit(2)
    check_chain(whole["request"], whole["messages"])
    check_files(folder, whole["files"])
    request = whole["request"]
    print(f"OK: {request['reference']}, {len(whole['messages'])} messages, unchanged; head {request['head']}")
    return whole


def compare(one, other):
    if one["request"]["reference"] != other["request"]["reference"]:
        fault("these are two requests")
    shared = min(len(one["messages"]), len(other["messages"]))
    for place in range(shared):
        if one["messages"][place]["hash"] != other["messages"][place]["hash"]:
            fault(f"message {place + 1} differs between the two exports")
    print(f"OK: both exports agree on {shared} messages")


def main():
    folders = sys.argv[1:3] or [os.path.dirname(os.path.abspath(__file__))]
    try:
        found = [read(folder) for folder in folders]
        if len(found) == 2:
            compare(*found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot verify: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
