"""What goes on with a story of the last days is told by numbers, names, figures and words that few stories have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.article import Body, Document
from core.past import Earlier, Note, note_of
from core.stories.followups import MOST_WITH_IT, FollowUp, Tie, follow_ups
from core.topics import assess
from tests.support.judging import article, rules

ISSUE = date(2026, 11, 12)


def note(
    number: int, title: str, text: str = "", published: str | None = None, document: Document | None = None
) -> Note:
    told = replace(article(title, text), published=published, document=document)
    return note_of(number, told, assess(told, rules()))


def earlier(number: int, title: str, text: str = "", **values: object) -> Earlier:
    told = note(number, title, text, **values)  # type: ignore[arg-type]
    return Earlier(note=told, url=f"https://paper.example/{number}", outlet="江岸晨报", issue=ISSUE)


def found(title: str, text: str, before: Earlier, *others: Earlier, **values: object) -> FollowUp | None:
    told = follow_ups([note(1000, title, text, **values)], [*others, before])  # type: ignore[arg-type]
    return next(iter(told), None)


def document(number: str | None = None, *bodies: str) -> Document:
    return Document(types=("通知",), number=number, bodies=tuple(Body(name=name, level=None) for name in bodies))


NOTICE = earlier(
    1,
    "关于下达省际毗邻区域合作项目资金的通知",
    "现下达资金。",
    document=document("江发改区〔2026〕118号", "省发展和改革委员会"),
)
CREDIT = earlier(
    2,
    "示范区首笔跨省科创联合授信在嘉善落地",
    "长三角生态绿色一体化发展示范区首笔跨省联合授信在嘉善落地，三家银行向一家企业授信9150万元，涉及专利327件。",
)
STANDARDS = earlier(3, "三省一市发布《公共数据资源登记规范》等六项长三角标准", "沪苏浙皖联合发布六项地方标准。")
STATION = earlier(4, "北沿江高铁崇明站主体封顶", "北沿江高铁崇明站主体结构昨日封顶，这是长三角的骨干通道。")

#: What goes on: title, text, the earlier one, the tie.
GOES_ON = {
    "cites the number of a document": (
        "毗邻区域合作项目集中开工", "根据江发改区〔2026〕118号文，首批7个项目开工。", NOTICE, Tie.NUMBER,
    ),
    "cites the number in other brackets": (
        "毗邻区域合作项目集中开工", "根据江发改区[2026]118号文件，首批7个项目开工。", NOTICE, Tie.NUMBER,
    ),
    "cites what was published by name": (
        "四地数据部门解读新标准", "《公共数据资源登记规范》明确了登记的流程。", STANDARDS, Tie.NAME,
    ),
    "gives the same figures of the same place": (
        "跨省联合授信满月", "嘉善这家企业用9150万元授信扩产，327件专利已有新的买家。", CREDIT, Tie.FIGURES,
    ),
    "words its title the same": (
        "示范区跨省联合授信扩至第二批企业", "在嘉善，第二批企业拿到了贷款。", CREDIT, Tie.WORDING,
    ),
    "words its title the same at length, with nothing else": (
        "港口岸电奖补办法征集意见稿今起公示", "办法今起公示。",
        earlier(5, "港口岸电奖补办法征集意见稿下月提请讨论", "办法下月讨论。"), Tie.WORDING,
    ),
    "in English words": (
        "Second grant for reed cutting crews paid out in Suzhou", "Crews in Suzhou, Jiangsu, got a second grant.",
        earlier(6, "Suzhou plans grant for reed cutting crews", "Suzhou, a city of Jiangsu, will pay crews."),
        Tie.WORDING,
    ),
}  # fmt: skip

#: What does not: title, text, the earlier one.
GOES_NOT_ON = {
    "another number of the same office": (
        "合作项目集中开工", "根据江发改区〔2026〕119号文，首批7个项目开工。", NOTICE,
    ),
    "shares the subject only": ("长三角一体化发展座谈会在合肥召开", "会议强调高质量发展。", STANDARDS),
    "shares a programme only": ("示范区水质监测数据公布", "长三角生态绿色一体化发展示范区公布水质。", CREDIT),
    "shares a line of railway only": (
        "北沿江高铁江苏段架梁", "北沿江高铁江苏段开始架梁，是长三角的骨干通道。", STATION,
    ),
    "shares figures of other places": ("宁波港获批贷款", "宁波一家企业获授信9150万元，有专利327件。", CREDIT),
    "shares one figure": ("嘉善企业扩产", "嘉善一家企业投资9150万元。", CREDIT),
    "shares a year": ("嘉善公布2028年目标", "嘉善提出到2028年、2029年的目标。",
        earlier(7, "嘉善印发规划", "嘉善规划到2028年、2029年的目标。")),
    "shares formulas of headlines": (
        "嘉善联合发布高质量发展行动计划",
        "嘉善的计划。",
        earlier(8, "嘉善联合发布一体化发展行动计划", "嘉善的另一计划。"),
    ),
    "cites a newspaper": (
        "《江岸晨报》刊文谈长三角", "《江岸晨报》刊文。", earlier(9, "《江岸晨报》创刊", "创刊了。"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("title", "text", "before", "tie"), GOES_ON.values(), ids=GOES_ON.keys())
def test_a_story_goes_on_with_an_earlier_one(title, text, before, tie):
    told = found(title, text, before)
    assert told is not None
    assert (told.earlier, told.tie, told.issue) == (before.note.story, tie, ISSUE)


@pytest.mark.parametrize(("title", "text", "before"), GOES_NOT_ON.values(), ids=GOES_NOT_ON.keys())
def test_what_is_only_near_is_no_follow_up(title, text, before):
    assert found(title, text, before) is None


def test_the_evidence_is_what_both_have():
    told = found(*GOES_ON["gives the same figures of the same place"][:3])
    assert told is not None
    assert set(told.shared) >= {"9150万", "327", "嘉善"}


def test_the_same_document_on_another_page_is_no_follow_up():
    again = document("江发改区〔2026〕118号", "省发展和改革委员会")
    assert found("项目资金下达", "江发改区〔2026〕118号 现下达资金。", NOTICE, document=again) is None


def test_what_came_out_before_follows_nothing():
    before = earlier(2, CREDIT.note.title, CREDIT.note.text, published="2026-11-12")
    later, older = ("示范区跨省联合授信扩至第二批企业", "在嘉善，第二批企业拿到了贷款。"), "2026-11-11"
    assert found(*later, before, published="2026-11-12T08:00:00+08:00") is not None
    assert found(*later, before, published=older) is None


def test_a_wording_that_many_have_says_nothing():
    many = [earlier(20 + each, f"嘉善联合授信第{each}例", "嘉善。") for each in range(MOST_WITH_IT)]
    assert found(*GOES_ON["words its title the same"][:2], CREDIT, *many) is None


def test_the_surest_tie_wins_then_the_newest():
    newer = replace(earlier(30, CREDIT.note.title, CREDIT.note.text), issue=date(2026, 11, 18))
    told = found(
        "嘉善联合授信企业获专利", "根据江发改区〔2026〕118号文，9150万元授信、327件专利，嘉善。", NOTICE, CREDIT, newer
    )
    assert told is not None
    assert told.tie is Tie.NUMBER
    told = found(*GOES_ON["gives the same figures of the same place"][:2], CREDIT, newer)
    assert told is not None
    assert told.earlier == 30


def test_a_story_does_not_follow_itself():
    assert follow_ups([CREDIT.note], [CREDIT]) == ()
