"""Honest pages on hosts that nobody configured: reprints that say whose story it is, and an organisation's own news."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.article import Article, Extraction
from core.assessment import Sign, Trust
from core.site import Tier
from core.text import folded, one_line
from core.trust.compiled import Signs
from core.trust.sheet import Sheet
from core.urls import covers, host_of

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LEAD = 200
# The line that opens a story and names its paper: 「某某日报讯(记者 …)」, 「某某社南京11月18日电」, 「本报讯」.
_DATELINE = 40
_LINES = 3
_OWN_LINE = re.compile(r"本报(?:讯|[^\n。,]{0,14}(?:讯|电|记者))")
# What a county's media centre is called at the head of its pages: 某某市融媒体中心 is 某某融媒 there.
_MEDIA = re.compile(r"[市县区]?融媒体中心$")
# What a body's page credits that is its own.
_OWN = {"", "秘书处", "编辑部", "本会", "本站", "secretariat"}
_LINE_END = re.compile(r"[^\n。,]{0,14}?(?:讯|电|记者|消息|\))")


def reprint_signs(sheet: Sheet, article: Article, tier: Tier | None, signs: Signs) -> Iterator[Sign]:
    """A page on a host that nobody configured, which credits the press for a story of these days.

    A site that mirrors the press credits nobody, as a rule; where it does, its name is that of a trade and of no
    organisation, and it neither keeps the line of the paper nor says whose the rights are. What this cannot tell apart
    stays with the unknown.
    """
    if tier not in {None, Tier.OTHER} or not article.url or not article.source:
        return
    is_credit = bool(sheet.get("notice")) and _is_press(folded(article.source), signs)
    is_open = _is_organisation(sheet, article.url, signs) or _is_plain(sheet, article)
    if is_credit and is_open and not _looks_back(article):
        yield Sign(name="credited reprint", seen=article.source[:80], towards=Trust.REPUBLISHED, hard=True)


def own_signs(extraction: Extraction, sheet: Sheet, tier: Tier | None, signs: Signs) -> Iterator[Sign]:
    """A page of a society, a county's media centre or the like: its source, and by its furniture its owner.

    Or it stands where only organisations do, on a site that is called like one, and credits nobody else. Machines copy
    the stories of the press, and with all their furniture the pages of publishers: of 110 forged pages of blind sets on
    hosts that nobody knew none had such a source.
    """
    article, source = extraction.article, folded(extraction.article.source or "")
    if tier not in {None, Tier.OTHER} or not article.url or _looks_back(article):
        return
    is_home = source in _OWN and covers(signs.file.reprint.suffixes, host_of(article.url))
    if is_home and any(end in sheet.site_name for end in signs.own):
        yield Sign(name="own news", seen=sheet.site_name[:80], towards=Trust.REPUBLISHED, hard=False)
    elif source.endswith(signs.own) and _is_owner(source, extraction):
        yield Sign(name="own news", seen=one_line(source)[:80], towards=Trust.REPUBLISHED, hard=False)


def _is_owner(source: str, extraction: Extraction) -> bool:
    """Whether the page names its source once more beside the story."""
    article = extraction.article
    page, story = folded(extraction.visible), folded(f"{article.title}\n{article.text}")
    short = _MEDIA.sub("融媒", source)
    beside = {name: page.count(name) - story.count(name) for name in (source, short)}
    # Once it stands there as the source.
    return beside[source] > 1 or (beside[short] > 0 and short not in source)


def _is_press(source: str, signs: Signs) -> bool:
    bare = source.strip("《》")
    return bare in signs.sites or bare in signs.outlets or bare.endswith(signs.press)


def _is_organisation(sheet: Sheet, url: str, signs: Signs) -> bool:
    """Whether the site's name is that of one, or its host stands where only such do."""
    name = sheet.site_name
    named = any(word in name for word in signs.organisations)
    return named or covers(signs.file.reprint.suffixes, host_of(url))


def _is_plain(sheet: Sheet, article: Article) -> bool:
    """Whether it says whose the rights are, and the story opens with the line of the paper that it credits."""
    source = folded(article.source or "")
    return bool(sheet.get("disclaimer")) and any(_is_line_of(source, line) for line in _openings(article))


def _openings(article: Article) -> list[str]:
    """The beginnings of its first lines, folded; the date and source of the page may stand above the story."""
    return [folded(line[:_DATELINE]) for line in article.text.split("\n", _LINES)[:_LINES]]


def _is_line_of(source: str, opening: str) -> bool:
    before, _, after = opening.partition(source)
    is_named = bool(after) and not before.strip(" (") and bool(_LINE_END.match(after))
    return is_named or bool(_OWN_LINE.match(opening))


def _looks_back(article: Article) -> bool:
    """Whether the years that its title and lead name are all before that of its date: old news on a new page."""
    years = [int(match.group()) for match in _YEAR.finditer(f"{article.title}\n{article.text[:_LEAD]}")]
    return bool(years) and max(years) < int((article.published or "0")[:4])
