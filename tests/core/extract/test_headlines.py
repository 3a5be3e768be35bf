"""What is set above and below a title is kept apart from it, and nothing else is taken for it."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.article import Extraction, Hints
from core.extract import extract
from core.page import Page

AT = datetime.fromisoformat("2026-11-21T08:00:00+08:00")
TITLE = "两地共建农技推广站 首批农技员到岗"
ABOVE, BELOW = "跨省合作结出新果", "农户送检不出村"
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "嘉善县与金山区近日签署协议，共建跨省域的农业技术推广站，首批三十名农技员已经到岗。",
        "推广站设在两地交界的村庄，农户可以就近送检土壤和水样，结果三天内送到手机上。",
        "金山区农业农村委员会有关负责人说，两地的作物和气候相近，过去各做各的，如今一份方案两边都能用。",
    )
)
INFO = "<div>2026-11-20 09:12 来源：某某日报</div>"

HEADS = {
    "by class": (f"<p class=yinti>{ABOVE}</p><h1>{TITLE}</h1><h2 class='sub-title big'>{BELOW}</h2>", ABOVE, BELOW),
    "by id": (f"<h3 id=PreTitle>{ABOVE}</h3><h2 id=Title>{TITLE}</h2><h3 id=SubTitle>{BELOW}</h3>", ABOVE, BELOW),
    "of two lines": (f"<h1>{TITLE}</h1><p class=futi>{BELOW}<br>一份方案两边用</p>", None, f"{BELOW} 一份方案两边用"),
    "behind a dash": (f"<h1>{TITLE}</h1><p>——{BELOW}</p>", None, BELOW),
    "as a heading above": (f"<div><h4>{ABOVE}</h4><h1>{TITLE}</h1></div>", ABOVE, None),
    "by its own word": (f"<p>引题：{ABOVE}</p><h1>{TITLE}</h1><p>{BELOW}（副题）</p>", ABOVE, BELOW),
    "in a newspaper": (
        f"<founder-prop><p>{ABOVE}</p><p>{TITLE}</p><p>{BELOW}</p><p>■本报记者 陈某某</p></founder-prop>",
        ABOVE,
        BELOW,
    ),
    "none": (f"<h1>{TITLE}</h1>", None, None),
    "a column's name above": (f"<div><h2>区域新闻</h2><h1>{TITLE}</h1></div>", None, None),
    "the site's name above": (f"<div><h2>某某省发展和改革委员会</h2><h1>{TITLE}</h1></div>", None, None),
    "a menu above": (f"<div><h2><a href=/a>{ABOVE}</a></h2><h1>{TITLE}</h1></div>", None, None),
    "a heading of the text": (f"<h1>{TITLE}</h1><h2>一、到岗的都是谁</h2>", None, None),
    "a byline of that class": (
        f"<h1>{TITLE}</h1><div class=subtitle>2026-11-20 09:12 来源：某某日报</div>",
        None,
        None,
    ),
    "a reporter of that class": (f"<h1>{TITLE}</h1><div class=subtitle>本报记者 陈某某</div>", None, None),
    "a quotation behind a dash": (f"<h1>{TITLE}</h1>{INFO}<p>“种田不出村。”</p><p>——某某诗</p>", None, None),
    "a class without a title": (f"<p class=subtitle>{BELOW}</p>", None, None),
}


@pytest.mark.parametrize(("head", "kicker", "subtitle"), HEADS.values(), ids=HEADS)
def test_kicker_and_sub_title(head: str, kicker: str | None, subtitle: str | None) -> None:
    html = f"<html><head><title>{TITLE}_某某网</title></head><body>{head}{INFO}{TEXT}</body></html>"
    page = Page(asked_url=None, url=None, fetched_at=AT, status=200, body=html.encode(), headers={})
    found = extract(page, Hints(fetched_at=AT))

    assert isinstance(found, Extraction)
    article = found.article
    assert (article.title, article.kicker, article.subtitle) == (TITLE, kicker, subtitle)
    assert not any(line and line in article.text for line in (kicker, subtitle))
