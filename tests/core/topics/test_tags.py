"""Areas, places, programmes and document types."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from core.article import Article
from core.assessment import TagKind
from core.text import folded
from core.topics import assess
from core.topics.lexicon import Lexicon
from tests.support.judging import article, rules

SEEDS = Path(__file__).parents[3].parent / "shared" / "cases" / "seeds"


def named(kind: TagKind, title: str = "", text: str = "") -> tuple[str, ...]:
    return assess(article(title, text), rules()).named(kind)


ON_TOPIC = "长三角一体化发展"

AREAS = {
    "tech": "科技创新共同体开展联合攻关",
    "industry": "先进制造业集群联盟揭牌",
    "transport": "沪苏湖高铁与省际断头路建设",
    "ecology": "太浦河水质联防联控",
    "public": "异地就医直接结算、社会保障卡互通",
    "opening": "自贸试验区与综合保税区扩大进出口",
    "market": "市场监管部门推进标准互认，优化营商环境",
    "finance": "科创金融与绿色金融扩大授信",
    "law": "人大常委会协同立法",
    "digital": "算力枢纽与公共数据共享",
    "energy": "电力互济与海上风电",
    "culture": "文旅联盟与古镇博物馆",
    "space": "都市圈同城化与省际毗邻地区",
    "governance": "执委会发布三年行动计划",
    "safety": "防汛与应急联动演练",
}


@pytest.mark.parametrize(("area", "text"), AREAS.items(), ids=AREAS.keys())
def test_two_triggers_in_the_text_give_the_area(area: str, text: str) -> None:
    assert area in named(TagKind.AREA, ON_TOPIC, text)


def test_there_are_fifteen_areas_with_two_labels() -> None:
    assert [each.name for each in rules().topics.file.area] == list(AREAS)
    assert all(each.label and each.label_en for each in rules().topics.file.area)


def test_one_trigger_is_enough_in_the_title_only() -> None:
    assert "energy" in named(TagKind.AREA, ON_TOPIC + "：光伏项目", "")
    assert "energy" not in named(TagKind.AREA, ON_TOPIC, "一个光伏项目，还有光伏项目")


def test_a_trigger_inside_another_is_not_a_second_one() -> None:
    assert "digital" not in named(TagKind.AREA, ON_TOPIC, "推进数据要素市场建设，完善数据要素市场")


WEIGHED = {
    "two triggers": ("", "医院与学校都用得上", {"public"}),
    "three ordinary words": ("", "民生、看病与体检", set()),
    "four ordinary words": ("", "民生、看病、体检与教育", {"public"}),
    "an ordinary word in the title": ("：学生先行", "", set()),
    "an ordinary word in the title and another": ("：学生先行", "学生与老人", {"public"}),
    "a trigger said often is one": ("", "医院，医院，医院，医院，医院", set()),
    "a trigger said twice beside a word": ("", "医院，医院，学生", {"public"}),
    "two triggers beside much weightier ones": (
        "：光伏、储能与绿电互济",
        "电网、核电与氢能同步推进，沿线学校、医院共享",
        {"energy"},
    ),
    "four triggers, however weighty the others": (
        "：光伏、储能与绿电互济",
        "电网、核电与氢能同步推进，沿线学校、医院、养老服务与职业教育共享",
        {"energy", "public"},
    ),
}


@pytest.mark.parametrize(("title", "text", "areas"), WEIGHED.values(), ids=WEIGHED.keys())
def test_an_area_is_what_weighs_enough(title: str, text: str, areas: set[str]) -> None:
    assert set(named(TagKind.AREA, "长三角" + title, text)) == areas


def test_areas_are_for_articles_on_topic_only() -> None:
    assert named(TagKind.AREA, "某市光伏储能项目", "光伏与储能、电网建设") == ()


def test_the_area_with_most_hits_is_first() -> None:
    text = "光伏、储能、电网、绿电同步推进。人大常委会审议条例。"

    assert named(TagKind.AREA, ON_TOPIC, text)[0] == "energy"


def test_weather_is_no_emergency_without_anybody_acting() -> None:
    assert "safety" not in named(TagKind.AREA, ON_TOPIC, "台风来了，地震也来了")
    assert "safety" in named(TagKind.AREA, ON_TOPIC, "台风防御跨省联动，地震应急协同")


def test_english_triggers_give_areas_too() -> None:
    text = "The Yangtze River Delta will expand offshore wind and energy storage."

    assert "energy" in named(TagKind.AREA, "Yangtze River Delta plan", text)


# A first paragraph that names no place and is long enough to be one.
OPENS = "第一段没有地名，" + "只说会议听取了各方面的意见和建议，" * 4 + "随后闭幕。\n"

PLACES = {
    "a city brings its province": ("苏州开工", "", {"320500", "JS"}),
    "a road in Shanghai is no city": ("上海南京东路步行街焕新", "", {"SH"}),
    "a bank is no city": ("宁波银行发布年报", "", set()),
    "a river in Shanghai is no city": ("上海苏州河景观", "", {"SH"}),
    "a ham is no city": ("金华火腿节", "", set()),
    "a mountain is no city": ("黄山风景", "", set()),
    "the city named after it is": ("黄山市出台办法", "", {"341000", "AH"}),
    "it is in a list of cities too": ("杭州、黄山共建廊道", "", {"330100", "341000", "ZJ", "AH"}),
    "joined provinces": ("沪苏浙皖联合", "", {"SH", "JS", "ZJ", "AH"}),
    "joined cities": ("沪宁杭合嘉五市", "", {"SH", "320100", "330100", "340100", "330400", "JS", "ZJ", "AH"}),
    "a railway is no join": ("沪苏湖高铁", "", set()),
    "Jinshan needs its district": ("金山银山与锦绣金山", "", set()),
    "Jinshan district": ("金山区与平湖市共建，浙江支持", "", {"金山", "SH", "平湖", "ZJ"}),
    "Haimen without its city": ("海门开工", "", set()),
    "a place below the city": ("昆山发布清单", "", {"昆山", "JS"}),
    "a single late mention": ("新闻", OPENS + "第二段提到常州。", set()),
    "two late mentions": ("新闻", OPENS + "第二段提到常州。\n又提到常州。", {"320400", "JS"}),
    "first paragraph": ("新闻", "常州昨日宣布。\n第二段。", {"320400", "JS"}),
    "the paragraph after a line of the source": (
        "新闻",
        "信息来源：某部门\n常州昨日宣布。",
        {"320400", "JS"},
    ),
    "an enumeration of parties": (
        "新闻",
        OPENS + "嘉兴、湖州、宣城、芜湖、马鞍山五市签约。",
        {"330400", "330500", "341800", "340200", "340500", "ZJ", "AH"},
    ),
    "an enumeration of examples": ("新闻", OPENS + "来自无锡、宁波、合肥的企业参加。", set()),
    "a dish and a road": ("六安瓜片与溧阳路", "", set()),
    "a school with more to its name": ("上海交通大学、南京航空航天大学、江苏师范学院", "", set()),
    "a publisher": ("浙江日报、安徽卫视、上海证券报", "", set()),
    "an island of the same name": ("长兴岛造船基地，浙江支持", "", {"ZJ"}),
    "Jinshan beside its neighbour": ("嘉善与金山签约", "", {"嘉善", "金山", "ZJ", "SH"}),
    "a mountain's name beside a city": ("杭州与黄山的游客", "", {"330100", "ZJ"}),
    "a mountain's name that means the city elsewhere": (
        "安徽黄山：杭州与黄山签约",
        "",
        {"330100", "341000", "ZJ", "AH"},
    ),
    "a town in English": ("Nursing homes in Guangde and Taicang", "", {"广德", "太仓", "AH", "JS"}),
    "a town in English without its parent": ("Pinghu opens a park", "", set()),
    "a town in English with its parent": ("Pinghu in Zhejiang", "", {"平湖", "ZJ"}),
    "Suzhou with Jiangsu": ("Suzhou in Jiangsu province", "", {"320500", "JS"}),
    "Suzhou with Anhui": ("Suzhou in Anhui province", "", {"341300", "AH"}),
    "Suzhou alone": ("Suzhou opens a park", "", {"320500", "JS"}),
    "Suzhou beside a city of Anhui": (
        "Suzhou opens a park",
        "Hefei paid. Hefei will pay again.",
        {"320500", "JS", "340100", "AH"},
    ),
    "Suzhou where the article names Anhui": ("Suzhou opens a park", "Anhui paid.", {"320500", "JS", "AH"}),
    "Suzhou of Anhui": ("Anhui's Suzhou opens a park", "Suzhou, Anhui, paid.", {"341300", "AH"}),
    "Suzhou in a part of Anhui": ("Suzhou in northern Anhui opens a park", "", {"341300", "AH"}),
    "Suzhou beside Anhui": ("Suzhou and Anhui sign a pact", "", {"320500", "JS", "AH"}),
    "Taizhou alone": ("Taizhou opens a park", "", set()),
    "Suzhou where the article names Jiangsu": ("Suzhou opens a park", "Jiangsu paid.", {"320500", "JS"}),
    "Suzhou where it names a place there": ("Suzhou opens a park", "Kunshan paid.", {"320500", "昆山", "JS"}),
    "Suzhou where it names both": ("Suzhou opens a park", "Jiangsu paid. Anhui did not.", {"320500", "JS", "AH"}),
    "Suzhou with both": ("Jiangsu and Anhui: Suzhou opens a park", "", {"320500", "JS", "AH"}),
    "Taizhou with Zhejiang": ("Taizhou, Zhejiang", "", {"331000", "ZJ"}),
    "an organisation named after Shanghai": ("上海合作组织峰会", "", set()),
    "the same in English": ("Shanghai Cooperation Organization summit", "", set()),
    "Traditional script": ("滬蘇浙皖與蘇州", "", {"SH", "JS", "ZJ", "AH", "320500"}),
}


@pytest.mark.parametrize(("title", "text", "expected"), PLACES.values(), ids=PLACES.keys())
def test_places(title: str, text: str, expected: set[str]) -> None:
    assert set(named(TagKind.PLACE, title, text)) == expected


def test_forty_cities_and_shanghai() -> None:
    codes = {city.code for city in rules().topics.places.city}

    assert len(codes) == 40
    assert {code[:2] for code in codes} == {"32", "33", "34"}


PROGRAMMES = {
    "by its full name": ("长三角G60科创走廊发布新政", "", "g60"),
    "a law by its title": ("关于促进长三角科技创新协同发展的决定施行", "", "sti_law"),
    "a generic form beside the topic": ("长三角一体化", "水乡客厅开工", "demo_zone"),
    "a plan in English": (
        "Tasks of the third three-year action plan",
        "The Yangtze River Delta moves on.",
        "action_plan_3",
    ),
    "a railway in English": ("Shanghai-Suzhou-Huzhou high-speed railway opens", "", "rail"),
    "a body in English": ("Yangtze River Delta Regional Cooperation Office meets", "", "org_regional"),
    "a hyphen of any kind": ("顶山—汊河片区建设", "", "border_zones"),
    "a border zone named from the other side": ("南谯—浦口新型功能区开园", "", "border_zones"),
    "a border zone in quotes": ("长兴、广德共建“一地六县”产业合作区", "", "border_zones"),
}


@pytest.mark.parametrize(("title", "text", "expected"), PROGRAMMES.values(), ids=PROGRAMMES.keys())
def test_programmes(title: str, text: str, expected: str) -> None:
    assert expected in named(TagKind.PROGRAMME, title, text)


def test_a_generic_form_alone_is_no_programme() -> None:
    assert named(TagKind.PROGRAMME, "某省科技创新券通用通兑", "揭榜挂帅") == ()


DOCUMENTS = {
    "a plan": ("关于印发《某行动方案》的通知", "policy"),
    "an interpretation of a plan": ("一图读懂《某行动方案》", "interpretation"),
    "a meeting about a plan": ("《某规划》专家座谈会召开", "meeting"),
    "figures": ("前三季度进出口同比增长", "data"),
    "a project": ("某过江通道建成通车", "project"),
    "a comment": ("时评：如何打破壁垒", "comment"),
    "nothing of the kind": ("某地风景", None),
}


@pytest.mark.parametrize(("title", "kind"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_document_types(title: str, kind: str | None) -> None:
    assert assess(article(title), rules()).kind == kind


def test_the_lead_tells_the_type_when_the_title_does_not() -> None:
    assert assess(article("某地迈出一步", "今日，两地举行签约仪式，共建园区。"), rules()).kind == "meeting"


# Where each seed must land; the texts stay in the developers' shared folder.
SEED_TITLES = {
    "001": ("长三角先进制造业集群联盟揭牌成立", {"industry", "tech", "governance"}),
    "002": ("推動長三角更高質量一體化發展", {"governance", "industry"}),
    "003": ("9城赴进博之约G60科创走廊高质量发展要素对接", {"tech", "industry", "opening"}),
    "004": ("", {"law", "tech"}),
}


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the developers' shared folder is not here")
@pytest.mark.parametrize("seed", SEED_TITLES)
def test_a_seed_on_topic_lands_in_its_areas(seed: str) -> None:
    title, areas = SEED_TITLES[seed]
    text = next(SEEDS.glob(f"{seed}_*.txt")).read_text("utf-8")
    assessment = assess(Article(url=None, title=title, text=text), rules())

    assert assessment.on_topic == "yes"
    assert areas <= set(assessment.named(TagKind.AREA))


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the developers' shared folder is not here")
def test_the_betting_seed_is_capped() -> None:
    lines = next(SEEDS.glob("000_*.txt")).read_text("utf-8").splitlines()
    title = next(line for line in lines if "登录入口" in line and ">" not in line)
    assessment = assess(Article(url=None, title=title, text="\n".join(lines)), rules())

    assert assessment.on_topic == "no"
    assert assessment.score == 1


def test_a_lexicon_survives_pickling_and_finds_the_same() -> None:
    lexicon = Lexicon({"a": ["长三角", "G60"], "b": ["长三角"]})
    text = folded("长三角 G60 AG600M G601 xG60")

    assert pickle.loads(pickle.dumps(lexicon)).scan(text) == lexicon.scan(text)
    assert [each.start for each in lexicon.scan(text)["a"]] == [0, 4]


NOT_THAT_AREA = {
    "an electric car is no energy": ("长三角新能源汽车产业链", "energy"),
    "a border zone is no transport": ("省际毗邻地区合作项目公布", "transport"),
    "water at a border is no transport": ("省际边界断面水质数据共享", "transport"),
    "a common ticket is no railway": ("凭沪苏通用体检码", "transport"),
}


@pytest.mark.parametrize("case", NOT_THAT_AREA.values(), ids=NOT_THAT_AREA.keys())
def test_a_trigger_inside_a_longer_word_gives_no_area(case):
    title, area = case
    assert area not in named(TagKind.AREA, title, ON_TOPIC)


def test_a_trigger_beside_the_longer_word_still_gives_the_area():
    assert "energy" in named(TagKind.AREA, "长三角新能源汽车与能源合作", ON_TOPIC)


def test_an_action_plan_without_years_is_of_no_round():
    assert named(TagKind.PROGRAMME, "第四轮长三角一体化发展三年行动计划启动编制", "") == ("action_plan",)


def test_a_body_named_after_its_meeting_makes_no_report_of_a_meeting():
    assert named(TagKind.DOCUMENT, ON_TOPIC, "G60科创走廊联席会议办公室17日发布需求榜单。") == ()
