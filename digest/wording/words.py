"""Words: what there is to be worded in a digest, how dates are written, and reasons of core told in a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.article import Level, Validity
from core.assessment import Trust
from core.config import Every
from core.health import State
from core.link import Outcome
from core.site import Tier
from core.verdict import How, Why
from digest.rank import Merit

#: How core.judge says that something is old.
_STALE = re.compile(r"first published (\S+)(?: \((\S+): (.*)\))?", re.DOTALL)

#: Singular and plural with the place of the number: ("{n} story", "{n} stories").
Counted = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. Names in braces are filled in by the view."""

    lang: str
    comma: str
    semicolon: str
    colon: str
    #: Between two sentences.
    gap: str
    bracketed: str

    # Head
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    long_date: str
    short_date: str
    #: A day of the year of the digest itself.
    near_date: str
    #: A day below a chart, where there is little room.
    chart_date: str
    month: str
    year: str
    moment: str
    window: str
    window_first: str
    #: Names of time zones that a reader knows by another name.
    zones: Mapping[str, str]
    late: str
    late_subject: str
    late_sentence: str
    stories: Counted
    outlets: Counted
    held_count: Counted
    left_out_count: Counted
    blind_share: str
    subject: str
    headlines: Mapping[Every, str]
    contents: str
    archive: str
    archive_of: Counted

    # Sections
    other: str
    related: str
    related_note: str
    more_in_archive: Counted

    # Entries
    credited: str
    published: str
    first_published: str
    first_seen: str
    no_date: str
    month_only: str
    year_only: str
    #: Who published it first, where that is another; and where of him only the name was seen.
    first_publisher: str
    first_unseen: str
    unseen: str
    seen_at: str
    also_at: Counted
    hows_title: str
    #: How a page stands to another than the one that is shown.
    taken_from: str
    lineage: str
    #: Another report of the event, by its language.
    told_in: Mapping[str, str]
    #: Another's report in the language of the story.
    told_too: str
    not_counted: Counted
    more: Counted
    why: str
    whole_story: str
    score: Counted
    hits: str
    dates: str
    dates_believed: str
    attachments: Counted
    document: str
    more_bodies: str
    #: What is said of a document that is out of force; one in force needs no words.
    validities: Mapping[Validity, str]
    #: Sentences with figures that are not in the summary.
    figures: str
    goes_on: str
    #: The page of that one in the archive.
    its_page: str
    #: Why a Story comes before others: each merit with its value, and what a reader calls the levels of documents.
    ranked: str
    merits: Mapping[Merit, str]
    levels: Mapping[Level, str]
    no_summary: str
    only_attachments: str

    # Round-ups of a week or a month
    documents: str
    documents_note: str
    period_figures: Mapping[Every, str]

    # Trends
    trends: str
    trends_note: Counted
    by_day: str
    by_area: str
    by_place: str
    by_outlet: str
    #: The table of places, its columns, and the line of a whole province.
    places_table: str
    province_column: str
    places_column: str
    places_total: str
    day_told: str
    day_unknown: str
    unknown_note: str
    numbers: str
    day_column: str
    stories_column: str
    more_places: str

    # Empty day
    empty_title: Mapping[Every, str]
    empty_title_partly: str
    empty_title_blind: str
    empty_sure: Counted
    empty_partly: str
    empty_blind: str
    empty_unknown: str

    # Changes
    changes: str
    changes_note: str
    changes_count: Counted
    edited: str
    gone: str
    noticed: str
    was: str
    is_now: str
    removed: str
    added: str
    more_altered: Counted

    # Left out
    held: str
    held_note: str
    rejected: str
    rejected_note: str
    near_misses: str
    near_misses_note: str

    # Coverage
    coverage: str
    coverage_unknown: str
    coverage_full: Counted
    coverage_part: str
    coverage_blind: str
    source_of_site: str
    more_blind: str
    off_count: Counted
    #: Messages of earlier issues that have not arrived.
    undelivered: Counted
    site: str
    state: str
    new_links: str
    last_ok: str
    remark: str
    never_ok: str
    remark_form: str
    since: str
    since_never: str
    partly: str
    more_sites: Counted
    footer: str

    # Forms of their own
    #: Where a Story stands, before its address on paper.
    original: str
    #: The name of the sheet of Stories; the names of its columns by the fields of digest.sheet.Row, in their order.
    sheet: str
    columns: Mapping[str, str]
    feeds: str
    #: What a feed holds: Stories of so many days.
    feed_note: Counted

    # Enumerations
    tiers: Mapping[Tier | None, str]
    hows: Mapping[How, str]
    #: What says more of a page than how its text stands to another.
    doubted: Mapping[Trust, str]
    whys: Mapping[Why, str]
    states: Mapping[State, str]
    outcomes: Mapping[Outcome, str]
    fields: Mapping[str, str]
    #: Where a date stood (the part before a colon), and why it was not believed.
    wheres: Mapping[str, str]
    doubts: Mapping[str, str]
    #: Names of signs of trust (core.trust, signs.toml).
    signs: Mapping[str, str]
    stale: str
    stale_by: str
    #: All four provinces, in one chip.
    provinces: str
    #: Reasons come from core in English: patterns of them, and how they read in this language.
    details: Mapping[str, str]

    def long_day(self, day: date) -> str:
        """2026年11月21日 星期六"""
        return self._filled(self.long_date, day)

    def day(self, day: date, year: int | None = None) -> str:
        """2026年11月21日; 11月21日 for a reader who knows the year."""
        return self._filled(self.near_date if day.year == year else self.short_date, day)

    def chart_day(self, day: date) -> str:
        """11月21日, of whatever year."""
        return self._filled(self.chart_date, day)

    def time(self, at: datetime, year: int | None = None) -> str:
        """2026年11月21日 07:30, in the zone of `at`."""
        return self.moment.format(day=self.day(at.date(), year), time=f"{at:%H:%M}")

    def iso(self, value: str, year: int | None = None) -> str:
        """An ISO date or date and time of any precision, in words; what is not ISO stays as it is."""
        try:
            if len(value) == len("2026"):
                return self._filled(self.year, date(int(value), 1, 1))
            if len(value) == len("2026-11"):
                return self._filled(self.month, date.fromisoformat(f"{value}-01"))
            if len(value) == len("2026-11-20"):
                return self.day(date.fromisoformat(value), year)
            return self.time(datetime.fromisoformat(value), year)
        except ValueError:
            return value

    def detail(self, reason: str) -> str:
        """A reason of core in this language, as far as its shape is known; what it quotes stays as it is."""
        if match := _STALE.fullmatch(reason):
            value, where, text = match.groups()
            form = self.stale_by if where else self.stale
            return form.format(date=self.iso(value), where=self.where(where or ""), text=text)
        told = [self._known(part) for part in reason.split("; ")]
        if None not in told:
            return self.semicolon.join(part for part in told if part)
        known = self._known(reason)
        return self._evidence(reason) if known is None else known

    def where(self, where: str) -> str:
        """Where a date stood: `meta:pubdate` is 页面元数据 pubdate."""
        kind, _, name = where.partition(":")
        return f"{self.wheres.get(kind, kind)} {name}".rstrip()

    def _known(self, reason: str) -> str | None:
        for pattern, form in self.details.items():
            if match := re.fullmatch(pattern, reason, re.DOTALL):
                return match.expand(form)
        return None

    def _evidence(self, reason: str) -> str:
        """The names of signs before what was seen: `foreign footer: ...; counted words: ...`."""
        names = "|".join(map(re.escape, self.signs))
        return re.sub(
            rf"(^|; )({names})( [^:;]{{1,20}})?: [：，。、]*",
            lambda found: (found[1] and self.semicolon) + self.signs[found[2]] + (found[3] or "") + self.colon,
            reason,
        )

    def _filled(self, form: str, day: date) -> str:
        return form.format(
            y=day.year, m=day.month, d=day.day, month=self.months[day.month - 1], weekday=self.weekdays[day.weekday()]
        )


def counted(number: int, forms: Counted, **values: str) -> str:
    """`1 story`, `2 stories`, `2 条`."""
    return forms[0 if number == 1 else 1].format(n=number, **values)
