"""Hard signs in the text of a page: what betting, escort and adult sites put in or leave behind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from core.assessment import Sign, Trust
from core.text import HAN, folded, one_line
from core.topics.lexicon import Found
from core.trust.compiled import Signs
from core.trust.sheet import Sheet, is_chinese

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
_FILLER = re.compile(r"^\d{1,6}$|^20\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d)?$")

#: Betting brand and action stand this close.
NEAR = 30
#: So many injected phrases, pinyin brackets or strong betting words are no accident.
PINYIN_LEAST = 3
PHRASE_LEAST = 2
STRONG_LEAST = 2
FARM_LEAST = 3
STRIP_LEAST = 3
FILLER_LEAST = 24


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
    yield from _filler(sheet)


def _gambling(sheet: Sheet) -> Iterator[Sign]:
    actions = sheet.get("action")
    for brand in sheet.get("brand"):
        if not sheet.is_furniture(brand.start):
            continue
        near = [
            each
            for each in actions
            if 0 <= each.start - brand.end <= NEAR and sheet.line(each.start) == sheet.line(brand.start)
        ]
        if near:
            yield sheet.sign("betting brand", brand, Trust.SPAM, hard=True, until=near[0])
            break
    strong = [each for each in sheet.get("strong") if sheet.is_furniture(each.start)]
    if len({each.term for each in strong}) >= STRONG_LEAST:
        yield sheet.sign("betting words", strong[0], Trust.SPAM, hard=True)


def _spliced(sheet: Sheet) -> Iterator[Sign]:
    words = sheet.get("spliced")
    if not words:
        return
    for title in _BOOK_TITLE.finditer(sheet.folded.text):
        if any(title.start() < each.start and each.end < title.end() for each in words):
            yield sheet.sign("spliced title", Found(title.start(), title.end(), ""), Trust.SPAM, hard=True)
            return


def _escort(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    head = signs.head.search(sheet.folded.text)
    if head:
        yield sheet.sign("escort page head", Found(head.start(), head.end(), ""), Trust.FABRICATED, hard=True)
    for each in sheet.get("escort"):
        if sheet.is_title(each.start) or _stands_apart(sheet, each):
            yield sheet.sign("injected phrase", each, Trust.FABRICATED, hard=True)
            return


def _stands_apart(sheet: Sheet, found: Found) -> bool:
    """Whether a phrase is alone on its line, in a chain of short ones, or glued to the front of something."""
    if sheet.is_furniture(found.start):
        return True
    start, end = sheet.folded.span(found.start, found.end)
    line_start = sheet.original.rfind("\n", 0, start) + 1
    before, after = sheet.original[line_start:start], sheet.original[end : end + 16]
    return (
        len(before.strip()) <= 6
        and not re.search(r"[，。,.“”\"]", before)
        and bool(re.match(r"\w{0,8}[\s■◆●▸→✓√]", after))
    )


def _injected(text: str, signs: Signs) -> Iterator[Sign]:
    """A short phrase that recurs alone or glued to headings and shares no words with the text around it."""
    labels = tuple(map(folded, signs.file.escort.labels))
    pattern = _GLUED if is_chinese(text) else _GLUED_ENGLISH
    phrases = [match.group(1) for match in pattern.finditer(text)]
    phrases += [match.group(1) for match in _ORPHAN.finditer(text)]
    phrases = [phrase for phrase in phrases if not any(label in folded(phrase) for label in labels)]
    if len(phrases) < PHRASE_LEAST:
        return
    rest = folded(text)
    counts = Counter(map(folded, phrases))
    for phrase in counts:
        rest = rest.replace(phrase, "\n")
    strange = [phrase for phrase in phrases if not _shares_words(folded(phrase), rest)]
    english = not is_chinese(text)
    if any(counts[folded(phrase)] >= PHRASE_LEAST for phrase in strange) or (english and len(strange) >= PHRASE_LEAST):
        yield Sign(
            name="injected phrase",
            seen=one_line(" | ".join(dict.fromkeys(strange)))[:80],
            towards=Trust.FABRICATED,
            hard=True,
        )


def _shares_words(phrase: str, text: str) -> bool:
    return any(
        phrase[place : place + 2] in text for place in range(len(phrase) - 1) if phrase[:2] != phrase[place : place + 2]
    )


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


def _filler(sheet: Sheet) -> Iterator[Sign]:
    lines = [line for line in sheet.folded.text.split("\n") if _FILLER.match(line)]
    if len(lines) >= FILLER_LEAST and max(Counter(lines).values()) >= FILLER_LEAST // 3:
        yield Sign(name="number filler", seen=" ".join(lines)[:80], towards=Trust.REPUBLISHED, hard=False)
