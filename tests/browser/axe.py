"""axe-core asked about a page as it stands: what people who hear, enlarge or darken it would stumble over."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page

AXE: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 at levels A and AA, and what axe calls good practice beside it.
ASKED: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What depends on light or dark: the rest of a page is the same in both.
OF_COLOURS: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def bring(context: BrowserContext) -> None:
    """axe into every page of this browser; our pages themselves let nobody else's scripts in."""
    assert AXE.exists(), "no axe-core here: npm ci"
    context.add_init_script(path=AXE)


def violations(page: Page, asked: object = ASKED) -> list[str]:
    """Each fault in a line: the rule, and the first three things that break it. `asked`: axe's `runOnly`."""
    found: list[dict[str, Any]] = page.evaluate(
        "asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']}).then(all => all.violations)", asked
    )
    return [f"{fault['id']}: {'; '.join(_said(node) for node in fault['nodes'][:3])}" for fault in found]


def _said(node: dict[str, Any]) -> str:
    return f"{node['html'][:160]} [{node['failureSummary'].splitlines()[-1].strip()[:160]}]"
