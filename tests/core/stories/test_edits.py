"""What counts as an edit of a page that was out already, and what does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stories.edits import Alteration, Edit, edit, pieces

NOTICE = (
    "关于下达省际毗邻区域合作项目资金的通知\n"
    "各设区市发展改革委：\n"
    "现下达2026年度资金3.52亿元，支持省际毗邻区域合作项目24个。请于12月10日前完成分解。\n"
    "资金使用情况按季报送，逾期不报的，扣减下一年度额度。\n"
    "联系人：周工\n"
    "2026年11月19日"
)
FUNDS = "现下达2026年度资金{}，支持省际毗邻区域合作项目24个。"
ENGLISH = "Ports sign a pact\nThe ports of Shanghai and Ningbo signed a pact on Friday. It covers 12 routes.\n"

NO_EDIT = {
    "nothing": NOTICE,
    "other widths, quotes and white space": NOTICE.replace("，", ", ").replace("：", ":").replace("24", "２４"),
    "a full stop more": NOTICE.replace("24个。", "24个。。"),
    "paragraphs joined": NOTICE.replace("。\n资金", "。资金"),
    "paragraphs in another order": "\n".join([*NOTICE.split("\n")[:2], *NOTICE.split("\n")[3:1:-1]]),
    "a view counter": NOTICE.replace("的通知\n", "的通知\n阅读量：1,327次\n"),
    "a visitor counter": NOTICE + "\n您是第10482931位访问者",
    "the age of the page": NOTICE.replace("各设区市", "3小时前\n各设区市"),
    "the time of rendering": NOTICE.replace("各设区市", "今天是2026年11月21日 星期六\n各设区市"),
    "other headlines behind the text": NOTICE + "\n太湖流域三省一市共商明年治水\n沪苏城际轨道开工",
    "the traditional script": NOTICE.replace("项目", "項目").replace("资金", "資金"),
}


@pytest.mark.parametrize("after", NO_EDIT.values(), ids=NO_EDIT)
def test_what_is_no_edit(after):
    assert edit(NOTICE, after) is None
    assert edit(after, NOTICE) is None


EDITS = {
    "a figure": (
        (("3.52亿元", "3.25亿元"),),
        [(FUNDS.format("3.52亿元"), FUNDS.format("3.25亿元"))],
    ),
    "a decimal point": (
        (("3.52亿元", "352亿元"),),
        [(FUNDS.format("3.52亿元"), FUNDS.format("352亿元"))],
    ),
    "a deadline": (
        (("12月10日", "12月25日"),),
        [("请于12月10日前完成分解。", "请于12月25日前完成分解。")],
    ),
    "a name in the headline": (
        (("省际毗邻区域合作项目资金的", "省际毗邻区域项目资金的"),),
        [("关于下达省际毗邻区域合作项目资金的通知", "关于下达省际毗邻区域项目资金的通知")],
    ),
    "a sentence taken out": (
        (("请于12月10日前完成分解。", ""),),
        [("请于12月10日前完成分解。", "")],
    ),
    "a sentence added": (
        (("扣减下一年度额度。", "扣减下一年度额度。本通知自印发之日起施行。"),),
        [("", "本通知自印发之日起施行。")],
    ),
    "figures come before words": (
        (("逾期不报的", "逾期未报者"), ("12月10日", "12月25日")),
        [
            ("请于12月10日前完成分解。", "请于12月25日前完成分解。"),
            tuple(f"资金使用情况按季报送，{who}，扣减下一年度额度。" for who in ("逾期不报的", "逾期未报者")),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), EDITS.values(), ids=EDITS)
def test_an_edit_is_told_by_its_sentences(changes, told):
    after = NOTICE
    for old, new in changes:
        after = after.replace(old, new)

    found = edit(NOTICE, after)

    assert found == Edit(alterations=tuple(Alteration(before=old, after=new) for old, new in told))


def test_a_figure_behind_the_last_full_sentence_counts_where_its_words_stay():
    before, after = f"{NOTICE}\n合计 352 万元", f"{NOTICE}\n合计 360 万元"

    assert edit(before, after) == Edit(alterations=(Alteration(before="合计 352 万元", after="合计 360 万元"),))


def test_a_sign_of_minus_counts_and_neither_a_dash_nor_a_comma_within_a_number():
    assert edit("指数发布\n同比变动为-0.3%。", "指数发布\n同比变动为0.3%。") is not None
    assert edit("指数发布\n投资1,327万元。", "指数发布\n投资1327万元。") is None
    assert edit("指数发布\n2024—2026年适用。", "指数发布\n2024-2026年适用。") is None


def test_an_english_text_is_compared_by_words():
    found = edit(ENGLISH, ENGLISH.replace("12 routes", "14 routes"))

    assert found is not None
    assert found.alterations == (Alteration(before="It covers 12 routes.", after="It covers 14 routes."),)


def test_a_flash_that_grew_into_a_report_is_an_edit():
    found = edit(NOTICE, NOTICE.replace("各设区市", "各有关单位、各设区市") + "\n" + ("另行通知事项如下。" * 3))

    assert found is not None
    assert not found.is_another


def test_another_article_at_the_same_address_is_no_edit_of_the_first():
    assert edit(NOTICE, ENGLISH) == Edit(is_another=True)


def test_of_very_many_changes_the_first_are_told_and_the_others_counted():
    before = "\n".join(
        f"第{number}条 合作项目由三省一市共同推进落实到位，资金为{number}万元。" for number in range(300)
    )
    found = edit(before, before.replace("万元", "亿元"))

    assert found is not None
    assert len(found.alterations) == 20
    assert found.more == 560


def test_pieces_mark_what_differs_and_never_cut_a_number():
    before, after = pieces(Alteration(before="资金3.52亿元。", after="资金3.25亿元。"))

    assert [(piece.text, piece.is_altered) for piece in before] == [("资金", False), ("3.52", True), ("亿元。", False)]
    assert [piece.text for piece in after if piece.is_altered] == ["3.25"]


HOSTILE = {
    "one word of a million letters": ("a" * 1_000_000, "b" * 1_000_000),
    "one letter, a million times": ("长 " * 500_000, "长 " * 500_000 + "短"),
    "sentences that are all alike": (
        "\n".join("长三角" * 60 + f"{number}。" for number in range(2000)),
        "\n".join("长三角" * 60 + f"{number}。" for number in range(3000, 5000)),
    ),
    "words of counters that never end in one": ("次数" * 250 + "的", "次数" * 250 + "地"),
}


@pytest.mark.parametrize(("before", "after"), HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(before, after):
    began = time.process_time()
    found = edit(before, after)
    for alteration in found.alterations if found else ():
        pieces(alteration)

    assert time.process_time() - began < 8


texts = st.text(st.sampled_from("长三角合作项目甲乙丙12.,，。；\n aé-%"), max_size=120) | st.text(max_size=80)


@given(texts)
def test_a_text_is_no_edit_of_itself(text):
    assert edit(text, text) is None


@given(texts, texts)
def test_there_is_an_edit_in_both_directions_or_in_none(before, after):
    there, back = edit(before, after), edit(after, before)

    assert (there is None) == (back is None)
    assert there is None or back is None or there.is_another == back.is_another


@given(texts, texts)
def test_the_pieces_make_up_the_sentences(before, after):
    old, new = pieces(Alteration(before=before, after=after))

    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)
