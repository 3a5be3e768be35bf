"""Watch: how well the sources were seen, in the words of its reader: "no news" and "nobody looked" never look alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.config import Every
from core.digest import SourceCoverage
from core.health import State
from digest.build import STATES, by_state
from digest.lines import Calendar, shown
from digest.wording import Words, counted

#: Characters of the remark on one Site: a dozen blind Sources with their reasons.
MOST_REMARK = 1200

#: Blind Sources named in the head; the table has them all.
MOST_BLIND = 6

#: States of which the outcome of the last look says more: 超时.
_TOLD_BY_OUTCOME = {State.FAILING, State.BLOCKED, State.DENIED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The coverage of one Site."""

    site: str
    #: Class name of the state, for colour: `failing`, `not-checked`.
    state_name: str
    is_blind: bool
    state: str
    new_links: str
    last_ok: str
    remark: str


def _watched(coverage: Iterable[SourceCoverage]) -> list[SourceCoverage]:
    return [each for each in coverage if each.state is not State.OFF]


def told_in_a_line(coverage: Sequence[SourceCoverage], words: Words) -> str:
    """How much of the watch was blind, and what is switched off."""
    return words.gap.join(filter(None, (_blind_sentence(coverage, words), _off_sentence(coverage, words))))


def _blind_sentence(coverage: Sequence[SourceCoverage], words: Words) -> str:
    """How much of the watch was blind, in one sentence."""
    watched = _watched(coverage)
    blind = [each for each in watched if each.state.is_blind]
    if not watched:
        return words.coverage_unknown
    if not blind:
        return counted(len(watched), words.coverage_full, sites=str(_sites(watched)))
    numbers = Counter(each.state for each in blind)
    what = words.comma.join(f"{words.states[state]} {numbers[state]}" for state in STATES if numbers[state])
    form = words.coverage_blind if len(blind) == len(watched) else words.coverage_part
    return form.format(
        sites=_sites(watched),
        all=len(watched),
        blind=len(blind),
        what=what,
        share=blind_share(watched),
        names=_names_of_blind(watched, words),
    )


def blind_share(coverage: Iterable[SourceCoverage]) -> str:
    """The share of watched Sources that could not be seen, never rounded to none; empty when all were."""
    watched = _watched(coverage)
    blind = sum(each.state.is_blind for each in watched)
    return f"{max(1, round(100 * blind / len(watched)))}%" if blind else ""


def _sites(coverage: Iterable[SourceCoverage]) -> int:
    return len({each.site for each in coverage})


def _names_of_blind(watched: Sequence[SourceCoverage], words: Words) -> str:
    """Sites that are blind as a whole by their name, single Sources with theirs; the worst first."""
    seeing = {each.site for each in watched if not each.state.is_blind}
    names: dict[str, None] = {}
    for each in sorted((each for each in watched if each.state.is_blind), key=by_state):
        site, source = shown(each.site_name or each.site, 40), shown(each.source_name or each.source, 40)
        names[words.source_of_site.format(site=site, source=source) if each.site in seeing else site] = None
    told = words.comma.join(list(names)[:MOST_BLIND])
    return words.more_blind.format(names=told) if len(names) > MOST_BLIND else told


def what_empty_means(coverage: Sequence[SourceCoverage], every: Every, words: Words) -> tuple[str, str]:
    """Whether an empty issue is quiet or blind: never "no news" where nobody could look."""
    watched = _watched(coverage)
    blind = sum(each.state.is_blind for each in watched)
    if not watched:
        return words.empty_title_blind, words.empty_unknown
    if not blind:
        return words.empty_title[every], counted(len(watched), words.empty_sure)
    if blind == len(watched):
        return words.empty_title_blind, words.empty_blind.format(all=len(watched))
    return words.empty_title_partly, words.empty_partly.format(all=len(watched), blind=blind)


def _off_sentence(coverage: Sequence[SourceCoverage], words: Words) -> str:
    off = len(coverage) - len(_watched(coverage))
    return counted(off, words.off_count) if off else ""


def rows_of(coverage: Sequence[SourceCoverage], calendar: Calendar) -> tuple[Row, ...]:
    """One row a Site that is watched, the worst first."""
    sites: dict[str, list[SourceCoverage]] = {}
    for each in sorted(_watched(coverage), key=by_state):
        sites.setdefault(each.site, []).append(each)
    return tuple(_row(sources, calendar) for sources in sites.values())


def _row(sources: Sequence[SourceCoverage], calendar: Calendar) -> Row:
    """The state of a Site is the worst of its Sources, with how many of them are so."""
    words = calendar.words
    worst = sources[0].state
    same = sum(each.state is worst for each in sources)
    state = words.states[worst]
    if worst.is_blind and same < len(sources):
        state += words.bracketed.format(words.partly.format(n=same, all=len(sources)))
    seen = [each.last_ok for each in sources if each.last_ok]
    return Row(
        site=shown(sources[0].site_name, 60) or shown(sources[0].site, 60),
        state_name=worst.value.replace(" ", "-"),
        is_blind=worst.is_blind,
        state=state,
        new_links=str(sum(each.new_links for each in sources)),
        last_ok=calendar.time(max(seen)) if seen else words.never_ok,
        remark=shown(words.semicolon.join(_remarks(sources, calendar)), MOST_REMARK),
    )


def _remarks(sources: Iterable[SourceCoverage], calendar: Calendar) -> Iterable[str]:
    """Which Sources cannot be seen, why, and since when: those of which the same is to be said together."""
    words = calendar.words
    names: dict[str, list[str]] = {}
    for each in sources:
        if each.state.is_blind:
            told = _why_blind(each, words) + _since(each, calendar)
            names.setdefault(told, []).append(each.source_name or each.source)
    for told, same in names.items():
        yield words.remark_form.format(name=words.comma.join(same), reason=told)


def _why_blind(each: SourceCoverage, words: Words) -> str:
    is_told = each.state in _TOLD_BY_OUTCOME and each.outcome
    what = words.outcomes[each.outcome] if is_told and each.outcome else words.states[each.state]
    detail = words.detail(each.reason)
    return what + (words.bracketed.format(detail) if detail else "")


def _since(each: SourceCoverage, calendar: Calendar) -> str:
    """Until when it was well; a list that has fallen silent says that itself. Older records only have `last_ok`."""
    if each.state is State.STALE:
        return ""
    since = each.since or each.last_ok
    return calendar.words.since.format(date=calendar.time(since)) if since else calendar.words.since_never
