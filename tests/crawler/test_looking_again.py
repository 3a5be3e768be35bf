"""Pages that stories are told from are looked at again, and what their publishers changed is told and never new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.config import ReadSettings
from core.digest import Window
from core.link import Outcome
from core.rules import Rules
from core.site import Site, Tier
from core.stories.edits import Alteration
from core.stories.story import Change
from crawler.read import read_waiting
from scheduler.resources import build_rules, shipped_text
from store import Store, open_store
from tests.support.crawl import crawl, job_for
from tests.support.faults import Asked, FaultServer, answer

HOST = "fgw.localhost"
NOTICE = "/notice.html"
TITLE = "关于下达长三角省际毗邻区域合作项目资金的通知"
TEXT = (
    "各设区市发展改革委，为推动长三角一体化发展，现下达2026年度省际毗邻区域合作项目资金3.52亿元，支持项目24个。",
    "上海、江苏、浙江、安徽三省一市将按季会商，请各地于12月10日前完成资金分解，逾期未分解的予以收回。",
    "资金使用情况纳入年度考核，连续两年排名靠后的，暂停申报资格。",
)
OTHER = (
    "记者从太湖流域管理机构获悉，太浦河清水走廊二期工程昨日在苏州吴江开工，长三角一体化示范区水源保护再添屏障。",
    "工程包括堤防加固41公里、湿地修复860亩和智能闸站6座，计划2028年汛期前完工，惠及沪苏浙居民约900万人。",
    "流域内上海、江苏、浙江水利部门还将共用一套调度平台，遇污染事件半小时内完成联动。",
)


def page(text: tuple[str, ...] = TEXT, title: str = TITLE, views: int = 137, box: str = "跨省公交新开三条线路") -> str:
    """A page as such sites make them: a counter above the text, other headlines below it."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>发布时间：2026-11-19 08:30 来源：省发展改革委 浏览次数：{views}</p><div>{paragraphs}</div>"
        f"<div><h3>相关新闻</h3><ul><li><a href='/x.html'>{box}</a></li></ul></div></body></html>"
    )


@dataclass(frozen=True)
class Office:
    """A store, a server with one list, and any time."""

    server: FaultServer
    store: Store
    rules: Rules
    site: Site
    began: datetime

    def visit(self, days: float, **changes: object) -> None:
        """Crawl and read so many days after the beginning."""
        now = self.began + timedelta(days=days)
        offset = (now - datetime.now(UTC)).total_seconds()
        site = self.server.site(HOST, tier=Tier.ISSUER, **changes)
        ended = crawl(job_for(self.store.path, site, clock_offset=offset))
        assert ended.code == 0, ended.err
        read_waiting(self.store, self.rules, (self.site,), ReadSettings(workers=1), lambda: now)

    def show(self) -> None:
        """Have a digest show all stories there are, right after the beginning."""
        now = self.began + timedelta(minutes=10)
        ids = [story.id for story in self.store.stories.recent(9)]
        self.store.digests.save("daily", now.date(), Window(since=self.began, until=now), "{}", ids, [], now)

    def changes(self, days: float = 30) -> tuple[Change, ...]:
        """What a digest has to tell so many days later."""
        return self.store.changes.shown(self.began, self.began + timedelta(days=days), "daily")

    def asked(self) -> int:
        return len(self.server.asked(NOTICE))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """After the first visit: one notice was found, and a digest has shown it."""
    with FaultServer() as server, open_store(tmp_path / "store.sqlite") as store:
        site = server.site(HOST, tier=Tier.ISSUER)
        rules = build_rules(shipped_text("topics.toml"), (site,), "topics.toml")
        opened = Office(server, store, rules, site, datetime.now(UTC))
        server.put_list(HOST, [NOTICE])
        server.put(NOTICE, page())
        opened.visit(0)
        opened.show()
        assert len(store.stories.recent(9)) == 1
        yield opened


def test_a_page_is_looked_at_again_at_growing_ages(office: Office) -> None:
    looked = []
    for days in (0.5, 0.99, 1.5, 3, 5, 7, 14, 20):
        before = office.asked()
        office.visit(days)
        looked += [days] if office.asked() > before else []

    assert looked == [0.99, 3, 7, 14]
    assert office.changes() == ()


def test_a_look_that_was_missed_is_made_up_for_and_a_page_too_old_is_left_alone(office: Office) -> None:
    office.visit(5)
    office.visit(6)
    assert office.asked() == 2

    office.visit(22)
    assert office.asked() == 2


def test_the_server_is_asked_for_the_page_only_if_it_changed(office: Office) -> None:
    def conditional(asked: Asked) -> bytes:
        tag = {"ETag": '"1"'}
        unchanged = asked.headers.get("if-none-match") == '"1"'
        return answer("", status=304, headers=tag) if unchanged else answer(page(views=2), headers=tag)

    office.server.put(NOTICE, conditional)
    office.visit(1)
    office.visit(3)

    link = office.store.links.get(office.server.url(NOTICE, HOST))
    assert link is not None
    assert (link.outcome, link.reason) == (Outcome.UNCHANGED, "not modified")
    assert "if-none-match" not in office.server.asked(NOTICE)[1].headers
    assert sum(office.store.counts().pages.values()) == 2


def test_a_silent_edit_is_a_version_of_the_same_article(office: Office) -> None:
    (told,) = office.store.stories.recent(9)
    office.server.put(NOTICE, page((TEXT[0].replace("3.52", "3.25"), *TEXT[1:]), views=991))
    office.visit(1)

    (now,) = office.store.stories.recent(9)
    (change,) = office.changes()
    assert (now.id, now.first_seen, now.canonical.article) == (told.id, told.first_seen, told.canonical.article)
    assert "3.25亿元" in now.article.text
    assert (change.story, change.article, change.gone) == (told.id, told.canonical.article, "")
    assert change.edit is not None
    assert change.edit.alterations == (Alteration(before=TEXT[0], after=TEXT[0].replace("3.52", "3.25")),)
    assert office.store.changes.of_story(told.id) == (change,)
    assert office.store.stories.window(office.began, office.began + timedelta(days=9), "daily") == ()


NO_EDIT: dict[str, Callable[[], str]] = {
    "a view counter": lambda: page(views=99),
    "another box of headlines": lambda: page(box="沪苏湖高铁单日客流创新高"),
    "other punctuation": lambda: page(tuple(line.replace("，", ",") for line in TEXT)),
}


@pytest.mark.parametrize("after", NO_EDIT.values(), ids=NO_EDIT)
def test_what_is_no_edit_is_not_told(office: Office, after: Callable[[], str]) -> None:
    office.server.put(NOTICE, after())
    office.visit(1)

    assert sum(office.store.counts().pages.values()) == 2
    assert office.changes() == ()


def test_reading_a_kept_page_by_other_rules_is_no_edit(office: Office) -> None:
    office.server.put(NOTICE, page((TEXT[0].replace("3.52", "3.25"), *TEXT[1:])))
    office.visit(1)
    office.store._database.execute("update articles set text = 'read badly'")
    office.store.pages.reopen(office.began - timedelta(days=1))
    read_waiting(office.store, office.rules, (office.site,), ReadSettings(workers=1), lambda: office.began)

    assert office.store.stories.recent(9)[0].article.text.startswith("各设区市")
    assert len(office.changes()) == 1


GONE = {
    "404": (answer("gone", status=404), "http 404"),
    "410": (answer("gone", status=410), "http 410"),
    "a page that says so with status 200": (
        answer("<html><head><title>页面不存在</title></head><body><p>您访问的页面不存在或已删除。</p></body></html>"),
        "not found",
    ),
}


@pytest.mark.parametrize(("said", "why"), GONE.values(), ids=GONE)
def test_a_page_that_was_taken_away_is_told_once(office: Office, said: bytes, why: str) -> None:
    office.server.put(NOTICE, said)
    office.visit(1)
    office.visit(3)

    (change,) = office.changes()
    assert (change.gone.partition(":")[0], change.edit, change.title) == (why, None, TITLE)
    assert change.at < office.began + timedelta(days=2)
    assert len(office.store.stories.recent(9)) == 1


@pytest.mark.parametrize("said", [said for said, _ in GONE.values()], ids=GONE)
def test_a_page_that_came_back_is_not_gone(office: Office, said: bytes) -> None:
    office.server.put(NOTICE, said)
    office.visit(1)
    office.server.put(NOTICE, page())
    office.visit(3)

    assert office.changes() == ()


def test_a_host_in_trouble_takes_nothing_away_and_is_not_pressed(office: Office) -> None:
    office.server.put(NOTICE, answer("later", status=503))
    office.visit(1)
    asked = office.asked()
    office.visit(2)

    link = office.store.links.get(office.server.url(NOTICE, HOST))
    assert link is not None
    assert link.outcome is Outcome.SERVER_ERROR
    assert office.asked() == asked
    assert office.changes() == ()


def test_another_article_at_the_address_of_a_shown_one_is_new_and_the_first_is_gone(office: Office) -> None:
    (told,) = office.store.stories.recent(9)
    office.server.put(NOTICE, page(OTHER, "太浦河清水走廊二期工程开工"))
    office.visit(1)

    new, old = office.store.stories.recent(9)
    (change,) = office.changes()
    assert (old.id, old.article) == (told.id, told.article)
    assert new.article.title == "太浦河清水走廊二期工程开工"
    assert (change.story, change.gone) == (told.id, "another article stands there")
    assert [one.id for one in office.store.articles.of_address(office.server.url(NOTICE, HOST))] == [
        new.canonical.article,
        old.canonical.article,
    ]


def test_what_is_new_comes_before_what_is_looked_at_again(office: Office) -> None:
    office.server.put_list(HOST, ["/new.html", NOTICE])
    office.visit(1, max_articles=1)
    assert (len(office.server.asked("/new.html")), office.asked()) == (1, 1)

    office.visit(1.1, max_articles=1)
    assert office.asked() == 2


def test_what_is_in_no_story_is_not_looked_at_again(office: Office) -> None:
    office.server.put_list(HOST, ["/off-topic.html"])
    office.visit(0.1)
    office.visit(2)

    assert len(office.server.asked("/off-topic.html")) == 1
