"""When the news itself was first published or happened, as the text tells it (research: dedup.md §6).

Collectors put a new date on an old story. The text keeps the old one: its dateline, the day in its first sentences,
the number of a yearly event, the years of its figures. All years are worked out from what the text says of the past;
a year inside a plan's name (2018-2020年) or of something to come dates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from core.article import DateEvidence, Precision
from core.dates import latest
from core.extract.bygone import LONG_AGO, bygone, credited, looks_back
from core.extract.dating import DATELINE, earliest, is_sound
from core.text import HAN, to_simplified

#: Older than this before the fetch is stale, and texts and pages that differ by more tell two dates.
STALE_AFTER = timedelta(days=14)
EVENT, FLOOR = 44, 25

_DATELINE = re.compile(
    rf"(?:^|(?<=[\n。）)】])|(?<=\s))[\s（(【]*(?:本报|新华社|新华网|中新社|中新网|人民网|央视网|央广网|光明网|本网|本台|[{HAN}]{{2,6}}(?:报|网|社|台)|[{HAN}]{{2,6}}[，,]?)?"
    rf"(?:记者)?[{HAN}、]{{0,12}}?\s?(?:(?P<year>20\d\d)年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日\s?(?:[（(]记者[^）)]{{2,20}}[）)])?[电讯]"
)
_LEAD_DAY = re.compile(
    r"(?<![\d年至到-])(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:[至到—-]\d{1,2}日)?"
    r"(?!起|前|止|至|到|—|-|以前|以后)"
)
# What a day that is still to come is followed by.
_TO_COME = re.compile(r"[^，。；]{0,12}(?:起施行|起实施|起执行|截止|为止|将|前完成)")
_ANNOUNCED = re.compile(r"(?:定于|将于|拟于|将在|计划于?|预计|截[至止]|自|从|到|至|以来)$")
_HAPPENED = re.compile(r"召开|举行|举办|揭牌|签署|发布|启动|开幕|闭幕|上|在|，|,|从|获悉")

# A text that looks back speaks from a later time than the day it begins with.
_LOOKS_BACK = re.compile(r"今年|如今|时至今日|年来|以来|年间|周年|年前|回望|回首|回顾|历程")
#: A day that opens a text stands in so many of its first characters, and is taken for its time only if long gone.
_OPENING = 12
_YEAR_ALONE = re.compile(r"(?<![\d.-])(20[0-3]\d)(?=年)")
#: How often such a text names its year, the opening included.
_NAMED = 3

_YEAR = re.compile(r"(?<![\d.-])(20[0-3]\d)(?=年(?!度?计划|版))(?:年(?P<month>1[0-2]|[1-9])月)?")
# 2018-2020年, 2021—2035年, 到2025年, 「十四五」…: names and aims, not events.
_PLAN = re.compile(
    r"20\d\d年?\s?[-—–－~～至到]+\s?20\d\d年?|(?:到|至|力争|预计|截至?|计划(?:于)?|拟于?|将于?|预期|展望|面向|迈向|建设)\s?20\d\d年(?:\d{1,2}月)?底?[，,]?(?=[^。，]{0,12}(?:将|力争|建成|达到|实现|基本|目标|完成|形成|以))"
)
_THIS_YEAR = re.compile(
    r"(?P<year>20\d\d)年(?:的|为|达|约)?[\d.]+(?:%|万|亿|个百分点)[^。]{0,8}?[，,；;](?:今年|本年|年内)"
)
_NOW = re.compile(r"今年|本年|年内")
# 2020年是全面建成小康社会收官之年; 2021年度长三角地区主要领导座谈会
_DECLARED = re.compile(
    r"(?P<year>20\d\d)年(?:是[^。，,；]{2,24}年(?=[。，,；])|度[^。，,；]{2,20}(?:座谈会|会议|年会|大会|论坛)(?=\d))"
)
# One yearly event each, with the year of its n-th time. The month is given where it never changed.
_EDITIONS: tuple[tuple[re.Pattern[str], Callable[[int], int], int | None], ...] = (
    (
        re.compile(r"第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})届(?:中国国际)?进(?:口)?博(?:览)?会"),
        lambda n: 2017 + n,
        11,
    ),
    (
        re.compile(r"第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})届长三角(?:地区)?一体化发展高层论坛"),
        lambda n: 2018 + n,
        None,
    ),
    (
        re.compile(r"GFCI\s?(?P<n>\d{2})(?!\d)|第(?P<m>\d{2})期全球金融中心指数", re.IGNORECASE),
        lambda n: 2007 + (n - 1) // 2,
        None,
    ),
)
_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile("(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?")
#: Datelines and lead sentences stand in so many characters of the text.
_DATELINE_REACH, _LEAD = 200, 300


def first_published(
    text: str, published: DateEvidence | None, stood: datetime | None, fetched: datetime
) -> DateEvidence | None:
    """The date of the news, where the text tells another than the page; else the page's own.

    `stood` is a moment at which the page is known to have existed; `fetched` is that of its reading, both local.
    A page's own statement yields only to a dateline, to a day whose year the figures of the text tell, and to a day of
    an earlier year that opens a text all of that time: a fresh feature names old days and old events. Where a page only
    hints at its date, those count as well.
    """
    simplified = to_simplified(text)
    limit, sound = _limit(published, stood, fetched), published is not None and is_sound(published)
    told = credited(simplified, limit) or _dateline(simplified, limit, sound) or _event(simplified, limit, sound)
    if published is None:
        return told or _floor(simplified, limit)
    if told is None or not _is_older(told, published):
        return published
    return told if told.where in {"credit", "dateline"} or told.trust > EVENT or not sound else published


def _is_older(told: DateEvidence, published: DateEvidence) -> bool:
    return earliest(published.value) - earliest(told.value) > STALE_AFTER


def dateline(
    text: str, published: DateEvidence | None, stood: datetime | None, fetched: datetime
) -> DateEvidence | None:
    """The dateline alone (本报上海8月3日电), which is also a date of publishing."""
    sound = published is not None and is_sound(published)
    return _dateline(to_simplified(text), _limit(published, stood, fetched), sound)


def is_stale(first: DateEvidence | None, text: str, fetched: datetime) -> bool | None:
    """Whether the news is more than 14 days older than the fetch; None when nothing dates it."""
    if first is None:
        return None
    return fetched.replace(tzinfo=None) - _latest(first, text) > STALE_AFTER


def _latest(first: DateEvidence, text: str) -> datetime:
    """The last moment a value may mean: a bare month or year is over at its end, a floor only with its year."""
    start = earliest(first.value)
    if first.precision in {Precision.MINUTE, Precision.SECOND, Precision.DAY}:
        return start
    if first.where == "floor":
        # The last year a text names may be the one before, when it also speaks of 今年.
        return datetime(start.year + (2 if _NOW.search(to_simplified(text)) else 1), 1, 1)  # noqa: DTZ001
    if first.precision is Precision.MONTH:
        return datetime(start.year + start.month // 12, start.month % 12 + 1, 1)  # noqa: DTZ001
    return datetime(start.year + 1, 1, 1)  # noqa: DTZ001


def _limit(published: DateEvidence | None, stood: datetime | None, fetched: datetime) -> date:
    """Nothing in the text is later than the page."""
    if published is not None and published.precision not in {Precision.MONTH, Precision.YEAR}:
        return earliest(published.value).date()
    return (stood or fetched).date()


def _dateline(text: str, limit: date, sound: bool) -> DateEvidence | None:
    match = _DATELINE.search(text[:_DATELINE_REACH])
    if match is None:
        return None
    clue = _year_clue(text, limit, sound)
    found = _day(match, limit, clue)
    if found is None:
        return None
    return _evidence(found.isoformat(), Precision.DAY, "dateline", match.group(), DATELINE)


def _event(text: str, limit: date, sound: bool) -> DateEvidence | None:
    """The day in the first sentences, its year by the clues of the text; else the month or year of a numbered event."""
    clue = _year_clue(text, limit, sound)
    declared = _declared(text, limit)
    for match in _LEAD_DAY.finditer(text[:_LEAD]):
        if _TO_COME.match(text, match.end()) or not _HAPPENED.match(text, match.end()):
            continue
        if _ANNOUNCED.search(text[: match.start()]):
            continue
        found = _day(match, limit, clue)
        if found is not None and declared and limit - found > STALE_AFTER:
            found = _day(match, limit, clue := declared) or found
        if found is not None:
            proven = clue == found.year or _is_all_of_then(text, match, found, limit)
            if not proven and (then := bygone(_PLAN.sub("　", text), limit)) is not None:
                return then
            trust = EVENT + 1 if proven else EVENT
            return _evidence(found.isoformat(), Precision.DAY, "event", match.group(), trust)
    if (then := bygone(_PLAN.sub("　", text), limit)) is not None:
        return then
    if declared and limit.year - declared > 1 and not looks_back(text):
        return _evidence(str(declared), Precision.YEAR, "event", f"{declared}年", EVENT + 1)
    edition = next(_editions(text[:_LEAD], limit), None)
    if edition is None:
        return None
    year, month, shown = edition
    value = f"{year}-{month:02d}" if month else str(year)
    return _evidence(value, Precision.MONTH if month else Precision.YEAR, "event", shown, EVENT)


def _is_all_of_then(text: str, match: re.Match[str], opened: date, limit: date) -> bool:
    """Whether a text that opens with a day of an earlier year speaks from that time: it goes on naming that year, never
    the page's own, and nothing in it looks back. A fresh feature that begins in the past moves on from it."""
    if not match["year"] or match.start() > _OPENING or limit - opened <= LONG_AGO:
        return False
    named = [int(year) for year in _YEAR_ALONE.findall(text)]
    return named.count(opened.year) >= _NAMED and max(named) < limit.year and not _LOOKS_BACK.search(text)


def _day(match: re.Match[str], limit: date, clue: int | None) -> date | None:
    """The day of a match up to `limit`: in the year it names, that of the clue, or the latest there is."""
    month, day = int(match["month"]), int(match["day"])
    try:
        if match["year"] or clue:
            found = date(int(match["year"] or clue or 0), month, day)
            if found <= limit or match["year"]:
                return found if found <= limit else None
        return latest(month, day, limit)
    except ValueError:
        return None


def _year_clue(text: str, limit: date, sound: bool) -> int | None:
    """The year the text was written in: the one after its last yearly figure where it goes on with 今年; for a page
    without a sound date also that of a numbered event. None where a later year is named as past."""
    years = [int(match["year"]) + 1 for match in _THIS_YEAR.finditer(text)]
    if not years and not sound:
        years = [year for year, _, _ in _editions(text, limit)]
    if not years:
        return None
    clue = max(years)
    named = max((year for year, _ in _past_years(text, limit)), default=clue)
    return clue if named <= clue <= limit.year else None


def _declared(text: str, limit: date) -> int | None:
    """The year before that of the page that the text says it is (2020年是收官之年), where it names no later one."""
    declared = max((int(match["year"]) for match in _DECLARED.finditer(text)), default=limit.year)
    if declared >= limit.year:
        return None
    named = max((year for year, _ in _past_years(text, limit)), default=0)
    return declared if named <= declared else None


def _editions(text: str, limit: date) -> Iterator[tuple[int, int | None, str]]:
    for pattern, year_of, month in _EDITIONS:
        for match in pattern.finditer(text):
            told = next(value for value in match.groups() if value)
            number = int(told) if told.isdigit() else numeral(told)
            year = year_of(number)
            if number and year <= limit.year:
                yield year, month, match.group()


def _floor(text: str, limit: date) -> DateEvidence | None:
    """The latest month or year named as past: the text is not older."""
    named = max(_past_years(text, limit), default=None)
    if named is None:
        return None
    year, month = named
    value = f"{year}-{month:02d}" if month else str(year)
    return _evidence(value, Precision.MONTH if month else Precision.YEAR, "floor", value, FLOOR)


def _past_years(text: str, limit: date) -> Iterator[tuple[int, int]]:
    """(year, month or 0) of all that the text tells as past."""
    for match in _YEAR.finditer(_PLAN.sub("　", text)):
        year, month = int(match.group(1)), int(match["month"] or 0)
        if (year, month) <= (limit.year, limit.month):
            yield year, month


def numeral(text: str) -> int:
    """A number under one hundred in Chinese numerals; 0 for what only looks like one (一一, 十十)."""
    match = _NUMERAL.fullmatch(text)
    if match is None:
        return 0
    tens = _DIGITS.index(match["tens"] or "一") if match["ten"] else 0
    return tens * 10 + (_DIGITS.index(match["ones"]) if match["ones"] else 0)


def _evidence(value: str, precision: Precision, where: str, text: str, trust: int) -> DateEvidence:
    return DateEvidence(value=value, precision=precision, where=where, text=text.strip()[:80], trust=trust)
