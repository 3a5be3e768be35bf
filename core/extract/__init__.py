"""From a Page to an Article: each value with the evidence it stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from core import charset
from core.article import Article, DateEvidence, Extraction, Hints, Unreadable
from core.extract import dating, history, metadata, origin, parts, roundup
from core.extract.attachments import find_attachments
from core.extract.body import find_body
from core.extract.byline import find_bylines
from core.extract.dating import Layout
from core.extract.document import find_document
from core.extract.headlines import find_headlines, shown_as
from core.extract.html import Block, bare_length, blocks, drop_code, is_toxic, mend, parse
from core.extract.language import language_of
from core.extract.learnt import edges, story_span
from core.extract.prose import prose
from core.extract.title import find_title, shown_title, site_title, title_above
from core.page import Page

__all__ = ["Seen", "extract", "find_article", "look", "mend"]

#: Characters of one page; the longest measured article page has a fifth of it.
MAX_LENGTH = 2_000_000
# No text in any encoding of ours holds these (tab, line ends, form feed and escape may stand in one).
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1b")
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"\x1f\x8b",
    b"RIFF",
)
_CHALLENGE_WORDS = re.compile(
    r"(?:安全|人机|滑动|滑块)验证|请完成验证|访问过于频繁|访问验证|异常访问"
    r"|just a moment|verify you are human|checking your browser|enable javascript",
    re.IGNORECASE,
)
_CHALLENGE_CODE = re.compile(
    r"__jsl_clearance|acw_sc__v2|cf[-_]chl|challenge-platform|yunsuo|probe\.js|anti[-_]?(?:bot|spider)"
    r"|document\.cookie\s*=.{0,400}location",
    re.IGNORECASE | re.DOTALL,
)
_GONE = re.compile(
    r"(?:页面|网页|文章|内容|信息|新闻)[^。，]{0,6}(?:不存在|找不到|已(?:经)?(?:被)?(?:删除|下线|失效|过期))"
    r"|(?:找不到|无法找到|没有找到)[^。，]{0,8}(?:页面|网页|文章|内容)"
    r"|404 not found|page not found|page (?:does not|doesn.t) exist",
    re.IGNORECASE,
)
# What stands before the first sentence of a part: its dateline and who reports.
_LED = re.compile(rf"{parts.DATELINE.pattern}\s*(?:[（(][^（）()]{{2,30}}[）)])?\s*")
#: Evidence of one part of a page, not of the page.
_OF_ONE_PART = frozenset(("dateline", "event", "floor"))
#: A page with more visible text than this is no notice of a server, and with more than that one needs no words.
_NOTICE, _WORDLESS = 400, 60
#: Share of the text that a parser may lose to nesting before the page counts as unreadable.
_LOST = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """A Page decoded and parsed: all that it says, before anybody has looked for the article in it."""

    page: Page
    hints: Hints
    encoding: str
    tree: HtmlElement
    told: metadata.Metadata
    #: Headline of its JSON-LD.
    headline: str | None
    #: Its title as the page itself tells it; empty where only the lines about the body can.
    title: str
    lines: Sequence[Block]

    @property
    def shown(self) -> list[Block]:
        """The lines that a visitor sees."""
        return [line for line in self.lines if not line.hidden]

    @property
    def visible(self) -> str:
        """What a visitor sees, one block a line."""
        return "\n".join(line.text for line in self.shown)

    @property
    def sentences(self) -> int:
        """Characters of its lines that are sentences."""
        return sum(len(self.lines[index].text) for index in prose(self.lines))


def extract(page: Page, hints: Hints) -> Extraction | Unreadable:
    """Read one Page. Never touches anything outside; what a stranger may write is never an exception."""
    seen = look(page, hints)
    return seen if isinstance(seen, Unreadable) else find_article(seen)


def look(page: Page, hints: Hints) -> Seen | Unreadable:
    """All that a Page says, or why it says nothing: a tenth of the cost of finding the article in it."""
    if _is_binary(page.body):
        return Unreadable(reason="binary", detail=page.headers.get("content-type", ""))
    html, encoding = charset.decode(page.body, page.headers)
    if len(html) > MAX_LENGTH:
        return Unreadable(reason="too large", detail=f"{len(html)} characters, limit {MAX_LENGTH}")
    html = mend(_marked_up(html))
    if is_toxic(html):
        return Unreadable(reason="toxic markup", detail="a tag of more than 64 KB")
    parsed = parse(html)
    if parsed is None:
        return Unreadable(reason="empty")
    tree, too_deep = parsed
    told, headline = metadata.read(tree), metadata.headline(tree)
    drop_code(tree)
    lines = blocks(tree)
    shown = [line for line in lines if not line.hidden]
    if too_deep and sum(len(line.text) for line in lines) < _LOST * bare_length(html):
        return Unreadable(reason="nested too deeply", detail="the parser lost most of the text")
    if (notice := _notice(html, told.head_title, shown)) is not None:
        return notice
    title = find_title(told, headline, shown, hints.anchor)
    return Seen(page, hints, encoding, tree, told, headline, title, lines)


def find_article(seen: Seen) -> Extraction | Unreadable:
    """The article of a page, or that it has none."""
    page, hints, lines, shown, name = seen.page, seen.hints, seen.lines, seen.shown, seen.title
    taken = find_body(seen.tree, lines, name)
    better = shown_title(name, seen.told.head_title, lines, taken) if name else title_above(lines, taken)
    if better != name:
        name, taken = better, find_body(seen.tree, lines, better)
    if not name and len(taken) > 1 and _is_heading(lines[taken[0]].text):
        name, taken = lines[taken[0]].text, taken[1:]
    name = name or site_title(seen.told, seen.headline, shown, hints.anchor)
    texts = [lines[index].text for index in taken]
    start, end = story_span(texts, hints.furniture)
    taken = taken[start:end]
    documents = find_attachments(seen.tree, page.url or page.asked_url)
    if not taken and not documents:
        return _without_body(shown)
    kicker, subtitle = find_headlines(seen.tree, Layout.of(lines, taken, name), name)
    taken = [index for index in taken if index not in subtitle]
    layout = Layout.of(lines, taken, name)
    article = _article(seen, name, layout, taken)
    facets = find_document(article.title, layout, documents, hints)
    return Extraction(
        article=replace(
            article,
            kicker=shown_as(kicker, lines),
            subtitle=shown_as(subtitle, lines),
            attachments=documents,
            document=facets,
        ),
        visible=seen.visible,
        head_title=seen.told.head_title,
        edges=edges(texts),
    )


def _article(seen: Seen, name: str, layout: Layout, taken: Sequence[int]) -> Article:
    told, hints, lines = seen.told, seen.hints, layout.lines
    url = seen.page.url or seen.page.asked_url
    own, *others = _parts([lines[index] for index in taken], name) or [parts.Part.headless([])]
    text = "\n".join(own.text)
    bylines = find_bylines(seen.tree, layout)
    fetched = hints.fetched_at.astimezone(ZoneInfo(hints.timezone))
    evidence = dating.gather(told, layout, url, hints)
    article = Article(
        url=url,
        title=name or _first_sentence(text),
        text=text,
        author=origin.authors(told, bylines, text),
        source=origin.credited(told, bylines, text),
        language=language_of(text or name),
        encoding=seen.encoding,
    )
    article = _dated(article, evidence, layout, hints, fetched)
    stood = dating.latest_doubted(evidence, fetched)
    return replace(article, parts=tuple(_part(part, article, stood, fetched) for part in others))


def _parts(lines: Sequence[Block], title: str) -> list[parts.Part]:
    texts = [line.text for line in lines]
    return roundup.split(lines, title) or [parts.Part.headless(one) for one in parts.split(texts)]


def _dated(
    article: Article, evidence: tuple[DateEvidence, ...], layout: Layout, hints: Hints, fetched: datetime
) -> Article:
    stood = dating.latest_doubted(evidence, fetched)
    published = dating.choose(evidence)
    line = history.dateline(article.text, published, stood, fetched)
    evidence += (line,) if line else ()
    if published is None and line is None and (guessed := dating.guess(layout, evidence, hints)):
        evidence += (guessed,)
    published = published or dating.choose(evidence)
    first = history.first_published(article.text, published, stood, fetched)
    if first is not None and first not in evidence:
        evidence += (first,)
    return replace(
        article,
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        date_evidence=tuple(sorted(evidence, key=lambda one: (bool(one.doubt), -one.trust))),
        first_published=first.value if first else None,
        first_published_evidence=first,
        stale=history.is_stale(first, article.text, fetched),
    )


def _part(part: parts.Part, page: Article, stood: datetime | None, fetched: datetime) -> Article:
    """A further article of a page: it has the page's own date, but not the dateline and the title of the first."""
    text = "\n".join(part.text)
    own = tuple(one for one in page.date_evidence if not one.doubt and one.where not in _OF_ONE_PART)
    if (entered := dating.entered(part.time, dating.choose(own), fetched)) is not None:
        own = (entered,)
    published = dating.choose(own)
    first = history.first_published(text, published, stood, fetched)
    return Article(
        url=page.url,
        title=part.title or _first_sentence(_LED.sub("", text)),
        text=text,
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        date_evidence=own,
        first_published=first.value if first else None,
        first_published_evidence=first,
        stale=history.is_stale(first, text, fetched),
        language=language_of(text),
        encoding=page.encoding,
    )


def _notice(html: str, head_title: str, shown: Sequence[Block]) -> Unreadable | None:
    """What a short page says in place of an article: some servers do so with status 200."""
    text = "\n".join([head_title, *(line.text for line in shown)])
    if len(text) >= _NOTICE:
        return None
    # Scripts that set cookies belong to the counters of honest short pages as well.
    if _CHALLENGE_WORDS.search(text) or (len(text) < _WORDLESS and _CHALLENGE_CODE.search(html)):
        return Unreadable(reason="challenge")
    # Further down these words may be the news.
    gone = _GONE.search("\n".join(line.text for line in shown[:3]))
    return Unreadable(reason="not found", detail=gone.group()) if gone else None


def _without_body(shown: Sequence[Block]) -> Unreadable:
    links = sum(line.is_link for line in shown)
    if links > 20 and links > len(shown) / 2:
        return Unreadable(reason="list page", detail=f"{links} of {len(shown)} lines are links")
    return Unreadable(reason="empty", detail=f"{len(shown)} lines, none of them an article's")


def _is_heading(line: str) -> bool:
    return 8 <= len(line) <= 80 and "\t" not in line and not line.endswith(("。", "！", "？", "；", "："))


def _first_sentence(text: str) -> str:
    return re.split(r"[。！？\n]", text, maxsplit=1)[0][:80]


def _is_binary(body: bytes) -> bool:
    """Bytes of no text: a known file type, or control characters that no UTF-16 explains."""
    if body.startswith(_MAGIC):
        return True
    head = body[:4096]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return not head.startswith((b"\xff\xfe", b"\xfe\xff")) and controls > len(head) // 20


def _marked_up(text: str) -> str:
    """Plain text as a page: some servers send it so."""
    if re.search(r"<[A-Za-z!/?]", text):
        return text
    return "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")) + "</body></html>"
