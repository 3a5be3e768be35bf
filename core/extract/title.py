"""The title of the article, without the names of the site and its channels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from core.extract.furniture import TAIL
from core.extract.html import Block
from core.extract.metadata import Metadata
from core.extract.parts import words as words_of
from core.scripts import compile_either
from core.text import one_line

_GAPS = re.compile(r"[\s\u3000]+")
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "：": ":", "，": ",", "？": "?", "！": "!", "（": "(", "）": ")"}
)
# What site builders put between title, channel and site.
_CUT = compile_either(r"\s?[_|｜丨«»]+\s?|\s?-{2,}\s?|\s[-–—·•]\s|——?(?=[^—]{2,12}$)|[-–](?=[^-–]{2,14}$)|\s?>+\s?")
_DASHES = frozenset(("-", "–", "—", "——"))
_SITE_WORD = compile_either(
    r"(?:网|网站|门户|频道|新闻|资讯|日报|晚报|早报|时报|都市报|在线|客户端|平台|政府|委员会|首页|栏目|专栏|中心|杂志|论坛|"
    r"博客|动态|要闻|公告|百科|社区|\.(?:com|cn|net|org)|news|online|daily)\W*$",
    re.IGNORECASE,
)
_NAME_BEFORE = compile_either(
    r"^[^\W_]{1,10}(?:网|网站|[日晚早时字子]报|新闻|在线|政府|委员会|客户端|频道)\s?[-–—]+\s?(?=.{10})"
)
#: What old pages set around their names.
_FRAME = " \t\n:：*=~·"
#: 「* 帖子主题：」
_LABEL = compile_either(r"^(?:帖子)?主题\s*[:：]\s*")
_MADE_WITH = re.compile(r"[\s_|–—-]*powered by .{1,30}$", re.IGNORECASE)
# Issuers, whose name heads their pages.
_BODY_WORD = compile_either(r"(?:局|厅|办|办公室|院|部|署|集团|公司|学会|协会|大学|医院|管委会|联盟)$")
_SITE_TAGS = ("sitename", "og:site_name", "application-name", "columnname", "columndescription")
#: A heading of fewer letters is a channel's.
_LEAST = 4
#: One of fewer is believed only where <title> bears it out.
_HEADING = 8
#: And one of more no title at all.
_MOST = 120
#: Names of sites and channels are not longer.
_NAME_LENGTH = 14
#: Lines above the body among which a title may stand, how far up they are looked for, and lines of the body whose
#: words it is compared with.
_ABOVE, _REACH_ABOVE, _OPENING = 8, 25, 20
#: What ends a line that leads on to others.
_LED = ("：", ":", "；", "，", "、")
#: With a smaller share of its words in the body than the first a title is of something else; with the second a line is
#: of this.
_FOREIGN, _OWN = 0.2, 0.3
#: A title whose words a longer heading shares to this part says the same.
_SAME = 0.7
_CRUMBS = compile_either(
    r"^\W*(?:[您你]?的?(?:现在|当前)?(?:所在)?的?位置|首页\s*[>»]|正文$|https?://|无标题|untitled|document$|index$"
    r"|(?:本文)?原?标\s?题[:：]|(?:编者按|核心提示|导读|摘要)\s*[:：])",
    re.IGNORECASE,
)
_BYLINE = compile_either(
    r"来源于?\s*[:：]|发布(?:日期|时间)|作者\s*[:：]|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}|浏览|点击|字号|分享|\d\s?(?:天|个?月|小时|分钟|年|周)前|。$"
)
#: Titles are looked for in so many lines of a page.
_REACH = 400


def find_title(metadata: Metadata, headline: str | None, lines: Sequence[Block], anchor: str) -> str:
    """The article's own title; empty when the page tells none (then `title_above` or `site_title` may do)."""
    names = {_key(name) for key in _SITE_TAGS for name in metadata.tags.get(key, ())}
    fitting = [
        one for one in _candidates(metadata, headline, lines, anchor) if is_title(one) and _key(one) not in names
    ]
    found = fitting[0] if fitting else ""
    if len(found) >= _HEADING:
        return found
    if short := _short_heading(metadata.head_title, lines):
        return short
    # A short one may be a name that nobody can tell from a title; a tag that the page shows as well is better.
    shown = {_key(line.text) for line in lines[:_REACH]}
    tags = [cut(value) for value in _shared(metadata, headline)]
    return next((one for one in tags if one in fitting and len(one) >= _HEADING and _key(one) in shown), found)


def title_above(lines: Sequence[Block], taken: Sequence[int]) -> str:
    """The title that stands above the body, for pages whose <title> is none."""
    above = _above(lines, taken)
    best = _most_telling(above, _words_of_body(lines, taken, above))
    return cut(best.text) if best else ""


def shown_title(name: str, head: str, lines: Sequence[Block], taken: Sequence[int]) -> str:
    """The title as it stands about the body, where that is not `name`; else `name`.

    Tags and <title> may hold a column, another article's title or a part of this one's. A line about the body is
    believed instead when it says the same at greater length, or when `name` does not stand there itself and the line
    stands in <title> too, or shares its words with the body as `name` does not.
    """
    about = _above(lines, taken)
    if longer := _longest([line.text for line in about if _goes_on(name, line)]):
        return cut(longer)
    headings = [line for line in lines[:_REACH] if line.heading and not line.is_link and len(line.text) >= _HEADING]
    if any(_key(line.text) == _key(name) for line in (*about, *headings)):
        return name
    if last := _longest([line.text for line in about if _is_part_of(name, line.text)]):
        return last
    others = [line for line in about if len(line.text) >= _HEADING and _key(line.text) not in _key(name)]
    if borne := _longest([line.text for line in others if _key(line.text) in _key(head)]):
        return cut(borne)
    words = _words_of_body(lines, taken, about)
    is_foreign = len(name) < _HEADING or _share(name, words) < _FOREIGN
    best = _most_telling(others, words)
    return cut(best.text) if best and is_foreign and _share(best.text, words) >= _OWN else name


def _most_telling(candidates: Sequence[Block], words: AbstractSet[str]) -> Block | None:
    """Headings first, then the line that shares most of its words with the body, then the nearest."""
    return max(
        reversed(candidates),
        key=lambda line: (line.heading != "" and len(line.text) >= _HEADING, _share(line.text, words)),
        default=None,
    )


def _above(lines: Sequence[Block], taken: Sequence[int]) -> list[Block]:
    """The last lines above the first sentence of the body that may be its title, whether an extractor took them with it
    or not; boxes of date and number may stand between."""
    start = next((index for index in taken if lines[index].text.endswith(("。", "."))), taken[0] if taken else 0)
    return [line for line in lines[max(0, start - _REACH_ABOVE) : start] if _may_be_title(line)][-_ABOVE:]


def _may_be_title(line: Block) -> bool:
    text = line.text
    is_other = line.is_link or line.hidden or text.endswith(_LED) or text.startswith("——") or "\t" in text
    return not is_other and is_title(text) and not _BYLINE.search(text)


def _words_of_body(lines: Sequence[Block], taken: Sequence[int], about: Sequence[Block]) -> set[str]:
    return words_of(" ".join(lines[index].text for index in taken[:_OPENING] if lines[index] not in about))


def _goes_on(name: str, line: Block) -> bool:
    """Whether it goes on where `name` was cut off, or is a heading that says what `name` says in fewer words."""
    key, whole = _key(name).rstrip(".…"), _key(line.text)
    if len(key) < _LEAST or not len(key) < len(whole) <= 3 * len(key):
        return False
    says_same = line.heading != "" and len(name) >= _HEADING and _share(name, words_of(line.text)) >= _SAME
    return whole.startswith(key) or says_same


def _is_part_of(name: str, line: str) -> bool:
    """Whether `name` has it behind names and dates (「某报—第11版：要闻—」), or before a number in brackets."""
    whole, key = _key(name), _key(line)
    if len(key) < _LEAST or len(key) == len(whole):
        return False
    before, behind = whole.removesuffix(key), whole.removeprefix(key)
    if behind != whole:
        return len(key) >= _HEADING and re.fullmatch(r"[(（][^()（）]+[)）]", behind) is not None
    is_set_off = re.search(r"[-_|—>]$", before) is not None or (before.endswith(":") and len(before) < len(key))
    is_spaced = len(key) >= _HEADING and name.endswith(f" {line}")
    return before != whole and (is_set_off or is_spaced)


def _share(text: str, words: AbstractSet[str]) -> float:
    """How many of its words are among `words`."""
    own = words_of(text)
    return len(own & words) / max(1, len(own))


def _longest(texts: Sequence[str]) -> str:
    return max(texts, key=len, default="")


def site_title(metadata: Metadata, headline: str | None, lines: Sequence[Block], anchor: str) -> str:
    """Whatever heads the page, be it a name: better than none."""
    candidates = [*_candidates(metadata, headline, lines, anchor), _only_heading(lines)]
    return next((one for one in candidates if len(_letters(one)) >= _LEAST), "")


def _candidates(metadata: Metadata, headline: str | None, lines: Sequence[Block], anchor: str) -> list[str]:
    """In order: the tag `ArticleTitle`; a heading that begins <title>; a share tag that does; any line that does;
    a heading that ends it behind a shorter name; <title> without the names around it; the share tags; the anchor of the
    link that led here; the first heading."""
    head = metadata.head_title
    shared = _shared(metadata, headline)
    return [
        metadata.first(("articletitle",)) or "",
        _beginning(head, lines, headings=True),
        _longest_beginning(head, shared),
        _beginning(head, lines, headings=False),
        _ending(head, lines),
        cut(head),
        *map(cut, shared),
        one_line(anchor),
        _first_heading(lines),
    ]


def _shared(metadata: Metadata, headline: str | None) -> list[str]:
    return [one_line(value) for value in (metadata.first(("og:title", "twitter:title")), headline) if value]


def is_title(text: str) -> bool:
    """Whether it may name an article: long enough, and not only the site, a channel or a breadcrumb."""
    if len(_letters(text)) < _LEAST or len(text) > _MOST or _CRUMBS.search(text):
        return False
    is_name = (_SITE_WORD.search(text) or _BODY_WORD.search(text)) and len(text) <= _NAME_LENGTH
    return not is_name or re.search(r"[，,：:《》“”！？、\d\s]", text) is not None


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def cut(head: str) -> str:
    """<title> without the site's and channels' names behind it, or before it."""
    kept = _NAME_BEFORE.sub("", _MADE_WITH.sub("", _LABEL.sub("", head.strip(_FRAME))))
    while separators := list(_CUT.finditer(kept)):
        first, last = kept[: separators[-1].start()], kept[separators[-1].end() :]
        is_name = _SITE_WORD.search(first) is not None and len(first) < len(last)
        # A dash may be the title's own; an underscore or a bar never is.
        if separators[-1].group() in _DASHES:
            if not is_name and (len(first) < _LEAST or not _SITE_WORD.search(last)):
                return kept
        elif len(first) < _LEAST:
            is_name = True
        kept = last if is_name else first
    return kept.strip()


def _beginning(head: str, lines: Sequence[Block], *, headings: bool) -> str:
    """The longest line that begins <title>."""
    return _longest_beginning(
        head, [line.text for line in lines[:_REACH] if bool(line.heading) is headings and len(line.text) <= len(head)]
    )


def _ending(head: str, lines: Sequence[Block]) -> str:
    """The longest heading that ends <title> behind a separator and a name shorter than itself."""
    whole = _key(head)
    fitting = [
        line.text
        for line in lines[:_REACH]
        if line.heading
        and len(key := _key(line.text)) > len(whole) / 2
        and whole.endswith(key)
        and re.search(r"[\W_丨]$", whole[: -len(key)])
    ]
    return max(fitting, key=len, default="")


def _longest_beginning(head: str, candidates: Sequence[str]) -> str:
    whole = _key(head)
    fitting = [text for text in candidates if len(key := _key(text)) >= _LEAST and whole.startswith(key)]
    # The rest must look like names: 「长三角一体化」 begins 「长三角一体化示范区…」 but is a channel.
    fitting = [text for text in fitting if _is_name_tail(head, text)]
    return max(fitting, key=len, default="")


def _is_name_tail(head: str, text: str) -> bool:
    """Whether what follows the candidate in <title> is a name or set off: a channel's name begins titles as well."""
    rest = _behind(head, len(_key(text)))
    return (
        not rest
        or re.match(r"[\W_丨]|\d", rest) is not None
        or (len(rest) <= _NAME_LENGTH and _SITE_WORD.search(rest) is not None and not re.search(r"[\W_]", rest))
    )


def _behind(head: str, letters: int) -> str:
    """What is left of `head` after so many characters that are no gaps."""
    for place, character in enumerate(head):
        if letters == 0:
            return head[place:]
        letters -= not character.isspace()
    return ""


def _short_heading(head: str, lines: Sequence[Block]) -> str:
    """A heading of two or three letters with which <title> begins, names of columns apart: 「水车 - 某百科」."""
    for line in lines[:_REACH]:
        text = line.text
        if not line.heading or line.is_link or not 2 <= len(text) < _LEAST or _SITE_WORD.search(text):
            continue
        if re.match(rf"{re.escape(text)}(?:$|[\s_|｜—-])", head):
            return text
    return ""


def _first_heading(lines: Sequence[Block]) -> str:
    """The first of the highest headings that may be a title and is no name, however long."""
    for tag in ("h1", "h2"):
        for line in lines[:_REACH]:
            is_own = line.heading == tag and not (line.is_link or line.hidden) and len(line.text) >= _HEADING
            if is_own and is_title(line.text) and not _names_body(line.text) and not TAIL.match(line.text):
                return cut(line.text)
    return ""


def _names_body(text: str) -> bool:
    return (_SITE_WORD.search(text) or _BODY_WORD.search(text)) is not None and not re.search(
        r"[，,：:“”！？、\s]", text
    )


def _only_heading(lines: Sequence[Block]) -> str:
    for tag in ("h1", "h2"):
        found = list(dict.fromkeys(line.text for line in lines if line.heading == tag and len(line.text) >= _LEAST))
        if len(found) == 1:
            return found[0]
    return ""


def _key(text: str) -> str:
    return _GAPS.sub("", text).translate(_QUOTES).lower()
