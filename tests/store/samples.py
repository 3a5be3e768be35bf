"""Nouns to put into a store, made from a few words each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.article import Article
from core.assessment import Assessment, Hit, Tag, TagKind, Trust, TrustReport
from core.duplicates import fingerprint
from core.link import FoundLink
from core.page import Page
from core.site import Kind, Site, Source, Tier
from core.verdict import Held, How, New, Reading, Rejected, SameAs, Verdict, Why
from store import Store

NOW = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

RAIL = (
    "上海市与苏州市昨日宣布，连接两市的城际轨道12号线一期工程在太仓开工，全长48.6公里，设站17座，总投资约352亿元。\n"
    "项目计划2031年建成，届时从昆山南站到虹桥枢纽的时间将从52分钟缩短到31分钟，每日可运送旅客26万人次。\n"
    "两地发展改革部门表示，车票将使用同一种交通卡，安检互认，并在沿线建设4处人才公寓。"
)
WATER = (
    "太湖流域管理局今天发布第三季度水质通报：湖心区总磷浓度为每升0.058毫克，同比下降11.2%，蓝藻面积减少93平方公里。\n"
    "江苏、浙江、上海三地共设联合监测断面64个，优良比例达到90.6%。下一步将推行跨省生态补偿，首批资金7.5亿元。\n"
    "安徽省将在新安江上游新建湿地2800亩，由三省一市共同出资。"
)

SITE = Site(
    id="paper",
    name="江畔日报",
    home="http://paper.example",
    tier=Tier.REGIONAL,
    sources=(Source(id="news", kind=Kind.SECTION, url="http://paper.example/news/"),),
)


def found(url: str = "http://paper.example/1.html", **changes: str) -> FoundLink:
    return FoundLink(**{"url": url, "site": "paper", "source": "news", **changes})


def page(url: str = "http://paper.example/1.html", body: bytes = b"<html>1", at: datetime = NOW) -> Page:
    return Page(asked_url=url, url=url, fetched_at=at, status=200, body=body, headers={"content-type": "text/html"})


def reading(
    text: str = RAIL,
    *,
    url: str | None = "http://paper.example/1.html",
    title: str = "沪苏城际轨道开工",
    tier: Tier | None = Tier.REGIONAL,
    site: str | None = "paper",
    on_topic: str = "yes",
    trust: Trust = Trust.OK,
) -> Reading:
    hit = Hit(term="城际轨道", field="text", offset=text.find("城际"), length=4, snippet=text[:20])
    tags = (
        Tag(kind=TagKind.AREA, name="transport", label="交通互联", points=3, hits=(hit,)),
        Tag(kind=TagKind.PLACE, name="310000", label="上海", points=0, hits=()),
    )
    return Reading(
        article=Article(url=url, title=title, text=text, published="2026-11-20", language="zh", encoding="utf-8"),
        assessment=Assessment(on_topic=on_topic, score=12, tags=tags, kind="project"),  # type: ignore[arg-type]
        trust=TrustReport(trust=trust),
        fingerprint=fingerprint(text),
        tier=tier,
        site=site,
    )


def same_as(story: int, how: How = How.COPY, also: tuple[int, ...] = ()) -> SameAs:
    return SameAs(story=story, how=how, detail="w2 .83", also=also)


HELD = Held(why=Why.UNKNOWN_HOST, detail="nobody.example")
OFF_TOPIC = Rejected(why=Why.OFF_TOPIC, detail="score 1")


def settle(
    store: Store,
    url: str = "http://paper.example/1.html",
    text: str = RAIL,
    verdict: Verdict | None = None,
    at: datetime = NOW,
    **changes: object,
) -> int:
    """One page kept and settled with one article; returns the number of the article."""
    answer = page(url, f"<html>{text}{at}".encode(), at)
    page_id = store.pages.keep(found(url), answer)
    result = (reading(text, url=url, **changes), verdict or New())  # type: ignore[arg-type]
    return store.settle(page_id, [result], at)[0]


def story_of(store: Store, article: int) -> int | None:
    stored = store.articles.get(article)
    assert stored is not None
    return stored.story
