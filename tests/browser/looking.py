"""Looking: how a page is opened, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

#: WCAG 2.1 A and AA, and what else is good practice: one h1, no level of headings left out, landmarks.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
#: A mail is read within a page that has its own landmarks.
NOT_FOR_MAIL = ("landmark-one-main", "region")
_TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > edge + 1)
    .map((each) => each.outerHTML.slice(0, 120)).slice(-3);
}"""

_COLLIDING = """() => [...document.querySelectorAll("svg")].flatMap((chart) => {
  const texts = [...chart.querySelectorAll("text")].map((each) => [each.textContent, each.getBoundingClientRect()]);
  return texts.flatMap(([one, here], at) => texts.slice(at + 1).filter(([, there]) =>
    here.left < there.right && there.left < here.right && here.top < there.bottom && there.top < here.bottom
  ).map(([other]) => `${one} ${other}`));
})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What a reader looks at a page with; width and height in CSS pixels."""

    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


#: A4 between the margins of digest.css.
PAPER = Screen(width=680, height=1000)
SCREENS = {
    "wide": Screen(width=1280, height=900),
    "phone": Screen(width=390, height=844),
    "dark": Screen(width=1280, height=900, scheme="dark"),
}


@dataclass(slots=True)
class Opened:
    """A page in a browser, with what it said and asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Any, path: Path, screen: Screen) -> Iterator[Opened]:
    """A file, opened from disk."""
    context = browser.new_context(viewport={"width": screen.width, "height": screen.height}, color_scheme=screen.scheme)
    try:
        found = Opened(context.new_page())
        found.page.on("console", lambda message: found.said.append(f"{message.type}: {message.text}"))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.goto(path.as_uri())
        yield found
    finally:
        context.close()


def unfold(page: Any) -> None:
    """Open what a reader would have to open."""
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")


def printed(page: Any) -> list[str]:
    """The text on each sheet of paper."""
    from pypdf import PdfReader

    return [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages]


def too_wide(page: Any) -> list[str]:
    """Elements beyond the right edge of a page that has to be scrolled sideways."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def colliding(page: Any) -> list[str]:
    """Pairs of labels of one chart that lie on each other."""
    found: list[str] = page.evaluate(_COLLIDING)
    return found


def violations(page: Any, besides: Sequence[str] = ()) -> list[str]:
    """What axe-core finds besides some rules, a line for each rule with the first element that breaks it."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "runOnly": RULES,
        "resultTypes": ["violations"],
        # It would ask for the style sheets again, which the pages forbid.
        "preload": False,
        "rules": {rule: {"enabled": False} for rule in besides},
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} ({len(rule['nodes'])}): {_node(rule['nodes'][0])}" for rule in found]


def _node(node: dict[str, Any]) -> str:
    return f"{node['html'][:160]} {node['failureSummary']}"
