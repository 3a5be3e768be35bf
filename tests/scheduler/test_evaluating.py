"""Labelled pages are judged as `inspect` and a run would judge them, and the figures follow."""

import json

import pytest

from tests.scheduler.test_commands import PAGE
from tests.support.office import open_office

OFF_TOPIC = """<title>老街上的面馆重新开张</title><h1>老街上的面馆重新开张</h1><p>2026-11-20 09:30</p>
<p>11月20日一早，老街口的面馆在歇业两年后重新开张，掌勺的还是原来的师傅，门口排了三十多人。</p>
<p>师傅说，面是凌晨三点揉的，汤用猪骨和黄鳝熬了六个小时，一碗卖十八元，和从前一样。</p>"""
WHEN = "2026-11-21T08:00:00+08:00"
LABELS = f"""\ufefffile,url,fetched_at,on_topic,worthy,story,areas,note
on.html,http://www.ndrc.gov.cn/a.html,{WHEN},yes,yes,一,digital,
copy.html,http://www.ndrc.gov.cn/b.html,{WHEN},yes,yes,一,,the same words elsewhere
off.html,http://www.ndrc.gov.cn/c.html,{WHEN},yes,yes,二,,a label that is wrong
stranger.html,http://blog.example/d.html,{WHEN},yes,no,三,-,
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = open_office(tmp_path_factory.mktemp("labels"))
    for name, page in (("on", PAGE), ("copy", PAGE), ("off", OFF_TOPIC), ("stranger", PAGE)):
        office.write(f"pages/{name}.html", page)
    office.write("pages/labels.csv", LABELS)
    office.write("other/deltawatch.toml", "[sites]\nuse = []\n")
    topics = (office.folder / "topics.toml").read_text(encoding="utf-8")
    office.write("other/topics.toml", topics.replace("yes = 4", "yes = 90").replace("related = 2", "related = 80"))
    return office


@pytest.fixture(scope="module")
def result(office):
    answered = office.run("evaluate", "--json", "--diff", "other/deltawatch.toml", "pages/labels.csv")
    assert answered.code == 0, answered.err
    return json.loads(answered.out)


def test_the_figures_follow_from_the_labels(result):
    aspects = {aspect["name"]: aspect for aspect in result["evaluation"]["aspects"]}

    assert aspects["topic"]["confusion"] == {"yes": {"yes": 3, "no": 1}}
    assert aspects["worthy"]["confusion"] == {"yes": {"yes": 2, "no": 1}, "no": {"no": 1}}
    assert aspects["worthy"]["classes"]["yes"]["recall"] == pytest.approx(2 / 3)
    assert "trust" not in aspects, "nobody said anything of that"
    assert aspects["areas"]["articles"] == 2


def test_stories_are_settled_as_a_run_would(result):
    one, copy, off, stranger = (row["opinion"]["stories"] for row in result["judged"])

    # The stranger's page tells a known story, so that it is not held.
    assert one == copy == stranger
    assert off == []
    assert result["evaluation"]["stories"] | {"f1": 0} == {
        "right": 1, "wrong": 2, "missed": 0, "precision": pytest.approx(1 / 3), "recall": 1.0, "f1": 0,
    }  # fmt: skip


def test_pages_are_judged_by_the_very_code_of_inspect(office, result):
    asked = [
        json.dumps({"path": f"pages/{name}.html", "url": url, "fetched_at": WHEN})
        for name, url, *_ in (line.replace(".html", "", 1).split(",") for line in LABELS.splitlines()[1:])
    ]
    inspected = [
        json.loads(line) for line in office.run("inspect", "--batch", "-", stdin="\n".join(asked)).out.splitlines()
    ]

    assert [
        (row["title"], row["opinion"]["on_topic"], row["opinion"]["trust"], sorted(row["opinion"]["areas"]))
        for row in result["judged"]
    ] == [(page["title"], page["on_topic"], page["trust"], sorted(page["areas"])) for page in inspected]
    assert [row["opinion"]["worthy"] for row in result["judged"]] == [page["verdict"] == "new" for page in inspected]


def test_a_change_of_rules_shows_what_it_moves(office, result):
    first = result["moves"][0]

    assert [move["line"] for move in result["moves"]] == [2, 3, 5]
    assert {"what": "topic", "before": "yes", "after": "no", "label": "yes"} in first["moved"]
    assert {"what": "worthy", "before": "yes", "after": "no", "label": "yes"} in first["moved"]
    assert any(rule.startswith("area ") and rule.endswith(" → none") for rule in first["rules"])
    shown = office.run("evaluate", "--diff", "other/deltawatch.toml", "pages/labels.csv").out
    assert "line 2: 三省一市签署长三角数据共享协议\n  topic" in shown
    assert "yes → no (BROKEN)" in shown
    assert "topic: label, and what the rules say\n       yes  no\n  yes  3    1\n" in shown


def test_the_same_rules_move_nothing(office):
    assert (
        json.loads(office.run("evaluate", "--json", "--diff", "deltawatch.toml", "pages/labels.csv").out)["moves"] == []
    )


UNREADABLE = {
    "broken.gz": "cannot be read",
    "empty.html": "unreadable: empty",
    "toxic.html": "unreadable: toxic markup",
}


def test_a_page_that_cannot_be_read_counts_as_left_out_and_is_named(tmp_path):
    office = open_office(tmp_path)
    office.write("on.html", PAGE)
    office.write("empty.html", "")
    office.write("broken.gz", "\x1f\x8bnonsense")
    office.write("toxic.html", "<p " + "a=1 " * 100_000 + ">")
    rows = "".join(f"{file},yes,{WHEN},\n" for file in ("on.html", *UNREADABLE))
    office.write("labels.csv", f"file,on_topic,fetched_at,part\n{rows}on.html,yes,{WHEN},3\n")
    answered = office.run("evaluate", "--json", "labels.csv")

    assert answered.code == 1
    for line, message in enumerate(UNREADABLE.values(), 3):
        assert f"labels.csv:{line}: {message}" in answered.err
    assert "labels.csv:6: holds 1 articles and none of part 3" in answered.err
    (topic, _) = json.loads(answered.out)["evaluation"]["aspects"]
    assert topic["confusion"] == {"yes": {"yes": 1, "no": 4}}


BRIEFS = (
    (
        "公共数据授权互认",
        "11月20日，沪苏浙皖四地数据局在嘉善签署备忘录，长三角公共数据授权运营结果实现互认，首批目录列出326项。",
    ),
    (
        "跨界水质继续好转",
        "太湖流域管理局20日通报，长三角示范区跨界水体联合监测断面增至64个，优良比例达到90.6%，蓝藻面积减少93平方公里。",
    ),
    (
        "城际轨道线路开工",
        "上海与苏州19日共同开工城际轨道12号线，长三角轨道交通再添48.6公里，设站17座，总投资约352亿元。",
    ),
)


@pytest.mark.parametrize(
    ("labelled", "stories"), [("一|二|三", 3), ("一", 1)], ids=["of the page", "of its first part"]
)
def test_several_stories_are_those_of_all_parts_of_a_page(tmp_path, labelled, stories):
    office = open_office(tmp_path)
    items = "".join(f"<p>{number}. {head}</p><p>{text}</p>" for number, (head, text) in enumerate(BRIEFS, 1))
    office.write(
        "all.html",
        f"<title>长三角要闻三则</title><h1>长三角要闻三则</h1><p>2026-11-20 09:30</p>{items}",
    )
    office.write("labels.csv", f"file,url,fetched_at,story\nall.html,http://www.ndrc.gov.cn/a.html,{WHEN},{labelled}\n")

    (judged,) = json.loads(office.run("evaluate", "--json", "labels.csv").out)["judged"]

    assert len(judged["opinion"]["stories"]) == stories


def test_a_page_that_is_not_there_is_named_and_counts_for_nothing(tmp_path):
    office = open_office(tmp_path)
    office.write("on.html", PAGE)
    rows = "".join(f"{file},yes,{WHEN}\n" for file in ("none.html", ".", "a\x00b", "on.html"))
    office.write("labels.csv", f"file,on_topic,fetched_at\n{rows}")
    answered = office.run("evaluate", "--json", "--diff", "deltawatch.toml", "labels.csv")

    assert answered.code == 1
    assert [f"labels.csv:{line}: there is no such file" in answered.err for line in range(2, 6)] == [True] * 3 + [False]
    result = json.loads(answered.out)
    assert result["evaluation"]["aspects"][0]["confusion"] == {"yes": {"yes": 1}}
    assert [row["opinion"] is None for row in result["judged"]] == [True] * 3 + [False]
    assert result["moves"] == []


def test_what_was_judged_in_the_store_is_measured(tmp_path):
    office = open_office(tmp_path)
    office.write(
        "saved/a.html", PAGE.replace("<head>", '<head><link rel="canonical" href="http://blog.example/a.html">')
    )
    office.run("import", "--fetched-at", WHEN, "saved")
    office.run("read")
    office.run("judge", "1", "yes", "--trust", "ok", "--note", "=real")
    office.run("judge", "--export", "judged.csv")

    answered = office.run("evaluate", "--json", "judged.csv")
    assert answered.code == 0, answered.err
    worthy, trust = json.loads(answered.out)["evaluation"]["aspects"]
    # A stranger's host: the rules hold it, the person would not.
    assert worthy["confusion"] == {"yes": {"no": 1}}
    assert trust["confusion"] == {"ok": {"unknown": 1}}

    office.write(
        "more.csv",
        "url,article,on_topic\nhttps://blog.example/a.html?utm_source=x,,yes\n,9,yes\nhttp://a.example/,,no\n",
    )
    answered = office.run("evaluate", "--json", "more.csv")
    assert answered.code == 1
    assert [row["fault"] for row in json.loads(answered.out)["judged"]] == ["", *["is not in the store"] * 2]


WRONG = {
    "a column that is none": ("file,topic\na,yes\n", "labels.csv:1: topic: no such column; did you mean 'on_topic'?"),
    "a heading alone": ("file,worthy\n", "has a heading and no row"),
    "no column that names a page": ("worthy\nyes\n", "needs a column file, article or url"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_heading_is_told_before_anything_is_read(tmp_path, text, message):
    office = open_office(tmp_path)
    office.write("labels.csv", text)
    answered = office.run("evaluate", "labels.csv")

    assert (answered.code, message in answered.err) == (2, True), answered.err
