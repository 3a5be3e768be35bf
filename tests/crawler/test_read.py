"""Waiting Pages are read, each exactly once; a toxic one costs only itself."""

from datetime import UTC, datetime, timedelta

import pytest

from core.config import ReadSettings
from core.duplicates import compare, fingerprint
from core.link import FoundLink
from core.page import Page
from core.site import Kind, Site, Source, Tier
from core.urls import canonical
from core.verdict import New, Rejected, Why
from crawler.read import read_waiting
from scheduler.resources import build_rules, shipped_text
from store.database import open_store
from tests.support.texts import TEXTS

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
SITE = Site(
    id="paper",
    name="江畔日报",
    home="http://paper.example/",
    tier=Tier.REGIONAL,
    sources=(Source(id="news", kind=Kind.SECTION, url="http://paper.example/news/"),),
)
SETTINGS = ReadSettings(workers=2, timeout=4.0)
TEXT = (
    "11月19日，上海、江苏、浙江、安徽三省一市发展改革部门在嘉善举行长三角一体化发展示范区专题会议，第{n}号项目清单同日公布。",
    "清单列入跨省公交、联合执法和生态补偿等{n}0项任务，由示范区执委会牵头，两区一县分头落实，明年6月底前完成首批验收。",
    "与会各方表示，将把{n}项制度创新成果向长三角更大范围复制推广，并建立按季通报机制。",
)


@pytest.fixture(scope="module")
def rules():
    return build_rules(shipped_text("topics.toml"), (SITE,), "topics.toml")


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "s.sqlite") as opened:
        yield opened


def article(number):
    paragraphs = "".join(f"<p>{line.format(n=number)}</p>" for line in TEXT)
    return (
        f"<html><head><title>示范区公布第{number}号项目清单</title></head><body><h1>示范区公布第{number}号项目清单</h1>"
        f"<p>2026-11-20 08:30 来源：江畔日报</p><div>{paragraphs}</div></body></html>"
    ).encode()


def keep(store, name, body):
    url = f"http://paper.example/{name}"
    page = Page(asked_url=url, url=url, fetched_at=NOW, status=200, body=body)
    return store.pages.import_page(page, NOW)


def read(store, rules, settings=SETTINGS):
    return read_waiting(store, rules, (SITE,), settings, lambda: NOW + timedelta(minutes=5))


TOXIC = {
    "100,000 attributes": b"<html><body><p "
    + b" ".join(b"a%d=1" % n for n in range(100_000))
    + b">x</p></body></html>",
    "100,000 nested tags": b"<html><body>" + b"<div>" * 100_000 + "长三角一体化".encode() * 40 + b"</body></html>",
    "binary as HTML": bytes(range(256)) * 400,
    "nothing at all": b"",
    "a redirect by script": b"<html><script>location.href='http://evil.example/'</script></html>",
}


@pytest.mark.parametrize("body", TOXIC.values(), ids=TOXIC.keys())
def test_a_page_that_cannot_be_read_is_recorded_and_the_others_are_read(store, rules, body):
    keep(store, "1.html", article(3))
    bad = keep(store, "bad.html", body)
    keep(store, "2.html", b"<html><title>x</title><body><p>short</p></body></html>")

    read(store, rules)
    again = read(store, rules)

    assert store.pages.count_waiting() == 0
    assert again.pages <= 1
    closed = store.pages.get(bad)
    assert closed.state in {"unreadable", "toxic"}
    assert closed.reason
    assert isinstance(store.articles.of_address(canonical("http://paper.example/1.html"))[0].verdict, New)


def test_every_waiting_page_is_read_once_in_the_order_of_arrival(store, rules):
    ids = [keep(store, f"{number}.html", article(number)) for number in range(1, 26)]
    report = read(store, rules)

    assert report.pages == len(ids)
    assert store.pages.count_waiting() == 0
    assert read(store, rules).pages == 0
    articles = [
        store.articles.of_address(canonical(f"http://paper.example/{number}.html"))[0].id for number in range(1, 26)
    ]
    assert articles == sorted(articles)


def test_progress_counts_up_to_the_number_of_pages(store, rules):
    for number in range(1, 6):
        keep(store, f"{number}.html", article(number))
    seen = []
    read_waiting(store, rules, (SITE,), SETTINGS, lambda: NOW, seen.append)

    assert seen == [1, 2, 3, 4, 5]


WEATHER = "今天白天全市多云到晴，偏北风三到四级，最高气温十六度，早晚温差较大，请注意添衣。" * 6
OFF_TOPIC = (
    f"<title>今天多云到晴，早晚温差较大</title><body><h1>今天多云到晴，早晚温差较大</h1><p>{WEATHER}</p>".encode()
)


def fetch(store, name, body):
    url = f"http://paper.example/{name}"
    found = FoundLink(url=url, site="paper", source="news", anchor="一条新闻")
    return store.pages.keep(found, Page(asked_url=url, url=url, fetched_at=NOW, status=200, body=body))


def only(store, name):
    (found,) = store.articles.of_address(canonical(f"http://paper.example/{name}"))
    return found


def test_a_fetched_page_off_the_topic_is_settled_by_its_title_and_an_imported_one_in_full(store, rules):
    fetch(store, "weather.html", OFF_TOPIC)
    keep(store, "imported.html", OFF_TOPIC)

    report = read(store, rules)

    assert (report.pages, report.rejected) == (2, 2)
    fetched, imported = only(store, "weather.html"), only(store, "imported.html")
    assert (fetched.article.title, fetched.article.text) == ("今天多云到晴，早晚温差较大", "")
    assert fetched.verdict == Rejected(why=Why.OFF_TOPIC, detail="no term of the topics stands in the page")
    assert imported.article.text == WEATHER
    assert imported.verdict == Rejected(why=Why.OFF_TOPIC, detail="score 0")


def test_a_story_whose_page_has_left_the_topic_is_read_in_full(store, rules):
    fetch(store, "1.html", article(3))
    read(store, rules)
    fetch(store, "1.html", OFF_TOPIC)
    read(store, rules)

    assert only(store, "1.html").article.text == WEATHER


# A closing that no list of phrases knows.
CLOSING = (
    "江畔日报读者俱乐部每月首个星期六在编辑部开放，欢迎携带剪报前来交流，还可参观印刷车间与报史陈列室。",
    "俱乐部另设茶座与旧书架，每季度邀请一位老编辑讲述采访往事，名额二十五人，先到先得，不收取费用。",
    "读者写下的感想由值班人员誊抄成册，年底装订后赠送给投稿的朋友，并在元旦特刊上选登三十篇。",
)
TOLD = ("press conference", "medical insurance", "port cluster")
NOTICES = (
    "长三角一体化示范区执委会公布水乡客厅慢行道路选线，起自汾湖，止于元荡。",
    "长三角科技创新券本周起在芜湖和宣城两地受理，企业可在线提交申请。",
)


def story(text):
    title, lines = text[:20], "".join(f"<p>{line}</p>" for line in (*text.split("\n"), *CLOSING))
    return f"<title>{title}</title><h1>{title}</h1><p>2026-11-20 08:30</p><div>{lines}</div>".encode()


def test_a_closing_that_three_stories_share_is_no_part_of_the_next_and_makes_no_copies(store, rules):
    for name in TOLD:
        fetch(store, name, story(TEXTS[name]))
    read(store, rules)
    for number, text in enumerate(NOTICES):
        fetch(store, f"notice-{number}", story(text))
    read(store, rules)

    first, second = (only(store, f"notice-{number}") for number in range(2))
    with_closing = ["\n".join([text, *CLOSING]) for text in NOTICES]
    assert [only(store, name).article.text for name in TOLD] == ["\n".join([TEXTS[name], *CLOSING]) for name in TOLD]
    assert compare(
        with_closing[0], fingerprint(with_closing[0]), with_closing[1], fingerprint(with_closing[1])
    ).relation
    assert (first.article.text, second.article.text) == NOTICES
    assert first.story != second.story
    assert (first.verdict, second.verdict) == (New(), New())


ROUND_UP = (
    (
        "城西新开一家旧书店",
        "城西的旧书店本周迎客，店主把三十年收来的地图铺在长桌上，读者可以坐下慢慢翻看，不买也有一杯热茶。",
    ),
    ("长三角科技创新券两地受理", NOTICES[1] + "沪苏浙皖一体化发展办公室称，首批企业名单下月公布，审核不收取费用。"),
    ("围棋联赛决出冠军", "女子围棋联赛昨晚收官，十八岁小将执黑中盘取胜，帮助球队以四分优势捧杯，赛后她说想先睡一觉。"),
)


def test_an_item_on_the_topic_of_a_round_up_off_the_topic_is_a_story_of_its_own(store, rules):
    items = "".join(f"<h3>{head}</h3><p>{text}</p>" for head, text in ROUND_UP)
    head = "<title>江畔早报：三件小事</title><h1>江畔早报：三件小事</h1><p>2026-11-20 08:30</p>"
    fetch(store, "morning.html", f"{head}<div><p>早上好，昨天城里有这样几件事。</p>{items}</div>".encode())

    report = read(store, rules)

    assert (report.pages, report.new, report.rejected) == (1, 1, 3)
    (told,) = store.stories.recent(9)
    found = store.articles.get(told.canonical.article).article
    assert (found.title, found.text) == ROUND_UP[1]
    assert found.url == "http://paper.example/morning.html"
    assert found.published == "2026-11-20T08:30:00+08:00"
