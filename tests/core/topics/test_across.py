"""Cooperation across a provincial border that never names the region, and what only looks like it."""

from __future__ import annotations

from time import process_time

import pytest

from core.topics import assess
from tests.support.judging import article, rules

JOINED = {
    "a road between a district and a county": "青浦与昆山打通又一条断头路",
    "two cities": "无锡、湖州签署太湖蓝藻打捞协作协议",
    "a city and a province-level one": "上海与南通共建产业园",
    "two joined letters": "沪浙两地职称互认清单发布",
    "joined cities of three provinces": "沪宁合三地博物馆联展门票互通",
    "two warning systems put together": "杭州与宣城的水质预警系统接通",
    "a line drawn by both": "沪苏两地首次同步核定海岸线",
    "a region of one province and a city of another": "苏锡常与宣城合力建设跨界绿道",
    "paired districts far from each other": "闵行区与淮南市召开对口合作联席会议",
    "a border village": "长兴、广德、宜兴三地交界处有了共享卫生室，浙江安徽江苏医保都能用",
    "commuters": "太仓到嘉定：双城生活的早高峰",
    "recognition of tests": "南京马鞍山检验检测结果互认",
    "four provinces by name": "上海、江苏、浙江、安徽统一装配式建筑评价标准，检验报告互认",
    "Traditional script": "嘉善與金山簽署毗鄰地區消防聯動協議",
    "a hospital's alliance by its authorities": "杭州、黄山两地卫生部门共建医联体",
    "water compensation": "浙江、安徽续签跨省流域横向生态补偿协议",
    "an English road": "Shanghai and Kunshan link dead-end roads",
    "an English pact": "Jiaxing, Huzhou and Xuancheng sign pact on cross-provincial medical care",
    "English standards": "Jiangsu, Anhui adopt common standards for elderly care",
    "English data": "Nanjing and Chuzhou to share traffic data under joint scheme",
    "English recognition": "Zhejiang and Shanghai recognize each other's professional titles",
}
APART = {
    "places of one province": "苏州、无锡、常州签署合作协议",
    "districts of one city": "上海青浦、松江共建产业园",
    "a mere list": "上海、杭州、合肥周末天气晴好",
    "prices of a list": "上海、南京、杭州房价环比上涨",
    "history": "新四军在苏皖边区与浙西的战斗旧址开放",
    "an arrest": "江苏安徽警方跨省抓捕一名逃犯",
    "words that hold an act by chance": "上海、江苏政协作用发挥有力，不同城市交通行业平稳",
    "a journey to find investors": "滁州赴上海招商签约十二个项目",
    "a travel offer": "上海人爱去安吉，跨省游预订升温",
    "a match": "上海队浙江队携手晋级决赛",
    "another pair": "重庆四川签署毗邻地区合作协议",
    "the capital's region": "北京、天津、河北医保跨省直接结算",
    "a pair with provinces outside": "上海、江苏、广东、四川等地医保跨省互认",
    "help for the west": "上海、江苏对口支援新疆教育",
    "a firm's agreement": "上海某公司与合肥某集团签署合作协议",
    "a firm's stores": "品牌门店共享会员：上海、杭州、苏州同步",
    "a fraternal contest": "苏州车企与上海车企股价联动",
    "shared bicycles": "上海、杭州整治共享单车",
    "a bank and a university": "宁波银行与南京大学合作",
    "a parcel offer": "江浙沪包邮",
    "two sentences": "上海发布新规。合作社在安徽丰收。",
    "English places of one province": "Suzhou, Jiangsu, and Nantong sign agreement",
    "an English list": "Rain to hit Shanghai, Hangzhou and Hefei",
    "an English company": "Hangzhou company and Shanghai startup sign deal",
    "an English pair with outsiders": "Beijing, Shanghai and Zhejiang share carbon data",
    "parts cast in one": "上海、宁波两地工厂的一体化压铸岛投产",
    "a pump in one box": "苏州、嘉兴各添一座一体化泵站",
    "power with its store": "上海、杭州、合肥三地光储充一体化电站开门",
    "the stages of a treatment": "南京、合肥推行中西医诊疗一体化门诊",
    "the links of one trade": "江苏、安徽农户走上产供销一体化之路",
    "trade at home and abroad": "上海、江苏、浙江内外贸一体化企业名单公布",
    "town and country": "江苏、安徽完成城乡供水一体化改造",
    "one platform of the country": "江苏、浙江、安徽接入全国一体化政务服务平台",
    "an English flight": "New flights from Hefei to Shanghai",
}


@pytest.mark.parametrize("title", JOINED.values(), ids=JOINED.keys())
def test_places_of_two_provinces_joined_in_the_title_are_on_topic(title: str) -> None:
    assert assess(article(title), rules()).on_topic == "yes"


@pytest.mark.parametrize("text", APART.values(), ids=APART.keys())
@pytest.mark.parametrize("field", ["title", "text"])
def test_what_only_looks_like_it_is_not(text: str, field: str) -> None:
    assert assess(article(**{field: text}), rules()).on_topic == "no"


INTEGRATED = {
    "the market": "上海、安徽市场一体化再进一步",
    "transport": "江苏、浙江交通运营一体化方案出炉",
    "two cities": "南京、马鞍山一体化走出新路",
    "health": "沪苏浙医疗一体化有了新办法",
    "the police and their way of working": "江苏、安徽警务一体化机制运行三年",
    "the grid": "浙江、安徽一体化电力调度上线",
    "clean air": "上海、江苏大气污染防治一体化见效",
    "charging across the border": "上海、江苏光储充一体化电站跨省互通",
}


@pytest.mark.parametrize("title", INTEGRATED.values(), ids=INTEGRATED.keys())
def test_integration_of_two_provinces_is_told_from_things_made_in_one(title: str) -> None:
    assert assess(article(title), rules()).on_topic == "yes"


LEADS = {
    "a river kept clean by two counties": "浙江桐乡、江苏吴江两地河长办启动跨界河道联合保洁，约定每月轮流巡河。",
    "hospitals of two counties": "湖州市长兴县与宣城市广德市签约共建医联体，两地专家轮流坐诊，检查结果互认。",
    "customs of two ports": "上海、宁波海关共享查验结果，货主一次申报即可。",
    "parts of two provinces": "皖北与苏北粮食部门签署产销合作协议，建立跨省储备轮换机制。",
    "English neighbours": "Anhui and Zhejiang have paid each other for clean water for years.",
    "English courts": "Courts in Shanghai, Jiangsu and Anhui will share enforcement data under a joint agreement.",
}
LEADS_APART = {
    "a list of the country": "湖北、江西、安徽、江苏、上海等地部门联合执法，共同保护长江。",
    "a match": "上海男篮客场力克浙江，携手江苏晋级季后赛。",
    "veterans": "新四军老战士后代在长兴、广德、溧阳联合举行活动。",
    "a firm with two plants": "该公司在上海、合肥的两座工厂共享供应链，股价上涨。",
}


BORDERS = {
    "a bus": ("跨省公交二路开通 刷一张卡出行", "线路起于上海金山卫站，止于平湖客运中心，票款按里程清分。"),
    "a rule explained": ("一图读懂｜跨省域项目协同审批办法", "一座桥由青浦牵头，吴江配合。"),
    "English": (
        "Cross-provincial bus opens",
        "It runs from Jinshan in Shanghai to Pinghu in Zhejiang every 20 minutes.",
    ),
}
BORDERS_APART = {
    "another part of the country": ("跨省公交开通", "线路起于湖北黄冈，止于安徽宿松和江苏。"),
    "one side": ("跨省公交开通", "线路起于苏州，止于无锡。"),
    "places in different sentences": ("跨省公交开通", "上海今天晴。苏州有雨。"),
    "an arrest": ("警方跨省抓捕逃犯", "民警从上海赶到苏州。"),
    "a firm's": ("某某集团跨省并购落地", "两座工厂分别在上海和苏州。"),
}


@pytest.mark.parametrize(("title", "text"), BORDERS.values(), ids=BORDERS.keys())
def test_a_title_that_crosses_a_border_is_enough_where_the_text_names_its_sides(title: str, text: str) -> None:
    assert assess(article(title, text), rules()).on_topic == "yes"


@pytest.mark.parametrize(("title", "text"), BORDERS_APART.values(), ids=BORDERS_APART.keys())
def test_a_title_that_crosses_another_border_is_not(title: str, text: str) -> None:
    assert assess(article(title, text), rules()).on_topic == "no"


# Title and text, and what the title has for its places.
SPANNING = {
    "places of three": ("60辆氢能冷藏车跑上海—嘉兴—南通夜线", "这是长三角首条固定班次的生鲜夜线。", 2),
    "Traditional script": ("滬甬杭沿線四城推高鐵快遞櫃", "長三角鐵路與三家快遞公司共用一套系統。", 2),
    "English": ("Night trucks run from Jiaxing to Shanghai", "It is the Yangtze River Delta's first such line.", 2),
    "that act together in the text": (
        "老倪的钟摆：家在启东，看病在上海",
        "床位、护理、结算，一样一样都有了着落。" * 12 + "上海市民政局、江苏省民政厅联合印发通知。",
        2,
    ),
    "of one province": ("60辆氢能冷藏车跑嘉兴—湖州夜线", "这是长三角首条固定班次的生鲜夜线。", 0),
    "without the region": ("60辆氢能冷藏车跑上海—嘉兴夜线", "这是首条固定班次的生鲜夜线。", 0),
    "fog": ("苏皖一带有大雾 机场航班延误", "长三角多个机场发布预警。", 0),
    "with another part of the country": ("60辆氢能冷藏车跑上海—嘉兴—武汉夜线", "这是长三角首条固定班次的生鲜夜线。", 0),
    "that act together have more": ("上海与嘉兴共建氢能夜线", "这是长三角首条固定班次的生鲜夜线。", 0),
}


@pytest.mark.parametrize(("title", "text", "points"), SPANNING.values(), ids=SPANNING.keys())
def test_a_title_of_two_provinces_counts_where_the_text_names_the_region(title: str, text: str, points: int) -> None:
    tags = assess(article(title, text), rules()).tags
    assert sum(tag.points for tag in tags if tag.name == "provinces in title") == points


@pytest.mark.parametrize("lead", LEADS.values(), ids=LEADS.keys())
def test_the_lead_is_enough_where_the_title_tells_a_story(lead: str) -> None:
    assert assess(article("一桩难事有了新办法", lead), rules()).on_topic == "yes"


@pytest.mark.parametrize("lead", LEADS_APART.values(), ids=LEADS_APART.keys())
def test_a_lead_that_only_looks_like_it_is_not_enough(lead: str) -> None:
    assert assess(article("一桩难事有了新办法", lead), rules()).on_topic != "yes"


def test_further_down_two_sentences_are_needed() -> None:
    opening = "会议听取了各方面的意见和建议，随后闭幕。" * 10
    once = opening + "上海与昆山昨天开通跨省公交。"
    twice = once + "嘉定、昆山约定票价互认，费用分担。"

    assert assess(article("一条新线路的诞生", once), rules()).on_topic == "related"
    assert assess(article("一条新线路的诞生", twice), rules()).on_topic == "yes"


def test_an_act_far_from_the_places_joins_nothing() -> None:
    far = "上海与昆山，" + "道路两旁种着香樟和银杏，秋天里一片金黄，" * 5 + "有人签署了协议"

    assert assess(article(far), rules()).on_topic == "no"


@pytest.mark.parametrize("piece", ["上海昆山互认", "上海昆山互认。", "互认", "上海昆山", "融入长三角"])
def test_a_page_that_repeats_itself_takes_no_time_to_speak_of(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = process_time()

    assess(article(piece, text), rules())

    assert process_time() - began < 2
