"""Hard signs in the text of a page: what betting, escort and adult sites put in or leave behind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from core.assessment import Sign, Trust
from core.text import HAN, folded, one_line
from core.topics.lexicon import Found
from core.trust.compiled import Signs
from core.trust.sheet import HEAD, Sheet, is_chinese

# A tone mark or plain letters, as a converter writes them behind a character: 創(chuàng).
_PINYIN = re.compile(
    f"[{HAN}][(（]([bpmfdtnlgkhjqxzcsryw]{{0,2}}[aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{{0,4}})[)）]"
)
_BOOK_TITLE = re.compile(r"《[^《》\n]{1,40}》")
_COUNT = re.compile(r"全文(?:共计|总计|共|约)?\s*[\d,]+\s*字[,、，]\s*(?:内?含|包含|涵盖|共|引用)\s*\d+\s*[组个位项条]")
_BULLET = "■◆●▪▸→⇌✓√★•·-"
# A phrase glued to the front of a bullet, a number or a heading.
_GLUED = re.compile(
    f"^[ \t\u3000]*([{HAN}][{HAN}0-9a-zA-Z]{{1,13}})[ \t\u3000]+"
    f"(?:[{_BULLET}]|\\d{{1,2}}[.、]|第[一二三四五六七八九十]|[【\\[])",
    re.MULTILINE,
)
_GLUED_ENGLISH = re.compile(
    f"^[ \t\u3000]*([{HAN}][{HAN}0-9a-zA-Z]{{2,13}})[ \t\u3000]+(?:[{_BULLET}]|\\d{{1,2}}[.)]|[A-Z][a-z]+)",
    re.MULTILINE,
)
_ORPHAN = re.compile(f"^[ \t\u3000]*([{HAN}][{HAN}0-9a-zA-Z]{{3,13}})[ \t\u3000]*$", re.MULTILINE)
# Before a phrase that is glued to a line there is at most a bullet or a number, and no quotation.
_PREFIX = 6
_QUOTED = re.compile(r"[，。,.“”\"「]")
_GLUE = re.compile(r"\w{0,8}[\s■◆●▸→✓√]")
# Lines of nothing but numbers and one time.
_FILLER = re.compile(r"^(?=\d)[\d ]{0,20}?(20\d\d-\d\d-\d\d \d\d:\d\d)?(?::\d\d)?$", re.MULTILINE)

#: Betting brand and action stand this close.
NEAR = 30
#: So many injected phrases, pinyin brackets or strong betting words are no accident.
PINYIN_LEAST = 3
PHRASE_LEAST = 2
PHRASES_TRIED = 30
STRONG_LEAST = 2
FARM_LEAST = 3
STRIP_LEAST = 3
FILLER_LEAST = 20
FILLER_SAME = 12


def hostile_signs(sheet: Sheet, text: str, signs: Signs) -> Iterator[Sign]:
    """All signs of this kind; `text` is the text of the Article as published."""
    yield from _gambling(sheet)
    yield from _spliced(sheet)
    yield from _escort(sheet, signs)
    yield from _injected(text, signs)
    yield from _adult_strip(sheet)
    yield from _link_farm(sheet)
    yield from _pinyin(sheet)
    yield from _residue(sheet)
    yield from _counted(sheet)


def _gambling(sheet: Sheet) -> Iterator[Sign]:
    actions = sorted(sheet.get("action"))
    reports = {sheet.line(each.start) for each in sheet.get("reported")}
    for brand in sheet.get("brand"):
        place = bisect_left(actions, brand.start, key=lambda action: action.start)
        if place == len(actions) or not sheet.is_furniture(brand.start) or sheet.line(brand.start) in reports:
            continue
        action = actions[place]
        if action.start - brand.end <= NEAR and sheet.line(action.start) == sheet.line(brand.start):
            yield sheet.sign("betting brand", brand, Trust.SPAM, hard=True, until=action)
            break
    strong = [
        each for each in sheet.get("strong") if sheet.is_furniture(each.start) and sheet.line(each.start) not in reports
    ]
    if len({each.term for each in strong}) >= STRONG_LEAST:
        yield sheet.sign("betting words", strong[0], Trust.SPAM, hard=True)


def _spliced(sheet: Sheet) -> Iterator[Sign]:
    titles = (
        [Found(*match.span(), "") for match in _BOOK_TITLE.finditer(sheet.folded.text)] if sheet.get("spliced") else []
    )
    for word in sheet.get("spliced"):
        place = bisect_right(titles, word.start, key=lambda title: title.start)
        if place and word.end <= titles[place - 1].end:
            yield sheet.sign("spliced title", titles[place - 1], Trust.SPAM, hard=True)
            return


def _escort(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    head = signs.head.search(sheet.folded.text)
    if head:
        yield sheet.sign("escort page head", Found(head.start(), head.end(), ""), Trust.FABRICATED, hard=True)
    reports = {sheet.line(each.start) for each in sheet.get("reported")}
    for each in sheet.get("escort"):
        if sheet.line(each.start) in reports:
            continue
        if sheet.is_title(each.start) or _stands_apart(sheet, each):
            yield sheet.sign("injected phrase", each, Trust.FABRICATED, hard=True)
            return


def _stands_apart(sheet: Sheet, found: Found) -> bool:
    """Whether a phrase is on a line that is no sentence, or glued to the front of one with a space or bullet."""
    if sheet.is_furniture(found.start):
        return True
    start, end = sheet.folded.span(found.start, found.end)
    line_start = sheet.original.rfind("\n", 0, start) + 1
    before, after = sheet.original[line_start:start][:_PREFIX], sheet.original[end : end + 16]
    return len(before) < _PREFIX and not _QUOTED.search(before) and bool(_GLUE.match(after))


def _injected(text: str, signs: Signs) -> Iterator[Sign]:
    """A short phrase that recurs alone or glued to headings and shares no words with the text around it."""
    text = text[:HEAD]
    english = not is_chinese(text)
    glued = (_GLUED_ENGLISH if english else _GLUED).finditer(text)
    counts = Counter(folded(match.group(1)) for match in (*glued, *_ORPHAN.finditer(text)))
    phrases = [phrase for phrase, _ in counts.most_common(PHRASES_TRIED) if not signs.labels.search(phrase)]
    if not phrases or (not english and counts[phrases[0]] < PHRASE_LEAST):
        return
    rest = folded(text)
    for phrase in phrases:
        rest = rest.replace(phrase, "\n")
    strange = [phrase for phrase in phrases if not _shares_words(phrase, rest)]
    recurs = any(counts[phrase] >= PHRASE_LEAST for phrase in strange)
    if recurs or (english and len(strange) >= PHRASE_LEAST):
        yield Sign(name="injected phrase", seen=one_line(" | ".join(strange))[:80], towards=Trust.FABRICATED, hard=True)


def _shares_words(phrase: str, text: str) -> bool:
    """Whether the text says a part of the phrase too; its first word does not count: it is often the story's city."""
    return any(phrase[place : place + 2] in text for place in range(1, len(phrase) - 1))


def _adult_strip(sheet: Sheet) -> Iterator[Sign]:
    lines = Counter[int]()
    words: dict[int, set[str]] = {}
    for each in sheet.get("strip"):
        words.setdefault(sheet.line(each.start), set()).add(each.term)
    explicit = {sheet.line(each.start) for each in sheet.get("explicit")}
    lines.update({line: len(found) for line, found in words.items()})
    for line, count in lines.items():
        text = sheet.text_of(line)
        if count >= STRIP_LEAST and line in explicit and len(re.findall(r"[_,/|]", text)) >= 2 and "。" not in text:
            start = sheet.starts[line]
            yield sheet.sign("adult title strip", Found(start, start + min(60, len(text)), ""), Trust.SPAM, hard=True)
            return


def _link_farm(sheet: Sheet) -> Iterator[Sign]:
    found = [each for each in sheet.get("farm") if sheet.is_furniture(each.start)]
    if len({each.term for each in found}) >= FARM_LEAST:
        yield sheet.sign("link farm", found[0], Trust.SPAM, hard=True)


def _pinyin(sheet: Sheet) -> Iterator[Sign]:
    found = list(_PINYIN.finditer(sheet.original))
    if len({match.group() for match in found}) >= PINYIN_LEAST:
        seen = " ".join(match.group() for match in found[:6])
        yield Sign(name="bracketed pinyin", seen=seen[:80], towards=Trust.MIRROR, hard=True)


def _residue(sheet: Sheet) -> Iterator[Sign]:
    for each in sheet.get("residue")[:1]:
        yield sheet.sign("template residue", each, Trust.MIRROR, hard=True)


def _counted(sheet: Sheet) -> Iterator[Sign]:
    count = _COUNT.search(sheet.folded.text)
    if count:
        yield sheet.sign("counted words", Found(count.start(), count.end(), ""), Trust.FABRICATED, hard=True)


def filler_signs(sheet: Sheet) -> Iterator[Sign]:
    """Numbers and times poured in behind a story. Tables of figures look alike: not for believed publishers."""
    lines = list(_FILLER.finditer(sheet.folded.text))
    same_minute = Counter(line.group(1) for line in lines if line.group(1))
    # Counters of comments are numbers too, but they do not all bear one minute.
    if len(lines) >= FILLER_LEAST and max(same_minute.values(), default=0) >= FILLER_SAME:
        yield Sign(
            name="number filler",
            seen=one_line(" ".join(line.group() for line in lines[:9]))[:80],
            towards=Trust.REPUBLISHED,
            hard=True,
        )
