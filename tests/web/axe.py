"""What axe-core finds on a page, in either theme."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""All that can differ in the second theme: it changes colours, and nothing else of the page."""
CHOOSE = """async theme => {
  document.documentElement.dataset.theme = theme;
  await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => undefined)));
}"""
"""Colours change by a short transition; in the middle of it axe would measure neither theme."""
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


def findings(page: Page) -> list[str]:
    """Return a line for each element that breaks a rule: rule, selector, what is wrong with it."""
    return _findings(page, RULES)


def _findings(page: Page, rules: list[str]) -> list[str]:
    result = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
    return [_line(violation, node) for violation in result["violations"] for node in violation["nodes"]]


def findings_in_both_themes(page: Page) -> list[str]:
    """Return the findings of the page as it stands, first light, then dark, whatever theme was chosen on it."""
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate(CHOOSE, theme)
        rules = RULES if theme == THEMES[0] else RULES_OF_COLOURS
        found += [f"{theme}: {line}" for line in _findings(page, rules)]
    return found


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    words = [check["message"] for check in [*node["any"], *node["all"], *node["none"]]]
    return f"{violation['id']} {' '.join(map(str, node['target']))}: {'; '.join(words)}"
