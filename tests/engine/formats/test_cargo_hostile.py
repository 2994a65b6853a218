"""Cargo in XML that wants to break its reader: bounded in time and memory, and said. Nothing here raises."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import MAX_PROBLEMS, Reading
from roadstead.engine.syntax.xml.parse import MAX_DEPTH

ROOTS = {
    "Awmds": ("<Awmds><General_segment/>", "<Bol_segment>{}</Bol_segment>", "</Awmds>"),
    "XFWB": (
        "<Waybill xmlns='iata:waybill:1'><MessageHeaderDocument><TypeCode>740</TypeCode></MessageHeaderDocument>",
        "<MasterConsignment>{}</MasterConsignment>",
        "</Waybill>",
    ),
    "CC315A": ("<CC315A><MesIdeMES19>1</MesIdeMES19>", "<GOOITEGDS>{}</GOOITEGDS>", "</CC315A>"),
}
SECONDS = 6  # on a busy machine; the slowest takes one


def within(kind: str, inside: str, *, prolog: str = "") -> bytes:
    head, one, foot = ROOTS[kind]
    return f"<?xml version='1.0'?>{prolog}{head}{one.format(inside)}{foot}".encode()


def bomb(kind: str) -> bytes:
    layers = "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 30))
    return within(kind, "<Goods>&a29;</Goods>", prolog=f"<!DOCTYPE x [<!ENTITY a0 'lol'>{layers}]>")


def file(kind: str) -> bytes:
    return within(kind, "<Goods>&x;</Goods>", prolog="<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>")


def deep(kind: str) -> bytes:
    return within(kind, "<a>" * 20 * MAX_DEPTH + "</a>" * 20 * MAX_DEPTH)


def wide(kind: str) -> bytes:
    return within(kind, "<a " + " ".join(f'a{number}="1"' for number in range(300_000)) + "/>")


def long(kind: str) -> bytes:
    return within(kind, "<Goods_description>" + "GUNS " * 2_000_000 + "</Goods_description>")


@pytest.mark.parametrize("kind", ROOTS)
@pytest.mark.parametrize("made", [bomb, file, deep, wide, long])
def test_hostile_cargo_is_read_or_refused_in_bounded_time(made: Callable[[str], bytes], kind: str) -> None:
    raw = made(kind)
    began = time.process_time()
    readings = registry.read(raw)
    assert time.process_time() - began < SECONDS
    assert all(isinstance(each, Reading) for each in readings)
    assert any(reading.problems for reading in readings)


def test_a_text_of_ten_megabytes_takes_a_few_times_its_length() -> None:
    raw = long("Awmds")
    tracemalloc.start()
    try:
        registry.read(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 * len(raw)


@pytest.mark.long
def test_empty_bills_without_end_are_told_up_to_a_number() -> None:
    raw = ("<Awmds><General_segment/>" + "<Bol_segment/>" * 30_000 + "</Awmds>").encode()
    began = time.process_time()
    (reading,) = registry.read(raw)
    assert time.process_time() - began < SECONDS
    assert len(reading.problems) <= MAX_PROBLEMS + 1
