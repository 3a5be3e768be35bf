"""Which pages are several items, and which are one article with heads in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Extraction, Hints
from core.extract import extract
from core.extract.html import Block
from core.extract.roundup import split
from core.page import Page

#: Headline and text of items that have nothing to do with each other but the region some of them are of.
ITEMS = (
    (
        "嘉善两家医院开通互认门诊",
        "嘉善两家医院本周起互相承认检验结果，患者凭一张电子凭证即可转诊，首日有三十余人办理，排队时间缩短一半。",
    ),
    (
        "北方三省降温 铁路加开暖车",
        "受冷空气影响，东北多地气温骤降十二摄氏度，铁路部门在夜间线路上加挂供暖车厢，并为滞留旅客准备热水和毛毯。",
    ),
    (
        "无锡芯片厂房封顶",
        "无锡高新区一座芯片厂房昨日封顶，业主称明年三季度试产车规级控制器，达产后年产值约四十亿元，将新招工程师六百名。",
    ),
    (
        "围棋女子甲级联赛收官",
        "围棋女子甲级联赛最后一轮战罢，卫冕冠军以四分优势夺魁，十八岁小将执黑中盘取胜，成为本赛季胜率最高的棋手。",
    ),
    ("舟山开捕带鱼", "舟山渔港凌晨驶出两百艘渔船，今年带鱼个头偏大，码头收购价每公斤上涨三元，冷库已腾出八千吨库容。"),
    (
        "欧洲央行维持利率不变",
        "欧洲央行管理委员会决定三大关键利率均按兵不动，行长在记者会上称通胀回落符合预期，市场对春季降息的押注升温。",
    ),
)
ENGLISH = (
    (
        "Ferry line reopens",
        "The ferry between the two islands sails again after a month of repairs. Tickets cost the same as before.",
    ),
    (
        "Bank trims forecast",
        "Economists at the central bank expect slower lending next quarter. Mortgage demand weakened in October.",
    ),
    (
        "Museum shows lost scrolls",
        "Visitors may view twelve painted scrolls that were found in a cellar. Curators restored them by hand.",
    ),
)
INTRO = "各位读者早上好，以下是今天值得留意的几件事。"
#: Sections of one article on one subject.
SECTIONS = (
    "示范区的水务专班把三地的河长请到一张桌上，跨界河道由谁清淤、清淤的费用怎么分摊，一次谈定。淀山湖的蓝藻打捞由此有了统一的船队。",
    "跨界河道的清淤费用过去各付各的，专班成立后按岸线长度分摊。示范区执委会说，三地河长每月见一次，淀山湖的水质因此升了一级。",
    "淀山湖沿岸的渔民最先看到变化，打捞船队每天出动，清淤的泥运去做砖。示范区的三地河长打算把统一的办法推到太浦河的跨界河道。",
    "太浦河的跨界河道更长，清淤费用更高。示范区水务专班估算，三地按岸线分摊后，河长们只需在每月的会上核对账目，船队由专班统一调度。",
)
BRIEFS = (
    ("联盟在无锡成立", "绿色供应链联盟19日在无锡成立，首批成员142家。"),
    ("断头路昨日打通", "朱平公路南延伸通车，全长3.86公里，车程减到9分钟。"),
    ("窗口在盐城启用", "盐城市政务中心启用远程虚拟窗口，145项事项可办。"),
)
HEADS = ("一张桌子谈定一条河", "费用怎样分摊才算公平", "渔民最先看到了变化", "统一办法推到下一条河")


def block(text: str, heading: str = "") -> Block:
    return Block(text, 0, heading, hidden=False)


def blocks(*texts: str) -> list[Block]:
    return [block(text) for text in texts]


def headed(pattern: str, items: tuple[tuple[str, str], ...] = ITEMS, *before: str) -> list[Block]:
    """Items with their heads on lines of their own: `{n}` counts from 1, `{c}` in Chinese, `{t}` is a time."""
    lines = list(before)
    for place, (head, text) in enumerate(items):
        lines += [_filled(pattern, place) + head, text]
    return blocks(*lines)


def run_in(pattern: str, items: tuple[tuple[str, str], ...] = ITEMS, *before: str) -> list[Block]:
    """Items of one paragraph each."""
    return blocks(
        *before, *(_filled(pattern, n).replace("{head}", head) + text for n, (head, text) in enumerate(items))
    )


def _filled(pattern: str, place: int) -> str:
    return pattern.format(n=place + 1, c="一二三四五六"[place], t=f"{9 + place:02d}:{40 - place}", head="{head}")


def sections(pattern: str = "", heads: tuple[str, ...] = HEADS) -> list[Block]:
    return headed(pattern, tuple(zip(heads, SECTIONS, strict=True)))


MIXED = blocks(
    "国内", "1. " + ITEMS[1][0], ITEMS[1][1], "2. " + ITEMS[3][0], ITEMS[3][1], "国际", "1. " + ITEMS[5][0], ITEMS[5][1]
)
SEVERAL = {
    "numerals before the heads": ("长三角早报", headed("{c}、", ITEMS, INTRO)),
    "figures before the heads": ("今日要闻", headed("{n}. ")),
    "figures in the same paragraph": ("财经早餐", run_in("{n}、{head}。", ITEMS, INTRO)),
    "figures in brackets": ("十一月二十日的消息", headed("【{n}】")),
    "heads in brackets": ("十一月二十日的消息", run_in("【{head}】", ITEMS, INTRO)),
    "bullets before the heads": ("一周回顾", headed("● ")),
    "bare heads": ("十一月二十日的消息", headed("", ITEMS, INTRO)),
    "headings of the page": (
        "十一月二十日的消息",
        [line for head, text in ITEMS for line in (block(head, "h3"), block(text))],
    ),
    "counted anew under each label": ("简讯", MIXED),
    "a dateline each": (
        "各地简讯",
        run_in("本报上海11月20日电 ", ITEMS),
    ),
    "an origin each": ("十一月二十日的消息", [block(line.text + "（某某日报）") for line in run_in("{n}. {head}。")]),
    "briefs of one sentence": ("一体化简报（11月20日）", headed("{n}. ", BRIEFS)),
    "short labels in brackets": ("一周速览", run_in("【{head}】", tuple((head[:2], text) for head, text in BRIEFS))),
    "a number of items in the title": ("早安｜11月20日要闻三则", headed("", BRIEFS)),
    "entries of a live blog": ("进博会直播", headed("{t} ", ITEMS, INTRO)),
    "times on lines of their own": (
        "滚动更新：进博会第三天",
        blocks(*(text for n, (head, told) in enumerate(ITEMS) for text in (f"{9 + n:02d}:15", head, told))),
    ),
    "a live blog of one subject": ("示范区发布会直播", sections("{t} ")),
    "English heads": ("News in brief", headed("", ENGLISH)),
    "an English live blog": ("Storm live updates", headed("{t} am ", ENGLISH)),
}


@pytest.mark.parametrize(("title", "lines"), SEVERAL.values(), ids=SEVERAL)
def test_items_of_different_subjects_are_parts(title: str, lines: list[Block]) -> None:
    parts = split(lines, title)
    texts = [line.text for line in lines]
    assert [line for part in parts for line in part.lines] == texts
    # Each item has an own part; the first is that of the page where nothing opens it.
    heads = [head for head, _ in ITEMS + ENGLISH if any(head in text for text in texts)]
    assert len(parts) >= 3
    assert all(part.text for part in parts)
    told = {part.title or part.text[0][:40] for part in parts}
    assert [head for head in heads[1:] if not any(head in one for one in told)] == []


ONE = {
    "an article with bare sub-headings": ("一条河的共治", sections()),
    "an article with headings of the page": (
        "一条河的共治",
        [line for head, text in zip(HEADS, SECTIONS, strict=True) for line in (block(head, "h2"), block(text))],
    ),
    "a speech by numerals": ("在示范区建设推进会上的讲话", sections("{c}、")),
    "a speech without heads": (
        "在示范区建设推进会上的讲话",
        blocks(*(f"{c}、{t}" for c, t in zip("一二三四", SECTIONS, strict=True))),
    ),
    "a plan by numerals in brackets": ("示范区水务共治工作方案", sections("（{c}）")),
    "a plan by figures": ("示范区水务共治工作要点", sections("{n}. ")),
    "articles of a regulation": (
        "示范区促进条例",
        blocks(*(f"第{c}条 {text}" for c, (_, text) in zip("一二三四五六", ITEMS, strict=True))),
    ),
    "questions and answers": (
        "《方案》政策问答",
        blocks(*(t for head, text in ITEMS for t in (f"问：{head}是怎么回事", f"答：{text}"))),
    ),
    "a transcript with times": (
        "新闻发布会文字实录",
        blocks(*(f"1{n}:05 [主持人] {text}" for n, (_, text) in enumerate(ITEMS))),
    ),
    "an agenda": (
        "论坛议程",
        blocks(*(f"{9 + n:02d}:00-{9 + n:02d}:40 {head}" for n, (head, _) in enumerate(ITEMS)), ITEMS[0][1]),
    ),
    "a day told by its hours": ("共治专班的一天", sections("{t} ")),
    "sections that carry on": (
        "六个片段",
        headed("", tuple((head, ("此外，" if n else "") + text) for n, (head, text) in enumerate(ITEMS))),
    ),
    "numbers that do not count": (
        "十一月二十日的消息",
        blocks(*(f"{n}. {text}" for n, (_, text) in zip((3, 7, 20), ITEMS, strict=False))),
    ),
    "points without sentences": ("论坛发布六项成果", headed("{n}. ", tuple((head, "详见附件") for head, _ in ITEMS))),
    "a policy of so many points": ("三地发布优化营商环境二十条", headed("{c}、", BRIEFS)),
    "a report of a campaign": ("简报制度在三地推行", headed("{c}、", BRIEFS)),
    "briefs under a title of one subject": ("联盟成立大会发布三项成果", headed("{n}. ", BRIEFS)),
    "two items": ("今日要闻", headed("{n}. ", ITEMS[:2])),
    "a long report before a short list": ("一条河的共治", [*blocks(*SECTIONS), *headed("{n}. ", ITEMS[:3])]),
    "plain paragraphs": ("一条河的共治", blocks(*SECTIONS)),
    "one English story": (
        "Ferry line reopens",
        headed(
            "",
            (
                ("Repairs took a month", "The ferry between the islands sails again after repairs to its engine."),
                ("Tickets stay cheap", "Tickets for the ferry between the islands cost what they did before."),
                ("Islanders relieved", "Islanders depend on the ferry and welcome the end of the engine repairs."),
            ),
        ),
    ),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("title", "lines"), ONE.values(), ids=ONE)
def test_an_article_with_heads_stays_one(title: str, lines: list[Block]) -> None:
    assert split(lines, title) == []


def test_a_part_has_its_head_for_a_title_and_its_time() -> None:
    first, *parts = split(headed("{t} ", ITEMS, INTRO), "进博会直播")
    assert (first.title, first.text) == ("", (INTRO,))
    assert [(part.title, part.time, part.text) for part in parts[:2]] == [
        (ITEMS[0][0], "09:40", (ITEMS[0][1],)),
        (ITEMS[1][0], "10:39", (ITEMS[1][1],)),
    ]


def test_an_item_without_a_head_is_titled_by_its_first_sentence() -> None:
    items = "".join(
        f"<p>本报上海11月{20 - n}日电（记者某某）{head}。{text}</p>" for n, (head, text) in enumerate(ITEMS)
    )
    html = f"<title>江畔各地简讯</title><h1>江畔各地简讯</h1><p>2026-11-20 08:30</p><div>{items}</div>"
    fetched = datetime(2026, 11, 21, tzinfo=UTC)
    found = extract(
        Page(asked_url=None, url=None, fetched_at=fetched, status=200, body=html.encode()), Hints(fetched_at=fetched)
    )
    assert isinstance(found, Extraction)
    assert [part.title for part in found.article.parts] == [head for head, _ in ITEMS[1:]]


def test_a_label_is_of_no_item() -> None:
    assert [(part.title, len(part.text)) for part in split(MIXED, "简讯")[1:]] == [(ITEMS[3][0], 1), (ITEMS[5][0], 1)]


_SHAPES = ("一、", "2. ", "1.", "【要闻】", "【嘉善两家医院】", "09:15", "国际", "", "。")
_LINES = st.lists(
    st.sampled_from([*(line for item in ITEMS for line in item), *_SHAPES]) | st.text(max_size=60), max_size=24
)


@given(_LINES, st.sampled_from(["早报", "直播", "一条河的共治"]), st.sets(st.integers(0, 23)))
def test_nothing_is_lost(lines: list[str], title: str, headings: set[int]) -> None:
    parts = split([block(line, "h3" if place in headings else "") for place, line in enumerate(lines)], title)
    assert [line for part in parts for line in part.lines] == (lines if parts else [])
