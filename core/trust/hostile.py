"""Signs in the text of a page: what betting, escort and adult sites put in, and what machines leave behind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from core.assessment import Sign, Trust
from core.text import HAN, folded, one_line
from core.topics.lexicon import Found
from core.trust.compiled import Signs
from core.trust.sheet import Sheet

# A tone mark or plain letters, as a converter writes them behind a character: 創(chuàng).
_PINYIN = re.compile(
    f"[(（](?<=([{HAN}])[(（])([bpmfdtnlgkhjqxzcsryw]{{0,2}}[aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{{0,4}})[)）]"
)
_BOOK_TITLE = re.compile(r"《([^《》\n]{1,40})》")
_COUNT = re.compile(r"全文(?:共计|总计|共|约)?\s*[\d,]+\s*字[,、，][^。)\n]{0,12}?\d+\s*[组个位项条座]")
# Before a phrase that is glued to a line there is at most a bullet or a number, and no quotation.
_PREFIX = 6
_QUOTED = re.compile(r"[，。,.“”\"「]")
_GLUE = re.compile(r"\w{0,8}[\s■◆●▸→✓√]")
# Lines of nothing but numbers and one time.
_FILLER = re.compile(r"^(?=\d)[\d ]{0,20}?(20\d\d-\d\d-\d\d \d\d:\d\d)?(?::\d\d)?$", re.MULTILINE)

#: Betting brand and action stand this close.
NEAR = 30
#: So many common characters with pinyin, or so many of any, are no help to the reader.
PINYIN_LEAST = 3
PINYIN_MANY = 8
#: So many strong betting words are no accident.
STRONG_LEAST = 2
BUTTONS_LEAST = 2
FARM_LEAST = 3
STRIP_LEAST = 3
FILLER_LEAST = 20
FILLER_SAME = 12


def intrusion_signs(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    """What is put in for readers of another kind, also on hosts of publishers once somebody broke in."""
    yield from _gambling(sheet)
    yield from _escort(sheet, signs)
    yield from _adult_strip(sheet)
    yield from _link_farm(sheet)


def machine_signs(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    """What the machines of mirrors and inventors write or leave behind."""
    yield from _spliced(sheet, signs)
    yield from _pinyin(sheet, signs)
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


def _spliced(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    """Book-title marks round words of betting: one such title, or two that only end like a button."""
    spliced = {each.start for each in sheet.get("spliced")}
    buttons: dict[str, Found] = {}
    for match in _BOOK_TITLE.finditer(sheet.folded.text):
        found = Found(*match.span(), "")
        if any(found.start < start < found.end for start in spliced):
            yield sheet.sign("spliced title", found, Trust.SPAM, hard=True)
            return
        if match.group(1).endswith(signs.buttons):
            buttons.setdefault(match.group(1), found)
    if len(buttons) >= BUTTONS_LEAST:
        yield sheet.sign("spliced title", next(iter(buttons.values())), Trust.SPAM, hard=True)


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


def _pinyin(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    """Honest pages tell how a rare character of a place is read, machines also how everybody's are."""
    found = list(_PINYIN.finditer(sheet.original))
    spoken = {folded(match.group(1)) for match in found}
    if len(spoken & signs.common) >= PINYIN_LEAST or len(spoken) >= PINYIN_MANY:
        seen = " ".join(match.group(1) + match.group() for match in found[:6])
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
