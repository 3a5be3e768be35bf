"""Whatever sites, disks and mail servers do: a recorded reason, the rest goes on, nothing is lost.

One office watches a site for each fault, and a sound one; all of it by one `deltawatch run`.
"""

import json
import random
import re
import socket
import time
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from core.digest import DeliveryState
from core.link import Outcome
from newsroom.smtp import Sink
from scheduler.explaining import Explained, explain, sections
from scheduler.layout import lines
from scheduler.resources import load
from tests.support.faults import FaultServer, answer
from tests.support.office import ANY_LINK, CONFIG, open_office, small_disk

pytestmark = pytest.mark.xdist_group("bad input")

# Four pieces of news that have nothing in common but their subject, without dates of their own.
TEXTS = {
    "sound": (
        "长三角生态绿色一体化发展示范区启用水质联合监测平台",
        "长三角生态绿色一体化发展示范区执委会启用水质联合监测平台，青浦、吴江、嘉善三地的四十六个断面数据实时共享。",
        "平台由三地生态环境部门共同出资，委托太湖流域管理机构运行，异常数据在十五分钟内推送到河长手机。",
        "执委会负责人说，三地此前各测各的，数据口径不一，联合监测之后，跨界水体的责任可以分清到每一条支流。",
    ),
    "markup": (
        "长三角铁路推出<b>计次</b>票\"><script>alert(1)</script>&amp;定期票覆盖沪苏浙皖",
        "长三角铁路推出覆盖沪苏浙皖四地的计次票和定期票，旅客在九十天内可以乘坐指定线路二十次，单次票价约为八五折。",
        "首批投用的线路有十七条，连接上海、苏州、嘉兴、湖州、宣城等城市，每天往返于两省之间上班的旅客最为受益。",
        "铁路部门表示，将根据客流继续增加线路，并与四地的地铁互认乘车码，方便长三角一体化发展中的跨城通勤。",
    ),
    "breaks": (
        "三省一市医保部门\r\nBcc: everyone@office.example\r\n\r\n统一长三角门诊慢特病目录",
        "上海、江苏、浙江、安徽三省一市医疗保障部门统一门诊慢特病目录，高血压、糖尿病等十种疾病在长三角跨省直接结算。",
        "参保人不再需要先垫付再回参保地报销，定点医疗机构由八百家增加到两千一百家，县级医院全部纳入。",
        "医保部门还约定共享处方流转平台，药店凭外省电子处方配药，由四地经办机构按季度清算。",
    ),
    "formula": (
        '=HYPERLINK("http://evil.example","长三角"),G60科创走廊九城市共建转化基金',
        "G60科创走廊九城市共同设立科技成果转化基金，首期规模三十亿元，重点投向集成电路、生物医药和人工智能。",
        "基金由松江、嘉兴、杭州、金华、苏州、湖州、宣城、芜湖、合肥共同出资，项目落地后的税收由两地按约定分享。",
        "长三角一体化发展要求打破行政区划，基金管理方说，评审专家从九城市的高校里随机抽取，本地企业没有优先权。",
    ),
    "surrogates": (
        "港口&#xD83D;群\x00协同：长三角&#xDE00;海事部门推行船舶证书互认",
        "长三角海事部门推行船舶证书互认，上海港、宁波舟山港、连云港和芜湖港之间的内河船舶不再重复登船检查。",
        "一艘从芜湖驶往洋山的集装箱船，从前要接受三次检查，如今只查一次，结果由沿途海事机构共享，平均省下六个小时。",
        "互认的证书有二十三种，违规记录同时共享，被一地列入重点监管名单的船舶，在长三角各港都要接受开舱查验。",
    ),
}  # fmt: skip


def article(name: str) -> str:
    """A page of today with one of the texts."""
    title, *paragraphs = TEXTS[name]
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<html><head><title>{title}</title><meta name='ArticleTitle' content='{title.replace(chr(39), '')}'>"
        f"<meta name='PubDate' content='{today:%Y-%m-%d} 00:05'></head>"
        f"<body><h1>{title}</h1><div class='info'>{today:%Y-%m-%d} 00:05 来源：某某日报</div>{body}</body></html>"
    )


# Site -> path of the address it lists, how that ends, what the reason says.
ADDRESSES = {
    "gone": ("/status/404", Outcome.GONE, "http 404"),
    "forbidden": ("/status/403", Outcome.BLOCKED, "http 403"),
    "hurried": ("/status/429/1", Outcome.BLOCKED, "http 429"),
    "broken": ("/status/500", Outcome.SERVER_ERROR, "http 500"),
    "metadata": ("/redirect/http://169.254.169.254/latest/meta-data", Outcome.PRIVATE, "no public address"),
    "intranet": ("/redirect/http://10.0.0.1/secret", Outcome.PRIVATE, "no public address"),
    "neighbour": ("/redirect/{neighbour}", Outcome.PRIVATE, "no public address"),
    "big": ("/big/50000000", Outcome.TOO_BIG, "larger than allowed"),
    "bomb": ("/gzip/500000000", Outcome.TOO_BIG, "DOWNLOAD_MAXSIZE"),
    "binary": ("/binary", Outcome.NOT_A_PAGE, "image"),
    "deep": ("/deep/100000", Outcome.FETCHED, ""),
    "attributes": ("/attributes/100000", Outcome.FETCHED, ""),
}
# Site -> kind and path of its list, how the look ends, what the reason says.
LISTS = {
    "closed": ("section", "http://127.0.0.1:9/list", Outcome.DEFERRED, "connection refused"),
    "nowhere": ("section", "http://no-such-host.invalid/list", Outcome.DEFERRED, "no such host"),
    "unwelcome": ("section", "/list", Outcome.ROBOTS, "robots.txt"),
    "list-500": ("section", "/status/500", Outcome.SERVER_ERROR, "http 500"),
    "list-429": ("section", "/status/429/30", Outcome.BLOCKED, "http 429"),
    "list-bomb": ("section", "/gzip/500000000", Outcome.TOO_BIG, "DOWNLOAD_MAXSIZE"),
    "list-private": ("section", "/redirect/http://169.254.169.254/", Outcome.PRIVATE, "no public address"),
    "laughs": ("feed", "/entities", Outcome.EMPTY, "leave the hosts"),
    "map-laughs": ("sitemap", "/entities", Outcome.ERROR, ""),
    "no-json": ("endpoint", "/binary", Outcome.NOT_A_PAGE, "image"),
}
ROWS = 'fields = {url = "url", title = "title"}'


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The office after its one run."""
    with FaultServer() as server, socket.create_server(("127.0.0.2", 0)) as neighbour:
        office = open_office(tmp_path_factory.mktemp("bad input"), CONFIG + "timeout = 4.0\n")
        fill(office, server, neighbour)
        began = time.monotonic()
        running = office.start("run", "--json")
        answered = running.end()
        neighbour.settimeout(0)
        yield Day(office, server, answered, running.peaks, time.monotonic() - began, neighbour)


class Day:
    def __init__(self, office, server, answered, peaks, seconds, neighbour):
        self.office, self.server, self.answered, self.peaks = office, server, answered, peaks
        self.seconds, self.neighbour = seconds, neighbour


def address(server, name, neighbour):
    """The bad address that a site lists."""
    path, _, _ = ADDRESSES[name]
    return server.url(path.format(neighbour=f"http://127.0.0.2:{neighbour.getsockname()[1]}/"), f"{name}.localhost")


def fill(office, server, neighbour):
    server.put("/robots.txt", answer("User-agent: *\nDisallow: /\n", "text/plain"), "unwelcome.localhost")
    for name in ADDRESSES:
        host = f"{name}.localhost"
        server.put_list(host, [address(server, name, neighbour).removeprefix(server.url("", host))])
        # Its own word that these hosts are its own must not open the way to them.
        more = 'hosts = ["169.254.169.254", "10.0.0.1", "127.0.0.2"]'
        office.add_site(name, server.url("list", host), more=more, rules=ANY_LINK, network="127.0.0.1/32")
    for name, (kind, path, _, _) in LISTS.items():
        url = path if path.startswith("http") else server.url(path, f"{name}.localhost")
        rules = ROWS if kind == "endpoint" else ""
        office.add_site(name, url, kind, more='hosts = ["169.254.169.254"]', rules=rules)
    server.put_list("sound.localhost", [f"/{name}.html" for name in TEXTS])
    for name in TEXTS:
        server.put(f"/{name}.html", article(name), "sound.localhost")
    office.add_site("sound", server.url("list", "sound.localhost"), rules=ANY_LINK)
    rows = [
        {"url": server.url("sound.html", "rows.localhost"), "title": "\ud800长三角\udfff生态\x00示范区"},
        {"url": server.url("half-\ud800.html", "rows.localhost"), "title": "半个字符"},
        {"url": "http://\udfff.localhost/", "title": "半个主机"},
    ]
    server.put("/rows", answer(json.dumps(rows), "application/json"), "rows.localhost")
    server.put("/sound.html", article("sound"), "rows.localhost")
    office.add_site("rows", server.url("rows", "rows.localhost"), "endpoint", rules=ROWS)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_bad_address_ends_in_its_outcome_where_a_person_finds_it(name, day):
    _, outcome, reason = ADDRESSES[name]
    url = address(day.server, name, day.neighbour)
    with day.office.store() as store:
        explained = explain(url, load(day.office.folder / "deltawatch.toml"), store, datetime.now(UTC))

    assert isinstance(explained, Explained)
    link = explained.found.link
    assert (link.outcome, reason in link.reason) == (outcome, True), link.reason
    told = "\n".join(lines(sections(explained, ZoneInfo("Asia/Shanghai"))))
    assert outcome.value in told
    assert reason in told


@pytest.mark.parametrize("name", LISTS)
def test_a_bad_list_ends_in_its_outcome_and_stands_in_the_digest(name, day):
    _, _, outcome, reason = LISTS[name]
    with day.office.store() as store:
        check = store.checks.last(name, "news")

    assert check is not None
    assert (check.outcome, reason in check.reason) == (outcome, True), check.reason
    assert f"{name}/news: {outcome}: {check.reason}" in day.answered.err
    assert name in day.office.digest()


def test_pages_that_hold_no_article_say_so(day):
    with day.office.store() as store:
        deep = store.explain(day.server.url("/deep/100000", "deep.localhost"))
        attributes = store.explain(day.server.url("/attributes/100000", "attributes.localhost"))

    for found in (deep, attributes):
        (page,) = found.pages
        assert page.state in {"unreadable", "toxic"}, page
        assert page.reason


@pytest.mark.parametrize("name", TEXTS)
def test_the_good_articles_are_in_the_digest_whatever_their_titles(name, day):
    first = TEXTS[name][1][:24]
    found = json.loads(day.office.digest("json"))
    shown = [story["article"] for section in found["sections"] for story in section["stories"]]
    (mine,) = [each for each in shown if first in each["text"]]

    assert "长三角" in mine["title"]
    assert not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", mine["title"])


def test_a_strangers_title_is_text_in_every_form(day):
    html, markdown, text = (day.office.digest(form) for form in ("html", "md", "txt"))

    assert "alert(1)" in unescape(html)
    assert "<script>alert" not in html
    assert "<script>alert" not in markdown
    assert "\nBcc:" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", html + markdown + text)


def test_halves_of_characters_in_a_json_list_cost_only_their_rows(day):
    with day.office.store() as store:
        check = store.checks.last("rows", "news")
        found = store.explain(day.server.url("sound.html", "rows.localhost"))

    assert (check.outcome, check.links) == (Outcome.FETCHED, 1)
    assert found.link.outcome is Outcome.FETCHED
    assert found.articles[0].story is not None


def test_nothing_private_was_connected_to(day):
    with pytest.raises(BlockingIOError):
        day.neighbour.accept()


def test_the_run_ends_with_1_in_reasonable_time_and_memory_without_a_traceback(day):
    answered = day.answered
    result = json.loads(answered.out)

    assert answered.code == 1
    assert "Traceback" not in answered.err
    assert day.seconds < 60
    assert max(day.peaks.values()) < 600, day.peaks
    assert len(result["sources_failed"]) == len(LISTS)
    assert len(answered.err.splitlines()) < 60, answered.err
    assert len(day.server.asked("/gzip/500000000")) == 2, "a bomb is not tried again"
    assert day.server.asked("/list", "unwelcome") == []


def test_the_next_run_asks_nobody_again(day):
    before = len(day.server.requests)
    answered = day.office.run("run")

    assert answered.code in {0, 1}
    assert len(day.server.requests) == before


# -- disks ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def server():
    with FaultServer() as server:
        yield server


@pytest.fixture
def office(tmp_path, server):
    """An office with one sound site."""
    office = open_office(tmp_path)
    server.put_list("sound.localhost", ["/sound.html"])
    server.put("/sound.html", article("sound"), "sound.localhost")
    office.add_site("sound", server.url("list", "sound.localhost"), rules=ANY_LINK)
    return office


def stories(office) -> list[str]:
    found = json.loads(office.digest("json"))
    return [story["article"]["title"] for section in found["sections"] for story in section["stories"]]


def test_a_disk_that_fills_up_during_a_run_is_one_line_and_the_next_run_takes_the_work_up(office, server):
    noise = random.Random(7)
    server.put_list("sound.localhost", ["/sound.html", *(f"/noise/{n}" for n in range(20))])
    for n in range(20):
        server.put(f"/noise/{n}", answer(b"<p>a</p><!-- " + noise.randbytes(100_000).hex().encode() + b" -->"))
    office.run("status")
    with small_disk(1_500_000):
        running = office.start("run")
    answered = running.end()

    assert answered.code == 1
    assert "Traceback" not in answered.err, answered.err
    assert "the disk" in answered.err
    assert str(office.store_path) in answered.err

    assert office.run("run").code == 0
    assert stories(office) == [TEXTS["sound"][0]]
    with office.store() as store:
        assert store._database.value("select count(*) from links where outcome = 'fetched'") == 21


def test_a_digest_that_found_no_room_is_written_by_the_next_run(office):
    office.run("status")
    # Room for a while, so that nothing but the folder of the digests is full.
    full = office.folder / "digests"
    full.write_text("no folder at all")
    answered = office.run("run")

    assert answered.code == 1
    assert "Traceback" not in answered.err
    assert "cannot write the digest" in answered.err

    full.unlink()
    assert office.run("run").code == 0
    assert stories(office) == [TEXTS["sound"][0]]
    assert (full / "index.html").exists()


def test_a_damaged_store_is_refused_with_the_backup_to_restore(office):
    office.run("run")
    (backup,) = (office.folder / "data/backups").glob("*.sqlite")
    content = bytearray(office.store_path.read_bytes())
    for place in random.Random(3).sample(range(8192, len(content)), 300):
        content[place] ^= 0xFF
    office.store_path.write_bytes(content)
    answered = office.run("run")

    assert answered.code == 1
    assert "Traceback" not in answered.err
    assert "is damaged" in answered.err
    assert f"deltawatch restore {backup}" in answered.err

    assert office.run("restore", str(backup)).code == 0
    assert office.run("run").code == 0
    assert len(json.loads(office.run("stories", "--json").out)) == 1


# -- mail ----------------------------------------------------------------------------------------------------------

MAIL = """
[[digest]]
to = {to}
at = "{at}"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "deltawatch@office.example"
timeout = 5.0
"""
READERS = ["a@office.example", "b@office.example", "c@office.example"]
LATER = 600.0


def with_mail(office, port, readers=READERS):
    # The next digest is due in 23 hours.
    at = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(hours=1)
    office.write("deltawatch.toml", CONFIG + MAIL.format(to=json.dumps(readers), at=f"{at:%H:%M}", port=port))


def deliveries(office):
    with office.store() as store:
        saved = store.digests.last("daily")
        return {each.recipient: each for each in store.deliveries.of(saved.id)}


def test_a_mail_server_that_is_down_costs_no_digest_and_no_mail(office):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with_mail(office, port)
    answered = office.run("run")

    assert answered.code == 1
    assert "Traceback" not in answered.err
    assert "sent: 0; not sent: 3" in answered.err
    assert stories(office) == [TEXTS["sound"][0]]
    assert {each.state for each in deliveries(office).values()} == {DeliveryState.RETRY}
    assert "to a@office.example: retry" in office.run("status").out

    with Sink() as sink:
        with_mail(office, sink.port)
        assert office.start("run", offset=LATER).end().code == 0
        assert sorted(mail.recipient for mail in sink.mails) == READERS
        office.start("run", offset=LATER).end()
        assert len(sink.mails) == 3


def test_a_refused_reader_costs_the_others_nothing(office):
    with Sink(refuse=[READERS[1]]) as sink:
        with_mail(office, sink.port)
        answered = office.run("run")

        assert answered.code == 1
        assert "b@office.example: refused: 550" in answered.err
        assert [mail.recipient for mail in sink.mails] == [READERS[0], READERS[2]]
        states = [deliveries(office)[reader].state for reader in READERS]
        assert states == [DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.SENT]

        sink.refuse.clear()
        office.start("run", offset=LATER).end()
        assert len(sink.mails) == 2


def test_a_connection_lost_after_the_data_is_sent_again_once_with_the_same_bytes(office):
    with Sink(drop_after_data=True) as sink:
        with_mail(office, sink.port, READERS[:1])
        answered = office.run("run")
        assert answered.code == 1
        assert "a@office.example: uncertain" in answered.err
        sink.drop_after_data = False

        assert office.start("run", offset=LATER).end().code == 0
        assert office.start("run", offset=2 * LATER).end().code == 0

    first, second = sink.mails
    assert first.raw == second.raw
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert deliveries(office)[READERS[0]].state is DeliveryState.SENT


# -- two at once ---------------------------------------------------------------------------------------------------


def test_the_second_of_two_runs_leaves_at_once_and_the_first_is_not_disturbed(office, server):
    server.put_list("sound.localhost", ["/sound.html", "/slow/200"])
    first = office.start("run")
    first.until(lambda: server.asked("/slow/200"))
    second = office.run("run")

    assert second.code == 75
    assert f"deltawatch run, process {first.process.pid}" in second.err
    assert first.end().code == 0
    assert stories(office) == [TEXTS["sound"][0]]
