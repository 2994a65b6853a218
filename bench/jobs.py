"""What people's jobs take on the pages: keys, fields, presses and pages; and height, weight and axe of every page.

Driven in Chromium on the demo region, beside the figures of the review that found what to mend. Human time is not
measured. `./roadstead bench jobs` makes a demo of its own; `python -m bench.jobs --url URL --home HOME` uses one that
`up` runs, and changes it: alerts are decided, a list and a rule are put in force.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, ViewportSize

from bench.browsing.carrier import file_the_others
from bench.browsing.chromium import Served, chromium, sign_in
from bench.browsing.counted import Hand
from bench.browsing.demo import own_demo, running_demo
from bench.browsing.review import JOBS
from bench.browsing.shift import Job, Shift
from bench.browsing.summary import job_lines, page_lines, page_results
from bench.browsing.walk import walk
from bench.command import keep
from roadstead.cli.console import say
from roadstead.config import config

PARTS = ("jobs", "pages")


def run() -> dict[str, Any]:
    """Return both parts, on a demo that is made for it."""
    with own_demo() as demo:
        return measured(demo)


def measured(demo: Served, parts: Sequence[str] = PARTS) -> dict[str, Any]:
    """Do every job, then walk over every page; print both as tables."""
    found: dict[str, Any] = {}
    with chromium() as browser:
        if "jobs" in parts:
            found["jobs"] = all_jobs(browser, Shift(demo))
            say("\n".join(job_lines([*found["jobs"].values()])))
        if "pages" in parts:
            found["pages"] = page_results(walk(browser, demo))
            say("\n".join(page_lines(found["pages"])))
    return found


def all_jobs(browser: Browser, shift: Shift) -> dict[str, Any]:
    """Return each job's row by code and title."""
    rows = {}
    for job in JOBS:
        rows[f"{job.code} {job.title}"] = done(browser, shift, job)
        if job.code == "a1":
            _prepare(browser, shift, job)
    return rows


def done(browser: Browser, shift: Shift, job: Job) -> dict[str, Any]:
    """Do one job in a browser session of its own. A job that does not end says why, and the others go on."""
    width, height = job.screen
    context = browser.new_context(viewport=ViewportSize(width=width, height=height), locale="en-GB")
    page = context.new_page()
    if not job.signs_in:
        sign_in(page, shift.demo, job.who)
    hand, ended = Hand(page), True
    try:
        note = job.do(hand, shift)
    except (AssertionError, Error, KeyError) as failure:
        ended, note = False, str(failure).splitlines()[0][:200]
    context.close()
    return {
        "code": job.code, "title": job.title, "who": job.who, **hand.effort.as_dict(), "ended": ended, "note": note,
    }  # fmt: skip


def _prepare(browser: Browser, shift: Shift, job: Job) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, shift.demo, job.who)
    file_the_others(Hand(page), shift)
    context.close()


def main(given: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.jobs", description=__doc__)
    parser.add_argument("--url", help="of a demo that `up` runs; without it, one is made")
    parser.add_argument("--home", type=Path, default=config().home, help="ROADSTEAD_HOME of that demo")
    parser.add_argument("--part", choices=PARTS, action="append", help="default: both")
    chosen = parser.parse_args(given)
    with nullcontext(running_demo(chosen.url, chosen.home)) if chosen.url else own_demo() as demo:
        keep({"jobs": measured(demo, chosen.part or PARTS)}, ["jobs"])


if __name__ == "__main__":
    main()
