"""Who is credited: the origin (来源) and the authors, as written; never somebody who is not named as such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from core.extract.byline import Field, Line
from core.extract.furniture import TAIL
from core.extract.metadata import AUTHOR_KEYS, SOURCE_KEYS, Metadata
from core.extract.people import is_person
from core.scripts import compile_either
from core.text import HAN, one_line

# Where a value in a line of several ends: the next label, a date, a divider.
_NEXT = (
    r"\s*(?:[|｜\t]|\d{4}\s?[-年/.]|\s\d{1,2}[-/.月]\d{1,2}|\s(?:作者|记者|编辑|责任|责编|发布|日期|时间|浏览|阅读|点击|访问|字号|字体|【|打印|分享)"
    r"|(?:作者|责任编辑|责编|发布时间|发布日期|发布机构|发布于|发表于|信息时间|更新时间|出处|浏览次数|浏览量|点击数|点击量|点击次数|阅读量|阅读次数|访问量|字号|字体|打印|分享到?|举报|收藏|新浪微博|微信$)\s*[:：]?"
    rf"|[、，,]?(?<![{HAN}])[{HAN}]{{2,4}}[:：]|(?:类型|分类|栏目|摄影|校对|审核|签发|关键词|来源)[:：]|\d+次|\s?(?:Views?:|(?:Editor|Published|Updated|Posted|Author)\b)|$)"
)
_SOURCE = compile_either(
    r"(?:(?<!数据)(?<!图片)(?<!资金)(?<!资料)(?<!视频)(?:来源|来源于|来源自)于?|稿源|出处|发布单位|供稿(?:单位|部门|(?=[:：]\s*\S{2,20}(?:局|委|办|厅|处|科|院|部|中心|街道|镇|乡|会)(?:\s|$)))|转载自|转自|摘自|Source)\s*[:：]\s*(?P<name>\S[^\n]{0,60}?)"
    + _NEXT,
    re.IGNORECASE,
)
_SOURCE_BARE = compile_either(r"^(?:来源|转自|摘自)[于自]?\s?(?P<name>[^\s:：]{2,20})$")
_SOURCE_ONLY = compile_either(r"^(?:(?:信息|文章|稿件)?来源)\s*[:：]?$")
_DATELINE = compile_either(
    rf"^[\s（(【]*(?:(?P<agency>新华社|中央社|中新社|中新网|新华网|人民网|央视网|央广网|中新财经|中新经纬|本报|本网|本台|[{HAN}]{{2,8}}(?:报|网|社))"
    rf"(?:记者[{HAN}]{{2,4}})?[{HAN}]{{0,12}}\s?(?:\d{{1,2}}月)?\d{{1,2}}日[^。]{{0,8}}?[电讯])"
)
# JIASHAN, Nov. 20 (Xinhua) --
_ENGLISH_DATELINE = re.compile(
    r"^\s*[A-Z][A-Z .,'-]{2,40}[A-Z]\b[^()\n]{0,20}\((?P<agency>[A-Z][\w .]{1,25})\)\s*[-–—]"
)
_SECOND = compile_either(rf"(?<=[{HAN}》])\s+(?=[{HAN}])|[;；。]|[,，]\s*(?:记者|作者|通讯员)")
# 「信息来源：转自：某某厅网站」
_RELABELLED = compile_either(r"^(?:转自|转载自|摘自|来源)\s*[:：]\s*")
_PLACE = re.compile(rf"[(（][{HAN}]{{2,4}}[)）]$")
_NO_ORIGIN = compile_either(
    r"^(?:不详|未知|无|暂无|其他|其它|来源|网络|互联网|本站编辑|null|none|undefined|-+|https?:.*"
    r"|(?:作者|记者|编辑|责任编辑|责编|时间|日期|发布|浏览|点击|阅读|字号|字体|打印|分享).{0,6})$",
    re.IGNORECASE,
)

_NAME = rf"[{HAN}]{{1,4}}·[{HAN}·]{{1,12}}|[{HAN}]{{2,4}}"
_NAMES = rf"(?:{_NAME})(?:(?:\s{{1,3}}|[、,，/])(?:{_NAME}))*"
_ROLE = (
    rf"(?:(?:首席|见习|实习|特约|高级|驻[{HAN}]{{2,4}}|本报|全媒体)?记者"
    r"|通讯员|特约撰稿人?|撰稿|撰文|作者)"
)
_LABELLED = compile_either(
    r"(?:^|[\s|｜（(【\[■□]|\d|(?<=网)|(?<=报)|(?<=刊)|(?<=社)|(?<=闻))(?:(?:作者|撰文|记者|撰稿人?|采写|采访撰文|文字)\s*[:：/／|｜丨]|文\s*[/／:：|｜丨])\s*(?P<who>[^\n]{1,50}?)(?=[|｜\t】）)\]]|[\s、，,](?:编辑|责任|责编|出处|字号|字体|来源|发布|日期|时间|浏览|摄影?|图|供图)"
    r"|(?:编辑|责任编辑|责编|来源|出处|发布|发布时间|图|摄影|供图|供稿|字号|字体|浏览次数)\s*[:：/／|｜丨]|\d{4}[-年/.]|$)"
)
_BARE = compile_either(rf"^作者\s?(?P<who>{_NAME})$")
_IN_TEXT = compile_either(
    rf"[（(【\[][^（）()【】\[\]。]{{0,24}}?{_ROLE}\s?(?P<who>{_NAMES}(?:\s?{_ROLE}\s?{_NAMES})*)[^（）()【】\[\]。]{{0,12}}[）)】\]]"
)
_LINE = compile_either(
    rf"^(?:[{HAN}A-Za-z0-9《》·&|｜]{{2,14}}\s?)?{_ROLE}\s{{1,3}}(?P<who>{_NAMES}(?:\s?{_ROLE}\s{{0,2}}{_NAMES})*)(?:\s[{HAN}]{{2,6}}报道)?$"
)
# 記者王某某／台北報導
_SLASHED_PLACE = compile_either(rf"记者(?P<who>{_NAMES})\s?[/／][{HAN}]{{2,8}}(?:报导|报道|电)")
# （某某社記者王某某上海8日電）
_AGENCY = compile_either(
    rf"(?:^|\n)[（(][{HAN}]{{2,6}}[社网报]记者(?P<who>[{HAN}]{{3}}|[{HAN}]{{2}})[{HAN}]{{2,3}}\d{{1,2}}日电"
)
_SLASHED = compile_either(
    rf"^(?P<who>{_NAME})\s?/\s?[{HAN}·]{{1,10}}(?:报|经济报道|社|网|新闻|日报|晚报|周刊|杂志|台|财经|观察)$"
)
_ENDS_OUTLET = (
    rf"[{HAN}·0-9]{{1,10}}"
    "(?:报|经济报道|社|网|新闻|日报|晚报|周刊|杂志|电视台|融媒|融媒体|融媒体中心|传媒中心|广播|财经|在线|观察)"
)
_CLOCK_THEN = re.compile(rf"\d[:：]\d\d\s{{1,4}}(?P<name>[{HAN}·]{{2,15}})(?=\s|$|[(（\[【])")
_CLOCK_NAME_THEN = compile_either(rf"\d[:：]\d\d\s{{1,4}}[{HAN}]{{2,4}}\s(?P<name>{_ENDS_OUTLET})(?=\s|$)")
_THEN_CLOCK = compile_either(
    rf"^(?P<name>{_ENDS_OUTLET})\s.{{0,12}}?(?:\d{{4}}[-年/.])?\d{{1,2}}[-月/.]\d{{1,2}}日?\s*\d{{1,2}}[:：]\d\d"
)
# Updated: August 23, 2026 19:42 Xinhua; By LI MING in Hefei | Example Daily | Updated: ...
_ENGLISH_BESIDE = re.compile(
    r"(?:^Updated.*\d:\d\d\s|^By [^|]{3,60}\|\s?)(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){0,3})(?=$|\s?\|)"
)
_ENGLISH_BEFORE = re.compile(r"^(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){0,3})\s?\|\s?Updated\b")
# (Xinhua News Agency November 10, 2026), behind the text
_ENGLISH_CLOSE = re.compile(
    r"^\((?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){0,4})[,;]? (?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4})\)$"
)
_CLOCK_ALONE = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$")
_OUTLET_SLASHED = compile_either(rf"^(?:{_NAME})\s?/\s?(?P<name>{_ENDS_OUTLET})$")
_OUTLET_ROLE = compile_either(rf"^(?P<name>{_ENDS_OUTLET})(?:首席|见习|实习)?记者\s{{1,3}}(?:{_NAME})(?:\s|$)")
_OUTLET_LINE = compile_either(rf"^(?:新华社|中新社|{_ENDS_OUTLET})$")
_COUNTS = compile_either(
    r"回复|引用|举报|收藏|关注|阅读|评论|浏览|发布|字号|来源|点击|参与|打印|分享|编辑|作者|记者|星期|[上下]午|晚上|(?<!融)媒体|本报道"
)
_LATIN = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_ENGLISH = re.compile(
    r"^(?:[Bb]y|BY|Written by|(?:Author|Reporter|Writer)s?\s?:)\s+"
    r"(?:[A-Z]\w+ (?:[Ww]riters?|[Cc]orrespondents?|[Rr]eporters?) )?"
    rf"(?P<who>{_LATIN}(?:(?:,? and|,| &) {_LATIN})*)\s*(?:[|•·,/–—-].*|(?:in|at|for) [A-Z].*"
    r"|(?:Published|Updated|Posted|[Oo]n)\b.*)?$"
)
_ENGLISH_ROLE = re.compile(rf"^(?P<who>{_LATIN}),? .{{0,30}}\b(?:[Ww]riter|[Cc]orrespondent|[Rr]eporter)$")
# What stands among English names and is none: who they write for, what they are, what a button says.
_LATIN_ROLE = re.compile(
    r"\b(?:Staff|Writers?|Reporters?|Correspondents?|Contributors?|Editors?|Guest|Our|Special|Default|Admin|User|Daily|News|Times|Post"
    r"|Agency|Press|Xinhua|Reuters|Bloomberg|Clicking|Continuing|Subscrib\w+|Signing|Using|The|Your|This|Email|Website|Team|Desk)\b"
)
_NOT_NAMES = compile_either(
    rf"登录|注册|授权|点击|关注|最新|文章|其他|更多|简介|介绍|相关|热门|推荐|主页|阅读|浏览|来源|发布|时间|日期|^null$|^none$|^[\W\d]*$|整合|综合|原创|编辑|责编|校对|摄影|摄$|佚名|匿名|不详|admin|管理员|小编|网友|我们|了解|获悉|表示|报道|采访|发现|来到|见到|看到|注意|日前|近日|今天|昨日|图|供稿$|email|editor|^[{HAN}]$",
    re.IGNORECASE,
)
_OUTLET = compile_either(
    r"(?:网|报|社|台|新闻|资讯|频道|日报|客户端|编辑部|\.(?:com|cn|net))$|^(?:网易|新浪|搜狐|腾讯|凤凰)",
    re.IGNORECASE,
)
# What an author is, and where from: 某某大学教授, 系…, 发自合肥.
_OFFICE = compile_either("(?:教授|研究员|主任|院长|大学|学院|会长|专家|评论员|博士|书记|局长)$|^(?:系|发自|来自)")
_WORD_OF_ROLE = compile_either(rf"{_ROLE}|专栏")
#: Newspapers set these before a byline.
_MARKS = "■●◎□▲◆★○◇△▪（()） "
_EDITOR = compile_either(r"\W*(?:责任|值班|本期)?(?:编辑|责编|主编|编审|审核|校对|摄影|Editor)", re.IGNORECASE)
# 记者张三丰, 张三丰/文, 张三丰 上海报道; 某某日报 张三丰
_GLUED = compile_either(rf"^(?:{_ENDS_OUTLET}|本报|本网)?{_ROLE}(?P<who>{_NAMES}(?:\s?{_ROLE}{_NAMES})*)$")
_WRITTEN_BY = compile_either(rf"^(?P<who>{_NAMES})\s?[/／|｜]\s?文(?![{HAN}])")
_PLACED = compile_either(rf"(?:^|\s)(?P<who>{_NAMES})\s[{HAN}]{{2,6}}(?:报道|报导)$")
_AFTER_OUTLET = compile_either(rf"^{_ENDS_OUTLET}(?:{_ROLE})?\s(?P<who>{_NAMES})$")
_OUTLET_PLACE = compile_either(rf"^(?P<name>{_ENDS_OUTLET})\s.{{0,12}}?[{HAN}]{{2,4}}\s[{HAN}]{{2,6}}(?:报道|报导)$")
_BESIDE = (
    _CLOCK_NAME_THEN,
    _CLOCK_THEN,
    _THEN_CLOCK,
    _OUTLET_SLASHED,
    _OUTLET_ROLE,
    _OUTLET_PLACE,
    _ENGLISH_BESIDE,
    _ENGLISH_BEFORE,
)
_STAMPED = compile_either(r"\d{1,4}[-/.年月:]\d{1,2}")
_WORDS = re.compile(r"[^\W\d_][\w·—&.' -]*")
# Boxes and columns of a site, and words for its own reporters.
_CHANNEL = compile_either(
    "(?:图片|视频|综合|今日|最新|本地|国内|国际|社会|热点|头条|公司|行业|时政|地方|滚动|企业|校园|财经|即时|部门|基层|工作)"
    "(?:新闻|资讯|要闻|在线|观察|财经)|新闻(?:中心|资讯|动态)?|首页|正文|本报|本网|本刊|广告|原创|登录|注册|听新闻|收听|资料|设置"
)
#: What elements are called that hold an origin, an account or an author.
_ORIGIN = frozenset(("source", "origin", "media", "laiyuan", "copyfrom"))
_ACCOUNT = frozenset(("name", "nickname", "account"))
_AUTHOR = frozenset(("author", "authors", "byline", "zuozhe", "reporter"))
#: Characters of the longest byline.
_BYLINE = 30
_AUTHORS = compile_either(r"(?:About the )?Authors?(?:\(s\))?|作者", re.IGNORECASE)
_EDITED_POST = compile_either(r"本帖最后由\s?(?P<who>\S{1,16})\s?于")
_FORUM_RANK = compile_either(r"(?:等级|级别|头衔|威望)\s*[:：]")
_FORUM_NAME = re.compile(r"[\w.·-]{2,16}")
#: Lines of the cards of authors, and characters of one.
_CARDS, _CARD = 12, 40
_SPLIT = re.compile(r"[\s、,，/／;；|]+")


def credited(metadata: Metadata, lines: Sequence[Line], text: str) -> str | None:
    """The credited origin as written; None when the page names none.

    `lines` are those around the body. In order: a label on the page, the tag ContentSource, the name of the element,
    an outlet beside the clock time or the reporter's name, the dateline.
    """
    told = metadata.first(SOURCE_KEYS)
    found = _labelled_origin(lines) or told or _called_origin(lines) or _beside(lines)
    if found and not _NO_ORIGIN.match(found) and len(found) <= 60:
        return one_line(found)
    for paragraph in text.split("\n", 2)[:2]:
        if dateline := _DATELINE.match(paragraph) or _ENGLISH_DATELINE.match(paragraph):
            return dateline["agency"]
    return None


def authors(metadata: Metadata, lines: Sequence[Line], text: str) -> str | None:
    """Bylines joined by 「、」; None when the page names nobody. Editors are no authors.

    In order: a label, the manner of a byline, （记者 X） in the text, the name of the element, what the page tells
    machines. Of these the tag `author` of Chinese pages holds the editor, the login or the site: there a name is only
    believed behind that of an outlet (某某日报 王某某), or where a line says the same.
    """
    near = [line for line in lines if line.leads or line.inside]
    edited = " ".join(field.text for line in lines for field in line.fields if _EDITOR.match(field.text))
    for named in (
        _labelled(near),
        _in_lines(near),
        _in_text(text),
        _called_authors(near),
        _headed_authors(lines),
        _told_authors(metadata, {field.text for line in lines for field in line.fields}),
        _labelled(lines),
        _in_lines(lines),
        _who_posted(lines),
    ):
        kept = [name for name in named if name not in edited]
        if kept:
            return "、".join(dict.fromkeys(kept))
    return None


def _labelled_origin(lines: Sequence[Line]) -> str | None:
    for place, line in enumerate(lines):
        for field in line.fields:
            match = _SOURCE.search(field.text) or next(
                filter(None, map(_SOURCE_BARE.match, re.split(r"\s*[|｜]\s*", field.text))), None
            )
            if match and (name := _trimmed(match.group("name"))) and not _NO_ORIGIN.match(name):
                return name
        if _SOURCE_ONLY.match(line.text) and place + 1 < len(lines) and 2 <= len(lines[place + 1].text) <= 30:
            return _trimmed(lines[place + 1].text)
    return None


def _called_origin(lines: Sequence[Line]) -> str | None:
    """What stands in an element called source; or, where posts have accounts, in one called name."""
    for line in lines:
        if not line.leads:
            continue
        for place, field in enumerate(line.fields):
            behind = line.fields[place + 1].text if place + 1 < len(line.fields) else ""
            is_account = field.names & _ACCOUNT and (behind == "原创" or _STAMPED.search(behind))
            if (field.names & _ORIGIN or is_account) and _is_outlet(field):
                return field.text
    return None


def _is_outlet(field: Field) -> bool:
    """Whether an element may hold the name of an outlet or an account: no person, no figure, no word of the page."""
    name = field.text
    return 2 <= len(name) <= 20 and _WORDS.fullmatch(name) is not None and _may_be_outlet(name)


def _may_be_outlet(name: str) -> bool:
    return not (is_person(name) or _COUNTS.search(name) or _CHANNEL.fullmatch(name) or TAIL.match(name))


def _beside(lines: Sequence[Line]) -> str | None:
    for before, line in zip((None, *lines), lines, strict=False):
        if before and not line.inside and _CLOCK_ALONE.match(before.text) and _is_outlet(Field(line.text)):
            return line.text
        named = (match["name"] for pattern in _BESIDE if line.leads and (match := pattern.search(line.text)))
        if name := next(filter(_may_be_outlet, named), None):
            return name
        if close := _ENGLISH_CLOSE.match(line.text):
            return close["name"]
        if line.leads and _OUTLET_LINE.match(line.text) and _may_be_outlet(line.text):
            return line.text
    return None


def _trimmed(name: str) -> str:
    """One name, without a second site behind it and the place that some portals add: 「华夏时报(北京)」."""
    name = _SECOND.split(_RELABELLED.sub("", name).strip(" \u3000:：-—|[]【】,，;；。"), maxsplit=1)[0]
    # The bracket of a label in brackets: 「（来源：某某日报）」.
    name = name if re.search("[(（]", name) else name.rstrip(")）")
    return _PLACE.sub("", name)


def _labelled(lines: Iterable[Line]) -> list[str]:
    for statement, line in _statements(lines):
        for match in (
            *_LABELLED.finditer(statement),
            *filter(None, map(_BARE.match, re.split(r"\s*[|｜]\s*", statement))),
        ):
            # 「记者：」 opens the questions of an interview as well.
            if named := _people(match.group("who"), loose=not line.inside or len(statement) < _BYLINE):
                return named
    return []


def _in_lines(lines: Iterable[Line]) -> list[str]:
    for statement, line in _statements(lines):
        bare = statement.strip(_MARKS)
        match = _LINE.match(bare) or _SLASHED.match(bare) or _SLASHED_PLACE.search(bare) or _ENGLISH.match(bare)
        if match and (named := _people(match.group("who"), loose=statement.isascii())):
            return named
        match = _ENGLISH_ROLE.match(bare) if line.leads else None
        if match and is_person(match["who"]):
            return [match["who"]]
        match = _GLUED.match(bare) or _WRITTEN_BY.match(bare) or (_PLACED.search(bare) if line.leads else None)
        if match and (named := _people(match.group("who"), loose=False)) and all(map(is_person, named)):
            return named
    return []


def _statements(lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    return ((field.text, line) for line in lines for field in line.fields)


def _called_authors(lines: Iterable[Line]) -> list[str]:
    """The persons in elements called author; what stands behind a comma is what they are."""
    for line in lines:
        found = [
            name
            for field in line.fields
            if field.names & _AUTHOR and "comment" not in field.names and not _EDITOR.match(field.text)
            for name in _listed(field.text)
        ]
        if found:
            return found
    return []


def _who_posted(lines: Sequence[Line]) -> list[str]:
    """Who opened a thread of a forum: the name above the first rank, or in the mark of his last edit."""
    for before, line in pairwise(lines):
        if match := _EDITED_POST.search(line.text):
            return [match["who"]]
        if _FORUM_RANK.match(line.text) and _FORUM_NAME.fullmatch(before.text):
            return [before.text]
    return []


def _headed_authors(lines: Sequence[Line]) -> list[str]:
    """The persons in the cards under a heading 「Authors」, each with a place and an office."""
    place = next((place for place, line in enumerate(lines) if _AUTHORS.fullmatch(line.text)), len(lines))
    cards = takewhile(lambda line: len(line.text) <= _CARD, lines[place + 1 : place + 1 + _CARDS])
    return [line.text for line in cards if is_person(line.text)]


def _listed(text: str) -> list[str]:
    """The persons of a list; for an outlet before a name see `_AFTER_OUTLET`."""
    bare = re.sub(
        r"^(?:by|author)\b\s*:?\s*|\s*\S+@\S+", "", _AFTER_OUTLET.sub(r"\g<who>", one_line(text)), flags=re.IGNORECASE
    )
    return [name for name in re.split(r"\s*[,，、;]\s*(?:and )?|\s+and\s+|\s*&\s*", bare) if is_person(name)]


def _told_authors(metadata: Metadata, statements: set[str]) -> list[str]:
    if written := [name for told in metadata.authors for name in _listed(told)]:
        return written
    for told in filter(None, (value for key in AUTHOR_KEYS for value in metadata.tags.get(key, ()))):
        if (told.isascii() or _AFTER_OUTLET.match(told)) and (named := _listed(told)):
            return named
        if told in statements and is_person(told):
            return [told]
    return []


def _in_text(text: str) -> list[str]:
    """（记者 某某）in the first or last paragraphs: in the middle it credits a quoted story."""
    if agency := _AGENCY.search(text[:600]):
        return [agency["who"]]
    for stretch in (text[:600], text[-400:]):
        match = _IN_TEXT.search(stretch)
        if match and (named := _people(match.group("who"), loose=False)):
            return named
    return []


def _people(who: str, *, loose: bool) -> list[str]:
    """The names in a byline; `loose` lets a body (医技药剂党支部) or a Latin name stand."""
    if re.search(r"[A-Za-z]", who):
        return _latin_people(who) if loose else []
    bare = _WORD_OF_ROLE.sub(" ", re.sub(r"《[^》]*》|[（(][^）)]*[）)]?", " ", who))
    words = filter(None, (word.strip(":：") for word in _SPLIT.split(bare)))
    names = [name for name in words if not (_OUTLET.search(name) or _NOT_NAMES.search(name) or _OFFICE.search(name))]
    # Beside a person by name the others are outlets and places: 交汇点 许海燕, 倪嘉 上海報道.
    names = list(filter(is_person, names)) or names
    if loose:
        return names if all(len(name) <= 16 for name in names) else []
    return names if all(re.fullmatch(_NAME, name) for name in names) else []


def _latin_people(who: str) -> list[str]:
    """Who is named in an English byline, as it is written; without those words that name nobody."""
    if _NOT_NAMES.search(who):
        return []
    names = re.split(r",? and |,| & ", one_line(who))
    return [name.strip() for name in names if name.strip() and not (_LATIN_ROLE.search(name) or _OUTLET.search(name))]
