"""Bygone: texts that were written long before their page, told by the times they name and how they speak of them.

A collector gives an old story a new date, but leaves its words: it opens with a day long gone and speaks of none since,
or tells as still to come what has long been.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from core.article import DateEvidence, Precision
from core.dates import MONTHS

#: A time that was over so long before the page is no news of it; offices do report a meeting some weeks later.
LONG_AGO = timedelta(days=60)
#: What a text told as to come was over so long before its page: the text is no news of these days.
MISSED = timedelta(days=30)
#: A text that tells its time stays short: in a longer one somebody always speaks of his day.
SHORT = 600
#: What opens such a text stands in so many of its first characters.
_TELLS = 60
#: More than what a page says of its date (core.extract.history).
_TRUST = 45

# Words of a text that looks back on what it tells.
_LOOKS_BACK = (
    r"如今|时至今日|迄今|至今|周年|回[望首顾]|历程|年[前间来]|年以来|当年|当时|时任|曾经?|原[定计拟]|此前|后来|最终"
    r"|\b(?:then-|(?:originally|had been|anniversary|ago|since|look(?:ing|s|ed)? back|was (?:to|due|planned))\b)"
)
_LOOKING_BACK = re.compile(_LOOKS_BACK, re.IGNORECASE)
# These, or words for the days before its page.
_SPEAKS_OF_NOW = re.compile(
    r"近[日期来年]|日前|昨[天日]|今[天日]|目前|现[在已]|最近|[本上][周月]|这[周月]|今年(?!\d{1,2}月)"
    r"|\b(?:recent(?:ly)?|yesterday|today|now|currently|so far|(?:this|last) (?:week|month|year|spring|summer))\b|"
    + _LOOKS_BACK,
    re.IGNORECASE,
)
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_TIMES = (
    re.compile(
        r"(?<![\d.-])(?P<year>20[0-3]\d)年(?!度|计划|版)"
        r"(?:(?P<month>1[0-2]|[1-9])月(?:(?P<day>[12]\d|3[01]|[1-9])日)?)?"
    ),
    re.compile(
        rf"(?<![\d./-])\b(?:{_MONTH} (?:(?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?, ?)?)?"
        r"(?P<year>20[0-3]\d)\b(?![./-]\d)",
        re.IGNORECASE,
    ),
)
# 2018年1月组建的办公室, 2024年5月1日起施行
_ATTRIBUTE = re.compile("起|以来|[^，。；]{0,12}的")
# What stands before a time to come, and behind one: 将于2022年8月, 力争在2023年一季度, 2019年12月还将
_COMES = re.compile(
    r"(?:将[于在]|拟[于在]|定于|预计[于在]?|力争[于在])$"
    r"|\b(?:will|(?:is|are)(?: expected| scheduled| due)? to) [a-z' -]{2,40}\b(?:on|in|by|from|before|end of) $",
    re.IGNORECASE,
)
_WILL = re.compile("[还也]?将")
# 将在今年9月30日: before the day of the page it is over, and the text is older.
_COMES_THIS_YEAR = re.compile(
    r"(?:将[于在]|定于|拟于|预计[于在]?)(?P<when>今年(?P<month>1[0-2]|[1-9])月(?:(?P<day>[12]\d|3[01]|[1-9])日)?)"
)
_EARLIER, _EARLIER_BEFORE = re.compile("原|曾|此前"), 12
# Words of a text for the day that it opens with.
_THAT_DAY = re.compile("同[日天]|当[日天]")
_BEFORE = 80
# 【原载2010年3月】, (原载《某某报》2024年5月3日), First published in Example Daily on May 3, 2024
_CREDIT = re.compile(
    r"(?:原载|首发于|首次发表|原文?(?:发布|刊发|发表)(?:时间|日期|于)|(?:first|originally) published)", re.IGNORECASE
)
_CREDITED = re.compile(rf"{_CREDIT.pattern}[^\n。.]{{0,40}}$", re.IGNORECASE)


class Time(NamedTuple):
    """A time that a text names, at [start, end)."""

    year: int
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def over(self) -> date:
        """The last day that it may mean."""
        month = self.month or 12
        if self.day:
            return date(self.year, month, 1) + timedelta(days=self.day - 1)
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def evidence(self, text: str, where: str) -> DateEvidence:
        """The time as a date of the news, as precise as it is."""
        precision = Precision.DAY if self.day else Precision.MONTH if self.month else Precision.YEAR
        value = self.over.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7}.get(precision, 4)]
        return DateEvidence(
            value=value, precision=precision, where=where, text=text[self.start : self.end], trust=_TRUST
        )


def credited(text: str, limit: date) -> DateEvidence | None:
    """When a text was first published elsewhere, as it says itself; `limit` is the day of its page."""
    # Looking for the times of a long text costs more than for these words, which few texts have.
    if not _CREDIT.search(text):
        return None
    for time in _times(text):
        if time.month and time.over <= limit and _CREDITED.search(text[max(0, time.start - _BEFORE) : time.start]):
            return time.evidence(text, "credit")
    return None


def looks_back(text: str) -> bool:
    """Whether a text has words for looking back on what it tells."""
    return bool(_LOOKING_BACK.search(text))


def bygone(text: str, limit: date) -> DateEvidence | None:
    """The time of a short text that names none of the last 60 days before `limit`, the day of its page.

    Either it tells as still to come what is long over, and does not look back: such a text was written before that, and
    is dated by the last day or month that it names as past. Or it opens with a time long gone and has no word of its
    page's own days.

    Args:
        text: in Simplified characters, names of plans taken out of it (core.extract.history).
        limit: the day of the page.
    """
    if len(text) > SHORT:
        return None
    if (missed := _missed(text, limit)) is not None:
        return missed
    named = list(_times(text))
    if not named or any(limit - time.over <= LONG_AGO for time in named):
        return None
    coming = [time for time in named if _is_to_come(text, time)]
    if coming and not looks_back(text):
        past = [time for time in named if time.month and time not in coming and time.over <= coming[0].over]
        return max(past or coming[:1], key=lambda time: time.over).evidence(text, "event")
    opening = named[0]
    is_attribute = _ATTRIBUTE.match(text, opening.end) and not (opening.day and _THAT_DAY.search(text, opening.end))
    opens = opening.start < _TELLS and not is_attribute
    if opens and (opening.month or limit.year - opening.year > 1) and not _SPEAKS_OF_NOW.search(text):
        return opening.evidence(text, "event")
    return None


def _missed(text: str, limit: date) -> DateEvidence | None:
    """A day of the page's own year that the text tells as to come and that was over weeks before the page."""
    match = _COMES_THIS_YEAR.search(text)
    if match is None or _EARLIER.search(text, max(0, match.start() - _EARLIER_BEFORE), match.start()):
        return None
    time = Time(limit.year, int(match["month"]), int(match["day"] or 0) or None, *match.span("when"))
    return time.evidence(text, "event") if limit - time.over > MISSED else None


def _is_to_come(text: str, time: Time) -> bool:
    before = text[max(0, time.start - _BEFORE) : time.start]
    return bool(_COMES.search(before) or (time.month and _WILL.match(text, time.end)))


def _times(text: str) -> Iterator[Time]:
    """All times of the calendar with their year, in order."""
    matches = sorted((match for pattern in _TIMES for match in pattern.finditer(text)), key=lambda each: each.start())
    for match in matches:
        parts = match.groupdict()
        name = parts.get("name")
        month = MONTHS.index(name.lower()) + 1 if name else int(parts.get("month") or 0) or None
        yield Time(int(match["year"]), month, int(match["day"] or 0) or None, match.start(), match.end())
