"""`topics test` as a person gives it: a query is tried on saved pages and on the store, and shows its hits."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import cli
from tests.support.office import CONFIG, Answered, Office, open_office

PAGE = """<html><head><title>{title}_某某网</title></head><body><h1>{title}</h1>
<p>2026-11-20 09:30 来源：江岸日报</p><div class="content">
<p>11月20日，上海、江苏、浙江、安徽四地数据部门在合肥签署长三角数据共享合作协议，约定共建统一的公共数据目录。</p>
<p>协议明确，長三角一體化發展示範區先行試點，首批開放三百二十項數據，覆蓋醫保、社保和企業登記等領域。</p>
<p>四地将建立联席会议制度，每季度通报进展，并在2027年底前实现高频数据按需共享。</p></div></body></html>"""
OTHER = """<html><head><title>城南公园的银杏黄了</title></head><body><h1>城南公园的银杏黄了</h1>
<p>2026-11-19 10:00</p><div class="content"><p>城南公园的银杏已经全黄，园方提醒市民从东门进园，周末延长开放两小时。</p>
<p>去年同期游园人次为一万二千，今年预计还会更多，停车位增加到三百个，园内另设两处饮水点。</p></div></body></html>"""

RULES = """
[aliases]
data = ["数据目录", "数据共享"]
[[rule]]
name = "data"
label = "数据"
query = '$data 同句 协议'
points = 2
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = open_office(tmp_path_factory.mktemp("office"), 'keywords = "keywords.txt"\n' + CONFIG)
    office.write("topics.toml", (office.folder / "topics.toml").read_text("utf-8") + RULES)
    office.write("keywords.txt", "[示范区组]\n示范区\n+试点\n")
    office.write("one.html", PAGE.format(title="三省一市签署数据共享协议"))
    office.write("two.html", OTHER)
    imported = office.run("import", "--fetched-at", "2026-11-20T10:00", "one.html", "two.html")
    assert imported.code == 0, imported
    assert office.run("read").code == 0
    return office


def run(office: Office, *words: str) -> Answered:
    """The command in this process: a new one for each of these words would take a minute."""
    with chdir(office.folder):
        result = CliRunner().invoke(cli, ["topics", "test", *words])
    return Answered(result.exit_code, result.stdout, result.stderr)


def tried(office: Office, *words: str) -> dict:
    answered = run(office, "--json", *words)
    assert answered.code == 0, answered
    found: dict = json.loads(answered.out)
    return found


WAYS = {"saved pages": ("one.html", "two.html"), "the store": ("--store",)}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_query_shows_the_articles_it_holds_for(office: Office, way: tuple[str, ...]) -> None:
    answered = tried(office, "示范区 近/10 先行试点 非 银杏", *way)

    assert answered["query"] == '"示范区" NEAR/10 "先行试点" AND NOT "银杏"'
    assert answered["asked"] == 2
    (match,) = answered["found"]
    assert match["title"] == "三省一市签署数据共享协议"
    assert [hit["term"] for hit in match["hits"]] == ["示范区", "先行试点"]
    assert "【示範區】先行試點" in match["marked"][0]


GLUED = {
    "an operator without spaces": ("长三角或规划", True),
    "an operator between spaces": ("长三角 或 规划", False),
    "a name that holds such a letter": ("与会者", False),
}


@pytest.mark.parametrize(("query", "is_told"), GLUED.values(), ids=GLUED.keys())
def test_an_operator_that_is_read_as_a_letter_is_told(office: Office, query: str, is_told: bool) -> None:
    assert (f"{query} is one word" in run(office, query).err) is is_told


def test_it_is_shown_as_text(office: Office) -> None:
    answered = run(office, "标题:协议^3", "one.html", "two.html")

    assert answered.out.splitlines() == [
        'query: title:"协议"^3',
        "one.html · 2026-11-20 · +3 · 三省一市签署数据共享协议",
        "  title  三省一市签署数据共享【协议】",
    ]
    assert "holds for 1 of 2 articles" in answered.err


def test_a_rule_of_the_file_is_tried_by_its_name_or_label(office: Office) -> None:
    for name in ("data", "数据"):
        assert [match["points"] for match in tried(office, "--rule", name, "--store")["found"]] == [2]
    assert [match["points"] for match in tried(office, "--rule", "示范区组", "one.html")["found"]] == [2]


def test_a_list_of_the_file_serves_in_a_query(office: Office) -> None:
    assert tried(office, "$data", "one.html")["found"]


def test_only_what_was_seen_since_a_day_is_asked(office: Office) -> None:
    assert tried(office, "协议", "--store", "--since", "2026-11-20")["asked"] == 2
    assert tried(office, "协议", "--store", "--since", "2999-01-01")["asked"] == 0


def test_without_a_page_it_is_told_how_a_query_is_understood(office: Office) -> None:
    answered = run(office, "长三角 规划 或 纲要")

    assert (answered.code, answered.out) == (0, 'query: "长三角" AND "规划" OR "纲要"\n')


def test_a_page_that_cannot_be_read_is_told(office: Office) -> None:
    answered = run(office, "协议", "one.html", "none.html")

    assert answered.code == 1
    assert "三省一市" in answered.out
    assert "none.html: cannot be read" in answered.err


WRONG = {
    "a query with a fault": (["长三角 与 “规划"], "query:1:7: 引号没有收尾"),
    "a list that is not there": (["$dat"], "did you mean 'data'?"),
    "no such rule": (["--rule", "moon"], "no rule of this name: 'moon'; there are: data, 示范区组"),
    "nothing to try": ([], "give a QUERY, or a rule with --rule"),
    "nothing in quotes": ([""], "give a QUERY"),
    "files and the store": (["规划", "one.html", "--store"], "give either files or --store"),
    "a day without the store": (["规划", "one.html", "--since", "2026-11-20"], "--since is for --store"),
    "a day that is none": (["规划", "--store", "--since", "gestern"], "'gestern' does not match the format"),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_in_a_line(office: Office, words: list[str], message: str) -> None:
    answered = run(office, *words)

    assert answered.code == 2, answered
    assert message in answered.err
    assert "Traceback" not in answered.err


def test_a_caret_stands_below_the_fault(office: Office) -> None:
    answered = run(office, "长三角 与 “规划")

    assert answered.err.splitlines()[1:] == ["    长三角 与 “规划", "    　　　 　 ^"]


FAULTY = {
    "a query": ("topics.toml", "[[rule]]\nname = 'x'\nlabel = 'x'\nquery = '苏'\n", "topics.toml:"),
    "a keyword": ("keywords.txt", "\n\n苏\n", "keywords.txt:6:1: “苏”太短"),
}


@pytest.mark.parametrize(("name", "more", "message"), FAULTY.values(), ids=FAULTY.keys())
def test_check_tells_the_faults_of_queries_and_keywords(
    office: Office, tmp_path: Path, name: str, more: str, message: str
) -> None:
    other = Office(tmp_path)
    for each in ("deltawatch.toml", "topics.toml", "keywords.txt"):
        other.write(each, (office.folder / each).read_text("utf-8"))
    assert other.run("check").code == 0

    other.write(name, (other.folder / name).read_text("utf-8") + more)
    answered = other.run("check")

    assert answered.code == 2
    assert message in answered.err
    assert answered.err.rstrip().endswith("^")


def test_a_keyword_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    other = open_office(tmp_path, 'keywords = "none.txt"\n' + CONFIG)

    assert "deltawatch.toml:1: keywords: no such file: none.txt" in other.run("check").err
