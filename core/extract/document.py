"""Documents: what an official text says of itself, as its box, its title, its head and its foot have it.

News of a document is none, whatever it quotes: a page is a document only where its title is that of one and something
else about it is too, or where it carries a number of its own (docs/reading.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from core.article import Attachment, Document, Facet, FacetName, Hints, Precision, Validity
from core.dates import find_dates
from core.extract.bodies import find_bodies
from core.extract.dating import Layout
from core.extract.html import Block
from core.text import HAN, to_simplified

# The letters of the Regulations on Official Documents (2012), and what they send out.
_LETTERS = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|公示"
_ENCLOSED = "条例|规定|规则|细则|办法|规划|纲要|计划|方案|要点|意见|措施|清单|目录|指南|导则|标准"
_TYPE = rf"(?P<type>{_LETTERS}|{_ENCLOSED})"
_OPEN, _CLOSE = "[〔\\[［(（【﹝〖]", "[〕\\]］)）】﹞〗]"
_COUNT = r"(?:\d{1,5}(?:-\d{1,3})?|[一二三四五六七八九十百]{1,6})"
_NUMBER = re.compile(
    # 沪发改规〔2026〕12号
    rf"(?P<code>(?!.{{0,9}}(?:的|关于|根据|按照))[{HAN}]{{2,14}})\s?{_OPEN}\s?(?P<year>(?:19|20)\d\d)\s?{_CLOSE}\s?第?\s?"
    rf"(?P<count>{_COUNT})\s?[号號]"
    # 商务部公告2026年第12号, 国务院令第790号
    rf"|(?P<order>(?:(?!的|关于)[{HAN} 、]){{0,40}}(?:令|公告|通告))\s?(?P<annual>(?:19|20)\d\d\s?年)?"
    rf"\s?第\s?(?P<place>{_COUNT})\s?[号號]"
)
_NUMBER_BEHIND = re.compile(rf"[（(【]\s?(?P<number>{_NUMBER.pattern})\s?[）)】]\s*$")
_ORDER = re.compile(r"(?:令|公告|通告)$")
_BRACKETS = re.compile(r"[（(【\[〔]([^（）()【】\[\]]{1,60})[）)】\]〕]$")
_NO_DOCUMENT = re.compile(r"解读|问答|答记者问|一图|图解|新闻发布会|说明$")
_DRAFT = re.compile(r"征求意见|公开征集意见|(?:草案|修订草案|征求意见稿)[）)》]?")
_BY_TITLE = re.compile(rf"(?P<by>.{{0,200}}?)关于.{{2,200}}{_TYPE}")
_SENDS_OUT = re.compile(
    rf"(?P<by>.{{0,200}}?)(?:关于)?(?:印发|转发|批转|公布|发布)(?P<what>.{{2,200}})的(?P<type>{_LETTERS})"
)
_NAMED = re.compile(rf".{{2,120}}(?P<type>{_ENCLOSED})")
_REPORTS = re.compile(r"发布|出台|公布|印发|审议|通过|召开|实施|解读|[？?！!]|[：:]")
_ENDS_IN = re.compile(rf"(?P<type>{_ENCLOSED})$")

_LABELS = {
    "number": "发文字号 文件编号 公文文号 文件文号 发文文号 发布文号 文号",
    "bodies": "发文机关 发文单位 发文机构 制发机关 制发单位 制定机关 印发机关 成文机关 颁布机关 颁布单位 颁发机关",
    "publisher": "发布机构 发布机关 发布单位 公开机关 公开主体 公开责任部门",
    "index": "信息索引号 索引号 索取号",
    "written": "成文日期 印发日期 发文日期 制发日期 签发日期 颁布日期",
    "issued": "发布日期 公开日期 公布日期",
    "effective": "施行日期 实施日期 生效日期",
    "expires": "有效期至 失效日期 失效时间 废止日期",
    "validity": "有效性 效力状态 时效性 时效状态 文件有效性 文件状态 信息有效性 是否有效",
    "types": "公文种类 公文类型 文件类型 文种",
    "title": "信息名称 标题 名称",
    # Labels of values that tell nothing here, and end the value before them.
    "": "主题分类 信息分类 组配分类 体裁分类 服务对象分类 主题词 关键词 关键字 体裁 分类 有效期 公开方式 公开属性"
    " 公开范围 公开时限 公开程序 公开类别 内容概述 内容概览 发布时间 生成日期 来源 信息来源 点击数 浏览次数 字号 字体",
}
_MEANING = {label: name for name, labels in _LABELS.items() for label in labels.split()}
#: Of these one at the least makes a box that of a document and not of news that is filed like one.
_OF_DOCUMENTS = frozenset(("bodies", "written", "validity", "types", "effective", "expires"))
_MARK = re.compile(
    r"(?:^|(?<=[\s|｜;；】\]]))[【\[]?(?P<label>"
    + "|".join(r"\s*".join(label) for label in sorted(_MEANING, key=len, reverse=True))
    + r")(?:\s*[】\]]?\s*[:：]|\s*[】\]]|\s*$)"
)
_INDEX = re.compile(r"(?=(?:[^\d]*\d){4})[0-9A-Za-z][0-9A-Za-z/_.\-〔〕\[\]()（）]{5,59}")
_VALIDITY = {
    "有效": Validity.IN_FORCE,
    "现行有效": Validity.IN_FORCE,
    "继续有效": Validity.IN_FORCE,
    "生效": Validity.IN_FORCE,
    "失效": Validity.LAPSED,
    "已失效": Validity.LAPSED,
    "过期": Validity.LAPSED,
    "废止": Validity.REPEALED,
    "已废止": Validity.REPEALED,
    "宣布废止": Validity.REPEALED,
}
_BANNER = re.compile(
    r"[【\[（(]?(?:该|此|本)?(?:文件|政策|规范性文件|文)?(?P<state>已(?:经)?(?:失效|废止|宣布失效|宣布废止))[】\]）)]?[。！]?"
)

_DAY = (
    r"(?:(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_SIGNED_ON = re.compile(rf"(?P<by>.{{0,200}}?)\s?(?P<day>{_DAY})")
_IN_FORCE_FROM = re.compile(
    rf"(?:本[{HAN}]{{2,8}}|现予(?:公布|发布|印发)[，,]|(?:公布|发布|印发)给?你们[，,])自(?P<day>{_DAY})起(?:正式)?(?:施行|实施|执行|生效)"
)
_IN_FORCE_UNTIL = re.compile(rf"(?:本[{HAN}]{{2,8}}|施行|实施|执行|生效)[，,]?有效期限?截?至(?P<day>{_DAY})")
_SALUTATION = re.compile(rf"(?P<whom>[{HAN}、，,（）()\s]{{3,300}})[:：]")
# 「（2026年11月12日某省第十四届人大常委会第二次会议通过）」
_ADOPTED = re.compile(rf"[（(].{{0,20}}{_DAY}.{{2,200}}(?:通过|公布|发布|修订|修正|批准|施行).{{0,60}}")
#: Lines before and behind the article among which what belongs to it stands.
_ABOVE, _BELOW = 4, 12
#: Lines of a letter before its first sentence; lines of the names of those who sign it.
_HEAD, _SIGNERS = 14, 12
#: Lines between two pairs of one box, and further lines down to which a box may stand.
_GAP, _LONGEST = 6, 300


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label of a box with its value."""

    line: int
    name: str
    value: str
    text: str


def find_document(title: str, layout: Layout, attachments: Sequence[Attachment], hints: Hints) -> Document | None:
    """The facets of an official document; None for a page that is none. Pure, and linear in the lines of the page."""
    heading = _Heading.of(title[:_LONGEST])
    if _NO_DOCUMENT.search(heading.title):
        return None
    reader = _Reader(layout, hints)
    box = reader.box(title)
    boxed, head, foot = list(reader.of_box(box)), list(reader.head()), list(reader.foot())
    facets = [*boxed, *foot, *heading.facets(), *head]
    has_number = any(each.name is FacetName.NUMBER for each in facets)
    is_filed = any(each.name in _OF_DOCUMENTS for each in boxed)
    is_borne_out = is_filed or bool(foot) or reader.is_adopted()
    is_letter = heading.is_letter and (is_borne_out or reader.is_addressed() or bool(attachments))
    if not (has_number or is_letter or (heading.is_named and is_borne_out)):
        return None
    return _document([*facets, *reader.in_text(), *reader.filed_as(box)])


def _document(facets: Iterable[Facet]) -> Document:
    """Of each name the first facet is chosen; of bodies that which names most of them."""
    evidence = tuple(dict.fromkeys(facets))
    chosen = {each.name: each.value for each in reversed(evidence)}
    signed = [each.value for each in evidence if each.name is FacetName.BODIES]
    return Document(
        types=tuple(chosen[FacetName.TYPES].split("、")) if FacetName.TYPES in chosen else (),
        number=chosen.get(FacetName.NUMBER),
        bodies=find_bodies(max(signed, key=lambda names: names.count("、"))) if signed else (),
        index=chosen.get(FacetName.INDEX),
        written=chosen.get(FacetName.WRITTEN),
        issued=chosen.get(FacetName.ISSUED),
        effective=chosen.get(FacetName.EFFECTIVE),
        expires=chosen.get(FacetName.EXPIRES),
        validity=Validity(chosen[FacetName.VALIDITY]) if FacetName.VALIDITY in chosen else None,
        evidence=evidence,
    )


# --- title -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a title says of the document that it names."""

    #: In simplified characters, without remarks and numbers around it.
    title: str
    #: As published.
    written: str
    number: str
    #: Who issues it, as named before 关于.
    by: str
    types: tuple[str, ...]
    #: 「某局关于……的通知」
    is_letter: bool
    #: 「某地区管理条例」
    is_named: bool

    @classmethod
    def of(cls, title: str) -> _Heading:
        plain, number = _without_number(title)
        bare = to_simplified(_without_remarks(plain))
        letter = _SENDS_OUT.fullmatch(bare) or _BY_TITLE.fullmatch(bare)
        by = plain[: letter.end("by")].strip() if letter else ""
        is_letter = letter is not None and (not by or bool(find_bodies(by)))
        named = None if _REPORTS.search(bare) else _NAMED.fullmatch(bare)
        types = _types(letter if is_letter else named)
        if types and _DRAFT.search(to_simplified(plain)):
            types += ("征求意见稿",)
        return cls(bare, title, number, by if is_letter else "", types, is_letter, named is not None)

    def facets(self) -> Iterator[Facet]:
        yield from _of_number(self.number, "title", self.written)
        if self.types:
            yield Facet(name=FacetName.TYPES, value="、".join(self.types), where="title", text=self.written)
        if self.by:
            yield from _of_bodies(self.by, "title", self.by)


def _types(found: re.Match[str] | None) -> tuple[str, ...]:
    """The type at the end of a title, and that of what a letter sends out (印发《……方案》的通知)."""
    if found is None:
        return ()
    what = found.groupdict().get("what")
    inner = _ENDS_IN.search(_without_remarks(what.strip("《》〈〉<>“” "))) if what else None
    return tuple(dict.fromkeys(filter(None, (found.group("type"), inner and inner.group("type")))))


def _without_number(title: str) -> tuple[str, str]:
    """A title and the number of the document that begins it, or ends it in brackets: 「（沪发改规〔2026〕12号）」."""
    if begun := _NUMBER.match(title):
        return title[begun.end() :].strip(" -—:：") or title, begun.group()
    if ended := _NUMBER_BEHIND.search(title):
        return title[: ended.start()], ended.group("number")
    return title, ""


def _without_remarks(title: str) -> str:
    """A title without 「（试行）」, 「（2024—2026年）」 behind it and what quotes it whole."""
    bare = title.strip()
    while remark := _BRACKETS.search(bare):
        bare = bare[: remark.start()].strip()
    return bare.strip("《》") if bare.startswith("《") and bare.endswith("》") else bare


# --- page ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """Looks for facets on the lines of a page."""

    layout: Layout
    hints: Hints

    def box(self, title: str) -> list[_Pair]:
        """The pairs of the index box: the first that is none of another document; empty when the page has none."""
        key = "".join(title.split())
        boxes = [box for box in self._boxes() if len({pair.name for pair in box if pair.name}) > 1]
        own = [
            box
            for box in boxes
            if any(pair.name in {"index", "number"} or pair.name in _OF_DOCUMENTS for pair in box)
            and all("".join(pair.value.split()) == key for pair in box if pair.name == "title" and pair.value)
        ]
        return own[0] if own else []

    def of_box(self, box: Iterable[_Pair]) -> Iterator[Facet]:
        for pair in box:
            if pair.name == "number":
                yield from _of_number(pair.value, "box", pair.text)
            elif pair.name == "bodies":
                yield from _of_bodies(pair.value, "box", pair.text)
            elif pair.name == "index" and _INDEX.fullmatch(pair.value):
                yield Facet(name=FacetName.INDEX, value=pair.value, where="box", text=pair.text)
            elif pair.name in {"written", "issued", "effective", "expires"}:
                yield from self._of_day(FacetName(pair.name), pair.value, "box", pair.text)
            elif pair.name == "validity" and (validity := _VALIDITY.get(pair.value)):
                yield Facet(name=FacetName.VALIDITY, value=validity, where="box", text=pair.text)

    def filed_as(self, box: Iterable[_Pair]) -> Iterator[Facet]:
        """How its publisher files it, for what nothing else tells: under his own name, and as one type of many."""
        for pair in box:
            if pair.name == "publisher":
                yield from _of_bodies(pair.value, "box", pair.text)
            elif pair.name == "types" and re.fullmatch(_TYPE, pair.value):
                yield Facet(name=FacetName.TYPES, value=pair.value, where="box", text=pair.text)

    def head(self) -> Iterator[Facet]:
        """The line of the number, and the notice that the document is no longer in force."""
        before = ""
        for line in self._head():
            yield from _of_number(line, "head", line)
            if _ORDER.search(before):
                yield from _of_number(f"{before} {line}", "head", f"{before} {line}")
            if banner := _BANNER.fullmatch(line):
                validity = Validity.LAPSED if "失效" in banner.group("state") else Validity.REPEALED
                yield Facet(name=FacetName.VALIDITY, value=validity, where="head", text=line)
            before = line

    def foot(self) -> Iterator[Facet]:
        """The names of those who signed and the day below them: the first such lines, for what is sent out follows."""
        lines = self._lines(self.layout.start, self.layout.end + _BELOW)
        for place, line in enumerate(lines):
            signed = _SIGNED_ON.fullmatch(line)
            if not signed:
                continue
            above = [signed.group("by")] if signed.group("by") else _signers(lines[:place])
            if bodies := find_bodies("、".join(above)):
                text = " ".join([*above, signed.group("day")])
                names = "、".join(body.name for body in bodies)
                yield Facet(name=FacetName.BODIES, value=names, where="foot", text=text)
                yield from self._of_day(FacetName.WRITTEN, signed.group("day"), "foot", text)
                return

    def in_text(self) -> Iterator[Facet]:
        """From when and until when it is in force, where the text says one day of each and not several."""
        text = "\n".join(self._lines(self.layout.start, self.layout.end + 1))
        for name, pattern in ((FacetName.EFFECTIVE, _IN_FORCE_FROM), (FacetName.EXPIRES, _IN_FORCE_UNTIL)):
            found = {match.group("day"): match.group() for match in pattern.finditer(text)}
            if len(found) == 1:
                day, words = found.popitem()
                yield from self._of_day(name, day, "text", words)

    def is_addressed(self) -> bool:
        """Whether it begins like a letter: 「各市、县人民政府：」."""
        return any(map(_is_salutation, self._head()))

    def is_adopted(self) -> bool:
        """Whether a note under its title says when it was adopted."""
        return any(map(_ADOPTED.fullmatch, self._head()))

    def _head(self) -> list[str]:
        """The lines from a little above the title to the first sentence."""
        lines = []
        for line in self._lines(self.layout.title - _ABOVE, self.layout.start + _HEAD):
            if line.endswith("。"):
                break
            lines.append(line)
        return lines

    def _lines(self, start: int, end: int) -> list[str]:
        return [line.text for line in self.layout.lines[max(0, start) : end] if not (line.hidden or line.is_link)]

    def _of_day(self, name: FacetName, value: str, where: str, text: str) -> Iterator[Facet]:
        found = find_dates(value, self.hints.fetched_at, self.hints.timezone)
        if found and not (found[0].relative or found[0].year_inferred) and found[0].precision not in _COARSE:
            yield Facet(name=name, value=found[0].value[:10], where=where, text=text)

    def _boxes(self) -> list[list[_Pair]]:
        """Pairs that stand together; a label that comes again, the title and a longer gap begin the next box."""
        boxes: list[list[_Pair]] = []
        for pair in _pairs(self.layout.lines[: self.layout.end + _BELOW]):
            last = boxes[-1] if boxes else []
            is_apart = bool(last) and (
                pair.line - last[-1].line > _GAP
                or last[-1].line < self.layout.title <= pair.line
                or (pair.name != "" and any(pair.name == other.name for other in last))
            )
            if not boxes or is_apart:
                boxes.append([])
            boxes[-1].append(pair)
        return boxes


_COARSE = frozenset((Precision.MONTH, Precision.YEAR))


def _pairs(lines: Sequence[Block]) -> Iterator[_Pair]:
    """The labels of an index box with their values, which stand behind them, in the next cell or on the next line."""
    waiting: tuple[int, re.Match[str]] | None = None
    for index, line in enumerate(lines):
        if line.hidden or len(line.text) > _LONGEST:
            waiting = None
            continue
        for cell in line.text.split("\t"):
            marks = list(_MARK.finditer(cell))
            if waiting:
                yield _pair(*waiting, "" if marks else cell)
                waiting = None
            for mark, following in zip_longest(marks, marks[1:]):
                value = cell[mark.end() : following.start() if following else None].strip()
                if value or following:
                    yield _pair(index, mark, value)
                else:
                    waiting = index, mark


def _pair(line: int, mark: re.Match[str], value: str) -> _Pair:
    label = "".join(mark.group("label").split())
    return _Pair(line, _MEANING[label], value.strip(" |｜;；【[").strip(), f"{label}：{value}")


def _of_number(value: str, where: str, text: str) -> Iterator[Facet]:
    found = _NUMBER.fullmatch(value.strip(" （(）)"))
    if found:
        yield Facet(name=FacetName.NUMBER, value=_standard(found), where=where, text=text)


def _standard(number: re.Match[str]) -> str:
    """A number in the brackets of the standard and without spaces."""
    if number.group("code"):
        return f"{number.group('code')}〔{number.group('year')}〕{number.group('count')}号"
    return number.group("order") + "".join(number.group()[number.end("order") - number.start() :].split())


def _of_bodies(value: str, where: str, text: str) -> Iterator[Facet]:
    if bodies := find_bodies(value):
        names = "、".join(body.name for body in bodies)
        yield Facet(name=FacetName.BODIES, value=names, where=where, text=text)


def _signers(lines: Sequence[str]) -> list[str]:
    """The lines right above that are names of bodies, in order."""
    found: list[str] = []
    for line in reversed(lines[-_SIGNERS:]):
        if not find_bodies(line):
            break
        found.insert(0, line)
    return found


def _is_salutation(line: str) -> bool:
    match = _SALUTATION.fullmatch(line)
    if not match:
        return False
    return match.group("whom").startswith("各") or bool(find_bodies(match.group("whom")))
