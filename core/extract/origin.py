"""Who is credited: the origin (来源) and the authors, as written; never somebody who is not named as such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.extract.furniture import TAIL
from core.extract.metadata import AUTHOR_KEYS, SOURCE_KEYS, Metadata
from core.text import HAN, one_line

# Where a value in a line of several ends: the next label, a date, a divider.
_NEXT = (
    r"\s*(?:[|｜\t]|\d{4}\s?[-年/.]|\s\d{1,2}[-/.月]\d{1,2}|\s(?:作者|记者|記者|编辑|責任|责任|责编|发布|日期|时间|時間|浏览|阅读|点击|访问|字号|字体|【|打印|分享)"
    r"|(?:作者|责任编辑|责编|发布时间|发布日期|发布机构|浏览次数|浏览量|点击数|点击量|点击次数|阅读量|阅读次数|访问量|字号|字体|打印|分享到)\s*[:：]?|\d+次|$)"
)
_SOURCE = re.compile(
    r"(?:(?<!数据)(?<!图片)(?<!资金)(?<!资料)(?<!视频)(?:来源|來源|来源于|来源自)(?:于|於)?|稿源|转载自|转自|轉自|摘自|Source)\s*[:：]\s*(?P<name>\S[^\n]{0,60}?)"
    + _NEXT,
    re.IGNORECASE,
)
_SOURCE_BARE = re.compile(r"^(?:来源|來源|转自|摘自)\s?(?P<name>[^\s:：]{2,20})$")
_SOURCE_ONLY = re.compile(r"^(?:(?:信息|文章|稿件)?(?:来源|來源))\s*[:：]?$")
_DATELINE = re.compile(
    rf"^[\s（(【]*(?:(?P<agency>新华社|新華社|中新社|中新网|新华网|人民网|央视网|央广网|中新財經|中新经纬|本报|本報|本网|本台|[{HAN}]{{2,8}}(?:报|网|社))"
    rf"(?:记者[{HAN}]{{2,4}})?[{HAN}]{{0,12}}\s?\d{{1,2}}月\d{{1,2}}日[^。]{{0,8}}?[电電讯訊])"
)
# JIASHAN, Nov. 20 (Xinhua) --
_ENGLISH_DATELINE = re.compile(
    r"^\s*[A-Z][A-Z .,'-]{2,40}[A-Z]\b[^()\n]{0,20}\((?P<agency>[A-Z][\w .]{1,25})\)\s*[-–—]"
)
_SECOND = re.compile(rf"(?<=[{HAN}》])\s+(?=[{HAN}])")
_PLACE = re.compile(rf"[(（][{HAN}]{{2,4}}[)）]$")
_NO_ORIGIN = re.compile(
    r"^(?:不详|未知|无|暂无|其他|其它|来源|網絡|网络|互联网|本站编辑|null|none|undefined|-+|https?:.*"
    r"|(?:作者|记者|编辑|责任编辑|责编|时间|日期|发布|浏览|点击|阅读|字号|字体|打印|分享).{0,6})$",
    re.IGNORECASE,
)

_NAME = rf"[{HAN}]{{1,4}}·[{HAN}·]{{1,12}}|[{HAN}]{{2,4}}"
_NAMES = rf"(?:{_NAME})(?:(?:\s{{1,3}}|[、,，/])(?:{_NAME}))*"
_ROLE = (
    rf"(?:(?:首席|见习|見習|实习|實習|特约|特約|高级|驻[{HAN}]{{2,4}}|本报|本報|全媒体)?(?:记者|記者)"
    r"|通讯员|通訊員|特约撰稿人?|撰稿|撰文|作者)"
)
_LABELLED = re.compile(
    r"(?:^|[\s|｜（(【\[]|\d|(?<=网)|(?<=报)|(?<=社)|(?<=闻))(?:(?:作者|撰文|记者|記者|撰稿人?|采写)\s*[:：/／|｜]|文\s*[/／:：])\s*(?P<who>[^\n]{1,50}?)(?=[|｜\t】）)\]]|\s(?:编辑|責任|责任|责编|来源|來源|发布|日期|时间|浏览|摄影?|图|供图)"
    r"|(?:编辑|责任编辑|责编|来源|發布|发布时间|图|摄影|供图|供稿)\s*[:：/／|｜]|\d{4}[-年/.]|$)"
)
_BARE = re.compile(rf"^作者\s?(?P<who>{_NAME})$")
_IN_TEXT = re.compile(
    rf"[（(【\[][^（）()【】\[\]。]{{0,24}}?{_ROLE}\s?(?P<who>{_NAMES}(?:\s?{_ROLE}\s?{_NAMES})*)[^（）()【】\[\]。]{{0,12}}[）)】\]]"
)
_LINE = re.compile(
    rf"^(?:[{HAN}A-Za-z0-9《》·&|｜]{{2,14}}\s?)?{_ROLE}\s{{1,3}}(?P<who>{_NAMES}(?:\s?{_ROLE}\s{{0,2}}{_NAMES})*)(?:\s[{HAN}]{{2,6}}报道)?$"
)
# 記者王某某／台北報導
_SLASHED_PLACE = re.compile(rf"[记記]者(?P<who>{_NAMES})\s?[/／][{HAN}]{{2,8}}(?:報導|报导|报道|電|电)")
_SLASHED = re.compile(
    rf"^(?P<who>{_NAME})\s?/\s?[{HAN}·]{{1,10}}(?:报|经济报道|社|网|新闻|日报|晚报|周刊|杂志|台|财经|观察)$"
)
_ENDS_OUTLET = rf"[{HAN}·0-9]{{1,10}}(?:报|经济报道|社|网|新闻|日报|晚报|周刊|杂志|电视台|广播|财经|在线|观察)"
_CLOCK_THEN = re.compile(rf"\d[:：]\d\d\s{{1,4}}(?P<name>[{HAN}·]{{2,15}})(?=\s|$|[(（])")
_THEN_CLOCK = re.compile(
    rf"^(?P<name>{_ENDS_OUTLET})\s.{{0,12}}?\d{{4}}[-年/.]\d{{1,2}}[-月/.]\d{{1,2}}日?\s*\d{{1,2}}[:：]\d\d"
)
_OUTLET_SLASHED = re.compile(rf"^(?:{_NAME})\s?/\s?(?P<name>{_ENDS_OUTLET})$")
_OUTLET_ROLE = re.compile(rf"^(?P<name>{_ENDS_OUTLET})(?:首席|见习|实习)?记者\s{{1,3}}(?:{_NAME})(?:\s|$)")
_OUTLET_LINE = re.compile(rf"^(?:新华社|中新社|{_ENDS_OUTLET})$")
_COUNTS = re.compile(r"阅读|评论|浏览|发布|字号|来源|点击|参与|打印|分享|编辑|作者|记者|星期|[上下]午|晚上|媒体|本报道")
_LATIN = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_ENGLISH = re.compile(
    r"^(?:[Bb]y|BY|Written by|(?:Author|Reporter|Writer)s?\s?:)\s+"
    r"(?:[A-Z]\w+ (?:[Ww]riters?|[Cc]orrespondents?|[Rr]eporters?) )?"
    rf"(?P<who>{_LATIN}(?:(?:,| and| &) {_LATIN})*)\s*(?:[|•·,/–—-].*|(?:in|at|for) [A-Z].*)?$"
)
# What stands among English names and is none: who they write for, what they are, what a button says.
_LATIN_ROLE = re.compile(
    r"\b(?:Staff|Writers?|Reporters?|Correspondents?|Contributors?|Editors?|Guest|Our|Special|Default|Admin|User|Daily|News|Times|Post"
    r"|Agency|Press|Xinhua|Reuters|Bloomberg|Clicking|Continuing|Subscrib\w+|Signing|Using|The|Your|This|Email|Website|Team|Desk)\b"
)
_NOT_NAMES = re.compile(
    rf"登录|注册|授权|点击|关注|最新|文章|其他|更多|简介|介绍|相关|热门|推荐|主页|阅读|浏览|来源|发布|时间|日期|^null$|^none$|^[\W\d]*$|整合|综合|原创|编辑|編輯|责编|校对|摄影|摄$|佚名|匿名|不详|admin|管理员|小编|网友|我们|了解|获悉|表示|报道|采访|发现|来到|见到|看到|注意|日前|近日|今天|昨日|图|供稿$|email|editor|^[{HAN}]$",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"(?:网|報|报|社|台|新闻|资讯|频道|日报|客户端|编辑部|\.(?:com|cn|net))$|^(?:网易|新浪|搜狐|腾讯|凤凰)",
    re.IGNORECASE,
)
_WORD_OF_ROLE = re.compile(rf"{_ROLE}|专栏|專欄")
#: Newspapers set these before a byline.
_MARKS = "■●◎□▲◆★○ "
_SPLIT = re.compile(r"[\s、,，/／;；|]+")


def credited(metadata: Metadata, lines: Sequence[str], text: str) -> str | None:
    """The credited origin as written; None when the page names none.

    `lines` are those around the body. In order: a label on the page, the tag ContentSource, an outlet beside the clock
    time or the reporter's name, the dateline.
    """
    found = _labelled_origin(lines) or metadata.first(SOURCE_KEYS) or _beside(lines)
    if found and not _NO_ORIGIN.match(found) and len(found) <= 60:
        return one_line(found)
    dateline = _DATELINE.match(text) or _ENGLISH_DATELINE.match(text)
    return dateline.group("agency") if dateline else None


def authors(metadata: Metadata, lines: Sequence[str], text: str) -> str | None:
    """Bylines joined by 「、」; None when the page names nobody. Editors are no authors."""
    for named in (_labelled(lines), _in_lines(lines), _in_text(text)):
        if named:
            return "、".join(dict.fromkeys(named))
    told = metadata.first(AUTHOR_KEYS)
    # Placeholders, hosts and the site's own name are the rule in this tag: believed is who also has a line of his own.
    if told and not _NOT_NAMES.search(told) and not _OUTLET.search(told) and told in lines and len(told) <= 30:
        return one_line(told)
    return None


def _labelled_origin(lines: Sequence[str]) -> str | None:
    for place, line in enumerate(lines):
        match = _SOURCE.search(line) or next(
            filter(None, map(_SOURCE_BARE.match, re.split(r"\s*[|｜]\s*", line))), None
        )
        if match and (name := _trimmed(match.group("name"))) and not _NO_ORIGIN.match(name):
            return name
        if _SOURCE_ONLY.match(line) and place + 1 < len(lines) and 2 <= len(lines[place + 1]) <= 30:
            return _trimmed(lines[place + 1])
    return None


def _beside(lines: Sequence[str]) -> str | None:
    for line in lines:
        match = (
            _CLOCK_THEN.search(line)
            or _THEN_CLOCK.match(line)
            or _OUTLET_SLASHED.match(line)
            or _OUTLET_ROLE.match(line)
        )
        if match and not _COUNTS.search(match.group("name")):
            return match.group("name")
        if _OUTLET_LINE.match(line) and not TAIL.match(line):
            return line
    return None


def _trimmed(name: str) -> str:
    """One name, without a second site behind it and the place that some portals add: 「华夏时报(北京)」."""
    name = _SECOND.split(name.strip(" \u3000:：-—|[]【】,，;；。"), maxsplit=1)[0]
    return _PLACE.sub("", name)


def _labelled(lines: Iterable[str]) -> list[str]:
    for line in lines:
        for match in (*_LABELLED.finditer(line), *filter(None, map(_BARE.match, re.split(r"\s*[|｜]\s*", line)))):
            if named := _people(match.group("who"), loose=True):
                return named
    return []


def _in_lines(lines: Iterable[str]) -> list[str]:
    for line in lines:
        bare = line.lstrip(_MARKS)
        match = _LINE.match(bare) or _SLASHED.match(bare) or _SLASHED_PLACE.search(bare) or _ENGLISH.match(bare)
        if match and (named := _people(match.group("who"), loose=line.isascii())):
            return named
    return []


def _in_text(text: str) -> list[str]:
    """（记者 某某）in the first or last paragraphs: in the middle it credits a quoted story."""
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
    names = [name for name in _SPLIT.split(bare) if name and not _OUTLET.search(name) and not _NOT_NAMES.search(name)]
    if loose:
        return names if all(len(name) <= 16 for name in names) else []
    return names if all(re.fullmatch(_NAME, name) for name in names) else []


def _latin_people(who: str) -> list[str]:
    """Who is named in an English byline, as it is written; without those words that name nobody."""
    if _NOT_NAMES.search(who):
        return []
    names = re.split(r",| and | & ", one_line(who))
    return [name.strip() for name in names if name.strip() and not _LATIN_ROLE.search(name)]
