"""The bench of jobs: each job has the review's figure, pages are named, and the tables say what was counted."""

from __future__ import annotations

from typing import Any

from bench.browsing.review import JOBS, REVIEWED
from bench.browsing.summary import counted, job_lines, page_lines, page_results
from bench.browsing.walk import Visit, Walk, name_of, to_visit

HERE = "http://127.0.0.1:8000"


def row(**more: Any) -> dict[str, Any]:
    nothing = {"keys": 0, "fields": 0, "letters": 0, "presses": 0, "pages": 0}
    return {"code": "b2", "title": "Clear", "who": "region.analyst", "ended": True, "note": "", **nothing, **more}


def visit(page: str, height: int, **more: Any) -> Visit:
    size = {"document": 9_000, "whole": 50_000, "overflows": (), "faults": {}}
    return Visit(who="operator", page=page, address=page, height=height, **{**size, **more})


def test_every_job_has_what_the_review_measured() -> None:
    assert {job.code for job in JOBS} == set(REVIEWED)


def test_pages_of_one_kind_have_one_name() -> None:
    assert name_of(f"{HERE}/voyages/31/travellers/7?page=2&sort=name") == "/voyages/N/travellers/N"
    assert name_of(f"{HERE}/messages/7K3M9-QX2AH") == "/messages/N"
    assert name_of(f"{HERE}/directory/BRB-BA") == "/directory/N"
    assert name_of(f"{HERE}/lists/1?show=versions&page=2") == "/lists/N?show=versions"
    assert name_of(f"{HERE}/policies/escalation") == "/policies/escalation"


def test_files_and_other_sites_are_no_pages() -> None:
    links = [f"{HERE}/alerts#main", f"{HERE}/alerts?as=csv", f"{HERE}/sheets/list.xlsx", "https://example.org/alerts"]
    assert [*to_visit(links, HERE)] == [f"{HERE}/alerts"]


def test_what_was_counted_is_said_in_words() -> None:
    assert counted(row(keys=4, pages=1)) == "4 keys, 1 page"
    assert counted(row()) == "nothing"
    told = job_lines([row(keys=4), row(code="e1", ended=False, note="no page")])
    assert "4 keys; done" in told[1]
    assert "NOT DONE; no page" in told[2]


def test_totals_name_what_is_too_high_too_heavy_or_faulty() -> None:
    fault = {320: ["label: <input>"], 1280: []}
    walked = Walk([visit("/a", 7_000, overflows=(320,)), visit("/b", 900, whole=70_000, faults=fault)], axe_runs=3)
    found = page_results(walked)
    totals = found["totals"]
    assert (totals["taller"], totals["heavier"], totals["pages"]) == (1, 1, 2)
    assert totals["axe_violations"] == {"390": 0, "1280": 0, "320": 1}
    assert [*found["highest"]] == ["/a", "/b"]
    assert "operator /b at 320: label: <input>" in page_lines(found)
    assert "operator /a overflows at 320" in page_lines(found)
