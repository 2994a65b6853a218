#!/usr/bin/env python3
# ruff: noqa: T201
"""Verify an exported case. Needs Python 3.9 and nothing else.

    python3 verify.py               # in the folder of the unpacked archive
    python3 verify.py some/folder

Exit 0: every event is unchanged, in order, none missing; every file is the exported one; case.json is the one attached
to case.pdf. Exit 1: the first fault is printed. Exit 2: a file cannot be read.

  content of an event = sha256(its canonical JSON: keys sorted, no blanks, UTF-8)
  digest of an event  = sha256(0x00 + canonical JSON of case, number, at, who, act and the content's hash)
  hash of an event    = sha256(0x01 + hash of the event before + digest); the first event follows 32 zero bytes

An event that was left out is replaced by its digest, so that the chain continues. This program does not check the
signature of case.pdf: a PDF reader does that. Somebody who changes case.json can recompute its chain, but the
file then differs from the one attached to case.pdf, which the signature covers.
"""

import json
import os
import re
import sys
import zlib
from hashlib import sha256


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fault(text):
    print(f"FAULT: {text}")
    sys.exit(1)


def digest(case, event):
    content = sha256(canonical(event["content"])).hexdigest()
    if content != event["sha256"]:
        fault(f"event {event['number']}: the content was changed")
    said = {name: event[name] for name in ("number", "at", "who", "act")}
    return sha256(b"\0" + canonical({**said, "case": case["number"], "content": content})).digest()


def check_chain(case, events):
    before = bytes(32)
    for place, event in enumerate(events, start=1):
        if event["number"] != place:
            fault(f"event {place} is missing or was moved (found {event['number']})")
        whole = "digest" not in event
        if whole and event["previous"] != (before.hex() if place > 1 else ""):
            fault(f"event {place}: the event before it is missing or was moved")
        before = sha256(b"\1" + before + (digest(case, event) if whole else bytes.fromhex(event["digest"]))).digest()
        if before.hex() != event["hash"]:
            fault(f"event {place} was changed or moved")
    if len(events) != case["edition"]:
        fault(f"the timeline ends at event {len(events)}, but the case has {case['edition']}: events were deleted")
    if before.hex() != case["head"]:
        fault("the last event is not the one that the case names")


def check_files(folder, files):
    for each in files:
        with open(os.path.join(folder, *each["name"].split("/")), "rb") as file:
            if sha256(file.read()).hexdigest() != each["sha256"]:
                fault(f"{each['name']} is not the exported file")


def attached(pdf):
    """Yield the content of each stream in the PDF, unpacked."""
    for found in re.finditer(rb"stream\r?\n", pdf):
        raw = pdf[found.end() :]
        try:
            yield zlib.decompressobj().decompress(raw)
        except zlib.error:
            yield raw[: raw.find(b"endstream")].rstrip(b"\r\n")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    try:
        with open(os.path.join(folder, "case.json"), "rb") as file:
            raw = file.read()
        whole = json.loads(raw)
        if whole["roadstead_case_export"] != 1:
            sys.exit("cannot verify: case.json has another version; use the verify.py of its archive")
        check_chain(whole["case"], whole["events"])
        check_files(folder, whole["files"])
        with open(os.path.join(folder, "case.pdf"), "rb") as file:
            if raw not in attached(file.read()):
                fault("case.json differs from the file attached to case.pdf: one of them was changed")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot verify: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
    left_out = [event["number"] for event in whole["events"] if "digest" in event]
    print(f"OK: {len(whole['events'])} events, unchanged, in order, none missing; head {whole['case']['head']}")
    if left_out:
        print(f"    events left out, which may not be disclosed: {', '.join(map(str, left_out))}")
    print(f"    {len(whole['files'])} files; case.json is attached to case.pdf. Now verify the signature of case.pdf.")


if __name__ == "__main__":
    main()
