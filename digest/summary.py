"""Summary: two or three sentences of an Article, taken as they stand and never written by us.

How a sentence is chosen (docs/digest.md says it for readers):

* matched terms inside it, each term once: 3 for a core term, 2 for a programme, a conditional or an own rule,
  1 for an area or a place; 8 at the most;
* figures with a unit and names of bodies: 1 each, at most 2 of either; a date: 1;
* the lead: 5 and 1 for the first two sentences, since newspapers put the news first;
* 2 off for a sentence that asks, which is never the lead either, and for one that leans on the one before it (此外,
  其中, 他, 二是 ...): that one is quoted only right behind the one it leans on.

Bare speech, whose speaker stands in another sentence, and half of a quotation are not quoted. The best are taken as
long as they fit, a third only for 2 points or more, and set in the order of the text. A gap between two is
marked "……".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.article import Article
from core.assessment import Assessment, TagKind
from core.text import HAN, one_line, sentences

#: Characters of a summary: about as long to read in either script.
LIMIT = {"zh": 160, "en": 420}
MOST_SENTENCES = 3
#: Sentences quoted for their figures, besides.
MOST_FIGURES = 2

_WEIGHTS = {
    TagKind.CORE: 3,
    TagKind.CONDITIONAL: 2,
    TagKind.PROGRAMME: 2,
    TagKind.RULE: 2,
    TagKind.AREA: 1,
    TagKind.PLACE: 1,
}
_LEAD = (5, 1)
_LEAST_OF_THIRD = 2
_MOST_FOR_TERMS = 8
_SHORTEST = 12
#: No longer sentence is ever quoted, and none is looked at: a stranger's text may be one of a million characters.
_LONGEST = 2 * max(LIMIT.values())

_DATELINE = re.compile(
    # 新华社上海11月20日电（记者张三）, 本报讯, 中新网南京11月20日电 (记者 李四)
    r"(?:本报|本刊|本网|[\w·]{2,10}?(?:社|网|报|新闻|客户端))[^，。；：:\n]{0,24}?(?:电|讯|消息|报道)"
    r"\s*(?:[（(][^）)\n]{0,40}[）)])?[\s，,：:]*"
    # 江边财经11月20日讯, 江边科技讯
    r"|[\w·]{3,16}?讯[\s：:]+"
    # 摘要：
    r"|[\[【]?(?:摘要|提要|内容提要|核心提示|导读)[\]】]?\s*[：:]\s*"
    # SHANGHAI, Nov. 20 (Xinhua) --
    r"|[A-Z][A-Za-z ,.]{1,40}\d{0,2}\s*\([A-Z][\w ]{2,20}\)\s*(?:--|—|-)\s*"
)
_FURNITURE = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|责编|编辑|作者|记者|通讯员|来源|审核|校对|摄影|图|图片|图源|版权|声明|原标题|原文链接|打印|分享|字号|扫码|关注)"
    r"[^。，]{0,6}[：:|丨]|图为|图[①-⑨\d一二三]|资料图|编者按|延伸阅读|相关阅读|相关链接|更多精彩"
)
_LEANING = re.compile(
    r"(?:此外|另外|同时|与此同时|其中|其次|再次|最后|因此|所以|但|但是|不过|然而|对此|为此|而|这|该|他|她|它|据悉|上述|前者|后者|"
    # 二是, （三）, 4. : one of a list
    r"[一二三四五六七八九十]是|[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[)）、．]|\.(?!\d))|"
    # 周女士说: somebody who was introduced before
    f"[{HAN}]{{1,2}}(?:女士|先生|师傅|阿姨|大爷)|"
    r"But |And |However|This |These |That |It |He |She |They |Meanwhile|In addition)"
)
#: A whole sentence of speech.
_SPEECH = re.compile(r"[“‘「『\"].*[”’」』\"]$", re.DOTALL)
_PAIRS = ("“”", "‘’", "「」", "『』", "《》", "（）")
_UNIT = (
    r"项|家|个多?(?:工作日|小时|季度|月)|个(?:百分点|基点)?|条|平方公里|平方米|立方米|公里|千米|米|人次|人|名|户|座|所|处|件|次|吨|元|美元|倍"
    r"|天|分钟|小时(?:\d{1,2}分钟?)?|辆|列|班|台|款|种|类|亩|公顷|千瓦时|千瓦|标准?箱"
    r"|percent|per cent|(?:billion|million)(?: (?:yuan|dollars|people|passengers|tonnes))?|km|projects|yuan"
)
#: A number with its unit: 3.52亿元, 86%, 7.3 million passengers. 第3条 counts nothing.
FIGURE = re.compile(rf"(?<![\d.,第])\d[\d.,]{{0,15}}\s?(?:[%％‰]|[万亿千百]{{1,2}}(?:{_UNIT})?|{_UNIT})")
_DATE = re.compile(
    r"\d{4}年|\d{1,2}月(?:\d{1,2}日|底|末|起)|(?<!\d)\d{1,2}日|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}\b|\b(?:by|in|from) 20\d\d\b"
)
_BODY = re.compile(
    r"国务院|[\w]{2,10}(?:委员会|发展改革委|发改委|人民政府|办公室|执委会|人大常委会|厅|管理局|部门|集团|联盟|研究院)|"
    r"\b(?:Commission|Ministry|Council|Committee|Government|Bureau)\b"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of a text, and where they stand in it: `article.text[start:end]` for each span."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    text: str
    points: int
    leans: bool
    #: Whether nothing lies between it and the candidate before it.
    follows: bool


def summarise(article: Article, assessment: Assessment, most: int = MOST_SENTENCES) -> Summary:
    """The sentences of an Article that say best what it is about; empty when it has no sentence at all."""
    candidates = _candidates(article, assessment)
    limit = LIMIT[_script(article)]
    chosen = _fitting(candidates, limit, most) or _shortest_lead(candidates, limit)
    return Summary(_joined(article.text, chosen), tuple((sentence.start, sentence.end) for sentence in chosen))


def key_figures(article: Article, assessment: Assessment, summary: Summary) -> tuple[tuple[int, int], ...]:
    """Where the sentences stand that give most figures which the summary does not, two at the most, in their order.

    None of them leans on another sentence. One gives two such figures; where none does, one of two digits.
    """
    told = set(FIGURE.findall(summary.text))
    longest = LIMIT[_script(article)]
    apart = [
        (set(FIGURE.findall(each.text)) - told, each)
        for each in _candidates(article, assessment)
        if not each.leans and each.end - each.start <= longest and not _overlaps(each, summary)
    ]
    giving = [(figures, each) for figures, each in apart if figures]
    rich = [pair for pair in giving if len(pair[0]) > 1]
    rich = rich or [pair for pair in giving if any(len(re.findall(r"\d", figure)) > 1 for figure in pair[0])]
    best = sorted(rich, key=lambda pair: (-len(pair[0]), -pair[1].points, pair[1].start))[:MOST_FIGURES]
    return tuple(sorted((each.start, each.end) for _, each in best))


def _overlaps(sentence: _Sentence, summary: Summary) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in summary.spans)


# Asked for in each form of a digest: a digest of 200 Stories takes two seconds less.
@lru_cache(maxsize=256)
def _candidates(article: Article, assessment: Assessment) -> tuple[_Sentence, ...]:
    """What may be quoted, in the order of the text."""
    terms = _terms_of(assessment)
    spans = _quotable(article)
    ends = [0, *(end for _, end in spans)]
    return tuple(_weigh(article.text, span, place, ends[place], terms) for place, span in enumerate(spans))


def _quotable(article: Article) -> list[tuple[int, int]]:
    """Spans that may be quoted: no furniture, no title again; whole sentences that stand alone where there are any."""
    title = one_line(article.title)
    spans = [_without_dateline(article.text, span) for span in _whole_sentences(article.text)]
    usable = [
        (start, end)
        for start, end in spans
        if _SHORTEST <= end - start <= _LONGEST
        and not _FURNITURE.match(article.text, start, end)
        and one_line(article.text[start:end]).rstrip("。.") != title
    ]
    ended = [span for span in usable if _is_ended(article.text[span[0] : span[1]])] or usable
    return [span for span in ended if _is_whole(article.text[span[0] : span[1]])] or ended


def _whole_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences without the white space around them; clauses that end in a semicolon are joined to the next."""
    whole: list[tuple[int, int]] = []
    joins = False
    for start, end in sentences(text):
        if joins and whole[-1][1] == start:
            start = whole.pop()[0]
        joins = text[start:end].endswith(("；", ";"))
        whole.append((start, end))
    return [_stripped(text, start, end) for start, end in whole]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    sentence = text[start:end]
    return start + len(sentence) - len(sentence.lstrip()), end - len(sentence) + len(sentence.rstrip())


def _without_dateline(text: str, span: tuple[int, int]) -> tuple[int, int]:
    dateline = _DATELINE.match(text, *span)
    return (dateline.end(), span[1]) if dateline else span


def _is_ended(sentence: str) -> bool:
    return bool(re.search(r"[。！？!?.…][”」』’）)\"]*$", sentence))


def _is_whole(sentence: str) -> bool:
    """Neither speech alone nor half of a quotation."""
    return not _SPEECH.match(sentence) and all(sentence.count(pair[0]) == sentence.count(pair[1]) for pair in _PAIRS)


def _script(article: Article) -> str:
    return "zh" if _is_chinese(article.text) else "en"


def _is_chinese(text: str) -> bool:
    return len(re.findall(f"[{HAN}]", text[:500])) * 5 >= len(text[:500])


def _terms_of(assessment: Assessment) -> list[tuple[int, str, int]]:
    """Offset, term and weight of every hit in the text."""
    return [
        (hit.offset, hit.term, _WEIGHTS[tag.kind])
        for tag in assessment.tags
        if tag.kind in _WEIGHTS
        for hit in tag.hits
        if hit.field == "text"
    ]


def _weigh(
    text: str, span: tuple[int, int], place: int, before: int, terms: Iterable[tuple[int, str, int]]
) -> _Sentence:
    start, end = span
    sentence = text[start:end]
    weights = {term: weight for offset, term, weight in terms if start <= offset < end}
    points = min(sum(weights.values()), _MOST_FOR_TERMS)
    points += min(len(FIGURE.findall(sentence)), 2) + min(len(_BODY.findall(sentence)), 2)
    points += _DATE.search(sentence) is not None
    asks = re.search(r"[？?][”」\"]*$", sentence)
    leans = _LEANING.match(sentence) is not None
    points += _LEAD[place] if place < len(_LEAD) and not asks else 0
    points -= 2 if asks or leans else 0
    follows = place > 0 and not text[before:start].strip()
    return _Sentence(start, end, one_line(sentence), points, leans, follows)


def _fitting(candidates: Sequence[_Sentence], limit: int, most: int) -> list[_Sentence]:
    """The best ones that fit together, in the order of the text."""
    chosen: list[_Sentence] = []
    room = limit
    before = dict(zip(candidates[1:], candidates, strict=False))
    for sentence in sorted(candidates, key=lambda each: (-each.points, each.start)):
        if len(chosen) == 2 and sentence.points < _LEAST_OF_THIRD:
            break
        if sentence.leans and not (sentence.follows and before[sentence] in chosen):
            continue
        if len(sentence.text) <= room and all(sentence.text not in other.text for other in chosen):
            chosen.append(sentence)
            room -= len(sentence.text)
        if len(chosen) == most:
            break
    return sorted(chosen, key=lambda each: each.start)


def _shortest_lead(candidates: Sequence[_Sentence], limit: int) -> list[_Sentence]:
    """Where every sentence is too long: the shortest of the first three, whole, if it is at most twice the limit."""
    lead = [sentence for sentence in candidates[:3] if len(sentence.text) <= 2 * limit]
    return [min(lead, key=lambda each: (len(each.text), each.start))] if lead else []


def _joined(text: str, chosen: list[_Sentence]) -> str:
    parts: list[str] = []
    end = 0
    for sentence in chosen:
        if parts:
            between = text[end : sentence.start]
            space = "" if _is_chinese(sentence.text) else " "
            parts.append(space if not between.strip() else f"{space}……{space}")
        parts.append(sentence.text)
        end = sentence.end
    return "".join(parts)
