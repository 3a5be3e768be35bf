"""What a digest says besides its list of stories: top lines, figures, follow-ups, trends, and what a round-up is."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import get_args

import pytest
from lxml import html

from core.past import Past
from core.stories.story import Story
from digest.build import NOTHING_BEFORE
from digest.chat import Service, chat_messages
from digest.record import from_json, to_json
from digest.render import MAIL_LIMIT, render
from digest.trend import FULL, LATELY
from digest.view import MOST_HEADLINES, view_of
from digest.wording.zh import ZH
from tests.support.digests import DAY, PAST, STORIES, digest_of, issued, story


def copies(number: int, **values: object) -> tuple[Story, ...]:
    return tuple(
        story(100 + each, f"第{each}条", f"长三角一体化有了第{each + 10}个平台。", **values)  # type: ignore[arg-type]
        for each in range(number)
    )


def page_of(**values: object) -> html.HtmlElement:
    return html.fromstring(render(digest_of(**values)).html)  # type: ignore[arg-type]


def forms(**values: object) -> list[str]:
    rendered = render(digest_of(**values))  # type: ignore[arg-type]
    return [
        *(" ".join(html.fromstring(each).text_content().split()) for each in (rendered.html, rendered.mail_html)),
        rendered.text,
        rendered.markdown,
    ]


@pytest.mark.parametrize(
    ("stories", "lines"), [(0, 0), (1, 0), (3, 0), (4, 3), (7, 3), (8, 4), (10, 5), (40, MOST_HEADLINES)]
)
def test_half_of_the_stories_are_on_top_three_to_five_of_them(stories, lines):
    assert len(view_of(digest_of(copies(stories))).headlines) == lines


def test_what_is_only_related_is_never_on_top():
    assert view_of(digest_of(copies(9, on_topic="related"))).headlines == ()


def test_each_top_line_says_why_it_is_there_and_the_entry_with_how_many_points():
    view = view_of(digest_of(issued(), past=PAST))
    first = view.headlines[0]
    assert first.why_first == "发布机关 · 4 家信源 · 得分 17 · 省级文件 · 正式文件 · 首次出现的项目：揭榜挂帅"
    assert first.ranked == (
        "排序依据（19 分）：发布机关 +6、4 家信源 +2、得分 17 +5、省级文件 +2、正式文件 +2、首次出现的项目：揭榜挂帅 +2"
    )
    assert all(first.why_first in form for form in forms(stories=issued(), past=PAST)[:3])


def test_before_two_weeks_of_issues_no_programme_is_new():
    assert digest_of(past=NOTHING_BEFORE).first_named == ()
    assert "揭榜挂帅" in digest_of(past=PAST).first_named


#: The lead leaves no room for another sentence.
FIGURES = story(
    50,
    "长三角一体化年报",
    f"上海20日发布长三角一体化年报，列出{'各地、' * 40}以及各部门的情况，全年投资120亿元。"
    "据年报，又有投资120亿元。全年新增企业4210家，注销377家。其中又有11家重开。",
)


def test_key_figures_are_quoted_with_their_sentence_and_not_those_of_the_summary_again():
    (entry,) = view_of(digest_of((FIGURES,))).entries
    assert "".join(piece.text for piece in entry.figures[0]) == "全年新增企业4210家，注销377家。"
    assert [piece.text for piece in entry.figures[0] if piece.is_figure] == ["4210家", "377家"]
    assert all("全年新增企业" in form for form in forms(stories=(FIGURES,)))
    assert "4210" not in entry.summary


def test_the_record_says_where_the_quoted_figures_stand():
    record = json.loads(to_json(digest_of((FIGURES,))))
    (told,) = record["sections"][0]["stories"]
    assert [told["article"]["text"][start:end] for start, end in told["figures"]] == ["全年新增企业4210家，注销377家。"]


def test_a_story_points_back_to_the_one_it_goes_on_with():
    assert all("后续：" in form and "11月12日" in form for form in forms(past=PAST)[:3])
    (link,) = page_of(past=PAST).xpath("//p[b='后续']/a")
    assert link.get("href") == "https://news.example.cn/5.html"


def test_with_an_archive_an_entry_leads_to_its_page_and_to_that_of_what_it_goes_on_with():
    page = page_of(past=PAST, archive="../archive")
    pages = {each for each in page.xpath("//a/@href") if each.startswith("..")}
    assert pages == {f"../archive/story/0/{number}.html" for number in (5, *(each.id for each in STORIES))}
    assert not [each for each in page_of(past=PAST).xpath("//a/@href") if each.startswith("..")]


def test_what_strangers_wrote_before_stays_words_and_is_linked_by_web_addresses_only():
    (before,) = PAST.earlier
    hostile = "<script>alert(1)</script>](http://evil.example) \u202e\n■ "
    past = replace(
        PAST,
        earlier=(
            replace(
                before,
                note=replace(before.note, title=before.note.title + hostile),
                url="javascript:alert(1)",
                outlet=hostile,
            ),
        ),
        shown=tuple(replace(each, outlet=hostile) for each in PAST.shown),
    )
    rendered = render(digest_of(past=past))
    for form in (rendered.html, rendered.mail_html):
        page = html.fromstring(form)
        assert page.xpath("//script") == []
        assert not [each for each in page.xpath("//a/@href") if not each.startswith(("http", "#"))]
        assert not [each for each in page.xpath("//a/@href") if "evil" in each]
    assert "](http://evil" not in rendered.markdown.replace("\\]", "")
    assert not [line for line in rendered.text.splitlines() if line.startswith("■ ") and "evil" in line]
    assert "\u202e" not in rendered.html + rendered.mail_html + rendered.text + rendered.markdown


# --- trends ----------------------------------------------------------------------------------------------------------


def test_the_chart_tells_each_day_in_words_too():
    chart = page_of(past=PAST).xpath("//svg[@class='days']")[0]
    assert chart.get("role") == "img"
    assert {each.get("id") for each in chart} >= set(chart.get("aria-labelledby").split())
    told = chart.xpath("desc")[0].text
    assert "11月10日：无数据" in told
    assert "11月17日：0" in told
    assert told.endswith("11月21日：7")


def test_a_day_without_a_look_has_no_bar_of_nothing():
    trends = view_of(digest_of(past=PAST)).trends
    assert trends is not None
    bars = {bar.day: bar for bar in trends.days}
    assert (bars["11月10日"].number, bars["11月10日"].is_known) == ("–", False)
    assert (bars["11月17日"].number, bars["11月17日"].is_known, bars["11月17日"].height) == ("0", True, 0)
    assert trends.unknown


def test_the_largest_bar_is_full_and_none_with_a_story_is_empty():
    trends = view_of(digest_of(past=PAST)).trends
    assert trends is not None
    assert max(bar.share for bar in trends.days) == FULL
    assert all(bar.height for bar in trends.days if bar.number not in {"0", "–"})


def test_the_last_bar_is_what_the_head_says():
    view = view_of(digest_of(past=PAST))
    assert view.trends is not None
    assert view.counts[0] == f"{view.trends.days[-1].number} 条"


@pytest.mark.parametrize(("language", "name"), [("zh", r"\d+月\d+日"), ("en", r"\d+ [A-Z][a-z]{2}")])
def test_the_days_below_the_chart_are_short_also_in_another_year(language, name):
    digest = replace(digest_of(language=language, past=PAST), local_date=DAY.replace(year=DAY.year + 1))
    trends = view_of(digest).trends
    assert trends is not None
    named = [bar.name for bar in trends.days if bar.name]
    assert len(named) == 5
    assert all(re.fullmatch(name, each) for each in named)
    assert str(DAY.year) in trends.days[-1].day


def test_the_first_issue_has_no_chart_of_one_day():
    trends = view_of(digest_of()).trends
    assert trends is None or (trends.days, trends.areas) == ((), ())


def test_an_issue_without_any_past_or_story_has_no_trends():
    assert view_of(digest_of((), past=Past())).trends is None


def test_forms_with_a_line_for_each_day_tell_two_weeks():
    trends = view_of(digest_of(past=PAST)).trends
    assert trends is not None
    days = {table.title: table.rows for table in trends.tables(ZH)}["每日条数"]
    assert len(days) == LATELY
    assert all(f"| {day} | {number} |" in forms(past=PAST)[3] for day, number, *_ in days)


def test_a_table_tells_each_province_with_its_cities():
    table = page_of(past=PAST).xpath("//section[contains(@class, 'trends')]//table[.//th[@scope='rowgroup']]")[0]
    told = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tr")]
    assert told[0] == ["省市", "市、区县", "条数"]
    assert told[1:] == [["上海", "全部", "42"], ["青浦", "43"], ["江苏", "全部", "36"], ["苏州", "36"]]


def test_forms_without_drawings_tell_the_cities_beside_their_province():
    page, mail, text, markdown = forms(past=PAST)
    assert "| 江苏 | 36 | 苏州 36 |" in markdown
    assert re.search(r" 36 █+ +江苏（苏州 36）", text)
    assert "江苏36苏州 36" in mail
    assert "苏州 36" in page


def test_an_english_digest_names_days_and_places_in_english():
    told = view_of(digest_of(language="en", past=PAST)).trends
    assert told is not None
    assert told.days[-1].day == "21 November"


# --- round-ups -------------------------------------------------------------------------------------------------------


def test_a_round_up_tells_a_story_in_a_sentence_and_leaves_its_evidence_to_the_archive():
    view = view_of(digest_of(issued(), every="week", past=PAST))
    assert view.headlines_title == "本周要点"
    for entry in view.entries:
        assert entry.summary.count("。") == 1
        assert (entry.reasons, entry.date_lines, entry.lineage, entry.figures) == ((), (), (), ())


def test_a_round_up_has_the_documents_and_figures_of_its_period():
    view = view_of(digest_of(issued(), every="month"))
    assert [each.anchor for each in view.documents] == ["story-11"]
    assert view.figures_title == "本月数字"
    assert [each.anchor for each in view.figures] == ["story-11", "story-12", "story-13"]
    assert all("沪发改规〔2026〕12号" in form for form in forms(stories=issued(), every="month")[:3])


def test_a_daily_digest_has_neither():
    view = view_of(digest_of(issued()))
    assert (view.documents, view.figures) == ((), ())


@pytest.mark.parametrize(("every", "title"), [("day", "今日"), ("week", "本周"), ("month", "本月")])
def test_an_empty_period_is_called_by_its_name(every, title):
    seen = tuple(each for each in digest_of().coverage if not each.state.is_blind)
    assert view_of(digest_of((), (), seen, every=every)).empty_title == f"{title}无新增报道"


@pytest.mark.parametrize("every", ["day", "week"])
def test_a_mail_of_many_documents_stays_under_the_limit(every):
    document = issued()[0].article.document
    many = tuple(
        replace(each, article=replace(each.article, document=document, title="长" * 110 + str(each.id)))
        for each in copies(150)
    )
    mail = render(digest_of(many, every=every, past=PAST)).mail_html
    assert len(mail.encode()) < MAIL_LIMIT
    assert "见归档" in mail


def test_a_record_of_before_is_read_without_what_it_lacks():
    tree = json.loads(to_json(digest_of(past=PAST)))
    for key in ("first_named", "follow_ups", "trends", "archive"):
        del tree[key]
    for section in tree["sections"]:
        for told in section["stories"]:
            del told["figures"]
    old = from_json(json.dumps(tree))
    assert (old.trends, old.follow_ups) == (None, ())
    assert "趋势" not in render(old).text


# --- the archive -----------------------------------------------------------------------------------------------------


def test_readers_without_our_files_are_led_to_the_archive_on_the_web_and_to_no_other():
    page = "https://news.office.example/story/0/11.html"
    issue = "https://news.office.example/digest/daily-2026-11-21.html"
    there, here = (view_of(digest_of(archive=each)) for each in ("https://news.office.example", "../archive"))
    assert (there.entries[0].web_page, there.web_page) == (page, issue)
    assert (here.entries[0].web_page, here.web_page) == (None, None)
    rendered, local = (render(digest_of(archive=each)) for each in ("https://news.office.example", "../archive"))
    chats = [b"".join(chat_messages(there, service)).decode() for service in get_args(Service)]
    assert all(page in form for form in (rendered.html, rendered.mail_html, rendered.text, rendered.markdown, *chats))
    assert all("../archive/story" in form for form in (local.html, local.markdown))
    for form in (local.mail_html, local.text, *(each.decode() for each in chat_messages(here, "wecom"))):
        assert "../archive" not in form


def test_what_does_not_fit_into_a_mail_is_linked_where_the_archive_is_on_the_web():
    many = copies(900, areas=(("tech", "科技创新"),))
    mail = html.fromstring(render(digest_of(many, archive="https://news.office.example", most_stories=1000)).mail_html)
    (more,) = mail.xpath("//a[contains(., '见归档')]/@href")
    assert more == "https://news.office.example/digest/daily-2026-11-21.html"
