"""The score: how far an Article is about the topic (the measurements behind it: docs/judging.md).

Each function returns Tags whose points are their share of the score, so that the sum over all Tags is the score.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from core.assessment import Hit, Tag, TagKind
from core.topics.compiled import Topics
from core.topics.lexicon import Found, longest, outside
from core.topics.places import PlaceFinds
from core.topics.schema import Conditional, Core, Lists, PointTable
from core.topics.story import MOST_HITS, Field, Story, evidence
from core.urls import covers, host_of

#: Of the finds of one conditional term, and of joined provinces, so many are tried for a partner: a page that repeats
#: one word ten thousand times must not cost more than others.
TRIED = 60
# What ends an enumeration.
_STOPS = re.compile(r"[。；;\n]")


class CoreFinds:
    """The core terms of a Story that count: the longest at each place, none in a list of regions.

    Those that only serve as a background (融入长三角, 长三角大局) are in `passing`, not in the others.
    """

    def __init__(self, story: Story, core: Core, lists: Lists) -> None:
        self.compound: dict[str, list[Found]] = {}
        self.plain: dict[str, list[Found]] = {}
        self.passing: dict[str, list[Found]] = {}
        is_named = any(map(story.has, ("core compound", "core plain")))
        for field in story.fields:
            compound = _outside_lists(field, longest(field.get("core compound")), lists)
            plain = _outside_lists(field, longest(field.get("core plain")), lists)
            plain = outside(plain, field.get("core compound"))
            passing = set(_in_passing(field, compound + plain, core.passing_gap))
            self.passing[field.name] = sorted(passing)
            self.compound[field.name] = [each for each in compound if each not in passing]
            self.plain[field.name] = [each for each in plain if each not in passing]
            if is_named:
                self.plain[field.name] = sorted(self.plain[field.name] + _short(field))
        self._all = {name: sorted(self.compound[name] + self.plain[name]) for name in self.compound}

    def of(self, field: Field) -> list[Found]:
        """All of one field that are more than a background, in order."""
        return self._all[field.name]

    def named(self, field: Field) -> list[Found]:
        """All of one field, those in passing with them, in order."""
        return sorted(self._all[field.name] + self.passing[field.name])

    def __bool__(self) -> bool:
        return any(any(found.values()) for found in (self.compound, self.plain, self.passing))


def _in_passing(field: Field, found: list[Found], gap: int) -> list[Found]:
    ends = sorted(each.end for each in field.get("passing before"))
    starts = sorted(each.start for each in field.get("passing after"))
    return [
        each
        for each in found
        if _any_within(ends, each.start - gap, each.start) or _any_within(starts, each.end, each.end + gap)
    ]


def _any_within(places: list[int], low: int, high: int) -> bool:
    place = bisect_left(places, low)
    return place < len(places) and places[place] <= high


def _short(field: Field) -> list[Found]:
    """Short forms of the region's name that are no part of a longer name, be it of another region."""
    longer = [each for group in ("core compound", "core plain", "region") for each in field.get(group)]
    return outside(longest(field.get("core short")), longer)


def _outside_lists(field: Field, found: list[Found], lists: Lists) -> list[Found]:
    after = longest(field.get("region"))
    before = longest(after + field.get("region before"))
    return [each for each in found if not _is_listed(field.folded.text, each, before, after, lists)]


def _is_listed(text: str, core: Found, before: list[Found], after: list[Found], lists: Lists) -> bool:
    """Whether the nearest region on either side is so near that both stand in one enumeration."""
    gap = lists.gap_latin if core.term.isascii() else lists.gap
    left = bisect_right(before, core.start, key=lambda region: region.end)
    right = bisect_left(after, core.end, key=lambda region: region.start)
    spans = [(before[left - 1].end, core.start)] if left else []
    spans += [(core.end, after[right].start)] if right < len(after) else []
    return any(end - start <= gap and not _STOPS.search(text, start, end) for start, end in spans)


def core_tags(story: Story, core: CoreFinds, topics: Topics) -> list[Tag]:
    """Title, compound sentences, lead and further sentences."""
    points = topics.file.points
    title, text = story.title, story.text
    tags = []
    if core.compound["title"]:
        hits = evidence(title, core.compound["title"], text, ())
        tags.append(_core("core in title", "标题：长三角一体化", points.compound_in_title, hits))
    elif core.plain["title"]:
        hits = evidence(title, core.plain["title"], text, ())
        tags.append(_core("core in title", "标题：长三角", points.core_in_title, hits))
    if core.passing["title"] or core.passing["text"]:
        hits = evidence(title, core.passing["title"], text, core.passing["text"])
        tags.append(_core("core in passing", "顺带提及长三角", points.in_passing, hits))
    compound = _first_of_sentences(text, core.compound["text"])
    if compound:
        worth = min(points.compound_sentence * len(compound), points.compound_most)
        tags.append(_core("compound core", "正文：长三角一体化", worth, evidence(title, (), text, compound)))
    said = {text.sentence(each.start) for each in compound}
    plain = _first_of_sentences(text, core.plain["text"])
    lead = [each for each in plain if in_lead(each, points)][:1]
    if lead:
        tags.append(_core("core in lead", "开头：长三角", points.plain_in_lead, evidence(title, (), text, lead)))
    further = [each for each in plain if each not in lead and text.sentence(each.start) not in said]
    if further:
        worth = min(points.plain_sentence * len(further), points.plain_most)
        tags.append(_core("further core", "多次提及长三角", worth, evidence(title, (), text, further)))
    return tags


def in_lead(found: Found, points: PointTable) -> bool:
    """Whether a find of the text stands in its lead."""
    return found.start < (points.lead_latin if found.term.isascii() else points.lead)


def _core(name: str, label: str, points: int, hits: tuple[Hit, ...]) -> Tag:
    return Tag(kind=TagKind.CORE, name=name, label=label, points=points, hits=hits)


def _first_of_sentences(field: Field, found: Sequence[Found]) -> list[Found]:
    first: dict[int, Found] = {}
    for each in found:
        first.setdefault(field.sentence(each.start), each)
    return list(first.values())


def joined_tags(story: Story, places: PlaceFinds, topics: Topics) -> list[Tag]:
    """Three or more of the four provinces together, with a verb of cooperation near; no list of the country."""
    rule = topics.file.joined
    for field in story.fields:
        verbs = outside(field.get("verb"), field.get("across excluded"))
        together = longest(field.get("joined")) + _named_together(field, places, rule.names_within)
        country = {field.sentence(each.start) for each in field.get("elsewhere")}
        together = [each for each in together if field.sentence(each.start) not in country]
        for each in together[:TRIED]:
            near = [verb for verb in verbs if _distance(each, verb) <= rule.verb_within]
            if near:
                hits = (field.hit(each), field.hit(near[0]))
                return [_core("joined provinces", "沪苏浙皖合作", topics.file.points.joined_provinces, hits)]
    return []


def _named_together(field: Field, places: PlaceFinds, within: int) -> list[Found]:
    """Stretches of at most `within` characters that name three provinces, the first of them only."""
    named = places.provinces(field)
    for place, (first, _) in enumerate(named):
        codes = set()
        for found, code in named[place:]:
            if found.end - first.start > within:
                break
            codes.add(code)
            if len(codes) >= 3:
                return [Found(first.start, found.end, field.folded.text[first.start : found.end])]
    return []


def _distance(one: Found, other: Found) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def conditional_tags(story: Story, core: CoreFinds, places: PlaceFinds, topics: Topics) -> list[Tag]:
    """Ambiguous terms that have a partner in their sentence."""
    points = topics.file.points
    left = points.conditional_most
    tags = []
    for rule in topics.file.conditional:
        for field, worth in ((story.title, points.conditional_in_title), (story.text, points.conditional_in_text)):
            pair = _with_partner(rule, field, core, places)
            if pair:
                worth = min(worth, left)
                left -= worth
                hits = tuple(field.hit(each) for each in pair)
                tags.append(Tag(kind=TagKind.CONDITIONAL, name=rule.name, label=rule.label, points=worth, hits=hits))
                break
    return tags


def _with_partner(rule: Conditional, field: Field, core: CoreFinds, places: PlaceFinds) -> tuple[Found, ...]:
    """The first find of a conditional term that has a partner, with that partner."""
    group = f"conditional {rule.name}"
    found = field.get(group)
    if not found:
        return ()
    cores = core.of(field)
    # A term inside a core term has been counted with it.
    for longer in (f"{group} excluded", "across excluded", "core compound"):
        found = outside(found, field.get(longer))
    for each in found[:TRIED]:
        for partners in _partner_sets(rule, field, cores, places, each):
            return (each, *partners)
    return ()


def _partner_sets(
    rule: Conditional, field: Field, cores: list[Found], places: PlaceFinds, term: Found
) -> Iterable[list[Found]]:
    """Each set of partners that is enough for this find."""
    group, sentence = f"conditional {rule.name}", field.sentence(term.start)

    def beside(found: Iterable[Found]) -> list[Found]:
        return [
            each
            for each in found
            if field.sentence(each.start) == sentence and (not rule.near or _distance(term, each) <= rule.near)
        ]

    if near := beside(outside(field.get(f"{group} partners"), field.get("across excluded"))):
        yield near[:1]
    if rule.core and (near := beside(cores)):
        yield near[:1]
    if rule.provinces:
        named = {code: found for found, code in places.provinces(field) if beside([found])}
        if len(named) >= rule.provinces:
            yield list(named.values())
    for number, terms in enumerate(rule.together):
        near = beside(field.get(f"{group} together {number}"))
        if len({each.term for each in near}) == len(terms):
            yield near


def programme_tags(story: Story, core: CoreFinds, topics: Topics) -> list[Tag]:
    """Programmes and bodies with a fixed name; short forms only beside a core term.

    Where there is no core term at all, the first full name in the title or lead has points: it is the region's own.
    """
    tags: list[Tag] = []
    is_core = paid = bool(core)
    for programme in topics.file.programme:
        group = f"programme {programme.name}"
        groups = [group, f"{group} with core"] if is_core else [group]
        if not any(map(story.has, groups)):
            continue
        points = _programme_points(story, group, topics) if programme.alone and not paid else 0
        paid = paid or points > 0
        in_title = longest([each for group in groups for each in story.title.get(group)])
        in_text = longest([each for group in groups for each in story.text.get(group)])
        hits = evidence(story.title, in_title, story.text, in_text)
        tags.append(Tag(kind=TagKind.PROGRAMME, name=programme.name, label=programme.label, points=points, hits=hits))
    return tags


def _programme_points(story: Story, group: str, topics: Topics) -> int:
    points = topics.file.points
    if story.title.get(group):
        return points.programme_in_title
    return points.programme_in_lead if any(in_lead(each, points) for each in story.text.get(group)) else 0


def trap_tags(
    story: Story, core: CoreFinds, places: PlaceFinds, topics: Topics, url: str | None, score: int
) -> list[Tag]:
    """Traps that are set off; those that cap take so many points that `points.cap` is left at the most."""
    tags = []
    host = host_of(url or "")
    titled, said = (_trap_finds(field, topics) for field in story.fields)
    for trap in topics.file.trap:
        in_title, in_text = titled[trap.name], said[trap.name]
        if not in_title and not in_text:
            continue
        if story.has(f"trap {trap.name} unless") or covers(trap.unless_hosts, host):
            continue
        words = {each.term for each in in_title} | {each.term for each in in_text}
        title_words = {each.term for each in in_title}
        in_title_enough = bool(title_words) and len(title_words) >= trap.least_in_title
        if not in_title_enough and len(words) < trap.least:
            continue
        points = trap.points
        if trap.caps and (len(words) >= 2 or in_title_enough):
            points = min(points, topics.file.points.cap - score)
        score += points
        hits = evidence(story.title, in_title, story.text, in_text)
        tags.append(Tag(kind=TagKind.TRAP, name=trap.name, label=trap.label, points=points, hits=hits))
    company = _company_tags(story, core, topics, score)
    score += sum(tag.points for tag in company)
    return tags + company + _elsewhere_tags(story, core, places, topics, score)


def advert_tags(topics: Topics, score: int) -> list[Tag]:
    """What an advert of such a score loses; the evidence is the sign of trust that it is one."""
    points = topics.file.points.cap - score
    return [Tag(kind=TagKind.TRAP, name="promotion", label="推销", points=points, hits=())] if points < 0 else []


def _trap_finds(field: Field, topics: Topics) -> dict[str, list[Found]]:
    """What each trap finds in a field: by its words, then by its patterns."""
    found = {trap.name: longest(field.get(f"trap {trap.name}")) for trap in topics.file.trap}
    for name, pattern in topics.trap_patterns.likely(field.judged):
        found[name] += (Found(*match.span(), pattern.pattern) for match in pattern.finditer(field.judged))
    return found


def _company_tags(story: Story, core: CoreFinds, topics: Topics, score: int) -> list[Tag]:
    """All that names the region is part of the name of a company or fund: no other find saves it."""
    rule = topics.file.company
    hits: list[Hit] = []
    for field in story.fields:
        suffixes = field.get("company")
        for each in core.named(field):
            place = bisect_left(suffixes, each.end, key=lambda suffix: suffix.start)
            if place == len(suffixes) or suffixes[place].start - each.end > rule.gap:
                return []
            if re.search(r"[,。、:\s]", field.folded.text[each.end : suffixes[place].start]):
                return []
            hits.append(field.hit(each))
    if not hits:
        return []
    points = min(rule.points, topics.file.points.cap - score)
    return [Tag(kind=TagKind.TRAP, name=rule.name, label=rule.label, points=points, hits=tuple(hits[:MOST_HITS]))]


def _elsewhere_tags(story: Story, core: CoreFinds, places: PlaceFinds, topics: Topics, score: int) -> list[Tag]:
    """A title that names another part of the country, and nothing of the region."""
    rule, title = topics.file.elsewhere, story.title
    found = longest(title.get("elsewhere"))
    if not found or core.of(title) or places.parties(title):
        return []
    points = min(rule.points, topics.file.points.cap - score)
    hits = evidence(title, found, story.text, ())
    return [Tag(kind=TagKind.TRAP, name=rule.name, label=rule.label, points=points, hits=hits)]
