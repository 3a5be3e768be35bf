"""A Page becomes its Readings; one off the topic gives its title alone where nobody asks for more."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core.article import Hints, Unreadable
from core.assessment import TagKind
from core.judge import judge
from core.page import Page
from core.read import read
from core.verdict import Reading, Rejected
from tests.support.judging import rules

SAVED = Path(__file__).parents[2].parent / "shared" / "cases" / "pages"
NOW = datetime.fromisoformat("2026-11-21T08:00:00+08:00")
URL = "https://www.paper.example.cn/a/1.html"
WEATHER = "今天白天全市多云到晴，偏北风三到四级，最高气温十六度，早晚温差较大，请注意添衣。" * 6


def page(text: str, *, title: str = "今天多云到晴，早晚温差较大", menu: str = "", url: str | None = URL) -> Page:
    body = f"<title>{title}</title><ul><li>{menu}</li></ul><h1>{title}</h1><p>2026-11-20 08:30</p><p>{text}</p>"
    return Page(asked_url=url, url=url, fetched_at=NOW, status=200, body=body.encode())


def both(page: Page, anchor: str = "") -> tuple[Reading, Reading]:
    """The first Reading, in full and not."""
    hints = Hints(fetched_at=NOW, anchor=anchor)
    full, quick = read(page, hints, rules()), read(page, hints, rules(), in_full=False)
    assert not isinstance(full, Unreadable)
    assert not isinstance(quick, Unreadable)
    return full[0], quick[0]


def why(reading: Reading) -> str | None:
    verdict = judge(reading, ())
    return verdict.why if isinstance(verdict, Rejected) else None


def test_a_page_without_a_term_of_the_topics_gives_its_title_alone() -> None:
    full, quick = both(page(WEATHER))

    assert (quick.in_full, quick.article.title, quick.article.text) == (False, full.article.title, "")
    assert (quick.article.url, quick.article.encoding) == (full.article.url, full.article.encoding)
    assert (quick.site, quick.tier, quick.trust.genre) == (full.site, full.tier, None)
    assert (quick.assessment.on_topic, quick.assessment.score, quick.assessment.tags) == ("no", 0, ())


WHOLE = {
    "a term in the text": page(WEATHER + "长三角一体化"),
    "a term broken by tags": page(WEATHER + "长<b>三</b>角<i>一体</i>化"),
    "a term in entities": page(WEATHER + "&#38271;&#19977;&#35282;"),
    "a term in the menu": page(WEATHER, menu="长三角"),
    "a term in the title": page(WEATHER, title="长江三角洲今天多云到晴"),
    "a term in a box that is not shown": page(WEATHER + "<div style='display:none'>长三角</div>"),
    "less text than an article has": page("今天晴。"),
}


@pytest.mark.parametrize("each", WHOLE.values(), ids=WHOLE.keys())
def test_any_other_page_is_read_in_full(each: Page) -> None:
    full, quick = both(each)

    assert full == quick
    assert quick.in_full


FILES = "".join(f'<p><a href="/f/{number}.pdf">附件{number} 建设清单.pdf</a></p>' for number in (1, 2, 3))
SENTENCE = "<p>各有关单位：</p><p>现将建设清单印发给你们，请认真贯彻执行。</p>"
LIST, FESTIVAL = "关于印发长三角一体化发展重点项目建设清单的通知", "关于印发春节联欢活动节目清单的通知"
DOCUMENTS = {
    "files alone": (LIST, FILES, "new"),
    "one sentence and files": (LIST, SENTENCE + FILES, "new"),
    "files alone, about something else": (FESTIVAL, FILES, "rejected"),
    "one sentence and files, about something else": (FESTIVAL, SENTENCE + FILES, "rejected"),
}


@pytest.mark.parametrize("in_full", [True, False])
@pytest.mark.parametrize(("title", "content", "verdict"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_of_attachments_is_judged_by_its_title(
    title: str, content: str, verdict: str, *, in_full: bool
) -> None:
    given = replace(page("", title=title), url="https://www.paper-example.cn/1.html")
    given = replace(given, body=given.body + content.encode())
    (found,) = read(given, Hints(fetched_at=NOW), rules(), in_full=in_full)

    assert judge(found, ()).name == verdict
    if verdict == "new":
        assert len(found.article.attachments) == 3
        assert found.article.document is not None
        assert found.article.document.types == ("通知", "清单")


def test_a_term_in_the_anchor_counts_where_the_page_has_no_title() -> None:
    untitled = page(WEATHER, title="")

    assert both(untitled, "长三角今天多云到晴")[1].in_full
    assert not both(untitled, "全市今天多云到晴")[1].in_full


SOLD = "长三角一体化政策红利来了！免费领取一体化礼包，仅限前100名，扫码添加客服微信，先办后付，无效退款。沪苏浙皖通用。"


def test_an_advert_is_about_what_it_sells() -> None:
    sold, _ = both(page(SOLD * 2, title="长三角一体化礼包免费领", url="https://gifts.example/1.html"))
    told, _ = both(page("长三角一体化示范区昨日公布医保新规，沪苏浙皖通用。" * 8, title="长三角一体化示范区公布新规"))

    assert why(sold) == "spam"
    assert (sold.assessment.on_topic, sold.assessment.score) == ("no", 1)
    assert [(tag.kind, tag.name) for tag in sold.assessment.tags if tag.points < 0] == [(TagKind.TRAP, "promotion")]
    assert not sold.assessment.named(TagKind.AREA)
    assert told.assessment.on_topic == "yes"


def test_spam_stays_spam() -> None:
    full, quick = both(page(WEATHER, menu="开云体育登录入口", url="https://www.pump-valve.example.com/1.html"))

    assert not quick.in_full
    assert why(quick) == why(full) == "spam"


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"<title>x</title>", b"<p>" + b"<a href=/>more</a><br>" * 40])
def test_what_is_unreadable_is_so_both_ways(body: bytes) -> None:
    hints, given = Hints(fetched_at=NOW), Page(asked_url=URL, url=URL, fetched_at=NOW, status=200, body=body)
    found = read(given, hints, rules(), in_full=False)

    assert isinstance(found, Unreadable)
    assert found == read(given, hints, rules())


@pytest.mark.shared
@pytest.mark.skipif(not SAVED.is_dir(), reason="the shared folder is not beside the checkout")
def test_no_verdict_on_a_saved_page_changes_and_most_are_settled_without_their_text() -> None:
    rows = [json.loads(line) for line in (SAVED / "expected.jsonl").read_text("utf-8").splitlines()]
    settled = 0
    for row in rows:
        body = gzip.decompress((SAVED / row["file"]).read_bytes())
        full, quick = both(Page(asked_url=row["url"], url=row["url"], fetched_at=NOW, status=200, body=body))
        if quick.in_full:
            assert quick == full
        else:
            settled += 1
            assert why(full) == why(quick), row["file"]
    assert settled > len(rows) / 2
