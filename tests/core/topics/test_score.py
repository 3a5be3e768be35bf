"""What is on topic, what is not, and where each point comes from."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment import Assessment, TagKind
from core.text import folded
from core.topics import assess
from tests.support.judging import article, rules

ON = {
    "a plan by the regional office": "长三角区域合作办公室会同沪苏浙皖三省一市发展改革委编制行动方案",
    "a joint decision of four congresses": "三省一市人大常委会表决通过促进长三角科技创新协同发展的决定",
    "the demonstration zone without its long name": "示范区执委会发布青浦、吴江、嘉善跨省域制度创新经验",
    "an English pact": "Shanghai, Jiangsu, Zhejiang and Anhui sign a data-sharing pact for the Yangtze River Delta",
}
ON_BY_TITLE = {
    "Traditional script": "長三角一體化發展高層論壇簽署合作協議",
    "full width": "长三角Ｇ６０科创走廊发布新政",
    "spaces between characters": "长 三 角 一 体 化 示范区推出新举措",
    "bracketed pinyin": "長(zhǎng)三角一體化示範區(qū)推出新舉措",
    "the corridor by its short name": "G60九城市在松江共商科创走廊建设",
    "an English corridor story": "G60 Science and Technology Innovation Corridor signs new projects",
    "an English name over two lines": "Ministers discuss Yangtze\nRiver Delta rail plans",
    "a price of the region's own market": "长三角碳普惠平台首次跨省交易成交 均价每吨六十元",
    "an index of the region's own": "长三角区域协同创新指数发布",
    "two provinces and a river": "浙皖携手保护新安江",
    "a bridge of a railway between two provinces": "杭州湾跨海铁路大桥首跨钢梁架设成功",
    "an airport of two provinces": "上海第三机场南通新机场飞行区开工",
    "two provinces and an agreement": "江苏与安徽签署毗邻地区合作协议",
    "an English line between two provinces": "Shanghai and Jiangsu launch cross-provincial metro line",
    "guest houses of two provinces under one agreement": "长三角民宿联盟签约：四地民宿门票预订一卡通，打卡美食共享",
    "a fund of the region's own": "长三角基础研究联合基金发布指南",
}
OFF = {
    "a list of regions": "京津冀、长三角、粤港澳大湾区车流量较大",
    "a list of parts of the country": "华北、华中、长三角等地区高峰时段供需偏紧",
    "the delta before another region": "长三角、珠三角港口吞吐量增长",
    "another region that learns from this one": "京津冀三地签署毗邻地区协议，学习长三角经验",
    "an English list of regions": "Beijing-Tianjin-Hebei, the Yangtze River Delta and the Greater Bay Area see demand",
    "a person whose name holds two cities": "王沪宁出席会议并讲话",
    "an aircraft that holds G60": "“鲲龙”AG600M完成试验",
    "a motorway": "G60沪昆高速松江段发生多车追尾事故",
    "an enclave abroad": "西班牙飞地休达移民危机",
    "another province's demonstration zone": "浙江扎实推进共同富裕示范区建设",
    "a stock board": "长三角一体化概念股午后拉升，600xxx涨停",
    "parcel shipping and a factory": "江浙沪包邮，靠近G60出口，厂房出租",
    "a farm and its guests": "“长三角周末客”带火亲子农场，采摘要提前预订，门票涨到百元",
    "a weekend in a city of the delta": "A slow weekend in the Yangtze River Delta: coffee, boat rides and a bakery",
    "a firm's quarter": "长三角门店回暖，获利成长，财务长看好来年",
    "a slogan with Jinshan in it": "绿水青山就是金山银山",
    "another region's integration": "京津冀一体化示范区签约一批项目",
    "the north-east's three provinces and one city": "东北三省一市签署合作协议",
    "a new area of one city": "临港新片区推出新政",
    "a job at an airport": "南通新机场招聘安检员",
    "another pair of provinces": "湖北与湖南签署毗邻地区合作协议",
    "police in two provinces": "江苏安徽警方跨省抓捕诈骗团伙",
    "a war history": "新四军在苏皖边区的战斗",
    "an index of the stock exchange": "沪深300指数收跌",
    "nothing": "",
}


@pytest.mark.parametrize("text", ON.values(), ids=ON.keys())
@pytest.mark.parametrize("field", ["title", "text"])
def test_is_on_topic(text: str, field: str) -> None:
    assert assess(article(**{field: text}), rules()).on_topic == "yes"


@pytest.mark.parametrize("title", ON_BY_TITLE.values(), ids=ON_BY_TITLE.keys())
def test_a_title_is_found_however_it_is_written(title: str) -> None:
    assert assess(article(title), rules()).on_topic == "yes"


def test_a_line_of_the_region_is_on_topic_without_its_name() -> None:
    assert assess(article("沪苏湖高铁今日开通运营"), rules()).on_topic == "yes"


@pytest.mark.parametrize("text", OFF.values(), ids=OFF.keys())
@pytest.mark.parametrize("field", ["title", "text"])
def test_is_off_topic(text: str, field: str) -> None:
    assert assess(article(**{field: text}), rules()).on_topic == "no"


STORY = (
    "长三角一体化示范区执委会近日发布年度报告。\n三省一市将围绕科技创新和产业链供应链开展合作，"
    "上海、江苏、浙江、安徽共同签署协议。\n长三角多地企业参加了活动。\n与会者认为，长三角的市场还可以更大。"
)

# A trap, a sentence that falls into it, and a genuine neighbour that must not.
TRAPS = {
    "stock": (
        "长三角一体化板块走强，多只概念股涨停",
        "长三角资本市场服务基地助力三省一市企业在科创板上市",
    ),
    "park advert": (
        "长三角一体化示范区园区免费注册公司，税收返还，招商热线400-000-0000",
        "长三角一体化示范区出台税收征管一体化措施，企业跨省迁移更便利",
    ),
    "factory advert": (
        "长三角一体化示范区独栋厂房出租，近G60出口",
        "长三角一体化示范区工业用地全生命周期管理办法施行",
    ),
    "property advert": (
        "抢占长三角，地铁旁楼盘开盘，售楼处已开放",
        "长三角住房公积金一体化：异地购房提取实现一网通办",
    ),
    "job advert": (
        "长三角某公司急聘司机，月薪八千，包吃住",
        "长三角一体化示范区发布人才政策，推出招聘岗位与薪资指引",
    ),
    "tender": (
        "长三角某产业园道路工程中标候选人公示，标段一合同金额",
        "长三角推进公共资源交易一体化，招标投标领域中标结果互认",
    ),
    "exam": (
        "长三角一体化申论范文及试题",
        "长三角中小学校长论坛聚焦基础教育一体化",
    ),
    "gambling": (
        "开云体育官方网站长三角一体化发展再提速",
        "长三角警方协同破获跨境赌博团伙案，查处涉赌平台“某某体育官方网站”",
    ),
    "weather": (
        "长三角迎来暴雨，气温下降",
        "长三角建立台风暴雨应急联动机制",
    ),
    "road traffic": (
        "长三角高速多车追尾，事故车辆已清理，路段恢复通行",
        "长三角高速公路警务一体化：拥堵与追尾事故处置实现联勤联动",
    ),
    "paper": (
        "长三角数字金融与碳排放：基于面板数据的双重差分实证检验",
        "长三角高校联盟发布报告：区域一体化研究摘要",
    ),
    "history": (
        "长三角抗战旧址里的新四军家书",
        "长三角革命旧址协同保护一体化，新四军纪念馆加入联盟",
    ),
    "company story": (
        "某奶茶品牌财报：长三角门店营收下滑",
        "三省一市监管部门联合发布长三角连锁门店食品安全标准，互认检查结果，品牌营收不受影响",
    ),
    "property market": (
        "长三角楼市周报：二手房成交回落",
        "长三角公积金互认，异地买二手房也能贷",
    ),
    "lifestyle": (
        "长三角周末去哪打卡：小众咖啡攻略",
        "长三角旅游一卡通打卡攻略：咖啡馆也能刷，四地文旅部门联合发布",
    ),
    "passenger counts": (
        "长三角铁路今日预计发送旅客三百万人次",
        "长三角铁路规划建设沪苏湖高铁，今日开通运营，春运前投用",
    ),
}


@pytest.mark.parametrize(("name", "trapped"), [(name, pair[0]) for name, pair in TRAPS.items()], ids=TRAPS.keys())
def test_a_neighbour_falls_into_its_trap(name: str, trapped: str) -> None:
    assessment = assess(article(trapped, trapped), rules())

    assert name in assessment.named(TagKind.TRAP)
    assert assessment.on_topic != "yes"


@pytest.mark.parametrize("genuine", [pair[1] for pair in TRAPS.values()], ids=TRAPS.keys())
def test_a_genuine_story_beside_the_trap_stays_on_topic(genuine: str) -> None:
    assessment = assess(article(genuine, genuine + "。" + STORY), rules())

    assert assessment.named(TagKind.TRAP) == ()
    assert assessment.on_topic == "yes"


CAPPED = ("stock", "park advert", "factory advert", "property advert", "exam", "gambling", "paper")


@pytest.mark.parametrize("name", CAPPED)
def test_a_capping_trap_leaves_one_point_however_much_the_page_talks_of_the_topic(name: str) -> None:
    assessment = assess(article(TRAPS[name][0], TRAPS[name][0] + "。" + STORY * 3), rules())

    assert assessment.on_topic == "no"
    assert assessment.score <= 1


def test_a_fund_named_after_the_region_is_not_about_it() -> None:
    assessment = assess(
        article("长三角先锋股份有限公司发布公告", "长三角先锋股份有限公司今日表示，业绩增长。"), rules()
    )

    assert assessment.named(TagKind.TRAP) == ("company name",)
    assert assessment.on_topic == "no"


PASSING = {
    "serving it": "某县更好服务长三角一体化发展大局",
    "joining it": "某市加快融入长三角",
    "one strategy of several": "某省落实长三角一体化发展、长江经济带等国家战略",
    "a stronghold": "某市打造长三角算力高地",
    "its people as guests": "长三角游客涌向某海岛",
}


@pytest.mark.parametrize("title", PASSING.values(), ids=PASSING.keys())
def test_a_region_in_passing_makes_no_topic(title: str) -> None:
    assessment = assess(article(title, f"记者获悉，{title}。"), rules())

    assert [tag.name for tag in assessment.tags if tag.points] == ["core in passing"]
    assert assessment.on_topic == "no"


def test_a_region_in_passing_beside_real_cooperation_takes_nothing_away() -> None:
    assert assess(article("服务长三角一体化大局：嘉善、金山签署消防联动协议"), rules()).on_topic == "yes"


SHORT = "Nursing homes in the Yangtze River Delta accept one another's assessments."


def test_the_delta_is_this_one_where_its_full_name_stands_too() -> None:
    assert "core in title" in assess(article("How delta families grow old", SHORT), rules()).named(TagKind.CORE)
    assert assess(article("How delta families grow old", "A story from the river."), rules()).score == 0
    assert "core in title" not in assess(article("Pearl River Delta exports rise", SHORT), rules()).named(TagKind.CORE)


def test_a_company_beside_the_real_topic_is_no_trap() -> None:
    assert (
        assess(
            article("长三角一体化示范区成立开发公司", "长三角新发展有限公司揭牌，长三角协同创新再添平台。"), rules()
        ).on_topic
        == "yes"
    )


def test_job_words_of_a_government_host_are_no_trap() -> None:
    text = "长三角一体化示范区招聘公告：薪资按规定执行"

    assert "job advert" in assess(article(text, text), rules()).named(TagKind.TRAP)
    assert assess(article(text, text, url="https://rsj.example.gov.cn/a.html"), rules()).on_topic == "yes"


def test_each_kind_of_find_adds_its_documented_points() -> None:
    assessment = assess(article("长三角城市签署协议", STORY), rules())

    points = {tag.name: tag.points for tag in assessment.tags if tag.points}
    assert points == {
        "core in title": 4,
        "compound core": 3,
        "further core": 1,
        "joined provinces": 2,
        "across provinces": 4,
        "core in lead": 2,
        "three provinces and one city": 2,
    }
    assert assessment.score == 18


def test_a_sentence_counts_once() -> None:
    once = assess(article("", "长三角一体化。"), rules()).score
    twice = assess(article("", "长三角一体化，长三角一体化，长三角一体化。"), rules()).score

    assert once == twice == 3


def test_a_dateline_is_not_the_subject() -> None:
    wired = assess(article("", "新华社上海11月20日电 记者从苏州获悉，一批项目开工。"), rules())

    assert "SH" not in wired.named(TagKind.PLACE)


@pytest.mark.parametrize("line", ["相关阅读", "（责编：某某）", "【责任编辑：某某】"])
def test_what_the_page_puts_behind_the_story_is_not_judged(line: str) -> None:
    story = "某市召开会议，研究部署下半年工作，要求抓好落实。" * 8
    tail = f"\n{line}\n长三角一体化发展高层论坛举行\n沪苏浙皖签署长三角一体化协议"

    assert assess(article("某市召开会议", story + tail), rules()).score == 0


def test_an_advert_behind_a_signed_story_does_not_cap_it() -> None:
    story = STORY + "参会企业表示将继续加大投入，推动成果落地。" * 4 + "(记者 王某某)"
    advert = "\n招商热线 400-000-0000 微信同号\n厂房出租"

    assert assess(article("长三角一体化示范区发布年度报告", story + advert), rules()).on_topic == "yes"


def test_several_signed_items_are_not_cut_at_the_first() -> None:
    first = "某市召开会议部署工作，强调狠抓落实。" * 10 + "(记者 张某)\n"
    second = "沪苏浙皖联合印发长三角一体化行动方案。" * 2 + "(记者 李某)"

    assert assess(article("", first + second), rules()).on_topic == "yes"


def _sum(assessment: Assessment) -> int:
    return sum(tag.points for tag in assessment.tags)


FRAGMENTS = st.sampled_from(
    [
        *ON.values(),
        *OFF.values(),
        *(sentence for pair in TRAPS.values() for sentence in pair),
        STORY,
        "\n",
        "。",
        " ",
        "A",
        "沪",
        "長",
    ]
)


@given(st.lists(FRAGMENTS, max_size=8).map("".join), st.lists(FRAGMENTS, max_size=20).map("".join))
@settings(max_examples=60)
def test_the_points_of_the_tags_are_the_score_and_hits_point_at_what_was_published(title: str, text: str) -> None:
    assessment = assess(article(title, text), rules())

    assert _sum(assessment) == assessment.score
    for tag in assessment.tags:
        for hit in tag.hits:
            published = {"title": title, "text": text}[hit.field]
            assert 0 <= hit.offset < hit.offset + hit.length <= len(published)
            if tag.kind is not TagKind.TRAP:
                assert folded(published[hit.offset : hit.offset + hit.length]) == folded(hit.term)


@given(st.text(max_size=300), st.text(max_size=600))
@settings(max_examples=60)
def test_no_text_upsets_it(title: str, text: str) -> None:
    assessment = assess(article(title, text), rules())

    assert _sum(assessment) == assessment.score


LONG = (
    "京津冀长三角",
    "长三角、",
    "青浦",
    "沪苏一体化 ",
    "上海、",
    "苏州、",
    "(",
    "11月2日电",
    "三省一市",
    "长",
    "\n",
    "Suzhou ",
    "长三角 ",
)


@pytest.mark.parametrize("piece", LONG)
def test_a_very_long_text_takes_no_time_to_speak_of(piece: str) -> None:
    start = process_time()
    assess(article(piece * 40, piece * (200_000 // len(piece))), rules())

    assert process_time() - start < 2
