"""Wording: what the archive says besides the words of a digest, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.assessment import TagKind
from digest.archive.paths import Family
from digest.wording import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveWords:
    """One language."""

    skip: str
    home: str
    digests: str
    all_digests: str
    search: str
    newest: str
    newest_stories: str
    latest: str
    by_month: str
    by_day: str
    by_source: str
    families: Mapping[Family, str]
    #: The same for one of them: 领域：科技创新.
    heading: Mapping[Family, str]
    families_note: Mapping[Family, str]
    elsewhere: str
    earlier: str
    later: str
    open_digest: str
    months_note: str
    empty: str
    all_of: str
    page_footer: str

    # Story pages
    story: str
    original: str
    shown_in: str
    carriers: str
    carriers_note: str
    #: Characters behind a member: who is not linked and why.
    not_linked: str
    evidence: str
    evidence_note: str
    sentences: str
    sentences_note: str
    edits: str
    no_edits: str
    parallels: str
    dates: str
    score: str
    kinds: Mapping[TagKind, str]
    more_hits: Counted
    more_members: Counted

    # Search
    query: str
    query_hint: str
    area: str
    place: str
    source: str
    since: str
    until: str
    any: str
    find: str
    no_script: str
    #: What the script says; {n} and {months} are filled in by it.
    searching: str
    found: str
    found_some: str
    nothing: str
    broken: str
    more: str


ZH = ArchiveWords(
    skip="跳到正文",
    home="归档首页",
    digests="各期",
    all_digests="全部各期",
    search="检索",
    newest="最新一期",
    newest_stories="最新报道",
    latest="近期各期",
    by_month="按月",
    by_day="按日",
    by_source="按信源",
    families={Family.AREA: "领域", Family.PLACE: "地区", Family.PROGRAMME: "专项", Family.SOURCE: "信源"},
    heading={
        Family.AREA: "领域：{}",
        Family.PLACE: "地区：{}",
        Family.PROGRAMME: "专项：{}",
        Family.SOURCE: "信源：{}",
    },
    families_note={
        Family.AREA: "一条报道可属多个领域。",
        Family.PLACE: "省级单位的条数含其下各市、县、区、园区。",
        Family.PROGRAMME: "报道中提到的专项、平台、机制与文件。",
        Family.SOURCE: "刊登过所收报道的独立信源；采集、改写和镜像副本不计。",
    },
    elsewhere="其他",
    earlier="更早",
    later="更晚",
    open_digest="打开本期",
    months_note="各月首次发现的报道条数；点月份看全部。",
    empty="还没有编成任何一期。",
    all_of="{month}的全部报道",
    page_footer="只列标题、出处与依据，不转载全文；著作权归原发布者。由 deltawatch 编制。",
    story="报道档案",
    original="打开原文",
    shown_in="收录于",
    carriers="传播脉络",
    carriers_note="缩进表示取自上一级；日期为各页自称的发布日期与首次发现的时间。",
    not_linked="不设链接",
    evidence="标签与命中",
    evidence_note="每个标签在原文中命中的位置与上下文。",
    sentences="命中的句子",
    sentences_note="照录原文，命中处加底色。",
    edits="改动记录",
    no_edits="未发现原页面有改动。",
    parallels="其他报道",
    dates="日期依据",
    score="总分",
    kinds={
        TagKind.CORE: "核心词",
        TagKind.CONDITIONAL: "条件词",
        TagKind.TRAP: "扣分",
        TagKind.AREA: "领域",
        TagKind.PLACE: "地区",
        TagKind.PROGRAMME: "专项",
        TagKind.DOCUMENT: "文种",
        TagKind.RULE: "自定规则",
    },
    more_hits=("另有 {n} 处", "另有 {n} 处"),
    more_members=("另有 {n} 个页面未列", "另有 {n} 个页面未列"),
    query="检索词",
    query_hint="简体、繁体皆可；空格隔开的词须同时出现",
    area="领域",
    place="地区",
    source="信源",
    since="自（月）",
    until="至（月）",
    any="不限",
    find="检索",
    no_script="检索需要浏览器允许脚本；其余页面不需要。可改按月、领域、地区、专项、信源查找。",
    searching="正在检索 {month} ……",
    found="共 {n} 条",
    found_some="已列 {n} 条，查到 {month} 为止",
    nothing="没有找到。",
    broken="索引文件 {file} 读不出来：请重新生成归档（deltawatch archive build --again）。",
    more="继续往前查",
)

EN = ArchiveWords(
    skip="Skip to the content",
    home="Archive",
    digests="Issues",
    all_digests="All issues",
    search="Search",
    newest="Newest issue",
    newest_stories="Newest stories",
    latest="Recent issues",
    by_month="By month",
    by_day="By day",
    by_source="By source",
    families={Family.AREA: "Areas", Family.PLACE: "Places", Family.PROGRAMME: "Programmes", Family.SOURCE: "Sources"},
    heading={
        Family.AREA: "Area: {}",
        Family.PLACE: "Place: {}",
        Family.PROGRAMME: "Programme: {}",
        Family.SOURCE: "Source: {}",
    },
    families_note={
        Family.AREA: "A story may belong to several areas.",
        Family.PLACE: "The number of a province includes the cities, counties, districts and parks in it.",
        Family.PROGRAMME: "Programmes, platforms, bodies and documents that stories name.",
        Family.SOURCE: "Independent outlets that carried a story; collected, rewritten and mirrored copies not.",
    },
    elsewhere="Elsewhere",
    earlier="Earlier",
    later="Later",
    open_digest="Open this issue",
    months_note="Stories first seen in each month; a month leads to all of its stories.",
    empty="No issue has been made yet.",
    all_of="All stories of {month}",
    page_footer="Headlines, sources and evidence only, no full texts; copyright stays with the publishers. "
    "Made by deltawatch.",
    story="Story",
    original="Open the original",
    shown_in="Shown in",
    carriers="Who had it from whom",
    carriers_note="Indented below the page it was taken from; with the date each claims and when it was first seen.",
    not_linked="not linked",
    evidence="Tags and hits",
    evidence_note="Where each tag hit in the original, with the characters around it.",
    sentences="Matched sentences",
    sentences_note="Quoted as they stand, with the hits marked.",
    edits="Edits",
    no_edits="No page of it was seen to change.",
    parallels="Other reports",
    dates="Evidence for the date",
    score="Score",
    kinds={
        TagKind.CORE: "core term",
        TagKind.CONDITIONAL: "conditional",
        TagKind.TRAP: "trap",
        TagKind.AREA: "area",
        TagKind.PLACE: "place",
        TagKind.PROGRAMME: "programme",
        TagKind.DOCUMENT: "document type",
        TagKind.RULE: "own rule",
    },
    more_hits=("{n} more hit", "{n} more hits"),
    more_members=("{n} more page not listed", "{n} more pages not listed"),
    query="Words",
    query_hint="All words must occur; Simplified and Traditional characters are the same",
    area="Area",
    place="Place",
    source="Source",
    since="From (month)",
    until="To (month)",
    any="any",
    find="Search",
    no_script="Search needs scripts; no other page does. Months, areas, places, programmes and sources lead there too.",
    searching="Searching {month} …",
    found="Found: {n}",
    found_some="{n} listed, searched back to {month}",
    nothing="Nothing found.",
    broken="The index file {file} cannot be read: build the archive again (deltawatch archive build --again).",
    more="Search further back",
)

_WORDS = {"zh": ZH, "en": EN}


def archive_words_of(language: str) -> ArchiveWords:
    """The words of a language of the config: `zh` or `en`."""
    return _WORDS[language]
