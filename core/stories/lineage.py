"""Lineage: who had a Story from whom, and who published it first, as far as its Articles tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from core.assessment import Fingerprint, Trust
from core.duplicates import Comparison, compare
from core.site import PUBLISHERS, Tier
from core.stories.canonical import FORGED, has_trusted_date, is_forged
from core.stories.story import Member
from core.text import HAN, folded
from core.urls import host_of, registrable
from core.verdict import How

#: A text is compared with so many earlier ones at the most: a Story that everybody carried must not cost minutes.
MOST_COMPARED = 6

#: Besides machine-made copies and forgeries, what adds no voice: a collector takes whatever it meets.
_ADDS_NO_VOICE = FORGED | {Trust.REPUBLISHED}
#: All publishers watched live by one clock.
_ZONE = timezone(timedelta(hours=8))
_CLOCK = len("2026-11-20T08")
_DAY = len("2026-11-20")

#: Where a report names the one it follows: 「据新华社报道」, "according to Xinhua".
_FOLLOWS = re.compile(
    rf"据(?P<name>[{HAN}A-Za-z]{{2,14}}?(?:社|报|网|新闻|客户端|日报|电视台|杂志|发布))(?:记者[{HAN}]{{2,4}})?"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:消息|报道|电|讯|披露)"
    r"|\b[Aa]ccording to (?:the )?(?P<latin>Xinhua|(?:[A-Z]\w{1,15} ){1,3}(?:Agency|Daily|Times|Post|News))\b"
)
#: The head of a text, in characters, where it says whom it follows.
_HEAD = 200
#: Credits that name the page's own publisher, or nobody.
_OWN = re.compile(r"本[报刊网站社台]|本(?:局|委|部|厅|办|单位)|原创|综合|整理|网络|互联网|自采")
#: What is added to a publisher's name: 「新华社客户端」, 「上观新闻微信公众号」.
_CHANNEL = re.compile(r"(?:官方)?(?:客户端|微信公众号|公众号|微信|微博|官网|网站|网|app|频道)+$")
#: A name is told by its beginning from so many characters on; longer than a line no name is.
_LEAST_NAME, _LONGEST_NAME = 3, 60
#: How bodies shorten their own names, in this order: 省发展改革委 is 省发展和改革委员会.
_SHORT_NAMES = (
    ("常务委员会", "常委会"),
    ("管理委员会", "管委会"),
    ("执行委员会", "执委会"),
    ("委员会", "委"),
    ("发展和改革", "发展改革"),
)
#: Names of one house that share no beginning.
_HOUSES = tuple(
    map(
        frozenset,
        (
            {"新华社", "新华", "新华每日电讯", "xinhua", "xinhuanet"},
            {"中国新闻社", "中新社", "中新", "中国新闻", "中新经纬", "ecns"},
            {"中国日报", "chinadaily"},
            {"人民日报", "人民"},
            {"光明日报", "光明"},
            {"央视", "央视新闻", "中央广播电视总台", "总台", "cctv", "cgtn"},
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a Member says, for comparison."""

    text: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of the tree: a Member, or a publisher who is credited and whose own page was not seen."""

    #: 0 for what was taken from nobody that is known.
    depth: int
    #: None for one who is only credited.
    member: Member | None
    #: The outlet, or the credited name.
    name: str


def trace(members: Sequence[Member], tellings: Mapping[int, Telling]) -> tuple[Member, ...]:
    """The Members in their order (the canonical one first), each with its parent and how its text stands to that.

    A Member was taken, by the first line that fits, from

    1. the Member that it credits (来源, dateline, 「据……报道」 in its head), earlier or later, if that is unaltered;
    2. a publisher that it credits and whose page was not seen (only for an altered one when no Member is unaltered:
       a forger's credit proves little);
    3. the earlier unaltered Member that is closest in text; for an altered one any unaltered Member, since it cannot be
       the original;
    4. the canonical Member, where no text is close enough to say;
    5. nobody: it is an original, as far as is known.

    Earlier is, of two, the one with the earlier day (published, where the tier of its host lets us believe that, else
    first seen); on one day the one of the better tier, since clock times tell when a page was put up; then the clock.
    Altered is what is forged or spun by its own signs, or differs from the canonical text like a spun one and is of no
    publisher. Nobody descends from himself: a credit that would close a circle does not count.
    """
    if not members:
        return ()
    traced = _Family(members, tellings).traced()
    return tuple(traced[member.article] for member in members)


def tree(members: Sequence[Member]) -> Iterator[Branch]:
    """Traced Members as lines in reading order: each before those that took from it."""
    sources = dict.fromkeys(member.credited for member in members if member.credited)
    ranked = sorted(members, key=age)
    for root in (each for each in ranked if each.parent is None and not each.credited):
        yield from _branches(root, ranked, 0)
    for source in sources:
        yield Branch(depth=0, member=None, name=source)
        for member in ranked:
            if member.credited == source:
                yield from _branches(member, ranked, 1)


def first_publisher(members: Sequence[Member]) -> Branch | None:
    """Who published the Story first, as far as traced Members tell; None for no Member.

    Of several roots that from which most unaltered Members come, then one that is a publisher or is credited, then that
    of the canonical Member.
    """
    if not members:
        return None
    known = {member.article: member for member in members}
    honest = [member for member in members if is_independent(member)] or list(members)
    roots = [_root(member, known) for member in honest]
    return max(dict.fromkeys(roots), key=lambda root: (roots.count(root), _is_known(root), root == roots[0]))


def outlets(members: Iterable[Member]) -> tuple[str, ...]:
    """The independent publishers of a Story by name, each once: hosts of one domain are one publisher.

    Collectors, machine-made copies, mirrors and inventions are not among them.
    """
    named: dict[str, str] = {}
    for member in members:
        if is_independent(member):
            named.setdefault(_publisher(member), member.outlet)
    return tuple(dict.fromkeys(named.values()))


def is_independent(member: Member) -> bool:
    """Whether a Member counts as an outlet of its own."""
    return member.how is not How.SPUN and member.trust not in _ADDS_NO_VOICE


def _branches(member: Member, members: Sequence[Member], depth: int) -> Iterator[Branch]:
    # A loop and not a recursion: a chain of a thousand copies is deeper than Python allows.
    waiting = [(depth, member)]
    while waiting:
        level, each = waiting.pop()
        yield Branch(depth=level, member=each, name=each.outlet)
        children = [child for child in members if child.parent == each.article]
        waiting += [(level + 1, child) for child in reversed(children)]


def _root(member: Member, known: Mapping[int, Member]) -> Branch:
    while member.parent is not None and member.parent in known:
        member = known[member.parent]
    if member.credited:
        return Branch(depth=0, member=None, name=member.credited)
    return Branch(depth=0, member=member, name=member.outlet)


def _is_known(root: Branch) -> bool:
    return root.member is None or root.member.tier in PUBLISHERS


def _publisher(member: Member) -> str:
    """What two pages of one publisher share: the name of a Site, the domain of a stranger."""
    host = host_of(member.url)
    return registrable(host) if host and member.outlet == host else member.outlet


class _Family:
    """The Members of one Story while their parents are sought."""

    def __init__(self, members: Sequence[Member], tellings: Mapping[int, Telling]) -> None:
        self._tellings = tellings
        self._canonical = members[0]
        self._altered = {member.article for member in members if self._seems_altered(member)}
        self._ranked = sorted(members, key=self._rank)
        self._credits = {member.article: credit(member, tellings[member.article].text) for member in members}
        self._parents: dict[int, int] = {}

    def traced(self) -> Mapping[int, Member]:
        holders = {member.article: self._holder(member) for member in self._ranked}
        return {member.article: self._traced(member, holders[member.article]) for member in self._ranked}

    def _traced(self, member: Member, holder: Member | None) -> Member:
        name = self._credits[member.article]
        if holder is not None:
            return self._child(member, holder, f"credits {name}")
        if name and self._is_unseen(name) and self._is_believed(member):
            how = How.COPY if member.how is How.FIRST else member.how
            return replace(member, parent=None, credited=name, how=how, detail=f"credits {name}")
        closest = self._closest(member)
        if closest is None:
            return replace(member, parent=None, how=How.FIRST, detail="")
        comparison, parent = closest
        self._parents[member.article] = parent.article
        return self._child(member, parent, f"closest of the earlier texts: {comparison}")

    def _is_unseen(self, name: str) -> bool:
        return not any(is_same_house(name, member.outlet) for member in self._ranked)

    def _is_believed(self, member: Member) -> bool:
        """Whether its credit may name a publisher whom nobody has seen."""
        return member.article not in self._altered or len(self._altered) == len(self._ranked)

    def _child(self, member: Member, parent: Member, why: str) -> Member:
        relation = self._compare(member, parent).relation or member.how
        if member.article in self._altered and relation is not How.EXACT and member.trust is not Trust.MIRROR:
            relation = How.SPUN
        elif relation in {How.SPUN, How.FIRST}:
            relation = How.COPY
        return replace(member, parent=parent.article, how=relation, detail=why)

    def _holder(self, member: Member) -> Member | None:
        """The Member that this one credits; becomes its parent."""
        name = self._credits[member.article]
        holders = (other for other in self._possible(member) if name and is_same_house(name, other.outlet))
        holder = next(holders, None)
        if holder is not None:
            self._parents[member.article] = holder.article
        return holder

    def _closest(self, member: Member) -> tuple[Comparison, Member] | None:
        """The Member whose text it has, by runs of words; of equals the earliest."""
        is_original = member.article not in self._altered
        earlier = [each for each in self._possible(member) if not is_original or self._rank(each) < self._rank(member)]
        measured = [(self._compare(member, each), each) for each in earlier[:MOST_COMPARED]]
        related = [pair for pair in measured if self._may_descend(member, pair[0])]
        if related:
            return max(related, key=lambda pair: (pair[0].relation is How.EXACT, round(pair[0].c5, 2)))
        return next((pair for pair in measured if pair[1] is self._canonical), None)

    def _may_descend(self, member: Member, comparison: Comparison) -> bool:
        # A whole text does not come from its excerpt; one of several on a page may.
        return comparison.relation is not None and (
            comparison.relation is not How.CONTAINS or member.how is How.CONTAINS
        )

    def _possible(self, member: Member) -> Iterator[Member]:
        """Unaltered Members that do not descend from this one, the earliest first."""
        return (
            other
            for other in self._ranked
            if other.article not in self._altered and not self._descends(other.article, member.article)
        )

    def _descends(self, article: int, ancestor: int) -> bool:
        while article != ancestor:
            if article not in self._parents:
                return False
            article = self._parents[article]
        return True

    def _seems_altered(self, member: Member) -> bool:
        if is_forged(member):
            return True
        if member is self._canonical or member.tier in PUBLISHERS:
            return False
        return self._compare(member, self._canonical).relation is How.SPUN

    def _compare(self, one: Member, other: Member) -> Comparison:
        first, second = self._tellings[one.article], self._tellings[other.article]
        return compare(first.text, first.fingerprint, second.text, second.fingerprint)

    def _rank(self, member: Member) -> tuple[object, ...]:
        return member.article in self._altered, *age(member)


def credit(member: Member, text: str) -> str:
    """Whom a Member names as the publisher it follows; empty where it names nobody, or itself."""
    name = (member.source or "").strip()
    if not name or _OWN.match(name):
        found = _FOLLOWS.search(text[:_HEAD])
        name = (found["name"] or found["latin"]) if found else ""
    return "" if is_same_house(name, member.outlet) else name


def is_same_house(one: str, other: str) -> bool:
    """Whether two names are those of one publisher: 新华社客户端 and 新华网, 解放日报·上观新闻 and 解放日报."""
    one, other = _plain(one), _plain(other)
    shorter, longer = sorted((one, other), key=len)
    if not shorter:
        return False
    is_part = len(shorter) >= _LEAST_NAME and longer.startswith(shorter)
    return one == other or is_part or bool(_houses(one) & _houses(other))


def age(member: Member) -> tuple[str, int, str, int]:
    """The sorting key by which of two Members one is the earlier; see `trace`."""
    seen = member.first_seen.astimezone(_ZONE).isoformat()
    told = member.published if member.published and has_trusted_date(member) else ""
    day = min(told, seen)[:_DAY] if len(told) >= _DAY else seen[:_DAY]
    clock = datetime.fromisoformat(told).astimezone(_ZONE).isoformat() if len(told) >= _CLOCK else seen
    return day, (member.tier or Tier.OTHER).rank, clock, member.article


def _plain(name: str) -> str:
    """A name without its channel and what stands in brackets behind it, a body by its usual short name."""
    bare = re.sub(r"[\s《》“”\"]|[(（].*", "", folded(name[:_LONGEST_NAME]))
    for full, short in _SHORT_NAMES:
        bare = bare.replace(full, short)
    return _CHANNEL.sub("", bare) or bare


def _houses(name: str) -> set[int]:
    return {
        number
        for number, names in enumerate(_HOUSES)
        if any(name == each or (len(each) >= _LEAST_NAME and name.startswith(each)) for each in names)
    }
