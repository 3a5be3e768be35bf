"""The article's own title."""

from __future__ import annotations

import pytest

from core.extract.html import Block
from core.extract.metadata import Metadata
from core.extract.title import cut, find_title, site_title, title_above

HEADS = {
    "an underscore": ("示范区发布年度任务书_某某日报", "示范区发布年度任务书"),
    "channel and site": ("示范区发布年度任务书--时政--某某网", "示范区发布年度任务书"),
    "a bar": ("示范区发布年度任务书 | 某某新闻", "示范区发布年度任务书"),
    "a dash before a site": ("示范区发布年度任务书-某某新闻网", "示范区发布年度任务书"),
    "a dash of its own": ("上海-苏州集群位列第五", "上海-苏州集群位列第五"),
    "a dash of its own and a site": ("上海-苏州集群位列第五-某某新闻网", "上海-苏州集群位列第五"),
    "the site in front": ("某某新闻网_示范区发布年度任务书", "示范区发布年度任务书"),
    "the site in front of a dash": ("某某新闻网-示范区发布年度任务书", "示范区发布年度任务书"),
    "English": ("Delta provinces open laboratories - Example Daily", "Delta provinces open laboratories"),
    "an English hyphen": ("A twenty-year plan for the delta", "A twenty-year plan for the delta"),
    "nothing to cut": ("示范区发布年度任务书", "示范区发布年度任务书"),
    "a colon": ("权威发布：示范区发布年度任务书", "权威发布：示范区发布年度任务书"),
}


@pytest.mark.parametrize(("head", "title"), HEADS.values(), ids=HEADS)
def test_names_of_sites_are_cut(head: str, title: str) -> None:
    assert cut(head) == title


def metadata(head: str, **tags: str) -> Metadata:
    return Metadata(head, {name.replace("_", ":"): (value,) for name, value in tags.items()}, (), ())


def heading(text: str, tag: str = "h1") -> Block:
    return Block(text, 0, tag, hidden=False)


T = "示范区发布年度任务书"
PAGES = {
    "the site's own tag first": (metadata("某某省发改委", articletitle=T), [heading("某某省发改委")], "", T),
    "a heading that begins the title": (metadata(f"{T} 某某新闻网"), [heading("某某新闻网"), heading(T, "h2")], "", T),
    "never the site's heading": (metadata(f"{T}-某某市人民政府"), [heading("某某市人民政府")], "", T),
    "a channel that begins the title is none": (
        metadata("长三角一体化示范区发布年度任务书_某某网"),
        [heading("长三角一体化", "h2")],
        "",
        "长三角一体化示范区发布年度任务书",
    ),
    "a share tag where a box heads the page": (
        metadata("某某网", og_title=T),
        [heading("相关博文", "h2")],
        "",
        T,
    ),
    "the anchor of the list where the page has a general title": (metadata("首页"), [], T, T),
    "quotes of another kind": (
        metadata("“示范区”发布任务书_某某网"),
        [heading('"示范区"发布任务书')],
        "",
        '"示范区"发布任务书',
    ),
    "the one heading of a page without <title>": (metadata(""), [heading(T)], "", T),
    "a heading that ends the title behind a name": (metadata(f"某某发布 - {T}"), [heading(T, "h2")], "", T),
    "never a heading that ends the title as a channel": (metadata(f"{T}_科技成果"), [heading("科技成果")], "", T),
    "the first heading where the title names the site": (
        metadata("某某新闻网"),
        [heading("某某新闻网"), heading(T), heading("别处的另一条新闻", "h2")],
        "",
        T,
    ),
    "never an office's name or a box, however long": (
        metadata("首页"),
        [heading("某某省经济和信息化工作领导小组办公室"), heading("您可能感兴趣的其他文章", "h2"), heading(T, "h2")],
        "",
        T,
    ),
    "never an address": (metadata("", og_title="https://www.example.cn/"), [heading(T)], "", T),
    "nothing": (metadata("首页"), [], "", ""),
}


@pytest.mark.parametrize(("told", "lines", "anchor", "title"), PAGES.values(), ids=PAGES)
def test_the_title_is_found(told: Metadata, lines: list[Block], anchor: str, title: str) -> None:
    assert find_title(told, None, lines, anchor) == title


def test_a_page_without_a_title_of_its_own_has_the_line_above_its_body() -> None:
    lines = [heading("某某网首页"), Block("首页", 2, "", hidden=False), Block(T, 0, "", hidden=False)]
    lines += [Block("来源：某某日报 2026-11-20 08:00", 0, "", hidden=False), Block("正文。", 0, "", hidden=False)]
    assert title_above(lines, [4]) == T


def test_of_the_lines_above_a_body_the_one_with_its_words_is_the_title() -> None:
    texts = [T, "转播到我的微博页面", "示范区近日发布年度任务书，提出四十二项任务。"]
    assert title_above([Block(text, 0, "", hidden=False) for text in texts], [2]) == T


def test_a_name_is_better_than_nothing() -> None:
    assert site_title(metadata(""), None, [heading("某某市人民政府")], "") == "某某市人民政府"
