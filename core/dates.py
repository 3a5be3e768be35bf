"""Dates as Chinese and English pages write them.

A clock time without an offset is of the given zone; a day without a year is the latest one that is not in the future
of `base`. Nothing here decides which of several dates is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.article import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """One date in a text: `text[start:end]` is as it was written."""

    #: ISO 8601 by precision; minutes and seconds with their offset.
    value: str
    precision: Precision
    start: int
    end: int
    text: str
    #: Counted from `base` (3小时前, 昨天, 08:30).
    relative: bool = False
    #: The text gives no year.
    year_inferred: bool = False


_WEEKDAY = (
    r"(?:\s?[（(]?(?:星期|周|週|礼拜)[一二三四五六日天][）)]?|\s?\(?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\)?)?"
)
_CLOCK = (
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚)?\s{0,2}"
    r"(?P<hour>\d{1,2})\s?(?:[:：]|[时時点點])\s?(?P<minute>\d{2})(?!\d)分?(?:\s?[:：]?(?P<second>(?<=[:：分\s])\d{2})(?!\d)秒?(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<ampm>[AaPp]\.?[Mm])\b)?(?:\s?(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}(?!\d)))?"
)
_TIME = rf"(?:{_WEEKDAY}(?:[T\s,，|]{{0,6}}|,? at ){_CLOCK})?"
#: Months in English by their first letters, January first.
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_CLOCK_FIRST = (
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s?(?P<ampm>[AaPp]\.?[Mm])\b\.?)?(?:\s?(?P<zone>UTC|GMT))?,?\s"
)
_YEAR = r"(?<![\d.])(?P<year>(?:19|20)\d\d)"
_COUNTED = r"(?P<count>\d{1,4})\s?(?P<unit>秒钟?|分钟|分鐘|小时|小時|天|日|周|星期|个月|個月|月|年)\s?(?:之|以)?前"
_NUMERALS = {
    character: value
    for value, row in enumerate(["〇○零Ｏ", "一", "二", "三", "四", "五", "六", "七", "八", "九"])
    for character in row
}

# In find_dates(): characters of which a date of the kind has one (most lines have few of them, and looking for these is
# cheap), and its pattern; order is rank, where two of them claim the same characters.
_PATTERNS = tuple(
    (frozenset(signs), re.compile(pattern, re.IGNORECASE))
    for signs, pattern in (
        (
            "年",
            rf"{_YEAR}\s?年\s{{0,2}}(?P<month>\d{{1,2}})\s?月\s{{0,2}}(?P<day>\d{{1,2}})\s?(?:[日号號]|(?=\s|$)){_TIME}",
        ),
        # A clock time in the next element stands right behind the day: 2026-11-2009:12.
        (
            "-/.",
            rf"{_YEAR}(?P<gap>[-/.])(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}}(?!\d)|\d\d(?=\d\d[:：]\d\d)){_TIME}",
        ),
        ("－", rf"{_YEAR}－(?P<month>\d{{1,2}})－(?P<day>\d{{1,2}})(?!\d){_TIME}"),
        (
            "aeuo",
            rf"(?<![\d.])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{_MONTH},?[\s-](?P<year>(?:19|20)\d\d)(?!\d){_TIME}",
        ),
        # 09:12 a.m., November 20, 2026
        ("aeuo", rf"{_CLOCK_FIRST}{_MONTH}\s(?P<day>\d{{1,2}}),?\s(?P<year>(?:19|20)\d\d)(?!\d)"),
        ("aeuo", rf"{_CLOCK_FIRST}(?P<day>\d{{1,2}})\s{_MONTH},?\s(?P<year>(?:19|20)\d\d)(?!\d)"),
        # Nov 20, 20267-min read
        (
            "aeuo",
            rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)(?!\d(?!\d?[ -]?min)){_TIME}",
        ),
        ("/", rf"(?<![\d/.-])(?P<first>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>(?:19|20)\d\d)(?!\d){_TIME}"),
        (
            "年",
            r"(?P<numerals>[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)",
        ),
        ("年", rf"{_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月(?:份)?"),
        ("-/", rf"{_YEAR}[-/](?P<month>0[1-9]|1[0-2])(?![\d/.-])"),
        ("-", rf"(?<![\d.-])(?P<short>\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)(?![\d-]){_TIME}"),
        ("月", rf"(?<!\d)(?<!\d年)(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?[日号號]{_TIME}"),
        ("-/", rf"(?<![\d./:：-])(?P<month>0[1-9]|1[0-2])[-/](?P<day>[0-3]\d)(?![\d/.-]){_TIME}"),
        ("前", rf"{_COUNTED}(?:\s?[（(](?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})[）)])?"),
        ("g", r"\b(?P<count>\d{1,4}|an?)\s(?P<unit>second|minute|min|hour|day|week|month|year)s?\sago\b"),
        ("今昨前d", rf"(?P<near>今天|今日|昨天|昨日|前天|today|yesterday)[\s,，]{{0,3}}(?:at\s)?{_CLOCK}"),
    )
)
# Only where the whole text is one date.
_WHOLE = tuple(
    re.compile(rf"[\s\[【(（]*(?:{pattern})[\s\]】)）]*", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?",
        # Lists that set the day large above or beside the month.
        r"(?P<day>\d{1,2})\s+(?P<year>(?:19|20)\d\d)\s?[-./年]\s?(?P<month>\d{1,2})月?",
        r"(?P<year>(?:19|20)\d\d)\s?[-./年]\s?(?P<month>\d{1,2})月?\s+(?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d\d)\s?[-./]\s?(?P<month>\d{1,2})",
        r"(?P<year>(?:19|20)\d\d)年?",
        r"(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})日?",
        r"(?P<near>今天|今日|昨天|昨日|前天|刚刚|剛剛|today|yesterday|just now)",
        _CLOCK,
    )
)
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?(?:\.\d+)?\s*")
_UNITS = {
    "秒": timedelta(seconds=1),
    "分": timedelta(minutes=1),
    "小": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星": timedelta(weeks=1),
    "个": timedelta(days=30.44),
    "個": timedelta(days=30.44),
    "月": timedelta(days=30.44),
    "年": timedelta(days=365.25),
    "sec": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "hou": timedelta(hours=1),
    "day": timedelta(days=1),
    "wee": timedelta(weeks=1),
    "mon": timedelta(days=30.44),
    "yea": timedelta(days=365.25),
}
_DAYS_BACK = {"昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
_AFTERNOON = {"下午", "傍晚", "晚上", "晚间", "晚"}

_IN_URLS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![0-9a-z])t((?:19|20)\d\d)(\d\d)(\d\d)_",
        r"/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/",
        r"/((?:19|20)\d\d)[-/_](\d{1,2})[-/_](\d{1,2})(?=[/_.-]|$)",
        r"/((?:19|20)\d\d)[-/]?(\d\d)/?(\d\d)/",
        r"(?<!\d)(20[012]\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)",
        r"/((?:19|20)\d\d)-?(0[1-9]|1[0-2])/()",
    )
)

#: A text of more characters is no date field.
_FIELD = 200


def find_dates(text: str, base: datetime, zone: str) -> list[FoundDate]:
    """Every date in a text, in order, not overlapping. `base` is aware; `zone` is a tz name. Linear."""
    local = _Local(base, zone)
    letters = set(text.lower())
    found = sorted(
        (
            (match.start(), rank, one)
            for rank, (signs, pattern) in enumerate(_PATTERNS)
            if not signs.isdisjoint(letters)
            for match, one in _read(pattern, text, local)
        ),
        key=lambda entry: entry[:2],
    )
    kept: list[FoundDate] = []
    for _, _, one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def parse_date(text: str, base: datetime, zone: str) -> FoundDate | None:
    """The date of a field that is about one date: a list row, a meta tag, a feed entry; None when there is none.

    Of several the most exact, of equals the first.
    """
    if len(text) > _FIELD:
        return None
    local = _Local(base, zone)
    if (epoch := _EPOCH.fullmatch(text)) is not None:
        return _from_epoch(epoch, text, local)
    for pattern in _WHOLE:
        match = pattern.fullmatch(text)
        one = _from_match(match, local) if match else None
        if one is not None:
            return one
    return min(find_dates(text, base, zone), key=lambda one: _RANK[one.precision], default=None)


def date_in_url(url: str) -> FoundDate | None:
    """The day, or else the month, that an address names in its path; None when it names none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for pattern in _IN_URLS:
        match = pattern.search(path)
        if match is None:
            continue
        year, month, day = match.groups()
        try:
            told = date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
        precision = Precision.DAY if day else Precision.MONTH
        found = _found(match, _shown(told, precision), precision, relative=False, inferred=False)
        return replace(found, text=found.text.strip("/_"))
    return None


_RANK = {precision: rank for rank, precision in enumerate(Precision)}


class _Local:
    """What "now" and "here" are for a text."""

    def __init__(self, base: datetime, zone: str) -> None:
        self.zone: tzinfo = ZoneInfo(zone)
        self.now = base.astimezone(self.zone)
        self.today = self.now.date()


def _read(pattern: re.Pattern[str], text: str, local: _Local) -> Iterator[tuple[re.Match[str], FoundDate]]:
    for match in pattern.finditer(text):
        one = _from_match(match, local)
        if one is not None:
            yield match, one


def _from_match(match: re.Match[str], local: _Local) -> FoundDate | None:
    """None for what only looks like a date: 2026-13-45, 25:70."""
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    try:
        if "count" in parts:
            return _counted_back(match, parts, local)
        if "numerals" in parts:
            return _in_numerals(match, parts["numerals"])
        day, precision, inferred = _calendar(parts, local)
        if "hour" not in parts:
            return _found(match, _shown(day, precision), precision, "near" in parts, inferred)
        moment, precision = _clock(day, parts, local)
    except (ValueError, OverflowError):
        return None
    if not {"month", "name", "first", "near"} & parts.keys() and moment > local.now:
        moment -= timedelta(days=1)
    relative = "near" in parts or not {"month", "name", "first"} & parts.keys()
    return _found(match, moment.isoformat(timespec="seconds"), precision, relative, inferred)


def _calendar(parts: dict[str, str], local: _Local) -> tuple[date, Precision, bool]:
    """The day a match tells, how exact it is, and whether its year is a guess."""
    if "near" in parts:
        return local.today - timedelta(days=_DAYS_BACK.get(parts["near"].lower(), 0)), Precision.DAY, False
    if "first" in parts:
        month, day = int(parts["first"]), int(parts["other"])
        month, day = (day, month) if month > 12 else (month, day)
        return date(int(parts["year"]), month, day), Precision.DAY, False
    if "name" in parts:
        month = MONTHS.index(parts["name"][:3].lower()) + 1
        return date(int(parts["year"]), month, int(parts["day"])), Precision.DAY, False
    if "month" not in parts:
        if "year" in parts:
            return date(int(parts["year"]), 1, 1), Precision.YEAR, False
        return local.today, Precision.DAY, False
    month, day = int(parts["month"]), int(parts.get("day", 1))
    if "short" in parts:
        return date(2000 + int(parts["short"]), month, day), Precision.DAY, False
    if "year" in parts:
        return date(int(parts["year"]), month, day), Precision.DAY if "day" in parts else Precision.MONTH, False
    return latest(month, day, local.today), Precision.DAY, True


def latest(month: int, day: int, today: date) -> date:
    """The last such day up to `today`; ValueError when no year has one."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(f"no day {month}-{day}")


def _clock(day: date, parts: dict[str, str], local: _Local) -> tuple[datetime, Precision]:
    hour = int(parts["hour"])
    half = parts.get("half", "")
    ampm = parts.get("ampm", "").lower()[:1]
    if (half in _AFTERNOON or ampm == "p" or (half == "中午" and hour < 3)) and hour < 12:
        hour += 12
    elif ampm == "a" and hour == 12:
        hour = 0
    moment = datetime(
        day.year,
        day.month,
        day.day,
        hour,
        int(parts["minute"]),
        int(parts.get("second", 0)),
        tzinfo=_zone(parts, local),
    )
    return moment, Precision.SECOND if "second" in parts else Precision.MINUTE


def _zone(parts: dict[str, str], local: _Local) -> tzinfo:
    name = parts.get("zone", "").upper()
    if not name:
        return local.zone
    if name in {"Z", "UTC", "GMT"}:
        return UTC
    offset = timedelta(hours=int(name[1:3]), minutes=int(name[-2:]))
    return timezone(-offset if name[0] == "-" else offset)


def _counted_back(match: re.Match[str], parts: dict[str, str], local: _Local) -> FoundDate | None:
    count = 1 if parts["count"].lower() in {"a", "an"} else int(parts["count"])
    unit = parts["unit"].lower()
    step = _UNITS[unit[:3] if unit.isascii() else unit[0]]
    moment = local.now - count * step
    if "month" in parts:
        # The site tells the day as well: of the years around, the one nearest to the age.
        day = min(
            (date(year, int(parts["month"]), int(parts["day"])) for year in range(moment.year - 1, moment.year + 2)),
            key=lambda one: abs(one - moment.date()),
        )
        return _found(match, day.isoformat(), Precision.DAY, True, True)
    if step < timedelta(days=1):
        return _found(match, moment.isoformat(timespec="seconds"), Precision.MINUTE, True, False)
    precision = Precision.DAY if step <= timedelta(weeks=1) else Precision.MONTH if step.days < 300 else Precision.YEAR
    return _found(match, _shown(moment.date(), precision), precision, True, False)


def _in_numerals(match: re.Match[str], text: str) -> FoundDate:
    year, _, rest = text.partition("年")
    month, _, day = rest.partition("月")
    precision = Precision.DAY if day else Precision.MONTH
    told = date(
        int("".join(str(_NUMERALS[one]) for one in year)), _number(month), _number(day.rstrip("日")) if day else 1
    )
    return _found(match, _shown(told, precision), precision, False, False)


def _number(text: str) -> int:
    """A numeral below one hundred: 九, 十一, 二十, 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[text] if len(text) == 1 else int("x")
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def _from_epoch(match: re.Match[str], text: str, local: _Local) -> FoundDate | None:
    moment = datetime.fromtimestamp(int(match.group(1)), local.zone)
    return FoundDate(
        value=moment.isoformat(timespec="seconds"),
        precision=Precision.SECOND,
        start=0,
        end=len(text),
        text=text.strip(),
    )


def _shown(day: date, precision: Precision) -> str:
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]


def _found(match: re.Match[str], value: str, precision: Precision, relative: bool, inferred: bool) -> FoundDate:
    return FoundDate(
        value=value,
        precision=precision,
        start=match.start(),
        end=match.end(),
        text=match.group().strip(),
        relative=relative,
        year_inferred=inferred,
    )
