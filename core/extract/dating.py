"""When the page says it was published: every candidate with its evidence, and one rule that chooses.

docs/reading.md has the order of trust with an example of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.article import DateEvidence, Hints, Precision
from core.dates import FoundDate, date_in_url, find_dates, parse_date
from core.extract.furniture import FOOT
from core.extract.html import Block
from core.extract.metadata import Metadata
from core.extract.parts import words
from core.scripts import compile_either

#: Trust by kind of evidence, 0 to 100: how often it was right on the measured pages, in order (extraction.md §2, §4).
META, JSON_LD, SCRIPT, TIME_PUBLISHED, LISTED, TIME_TAG = 95, 92, 90, 84, 80, 68
# What a tag tells may be of the template, of the document or of the last publishing; what is shown is looked after.
LINE_LABELLED_CLOCK, LINE_LABELLED, LINE_CLOCK, LINE_DAY = 96, 78, 82, 66
LINE_BELOW_LABELLED, LINE_BELOW = 70, 50
URL_DAY, URL_MONTH = 72, 30
RELATIVE, CHANGED, DATELINE, GUESS = 40, 35, 45, 20
#: What another kind of evidence for the same day adds.
BORNE_OUT = 10
#: Evidence below this does not stand by itself against what the text says.
_SOUND = 70

_LABEL = compile_either(
    r"发布|发表|刊发|来源|时间|日期|publish|posted|updated|\d\s?(?:加入|录入|添加|上传)",
    re.IGNORECASE,
)
_RENDERED = compile_either(
    r"生成(?:时间|日期|于)|(?:页面|网页|本页|网站)(?:最[后近])?更新|今天是|现在时间|当前时间|服务器时间"
    r"|page (?:generated|rendered)",
    re.IGNORECASE,
)
# What stands before the date of signing, and before that of a change: both yield to the date of publishing.
_WRITTEN = compile_either(r"(?:成文|印发|签发|写作|制发)(?:日期|时间)\s*[:：]?\s*$")
_UPDATED = compile_either(r"(?:修改|更新|updated|modified)(?:日期|时间|于|on)?\W*$", re.IGNORECASE)
# What a notice tells the time of.
_APPOINTED = compile_either(
    r"(?:活动|会议|开庭|举办|举行|开标|开幕|截[止至]|报名|考试|拍卖|销售|发售|开始|结束|演出|比赛|直播|预约|培训|展览|公示|有效)"
    r"(?:时间|日期|期限?|至|于)?\s*[:：]?\s*$"
)
_COPYRIGHT = compile_either(r"copyright|©|版权所有|备案|ICP|许可证|all rights reserved", re.IGNORECASE)
_HINT = compile_either(
    r"\d\s?[-/.年月:：时]\s?\d|\d\s?(?:月|[分小天日秒周年个].{0,2}前)|昨天|前天|今天|ago\b|(?:19|20)\d\d|[〇○零一二]{2}[〇○零一二三四五六七八九]{2}年"
)
_DAY_FIRST = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d"
# A byline that an extractor took for the first line of the text.
_SIGNED = compile_either(
    r"(?=.{0,80}$)(?=.*(?:作者|来源|出处|编辑|发布)\s*[:：])(?!.*。)"
    rf"|(?:{_DAY_FIRST})[^。，；：！？]{{0,40}}$"
)
_CLOSING = re.compile(r"\((?:[A-Z][a-z]+,? ){1,5}")
_STAMP = compile_either(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s{1,3}\d{1,2}[:：]\d{2})?")
_OLDEST = 1990
#: Lines are looked at up to here before the title, behind the body, and at their length.
_ABOVE, _BELOW, _LONGEST = 12, 30, 160
#: Lines within which a title stands above its body; lines of the body that may hold a byline.
_NEAR, _EDGE = 6, 6
#: Lines of the text in which a byline is looked for.
_OPENING = 3
#: Lines below the title that are no rows of a list of links.
_BYLINE = 2
#: A stamp that stands so often on a page dates nothing.
_FILLER = 3
#: Titles of one article share this part of their words.
_SAME_TITLE = 0.3
_TOLERANCE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the article lies among the lines of its page, by index."""

    lines: Sequence[Block]
    #: The line with the title, else 0.
    title: int
    #: The lines of the body; empty when there is none.
    taken: frozenset[int]
    #: Its first and last line; a little below the title when there is none.
    start: int
    end: int

    @classmethod
    def of(cls, lines: Sequence[Block], taken: Sequence[int], title: str) -> Layout:
        """The title is the last line above the body that says it: breadcrumbs and menus say it too, further up."""
        key = "".join(title.split())
        end = taken[0] if taken else len(lines)
        places = [index for index in range(min(end + 1, len(lines))) if "".join(lines[index].text.split()) == key]
        place = places[-1] if places and key else max(0, end - _NEAR)
        last = max(0, min(place + _NEAR, len(lines) - 1))
        return cls(lines, place, frozenset(taken), taken[0] if taken else last, taken[-1] if taken else last)

    def around(self) -> list[int]:
        """The lines on which dates and bylines stand: above, between and behind those of the body, and its edges."""
        edges = sorted(self.taken)
        kept = {*edges[:_EDGE], *edges[-3:]}
        reach = range(max(0, self.title - _ABOVE), min(len(self.lines), self.end + _BELOW))
        return [
            index
            for index in reach
            if (index not in self.taken or index in kept)
            and not self.lines[index].hidden
            and not (index > self.end and self.lines[index].is_link)
            and len(self.lines[index].text) <= _LONGEST
        ]

    def is_above(self, index: int) -> bool:
        """Whether a line stands before the body, or interrupts its first paragraphs as a byline may."""
        return index not in self.taken and index <= self.start + _EDGE


def gather(metadata: Metadata, layout: Layout, url: str | None, hints: Hints) -> tuple[DateEvidence, ...]:
    """Every candidate for the date of the page, the doubtful ones with their doubt."""
    base, zone = hints.fetched_at, hints.timezone
    found = [
        *_told(metadata, base, zone, tags_doubt="of another article" if _is_of_another(metadata, layout) else ""),
        *_listed(hints),
        *_in_url(url),
        *_in_lines(layout, base, zone),
    ]
    shown = {one.value[:10] for one in found if one.where in _SHOWN}
    return tuple(dict.fromkeys(_doubted(_as_shown(one, shown, zone), base, zone) for one in found))


def _as_shown(one: DateEvidence, shown: Collection[str], zone: str) -> DateEvidence:
    """A moment told in UTC is of the day that the page shows, where that is the local one."""
    if not one.value.endswith("+00:00"):
        return one
    local = datetime.fromisoformat(one.value).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    return replace(one, value=local) if local[:10] in shown and one.value[:10] not in shown else one


def choose(evidence: Sequence[DateEvidence]) -> DateEvidence | None:
    """The candidate without doubt that is most trusted, each other kind of evidence for its day counting for it.

    Of equals the first; a finer one of the same day tells the clock time.
    """
    believed = [one for one in evidence if not one.doubt]
    if not believed:
        return None
    best = max(believed, key=lambda one: one.trust + BORNE_OUT * _witnesses(one, believed))
    if best.precision in {Precision.SECOND, Precision.MINUTE}:
        return best
    finer = [one for one in believed if one.value.startswith(best.value) and len(one.value) > len(best.value)]
    return max(finer, key=lambda one: (one.trust, len(one.value)), default=best)


def _witnesses(one: DateEvidence, evidence: Sequence[DateEvidence]) -> int:
    """How many other kinds of evidence tell the same day, give or take one for the time zone.

    The day under a signature is none: tags that hold it hold the day of writing.
    """
    day = earliest(one.value).date()
    witnesses = (other for other in evidence if other.trust > LINE_BELOW)
    kinds = {_kind(other) for other in witnesses if abs((earliest(other.value).date() - day).days) <= 1}
    return len(kinds - {_kind(one)})


def _kind(one: DateEvidence) -> str:
    return one.where.partition(":")[0]


def is_sound(chosen: DateEvidence) -> bool:
    """Whether a date is the page's own statement, not a bound or a guess."""
    return chosen.trust >= _SOUND


def earliest(value: str) -> datetime:
    """The first moment an ISO value may mean, without zone."""
    padded = value if len(value) > 7 else f"{value}-01" if len(value) == 7 else f"{value}-01-01"
    return datetime.fromisoformat(padded).replace(tzinfo=None)


def latest_doubted(evidence: Sequence[DateEvidence], until: datetime) -> datetime | None:
    """The newest stamp that dates nothing but shows that the page stood then (filler, rendering), up to `until`."""
    bounds = [earliest(one.value) for one in evidence if one.doubt in _BOUNDS]
    limit = until.replace(tzinfo=None)
    return max((one for one in bounds if one <= limit), default=None)


def guess(layout: Layout, evidence: Sequence[DateEvidence], hints: Hints) -> DateEvidence | None:
    """What htmldate finds where our own rules find nothing: it is asked last, because it invents."""
    from htmldate import find_date

    # A day that the article speaks of seldom is its own: of five guesses on pages rid of their dates none was.
    beside = [line for index, line in enumerate(layout.lines[:300]) if index not in layout.taken]
    # It takes 2026年4月3日 for the first of January.
    text = "".join(f"<p>{_dashed(line.text)}</p>" for line in beside if _HINT.search(line.text) and not line.linked)
    found = find_date(
        f"<html><body>{text}</body></html>",
        extensive_search=False,
        original_date=True,
        max_date=hints.fetched_at.strftime("%Y-%m-%d"),
    )
    # It cannot know what has been doubted already.
    if not found or any(one.value.startswith(found) for one in evidence if one.doubt):
        return None
    return DateEvidence(value=found, precision=Precision.DAY, where="htmldate", text=found, trust=GUESS)


def entered(time: str, day: DateEvidence | None, fetched: datetime) -> DateEvidence | None:
    """When an entry of a live blog was made: at the time it tells, on the day it tells or on that of its page.

    `fetched` is local. None where it tells no time, or the page has no day.
    """
    if not time or day is None or day.precision in {Precision.MONTH, Precision.YEAR}:
        return None
    ended = (earliest(day.value) + timedelta(days=1)).replace(hour=0, minute=0, second=0, tzinfo=fetched.tzinfo)
    found = parse_date(time, min(ended - timedelta(seconds=1), fetched), str(fetched.tzinfo))
    return _evidence(replace(found, relative=False), "entry", LINE_CLOCK) if found else None


#: Evidence that readers see.
_SHOWN = frozenset(("line", "list"))
_BOUNDS = ("stands many times on the page", "time of rendering")


def _dashed(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?", r"\1-\2-\3", escaped)


def _is_of_another(metadata: Metadata, layout: Layout) -> bool:
    """Whether the tags tell another article's title than stands above this one: they were left from it, all of them."""
    told = words(metadata.first(("articletitle",)) or "")
    shown = words(layout.lines[layout.title].text) if layout.lines else set()
    return bool(told and shown) and len(told & shown) < _SAME_TITLE * min(len(told), len(shown))


def _told(metadata: Metadata, base: datetime, zone: str, *, tags_doubt: str) -> Iterator[DateEvidence]:
    weights = {"meta": META, "json-ld": JSON_LD, "script": SCRIPT, "time": TIME_TAG}
    tags = {kind: {text for where, text in metadata.published if where == kind} for kind in ("time", "time:published")}
    many = {kind for kind, texts in tags.items() if len(texts) >= _FILLER}
    for where, text in metadata.published:
        if (found := parse_date(text, base, zone)) is not None:
            trust = TIME_PUBLISHED if where == "time:published" else weights[where.partition(":")[0]]
            doubt = tags_doubt if where.startswith("meta:") else "one of many" if where in many else ""
            yield _evidence(found, where, trust, doubt)
    for where, text in metadata.other_times:
        if (found := parse_date(text, base, zone)) is not None:
            doubt = "time of rendering" if where == "rendered" else "time of the last change"
            yield _evidence(found, where, CHANGED, doubt)


def _listed(hints: Hints) -> Iterator[DateEvidence]:
    if hints.listed and (found := parse_date(hints.listed, hints.fetched_at, hints.timezone)) is not None:
        yield _evidence(found, "list", LISTED)


def _in_url(url: str | None) -> Iterator[DateEvidence]:
    found = date_in_url(url or "")
    if found is not None:
        yield _evidence(found, "url", URL_DAY if found.precision is Precision.DAY else URL_MONTH)


def _in_lines(layout: Layout, base: datetime, zone: str) -> Iterator[DateEvidence]:
    stamps = Counter(match.group() for line in layout.lines for match in _STAMP.finditer(line.text))
    repeated = {stamp for stamp, count in stamps.items() if count >= _FILLER}
    opening = sorted(layout.taken)[:_OPENING]
    boxed = False
    for index in layout.around():
        line = layout.lines[index]
        boxed = boxed or (index > layout.end and FOOT.match(line.text) is not None)
        if not _HINT.search(line.text):
            continue
        label = _LABEL.search(line.text) is not None
        above = layout.is_above(index) or (index in opening and _SIGNED.match(line.text) is not None)
        for found in find_dates(line.text, base, zone):
            if not above and (index in layout.taken or not label) and not _is_alone(found, line.text):
                continue
            closes = index <= layout.end + _NEAR
            trust = _line_trust(found, label and closes, below=not above, before=index < layout.title)
            trust = _after_label(line.text[: found.start], trust)
            doubt = _line_doubt(line, found, repeated, index, layout) or ("in a box" if boxed and not label else "")
            yield _evidence(found, "line", trust, doubt)
    yield from _filler(repeated, base, zone)


def _filler(repeated: set[str], base: datetime, zone: str) -> Iterator[DateEvidence]:
    for stamp in sorted(repeated)[:20]:
        if (found := parse_date(stamp, base, zone)) is not None:
            yield _evidence(found, "line", LINE_BELOW, "stands many times on the page")


def _line_trust(found: FoundDate, label: bool, *, below: bool, before: bool) -> int:
    if found.relative or found.year_inferred:
        return RELATIVE
    if below:
        return LINE_BELOW_LABELLED if label else LINE_BELOW
    if found.precision in {Precision.YEAR, Precision.MONTH}:
        return URL_MONTH
    clock = found.precision in {Precision.SECOND, Precision.MINUTE}
    trust = (LINE_LABELLED_CLOCK if clock else LINE_LABELLED) if label else (LINE_CLOCK if clock else LINE_DAY)
    # A page's own clock and its menus stand above the title.
    return trust - 12 if before else trust


def _after_label(before: str, trust: int) -> int:
    """Trust by what stands right before a date: one line may hold several."""
    if _WRITTEN.search(before):
        return min(trust, LINE_BELOW)
    return trust - 5 if _UPDATED.search(before) else trust


def _line_doubt(line: Block, found: FoundDate, repeated: set[str], index: int, layout: Layout) -> str:
    if _COPYRIGHT.search(line.text):
        return "copyright line"
    if _RENDERED.search(line.text):
        return "time of rendering"
    if _APPOINTED.search(line.text[: found.start]):
        return "time of an event"
    beside = len(line.text) - line.linked >= len(found.text) and index - layout.title <= _BYLINE
    if line.is_link and index != layout.title and not beside:
        return "in a link"
    if found.relative and index > layout.end:
        return "behind the article"
    if not repeated.isdisjoint(_STAMP.findall(line.text)):
        clock = found.precision in {Precision.SECOND, Precision.MINUTE}
        # A list of the day's other news repeats the day of the article, but not its label.
        if clock or not layout.is_above(index) or not _LABEL.search(line.text):
            return "stands many times on the page"
    return ""


def _is_alone(found: FoundDate, line: str) -> bool:
    """A date that closes a notice stands alone: 「2026年11月20日」, (Example News Agency November 20, 2026)."""
    return len(line) <= len(found.text) + 6 or _CLOSING.fullmatch(line[: found.start]) is not None


def _evidence(found: FoundDate, where: str, trust: int, doubt: str = "") -> DateEvidence:
    where = "relative" if found.relative and where == "line" else where
    return DateEvidence(
        value=found.value, precision=found.precision, where=where, text=found.text[:80], trust=trust, doubt=doubt
    )


def _doubted(one: DateEvidence, base: datetime, zone: str) -> DateEvidence:
    if one.doubt:
        return one
    moment = datetime.fromisoformat(one.value) if len(one.value) > 10 else earliest(one.value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    if moment > base + _TOLERANCE:
        return replace(one, doubt="in the future")
    if moment.year < _OLDEST:
        return replace(one, doubt="before the web")
    return one
