"""A summary is two or three whole sentences of the text, and says what the text is about."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Article
from core.assessment import Assessment, TagKind
from core.text import one_line
from digest.summary import FIGURE, LIMIT, MOST_SENTENCES, summarise
from tests.support.digests import STORIES, tag

LEAD = "上海市人民政府20日公布长三角一体化发展的新方案。"
FIGURES = "方案提出到2028年建成30个联合创新平台，总投资120亿元。"
FILLER = "天气晴好，会场外的银杏已经黄了，人们三三两两地走过。"


def summary_of(text, *terms, title="题目", kind=TagKind.CORE):
    article = Article(url=None, title=title, text=text)
    tags = (tag(kind, "core", "长三角", 8, article, *terms),) if terms else ()
    return summarise(article, Assessment(on_topic="yes", score=8, tags=tags))


def test_the_lead_and_the_figures_are_taken_and_the_filler_is_not():
    text = f"{LEAD}\n" + FILLER * 5 + f"\n{FIGURES}"
    assert summary_of(text, "长三角一体化").text == f"{LEAD}……{FIGURES}"


def test_a_sentence_with_a_matched_term_is_preferred():
    far = "与会者认为，G60科创走廊的协同还要加强，制度还要打通，人才还要流动起来。"
    text = "".join(f"第{day}天天气晴好，会场外的银杏已经黄了。" for day in "一二三四") + far
    assert far in summary_of(text, "G60科创走廊").text
    assert far not in summary_of(text).text


def test_adjacent_sentences_are_joined_without_a_mark():
    assert summary_of(LEAD + FIGURES, "长三角一体化").text == LEAD + FIGURES


DATELINES = {
    "agency": "新华社上海11月20日电（记者 张三、李四）",
    "newspaper": "本报讯 ",
    "newspaper with reporter": "本报南京11月20日电（记者王五）",
    "channel": "江边财经11月20日讯 ",
    "abstract": "【摘要】：",
    "web": "中新网杭州11月20日电 (记者 赵六)",
}


@pytest.mark.parametrize("dateline", DATELINES.values(), ids=DATELINES.keys())
def test_a_dateline_is_left_away(dateline):
    assert summary_of(dateline + LEAD, "长三角一体化").text == LEAD


@pytest.mark.parametrize("dateline", DATELINES.values(), ids=DATELINES.keys())
def test_a_dateline_alone_is_no_summary(dateline):
    assert summary_of(f"{dateline}\n{LEAD}").text == LEAD


def test_an_english_dateline_is_left_away():
    text = "SHANGHAI, Nov. 20 (Xinhua) -- The Yangtze River Delta opened 30 new rail links on Friday."
    assert summary_of(text).text == "The Yangtze River Delta opened 30 new rail links on Friday."


FURNITURE = [
    "图为会场外景，一名观众正在展台前驻足。",
    "编者按：本报今起推出系列报道，敬请垂注。",
    "责任编辑：王五，审读于20日晚间完成。",
    "来源：江边日报的一篇报道，转载请注明。",
    "（编辑：某某某某某某某某某）。",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_not_quoted(line):
    assert summary_of(f"{line}\n{LEAD}\n{line}").text == LEAD


def test_the_title_is_not_said_again():
    assert summary_of(f"三省一市联合发布新的行动方案\n{LEAD}", title="三省一市联合发布新的行动方案").text == LEAD


def test_a_headline_without_a_full_stop_is_not_quoted_beside_sentences():
    assert "总体要求" not in summary_of(f"一、总体要求和基本原则以及目标\n{LEAD}").text


def test_clauses_ended_by_a_semicolon_are_not_torn_off():
    text = "会议提出，一要建设轨道上的长三角；二要建设数字的长三角；三要建设绿色的长三角。"
    assert summary_of(text, "长三角").text == text


def test_a_sentence_that_leans_on_another_gives_way():
    standing = "方案还提出到2030年再建15个平台和20个中心。"
    assert standing in summary_of(LEAD + FIGURES + FILLER + standing, "长三角一体化").text
    assert standing not in summary_of(LEAD + FIGURES + FILLER + "此外，" + standing, "长三角一体化").text


STANDS_ALONE = {
    "among them": "其中，长三角一体化项目新增30个，总投资120亿元。",
    "the second of a list": "二是推进长三角一体化项目30个，总投资120亿元。",
    "a numbered point": "（三）推进长三角一体化项目30个，总投资120亿元。",
    "somebody introduced before": "周女士说，长三角一体化项目新增30个，总投资120亿元。",
}


@pytest.mark.parametrize("sentence", STANDS_ALONE.values(), ids=STANDS_ALONE.keys())
def test_a_leaning_sentence_is_quoted_only_behind_the_one_it_leans_on(sentence):
    assert sentence not in summary_of(LEAD + FILLER + sentence, "长三角一体化").text
    assert sentence in summary_of(LEAD + sentence + FILLER, "长三角一体化").text


NOT_WHOLE = {
    "speech without its speaker": "“长三角一体化让我们少跑了三趟，省下30天。”",
    "the first half of a speech": "“长三角一体化让我们少跑了三趟，省下30天。",
    "the second half of a speech": "长三角一体化项目还要再加快30天，再省3亿元。”",
}


@pytest.mark.parametrize("speech", NOT_WHOLE.values(), ids=NOT_WHOLE.keys())
def test_speech_is_not_quoted_without_its_speaker(speech):
    assert speech not in summary_of(f"{speech}\n{LEAD}{FIGURES}", "长三角一体化").text


def test_a_name_in_quotation_marks_at_the_head_is_no_speech():
    named = "“一地六县”产业合作区20日投产首个标准厂房，总投资30亿元。"
    assert named in summary_of(f"{named}{FILLER}").text


def test_a_question_at_the_head_is_not_the_lead():
    question = "长三角一体化的下一步怎么走？"
    assert question not in summary_of(f"{question}\n{LEAD}{FIGURES}{FILLER}").text


def test_one_sentence_too_long_for_the_limit_is_quoted_whole():
    long = "会议指出" + "，长三角要推进各项工作" * 18 + "。"
    assert len(long) > LIMIT["zh"]
    assert summary_of(long).text == long


def test_a_sentence_without_end_is_not_quoted():
    assert summary_of("长三角" * 400 + "。").text == ""


def test_an_empty_text_has_no_summary():
    assert summary_of("").text == ""


def test_the_same_sentence_twice_is_quoted_once():
    assert summary_of(f"{LEAD}\n{LEAD}\n{FIGURES}", "长三角一体化").text.count(LEAD) == 1


HUGE = {
    "no full stop": "长" * 200_000,
    "one number": "1" * 100_000 + "。",
    "one list": "长三角；" * 30_000,
    "brackets": "（" * 50_000 + "。",
    "datelines": "本报讯" * 30_000 + "。",
    "sentences": "上海20日公布方案，新建30个平台。" * 10_000,
}


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_a_huge_text_takes_no_long_time(text):
    assert len(summary_of(text).text) <= 2 * LIMIT["zh"]


PIECES = st.lists(
    st.sampled_from(
        [
            LEAD,
            FIGURES,
            FILLER,
            "本报讯 ",
            "；",
            "\n",
            "责任编辑：王五\n",
            "A new plan covers 30 cities. ",
            "？",
            "……",
            "“好！”",
            "　",
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(PIECES, st.text(max_size=400)))
def test_a_summary_is_taken_from_the_text_whole_and_short(text):
    summary = summary_of(text, "长三角一体化")
    quoted = [one_line(text[start:end]) for start, end in summary.spans]
    assert len(quoted) <= MOST_SENTENCES
    assert re.sub(r" ?…… ?", "", summary.text).replace(" ", "") == re.sub(r" ?…… ?", "", "".join(quoted)).replace(
        " ", ""
    )
    assert list(summary.spans) == sorted(summary.spans)
    assert len(summary.text) <= 2 * max(LIMIT.values()) + 20


@given(PIECES)
def test_every_quoted_sentence_ends_where_one_of_the_text_ends(text):
    for _, end in summary_of(text).spans:
        rest = text[end:]
        assert text[end - 1] in "。！？!?.…”）；" or not rest.strip() or rest.lstrip(" 　")[:1] == "\n"


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.article.title)
def test_a_news_story_gets_two_or_three_sentences(story):
    assert 2 <= len(summarise(story.article, story.assessment).spans) <= 3


WRITTEN = {
    "平均用时由12.4天降至3.1天": ["12.4天", "3.1天"],
    "平均用时46个工作日，还要3个多小时": ["46个工作日", "3个多小时"],
    "低约35个基点，提高2.9个百分点": ["35个基点", "2.9个百分点"],
    "单程1小时20分左右，比陆运省3小时": ["1小时20分", "3小时"],
    "越冬水鸟63种，对18款产品，互认42类": ["63种", "18款", "42类"],
    "总投资318.6亿元，共23个，占39.6%": ["318.6亿元", "23个", "39.6%"],
    "依照第22条，第5批和2026年11月": [],
}


@pytest.mark.parametrize(("text", "figures"), WRITTEN.items(), ids=WRITTEN)
def test_a_figure_is_a_number_with_its_whole_unit(text, figures):
    assert FIGURE.findall(text) == figures
