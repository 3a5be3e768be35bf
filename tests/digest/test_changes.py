"""What became of stories of earlier issues is told in every form, apart from the news."""

import json
from dataclasses import replace

import pytest

from core.digest import Digest
from core.site import Tier
from core.stories.edits import Alteration, Edit
from digest.record import from_json
from digest.render import MAIL_LIMIT, render
from digest.view import view_of
from tests.support.digests import CHANGES, digest_of

EDITED, GONE = CHANGES


def forms(digest: Digest) -> list[str]:
    rendered = render(digest)
    return [rendered.html, rendered.mail_html, rendered.markdown, rendered.text]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("已发布内容的变更", "变更 2 条", "已改动", "已撤下（HTTP 404）", "另有 3 处改动", "删去")),
        ("en", ("Changed since publication", "2 changed", "edited", "taken away (http 404)", "3 more", "Removed")),
    ],
)
def test_every_form_says_what_was_changed_and_what_was_taken_away(language, words):
    for form in forms(digest_of(language=language, changes=CHANGES)):
        assert all(word in form for word in (*words, EDITED.title, GONE.title))


def test_a_day_without_changes_says_nothing_of_them():
    assert not any("变更" in form for form in forms(digest_of()))


def test_other_figures_are_marked_in_both_tellings():
    rendered = render(digest_of(changes=CHANGES))

    assert "资金<del>3.52</del>亿元，支持项目<del>24</del>个。" in rendered.html
    assert "资金<ins>3.25</ins>亿元，支持项目<ins>21</ins>个。" in rendered.html
    assert "现为：现下达2026年度资金【3.25】亿元，支持项目【21】个。" in rendered.text
    assert "现为：现下达2026年度资金【3.25】亿元，支持项目【21】个。" in rendered.markdown


def test_of_a_long_sentence_what_stands_around_the_difference_is_told():
    filler = "长三角一体化合作项目有序推进，" * 20
    edit = Edit(alterations=(Alteration(before=f"{filler}投资3亿元{filler}", after=f"{filler}投资5亿元{filler}"),))
    (changed,) = view_of(digest_of(changes=(replace(EDITED, edit=edit),))).changes

    assert [told.marked.count("……") for told in changed.altered] == [2, 2]
    assert all("投资【" in told.marked and len(told.marked) < 100 for told in changed.altered)


def test_issuing_bodies_come_first_then_what_was_noticed_first():
    other = replace(GONE, article=9, tier=Tier.CENTRAL, at=EDITED.at.replace(year=2025))
    told = digest_of(changes=(GONE, EDITED, other)).changes

    assert [each.article for each in told] == [9, 801, 802]


GONE_FOR = {
    "404": ("http 404", "已撤下（HTTP 404）"),
    "led to the list": ("leads to the list", "已撤下（跳到列表页）"),
    "led to the front page": ("leads to the front page of a.cn", "已撤下（跳到 a.cn 首页）"),
    "another article": ("another article stands there", "已撤下（原址已是另一篇文章）"),
    "a page that says so": ("not found: 您访问的页面不存在", "已撤下（页面称内容不存在）"),
}


@pytest.mark.parametrize(("why", "told"), GONE_FOR.values(), ids=GONE_FOR)
def test_why_it_is_gone_is_said_in_the_readers_language(why, told):
    assert view_of(digest_of(changes=(replace(GONE, gone=why),))).changes[0].what == told


def test_a_strangers_words_stay_words():
    evil = "<script>alert(1)</script>[x](javascript:y)"
    edit = Edit(alterations=(Alteration(before=f"{evil}1", after=f"{evil}2"),))
    digest = digest_of(changes=(replace(EDITED, title=evil, outlet=evil, url="javascript:alert(1)", edit=edit),))
    rendered = render(digest)

    assert "<script>" not in rendered.html + rendered.mail_html
    assert "[x](" not in rendered.markdown
    assert 'href="javascript' not in rendered.html


def test_very_many_long_changes_leave_the_mail_under_the_limit():
    long = "长三角" * 2000
    edit = Edit(alterations=tuple(Alteration(before=f"{n}{long}", after=f"{long}{n}") for n in range(20)), more=99)
    many = tuple(replace(EDITED, article=n, title=long, outlet=long, edit=edit) for n in range(200))
    rendered = render(digest_of(changes=many))

    assert len(rendered.mail_html.encode()) < MAIL_LIMIT
    assert "其余 192 条见归档 daily-2026-11-21.html" in rendered.mail_html
    assert rendered.html.count("另有 116 处改动") == 200


def test_a_record_made_before_there_were_changes_can_still_be_read():
    digest = digest_of(changes=CHANGES)
    record = json.loads(render(digest).json)
    assert record["counts"]["changes"] == 2
    assert from_json(json.dumps(record)) == digest

    del record["changes"], record["counts"]["changes"]
    assert from_json(json.dumps(record)) == replace(digest, changes=())
