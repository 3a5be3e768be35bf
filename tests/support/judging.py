"""The shipped rules, and Articles and Extractions made by hand, for tests of judgement."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from core.article import Article, Extraction
from core.rules import Rules, build
from core.site import Kind, Site, Source, Tier

DATA = Path(__file__).parents[2] / "core" / "data"


def data(name: str) -> str:
    """The text of a shipped rule file."""
    return (DATA / f"{name}.toml").read_text("utf-8")


def site(home: str, tier: Tier = Tier.REGIONAL, *hosts: str) -> Site:
    """A Site with one section."""
    source = Source(id="news", kind=Kind.SECTION, url=home)
    return Site(id="paper", name="江岸晨报", home=home, tier=tier, sources=(source,), hosts=hosts)


SITES = (
    site("https://www.paper-example.cn/"),
    Site(
        id="shady",
        name="某站",
        home="https://shady.test/",
        tier=Tier.BLOCKED,
        sources=(Source(id="news", kind=Kind.SECTION, url="https://shady.test/"),),
    ),
)


@cache
def rules() -> Rules:
    """The shipped rules with two Sites."""
    return build(data("topics"), data("places"), data("signs"), SITES)


def article(title: str = "", text: str = "", url: str | None = None) -> Article:
    """An Article with only what judgement looks at."""
    return Article(url=url, title=title, text=text)


def page(
    title: str = "",
    text: str = "",
    url: str | None = None,
    *,
    around: str = "",
    head_title: str = "",
    author: str | None = None,
    source: str | None = None,
    published: str | None = None,
) -> Extraction:
    """An Extraction whose visible text is the title, the story and what stands behind it."""
    return Extraction(
        article=Article(url=url, title=title, text=text, author=author, source=source, published=published),
        visible="\n".join(filter(None, ["首页", "新闻", title, text, around])),
        head_title=head_title or title,
    )
