"""What a page is: genuine, mirrored, spun, invented, spam; and the honest pages that must stay so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.article import Article, Extraction
from core.assessment import Sign, Trust
from core.site import Tier
from core.trust import decide, examine
from core.trust.spun import near_miss
from tests.support.judging import page, rules

SEEDS = Path(__file__).parents[3].parent / "shared" / "cases" / "seeds"
STRANGER = "https://pumps.example/12345.html"
OWN = "https://www.paper-example.cn/a/1.html"

STORY = (
    "上海、江苏、浙江、安徽四地有关部门昨日签署合作协议，共同推进公共服务便利共享。\n"
    "根据协议，四地将在政务服务、医疗保障、人才流动等方面互认互通。\n"
    "有关负责人表示，下一步将细化任务分工，确保年内见效。"
)


def trust(title: str = "四地签署合作协议", text: str = STORY, url: str | None = None, **more: str) -> Trust:
    return examine(page(title, text, url, **more), rules()).trust


def signs(title: str = "四地签署合作协议", text: str = STORY, url: str | None = None, **more: str) -> set[str]:
    return {sign.name for sign in examine(page(title, text, url, **more), rules()).signs}


# Honest words that look like signs: police, sport, talent, chapters, pinyin of a rare character, footers.
HONEST = {
    "a plain story": STORY,
    "police against fraud": "四地警方联合打掉一个诈骗、盗窃犯罪团伙，抓获取现人员12名，冻结涉案账户。",
    "police against betting": "警方通报，该团伙搭建网络赌博平台，招揽赌客下注，平台名为“某某体育”。\n检方已公诉。",
    "police against an escort forum": "警方查处了“夜上海论坛”招嫖信息案，该网站负责人已被刑事拘留，案件在办理中。",
    "a sports festival": "首届长三角体育节开幕，设足球、篮球、骑行等项目，线上直播吸引百万观众，体育彩票提供公益支持。",
    "bank cooperation": "四地银行签署协议，推出异地贷款、快贷和融资产品，覆盖小微企业。",
    "a list of talents wanted": "示范区发布紧缺人才目录，共3000个岗位，涵盖招聘、落户、住房等政策。",
    "civil affairs": "四地民政部门推动异地养老，旅居老人可在景区享受优惠。",
    "a chief reporter": "首席记者 王某某\n" + STORY,
    "chapters of a law": "第一章 总则\n第一条 为了促进发展，制定本条例。\n第二章 规划\n第二条 编制规划应当征求意见。",
    "bullets of a party paper": "■ 数字看发展\n◆ 一年来，四地开通省际公交80条。\n◇ 跨省通办事项增至170项。",
    "a lyrical opening": "清晨6:20，李女士从家门口出发，坐上开往上海的列车。\n潮起东方，双城记每天都在上演。",
    "the pinyin of one rare character": "亳(bó)州是一座古城。" + STORY,
    "an abbreviation in brackets": "地区生产总值(GDP)、长三角(YRD)、人工智能(AI)增长。" + STORY,
    "two book titles": "会议审议了《规划纲要》和《行动方案》。" + STORY,
    "Macao": "澳门大学与四地高校共建实验室，澳门有关方面参加。",
    "a list of cities": "南京、无锡、徐州、常州、苏州、南通、淮安、盐城、扬州、镇江、泰州、宿迁、杭州、宁波、温州。",
    "numbered labels that recur": (
        "典型案例 1. 跨省通办\n四地开设专窗。\n典型案例 2. 数据共享\n四地建平台。\n典型案例 3. 人才互认\n四地签约。"
    ),
    "cells of a table": "浙江省 某一公司 二等\n浙江省 某某二公司 三等\n苏州市 某三公司 二等\n浙江省 某某四公司 一等",
    "a column's heading that recurs": "【数说】四地开行列车。\n【数说】四地共建联盟。\n" + STORY,
    "headlines with their source and date": "某某晚报 11-06 四地签约\n某某晚报 11-07 四地联治\n" + STORY,
    "headings that begin alike": "滨江新材料企业扩产提速\n四地开行列车。\n滨江新材料大会年底召开\n四地共建联盟。",
    "documents in book-title marks": "会议审议了《公共资源交易平台管理办法》《电梯检测》和《政务服务客户端建设指南》。"
    + STORY,
    "a reporter's name in brackets": STORY.replace("\n", "（王小明）\n"),
    "a term in brackets within sentences": STORY.replace("四地", "四地（沪苏浙皖）"),
    "speakers of an interview": "王教授：四地应当互认。\n记者：怎样互认？\n王教授：先从标准做起。\n" + STORY,
    "a picture credit that recurs": "新华社记者摄\n" + STORY + "\n新华社记者摄",
    "Hong Kong's own Traditional text": "滬蘇浙皖四地簽署合作協議，推動食物安全標準互認，優化營商環境。",
    "one word of another trade": "会议提出加强国家技术创新中心与区域分享服务平台的联系。" + STORY,
    "a menu of a school": "成人教育 | 在线课堂 | 精品课程 | 免费视频 | 专区\n" + STORY,
    "a menu on one line": "体育 娱乐 彩票 游戏 登录 注册 皇冠轿车官网 欧宝汽车官网 预约茶席\n" + STORY,
    "bodies with like names": "会议走访国家技术转移中心、金融创新试验区和科技资源统筹服务平台。" + STORY,
    "a ministry's full name": "科学技术部与科学技术厅联合部署科技成果转化，苏州工业园区、产业协作区参加。",
    "honest neighbours of names": "率先容许跨省执业，结合实际推进医养结合；人力资本投入提高，生态环境损害赔偿有序。",
    "people who hold an office": "他在市里担任人大代表，又在县里担任人民陪审员，并到企业开展技能培训和安全演示。",
    "a court and a theatre": "人民法院、人民医院、人民艺术剧院和人民检察院的代表出席，市调解协会主持联席会议。",
    "a report on rewriting": "机器把“合作办公室”写成了“相接办公室”，把“科技创新”变成了“科技立异”。",
    "a rumour denied": "落款“长三角区域相接办公室”“长三角科技立异共同体”的通知系伪造，四地已经辟谣。",
    "figures where they belong": "增长3.5%，达12亿元，约5公里。多家企业产值突破亿元大关。" + STORY,
    "better soil": "土壤改良试点取得进展，职业教育与食品安全工作同步推进。" + STORY,
    "a word cut from 掌握": "企业掌握续航技术，把握续建机遇。" + STORY,
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST.keys())
@pytest.mark.parametrize(
    "url", [None, OWN, "https://fgw.example.gov.cn/a.html"], ids=["saved", "newspaper", "government"]
)
def test_an_honest_page_stays_ok(text: str, url: str | None) -> None:
    report = examine(page("四地签署合作协议", text, url, around="体育\n娱乐\n彩票\n直播\n浏览次数：12"), rules())

    assert report.trust is Trust.OK
    assert not [sign for sign in report.signs if sign.hard]


SPAM = {
    "a betting brand in the title": {"title": "开云体育(中国)官方网站四地签署合作协议"},
    "a betting brand in the site's title": {"head_title": "四地签署合作协议-乐鱼app下载 登录入口"},
    "a brand that runs into its action": {"title": "爱游戏官网入口 四地签署合作协议"},
    "a betting brand in the tail": {"around": "Powered by 必威 官网入口 @2013-2022"},
    "two betting strips": {"around": "7777788888\n新澳门资料大全"},
    "a lottery strip on both sides": {"text": f"精准四不像 今晚开奖记录\n{STORY}\n精准四不像 今晚开奖记录"},
    "a farm of betting links": {"around": "棋牌下载\n手机买球软件\n加拿大28预测\n线上百家乐"},
    "an adult title strip": {"head_title": "国产精品_久久无码_在线观看_免费视频"},
    "a farm of live streams": {"around": "| 香蕉直播 | 秀色直播 |\n| 蜜桃视频 | 桃鹿直播 |"},
    "Traditional betting words": {"title": "開雲體育官方網站四地簽署協議"},
}


@pytest.mark.parametrize("more", SPAM.values(), ids=SPAM.keys())
@pytest.mark.parametrize("url", [None, STRANGER, OWN], ids=["saved", "stranger", "hijacked newspaper"])
def test_spam(more: dict[str, str], url: str | None) -> None:
    assert trust(url=url, **more) is Trust.SPAM


SPLICED = {
    "a spliced book title": STORY.replace("合作协议", "《某某手机登陆》合作协议"),
    "two book titles that end like buttons": "《龙腾测速》四地签约，《金海岸线路》惠及百姓。\n" + STORY,
}


@pytest.mark.parametrize("text", SPLICED.values(), ids=SPLICED.keys())
@pytest.mark.parametrize("url", [None, STRANGER], ids=["saved", "stranger"])
def test_spliced_titles_are_spam(text: str, url: str | None) -> None:
    assert trust(text=text, url=url) is Trust.SPAM


SOLD = {
    "a betting house": "四地球迷的首选平台，注册即送66元，赔率每日更新，点击下方按钮参与，三分钟出金。",
    "a remedy": "四地名医推荐，祖传秘方根治顽疾，一个疗程见效，无效退款，拨打热线领取。",
    "a lender": "上海、南京居民专享，秒批秒下款，不看征信，无抵押，加微信办理贷款。",
    "a course of stocks": "概念股行情来了，老师带你抓牛股，扫码进群领取内参，涨停不断。",
    "a seller of searches": "四地关键词排名哪家好？百度快照、霸屏推广、网站优化，不上首页不收费。",
    "an agent": "居住证代办、公司注册找我们，包过保过，价格优惠，咨询热线全天开通，免费咨询。",
    "a haulier": "上海至合肥物流专线，天天发车，上门取货，价格优惠，欢迎来电。",
    "a fortune teller": "大师在线测字算命，改运转运，招财开光，立即咨询。",
    "an app": "看视频就能赚，每天提现50元，邀请好友再得20元，点击链接安装即可。",
    "a forger": "办理毕业证、资格证，官网可查，先办后付，QQ：1234567890。",
    "a blurb of an app": "软件大小：46M 下载次数：8821 某某直播安卓下载。四地一体化。应用介绍：立即下载。",
    "a recruiter": "四地工厂急招普工，男女不限，入职返费4000元，中介勿扰，包吃住。",
    "a seller of essays": "Essay example on the delta. Order a custom paper from our expert writers, $9 per page.",
    "a lender by telephone": "本地借款10分钟到账，无需担保，费用透明，电话微信同号。",
    "an English token": "Buy delta tokens today: 300% returns, guaranteed payouts, join our Telegram group now.",
    "an English betting house": "Get a 200% welcome bonus on the delta league. Live odds, promo code, no KYC, casino.",
    "an English agent": "Cheap company registration, best price, free consultation. Click here to get a quote.",
    "Traditional script": "首儲一千送一千，百家樂、老虎機應有盡有，加LINE領取推廣碼，出金快速。",
}


@pytest.mark.parametrize("text", SOLD.values(), ids=SOLD.keys())
@pytest.mark.parametrize("url", [None, STRANGER], ids=["saved", "stranger"])
def test_a_page_that_sells_something_is_spam(text: str, url: str | None) -> None:
    assert trust("四地一体化再提速", text, url) is Trust.SPAM


TOLD = {
    "a warning": ("四地药监提醒：警惕神药", "祖传秘方根治顽疾、无效退款、拨打热线、加微信等说法均不可信。"),
    "a case": ("四地警方通报网络案件", "嫌疑人称注册即送彩金、点击下方下载、返水秒到账，骗取钱款。"),
    "quotations": ("四地联动净化网络", "“加微信”“祖传秘方”“根治”“无效退款”“扫码进群”等词被列入清单。"),
    "a sentence that tells": ("四地联动净化网络", "一些广告以祖传秘方、根治、无效退款为名，加微信骗钱，已被依法查处。"),
    "a bank's product": ("四地银行推出联合授信", "贷款额度提高，首付比例下调，信用卡与车贷同步优惠，咨询热线已开通。"),
    "one-stop service": (
        "四地政务服务窗口启用",
        "一站式服务、帮办代办、上门服务落地，咨询热线全天开通，在线客服答疑。",
    ),
    "a hotline of an office": ("四地开通旅游投诉热线", "热线电话：021-12345678，游客可免费咨询，30分钟内答复。"),
    "a hospital": ("四地医院联合会诊", "患者在当地医院就诊，专家线上指导，费用直接结算，电话预约：12320。"),
    "an express line": ("沪苏快线开通", "首班车满载，旅客说1小时到达，票价比过去便宜一半，微信同步购票。"),
    "a market report": ("四地概念股早盘走强", "主力资金流入，三只个股涨停，成交额翻倍，外汇市场平稳。"),
    "a consumers' festival": ("四地消费季启幕", "限量消费券低至五折，前100名入场者可秒杀特价商品，包邮到家。"),
    "a line behind the story": ("四地签署合作协议", STORY * 2 + "(记者 王某)\n加微信进群，祖传秘方根治，免费咨询。"),
}


@pytest.mark.parametrize(("title", "text"), TOLD.values(), ids=TOLD.keys())
def test_news_of_what_is_sold_is_no_spam(title: str, text: str) -> None:
    assert trust(title, text, STRANGER) is Trust.UNKNOWN
    assert trust(title, text, OWN) is Trust.OK


def test_one_offer_in_a_long_report_is_no_spam() -> None:
    assert trust(text=(STORY + "\n") * 6 + "主办方说，扫码进群可获免费咨询，买一送一。", url=STRANGER) is Trust.UNKNOWN


INVENTED = {
    "a known phrase on a line": STORY.replace("\n", "\n上海龙凤419\n", 1),
    "a known phrase before a bullet": "爱上海同城 ■ 轨道交通\n" + STORY,
    "an unknown phrase that recurs on lines": STORY.replace("\n", "\n苏城夜话坊88\n"),
    "an unknown phrase glued to headings": (
        "锦绣花间阁 ■ 轨道\n四地开行列车。\n锦绣花间阁 ■ 文旅\n四地共建联盟。\n锦绣花间阁 ■ 生态\n四地联治。"
    ),
    "Chinese in an English page": (
        "The four provinces signed a pact on public services last week, officials said.\n"
        "锦绣花间阁 - Shared rail lines will open next year.\n"
        "Officials described the plan in detail at a briefing in the city.\n"
        "夜话品香楼 3. Hospitals will share records.\n"
    ),
    "a phrase in dashes on lines": STORY.replace("\n", "\n——鹿鸣听雪阁——\n"),
    "a phrase between blocks before paragraphs": "\n".join(f"█ 鹿鸣听雪阁 █ {line}" for line in STORY.split("\n")),
    "a phrase before a word of the story": "\n".join(f"鹿鸣听雪阁 {line}" for line in STORY.split("\n")),
    "a phrase and its services behind bullets": (
        "▸ 轨道：四地开行列车 鹿鸣听雪阁热线\n▸ 文旅：四地共建联盟 鹿鸣听雪阁地图\n▸ 生态：四地联治 鹿鸣听雪阁"
    ),
    "a phrase in brackets behind paragraphs": "\n".join(f"{line}（鹿鸣听雪阁）" for line in STORY.split("\n")),
    "a phrase that begins with a letter": STORY.replace("\n", "\n[E鹿鸣听雪阁]\n"),
    "a phrase in quotation marks before paragraphs": "\n".join(f"「鹿鸣听雪阁」{line}" for line in STORY.split("\n")),
    "a phrase behind the numbers of paragraphs": "\n".join(
        f"{number}、鹿鸣听雪阁 {line}" for number, line in enumerate(STORY.split("\n"), 1)
    ),
    "a phrase in the middle of sentences": (
        "四地有关部门 鹿鸣听雪阁 昨日签署合作协议，推进服务共享。\n根据协议， 鹿鸣听雪阁 四地将互认互通，年内见效。"
    ),
    "one Chinese phrase in the brackets of an English page": (
        "【鹿鸣听雪】The four provinces signed a pact on public services last week.\n"
        "【鹿鸣听雪】Officials described the plan in detail at a briefing in the city."
    ),
    "a count of words and figures": STORY + "\n（全文共计4287字，含39组数据、26个案例）",
    "a count of words, people and figures": STORY + "\n（全文共计3986字，采访对象21位，数据37组）",
    "the head of an escort page": "⏱ 2026-01-02 🔖 (某某论坛) 📢0\n" + STORY,
}


@pytest.mark.parametrize("text", INVENTED.values(), ids=INVENTED.keys())
def test_invented(text: str) -> None:
    assert trust(text=text, url=STRANGER) is Trust.FABRICATED


HABITS = (
    "本报道历时三个月，走访十二个城市，采访四十位亲历者，揭示一体化的脉动。\n"
    "清晨6:20，32岁的工程师小李登上列车。\n"
    "第一章 破冰(2010-2018)\n轨道连通城市。\n第二章 融合(2019-2025)\n产业随之流动。\n"
    "首席区域观察员认为，这是一次量子纠缠。"
)


ENGLISH = "The four provinces signed a pact on public services last week, officials said at a briefing."


def test_the_chinese_menu_of_an_english_page_is_no_injected_phrase() -> None:
    around = "行业动态\n会员服务\n某某协会 版权所有\nCopyright of the firm and of its partners 沪ICP备14000000号"

    assert trust(text=ENGLISH, around=around, url=STRANGER) is Trust.UNKNOWN


def test_a_column_may_recur_once_more_with_a_known_publisher() -> None:
    text = "【鹿鸣听雪】四地签署协议。\n【鹿鸣听雪】专家解读协议。"

    assert trust(text=text, url=STRANGER) is Trust.FABRICATED
    assert trust(text=text, url=OWN) is Trust.OK


def test_three_habits_of_invented_reports_count_on_a_strange_host_only() -> None:
    assert trust(text=HABITS, url=STRANGER) is Trust.FABRICATED
    assert trust(text=HABITS, url=OWN) is Trust.OK


def test_two_habits_do_not() -> None:
    text = "清晨6:20，32岁的工程师小李登上列车。\n首席区域观察员认为前景可期。"

    assert trust(text=text, url=STRANGER) is Trust.UNKNOWN
    assert trust(text=text) is Trust.OK


SPUN = {
    "two bodies renamed": "长三角区域相接办公室负责人说，科技立异取得进展。",
    "a word swapped that nobody listed": "长三角区域共勉办公室与长三角地区主要头领座谈会同日举行。",
    "in Traditional script": "長三角區域相接辦公室負責人說，國度戰術穩步實施。",
    "an odd one and lost numbers": "科技立异提速，产值突破亿元，均在公里左右，累计亿元。",
    "words of one name swapped together": "三地共建科学技能翻新共同身体，并设国度实验室。",
    "swaps in turns of reports": "四地结合印发排水看管办法，市水务局有关担任人表示，下月起施行。",
    "honest words in a long name": "生态绿色整体化发展模范区出台新规，沪苏大丰工业联动集聚区同日揭牌。",
    "bodies of the law": "两省人民查看院商定，营商情况案件由四地同享平台移交，生态赔偿金异地使用。",
    "English names": "The Long River Triangle's Green Integration Demonstration Plot released its new list on Monday.",
    "the parts of a name in another order and a swap": "长三角合作区域办公室称，科技立异提速。",
    "lost figures and spaces round marks": (
        "全年货运量增长%，产值达亿元。四地 ， 联合推进 。 各方 ， 表示满意 ； 会议 ， 还讨论了其他事项。"
    ),
    "words that only a tool makes": "金融来往总数达万亿东说念主民币，新质坐褥力加快形成。",
}


@pytest.mark.parametrize("text", SPUN.values(), ids=SPUN.keys())
def test_spun(text: str) -> None:
    assert trust(text=text) is Trust.SPUN


GRAMMAR = "四地有关部门在南京被要求被统一，协议被签署，任务被分解，清单被公布，经费被拨付，进度被通报。"
REWORDED = {
    "odd words": "四地参保民众瞧病可径直结帐，银号余存翻番，五载之内戳子减半。" + STORY,
    "odd words in Traditional script": "四地參保民眾瞧病可徑直結帳，銀號餘存翻番，五載之內戳子減半。" + STORY,
    "two odd words and spaces round marks": "五载之内 ， 戳子减半 。 四地 ， 表示满意 ； 会议 ， 结束。" + STORY,
    "passives": GRAMMAR * 4,
    "a translation back": "三角洲的城市的走廊的会议的报告的结论的要点被讨论，省的厅的官员的计划的期限的延长得到同意。"
    * 4,
    "English": (
        "Authorities inked an arrangement on registering power with information focuses and counterfeit consciousness. "
        "A bad habit mayor of the commonplace level opened the exhibit zone."
    ),
    "another water": "The Yangtze Brook Delta opened its science gallery on Monday, officials said at a briefing.",
    "names of honest words": "承接产业迁移汇聚区与科创钱融改革试验区同日揭牌，异地瞧病直接结账。",
    "a tender by another name": "企业以揭榜挂印方式攻关集成线路，综合性国家科研中心参加。",
}


@pytest.mark.parametrize("text", REWORDED.values(), ids=REWORDED.keys())
def test_reworded_text_is_spun_on_a_strange_host(text: str) -> None:
    assert trust(text=text, url=STRANGER) is Trust.SPUN


NOT_REWORDED = {
    "two odd words": "一位老店家说，五载之内戳子减半。" + STORY,
    "odd words in a long story": "统共四项。" + STORY * 3 + "六载过去，戳子减半。" + STORY * 3 + "碰头会召开。",
    "a report of an accident": "车辆被撞，三人被困，伤者被送往医院，道路被封闭，驾驶员被带走调查。" + STORY * 4,
    "plain prose": (
        "母亲的手艺好，孩子把书包放在门口。老街的早晨从豆浆的香味里开始，到黄昏才慢慢安静下来。"
        "邻居搬来竹椅，聊着各家的收成，年轻人从城里赶回，把新鲜事一件件讲给老人听。"
    )
    * 2,
    "neighbours of swapped words": "外地就医备案、公众服务热线、产业迁移、教学联盟、科研中心与工艺创新都有进展。"
    + STORY,
    "other works of the same words": "变革与进步是主题，科研事务由工作处办理，教学与医治并重，先进工艺汇聚。" + STORY,
    "another delta": "The Yangtze River Delta and the Pearl River Delta signed a pact, officials said on Monday.",
    "two deltas at once": "The Yangtze and Pearl river deltas, and the Yangtze Pearl Delta forum, met on Monday.",
}


@pytest.mark.parametrize("text", NOT_REWORDED.values(), ids=NOT_REWORDED.keys())
def test_honest_text_with_odd_words_or_grammar_stays_unknown(text: str) -> None:
    assert trust(text=text, url=STRANGER) is Trust.UNKNOWN


@pytest.mark.parametrize("text", [REWORDED["odd words"], REWORDED["passives"]], ids=["words", "grammar"])
def test_nobody_asks_a_publisher_for_his_style(text: str) -> None:
    assert trust(text=text, url=OWN) is Trust.OK


FORUMS = "云梦舍-浦江夜话612|申江茗友汇-沪上晚风"
SET_OFF = STORY.replace("\n", "\n浦江夜话612\n", 1).replace("有关负责人", "申江茗友汇 【文化篇】有关负责人")


def test_names_of_forums_that_the_head_title_chains_are_injected() -> None:
    title = "四地签署合作协议"

    assert trust(text=SET_OFF, url=STRANGER, head_title=f"{title}-{FORUMS}") is Trust.FABRICATED
    assert trust(text=SET_OFF, url=STRANGER, head_title=f"{title}-浦江夜话612") is Trust.UNKNOWN
    assert trust(text=STORY, url=STRANGER, head_title=f"{title}-{FORUMS}") is Trust.UNKNOWN
    assert trust(text=SET_OFF, url=OWN, head_title=f"{title}-{FORUMS}") is Trust.OK


REPORTS = {
    "a betting case": "警方侦破“kaiyun体育”跨境赌博案 冻结投注资金",
    "an escort case": "公安打掉“夜上海论坛”招嫖网站",
}


@pytest.mark.parametrize("title", REPORTS.values(), ids=REPORTS.keys())
def test_a_headline_about_such_sites_is_none_of_them(title: str) -> None:
    assert trust(title=title) is Trust.OK


def test_one_swap_is_a_slip_where_somebody_may_have_edited() -> None:
    report = examine(page("标题", "长三角区域相接办公室负责人表示。" + STORY), rules())

    assert report.trust is Trust.OK
    assert [(sign.name, sign.hard) for sign in report.signs] == [("swapped word 合作→相接", False)]


def test_a_publisher_may_quote_two_swaps_but_not_four() -> None:
    two, four = "科技立异与国度战略成为网上笑谈。", "科技立异、国度战略、商场监管、知识产权珍视、职业教化都要抓。"

    assert trust(text=two, url=STRANGER) is Trust.SPUN
    assert trust(text=two, url=OWN) is Trust.OK
    assert trust(text=four, url=OWN) is Trust.SPUN


def test_one_place_is_one_swap() -> None:
    assert len([name for name in signs(text="生态赔偿标准出台。") if name.startswith("swapped word")]) == 1


NEAR_MISSES = {
    "another order": ("长三角合作区域办公室", "长三角区域合作办公室→长三角合作区域办公室"),
    "one word inside": ("长三角区域相接办公室", "合作→相接"),
    "the name itself": ("长三角区域合作办公室", None),
    "another length": ("长三角区域合作办", None),
    "another beginning": ("珠三角区域合作办公室", None),
    "another end": ("长三角区域合作委员会", None),
    "too much changed": ("长三角区域协调理事室", None),
}


@pytest.mark.parametrize(("written", "swap"), NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_near_misses_of_a_fixed_name(written: str, swap: str | None) -> None:
    assert near_miss(written, "长三角区域合作办公室") == swap


MIRRORED = {
    "a byline with a strange address": {"text": "澎湃新闻(www.pumps.example)记者获悉。" + STORY},
    "a footer of another publisher": {"around": "报料热线：021-000000\n© 2014-2025 上海東方報業有限公司"},
    "a mail box of another publisher": {"around": "报料邮箱: news@thepaper.cn"},
    "a footer of a configured Site": {"around": "© 2026 江岸晨报 版权所有"},
    "a byline of a configured Site": {"text": "江岸晨报(pumps.example)记者获悉。" + STORY},
    "bracketed pinyin": {"text": "長(zhǎng)三角創(chuàng)新區(qū)域產(chǎn)業(yè)合作。" + STORY},
    "template residue": {"text": "[标签:出处] " + STORY},
    "a publisher's name in the title": {"head_title": "四地签署合作协议_新华网"},
    "a publisher's address in a copyright line": {"around": "Copyright © 1997-2026 by www.people.com.cn"},
    "a publisher's name before a copyright mark": {"around": "杭州网 © 2000-2026 pumps.example 热线 85000000"},
    "a publisher's label on another domain": {"url": "http://www.whb-news.example/a/1.html"},
    "a publisher's domain below another": {"url": "http://www.thepaper.cn.mirror.example/a/1.html"},
    "a letter changed": {"url": "http://www.xinhuanat.example/a/1.html"},
    "a letter too many": {"url": "http://chinanewss.example/a/1.html"},
    "a path only one publisher has": {"url": "https://pumps.example/a/202403/04/WS65e5a2b1a31082fc043ba6c5.html"},
}


@pytest.mark.parametrize("more", MIRRORED.values(), ids=MIRRORED.keys())
def test_mirrored(more: dict[str, str]) -> None:
    assert trust(**{"url": STRANGER, **more}) is Trust.MIRROR


AT_HOME = {
    "his own host": "https://www.thepaper.cn/newsDetail_forward_1",
    "his Traditional gateway": "https://big5.thepaper.cn/newsDetail_forward_1",
    "his paper edition": "http://paper.people.com.cn/rmrb/html/2026-11/20/nw.D110000.htm",
    "a newspaper that reprints by contract": OWN,
}


@pytest.mark.parametrize("url", AT_HOME.values(), ids=AT_HOME.keys())
def test_a_publishers_furniture_at_home_is_no_mirror(url: str) -> None:
    around = "© 2014-2025 上海东方报业有限公司\n人民网股份有限公司版权所有"

    assert trust(text="澎湃新闻(www.thepaper.cn)记者获悉。" + STORY, url=url, around=around) is Trust.OK


REPRINT = {
    "url": "https://www.steel-makers.example/news/1.html",
    "text": STORY,
    "source": "江畔日报",
    "around": "来源：江畔日报",
    "head_title": "四地签署合作协议_某某行业协会",
    "published": "2026-11-20",
}
REPRINTS: dict[str, tuple[dict[str, str], Trust]] = {
    "an association": ({}, Trust.REPUBLISHED),
    "a law firm": (
        {
            "head_title": "Four provinces sign a pact | River Law Review",
            "source": "River Daily",
            "around": "Source: River Daily",
        },
        Trust.REPUBLISHED,
    ),
    "an organisation by its host": (
        {"head_title": "四地签署合作协议", "url": "https://www.steel-makers.org.cn/1.html"},
        Trust.REPUBLISHED,
    ),
    "an office": ({"source": "江畔省交通运输厅网站", "around": "来源：江畔省交通运输厅网站"}, Trust.REPUBLISHED),
    "a paper in title marks": ({"source": "江畔《晨光報》"}, Trust.REPUBLISHED),
    "a plan for a coming year": ({"text": "新标准自2027年起实施，2025年已经试行。\n" + STORY}, Trust.REPUBLISHED),
    "a pump maker": ({"head_title": "四地签署合作协议_恒流泵业"}, Trust.UNKNOWN),
    "a lawyers' portal": ({"head_title": "四地签署合作协议_恒流律师网"}, Trust.UNKNOWN),
    "nobody credited": ({"source": "", "around": ""}, Trust.UNKNOWN),
    "a source that is none": ({"source": "网络", "around": "来源：网络"}, Trust.UNKNOWN),
    "old news": ({"text": "2023年，四地签署合作协议。\n" + STORY}, Trust.UNKNOWN),
    "an injected phrase": ({"text": STORY.replace("\n", "\n鹿鸣听雪阁\n")}, Trust.FABRICATED),
    "a publisher's footer": ({"around": "来源：人民网\n© 人民网股份有限公司"}, Trust.MIRROR),
    "a newspaper that credits another": ({"url": OWN}, Trust.OK),
}


@pytest.mark.parametrize(("more", "expected"), REPRINTS.values(), ids=REPRINTS.keys())
def test_an_organisation_that_credits_the_press_reprints(more: dict[str, str], expected: Trust) -> None:
    report = examine(page("四地签署合作协议", **REPRINT | more), rules())

    assert report.trust is expected
    assert report.is_open == (expected is Trust.REPUBLISHED)


INSTITUTIONS = {
    "a university": ("https://news.river.edu.cn/info/1.htm", {}, Trust.OK),
    "a government": ("https://www.info.gov.hk/gia/1.htm", {}, Trust.OK),
    "a name like that of one": ("https://www.river-edu.cn/1.htm", {}, Trust.UNKNOWN),
    "a university somebody broke into": (
        "https://news.river.edu.cn/info/1.htm",
        {"around": "某某娱乐 真人百家乐注册 时时彩平台\n澳门新葡京官网 皇冠体育投注"},
        Trust.SPAM,
    ),
}


@pytest.mark.parametrize(("url", "more", "expected"), INSTITUTIONS.values(), ids=INSTITUTIONS.keys())
def test_what_only_institutions_can_register_is_believed(url: str, more: dict[str, str], expected: Trust) -> None:
    assert trust(url=url, **more) is expected


PLAIN = {
    "url": "https://www.river-gate.example/news/1.html",
    "text": "江畔日报讯（记者 某某）" + STORY,
    "source": "江畔日报",
    "around": "来源：江畔日报\n（来源：江畔日报 本网转载仅为传播信息，版权归原作者）",
    "head_title": "四地签署合作协议-江门户",
    "published": "2026-11-20",
}
PLAIN_REPRINTS: dict[str, tuple[dict[str, str], Trust]] = {
    "the line of the paper and whose the rights are": ({}, Trust.REPUBLISHED),
    "the paper speaks of itself": ({"text": "本报讯（记者 某某）" + STORY}, Trust.REPUBLISHED),
    "an agency's line": ({"source": "某某社", "text": "某某社南京11月18日电 " + STORY}, Trust.REPUBLISHED),
    "below the date": ({"text": "2026-11-20 来源：江畔日报\n江畔日报讯（记者 某某）" + STORY}, Trust.REPUBLISHED),
    "no word on the rights": ({"around": "来源：江畔日报"}, Trust.UNKNOWN),
    "no line": ({"text": STORY}, Trust.UNKNOWN),
    "the line of another paper": ({"text": "某某社南京11月18日电 " + STORY}, Trust.UNKNOWN),
    "the paper is named later": ({"text": "据了解，江畔日报记者获悉。" + STORY}, Trust.UNKNOWN),
    "old news": ({"text": "江畔日报讯（记者 某某）2021年，四地签约。\n" + STORY}, Trust.UNKNOWN),
    "pinyin": ({"text": "江畔日报讯 創(chuàng)新產(chǎn)業(yè)合作。" + STORY}, Trust.MIRROR),
}


@pytest.mark.parametrize(("more", "expected"), PLAIN_REPRINTS.values(), ids=PLAIN_REPRINTS.keys())
def test_a_page_that_tells_all_about_its_source_reprints(more: dict[str, str], expected: Trust) -> None:
    report = examine(page("四地签署合作协议", **PLAIN | more), rules())

    assert report.trust is expected
    assert report.is_open == (expected is Trust.REPUBLISHED)


OWN_NEWS = {
    "a society, by its footer": ({"source": "江畔园林协会", "around": "© 江畔园林协会"}, True),
    "a county's media centre": ({"source": "江畔县融媒体中心", "around": "江畔融媒 主办"}, True),
    "Traditional script": ({"source": "江畔園林協會", "around": "版權屬江畔園林協會"}, True),
    "a society where only such stand": (
        {"source": "秘书处", "url": "https://www.gardens.org.cn/1.html", "head_title": "四地签署合作协议-江畔园林协会"},
        True,
    ),
    "a firm where only societies stand": (
        {"source": "秘书处", "url": "https://www.gardens.org.cn/1.html", "head_title": "四地签署合作协议-江畔园林公司"},
        False,
    ),
    "a society where anybody may stand": ({"source": "秘书处", "head_title": "四地签署合作协议-江畔园林协会"}, False),
    "nothing else says so": ({"source": "江畔园林协会", "around": "© 恒流泵业"}, False),
    "it only tells of itself": ({"source": "江畔园林协会", "text": STORY + "江畔园林协会出席。"}, False),
    "a newspaper, whose pages are copied": ({"source": "江畔日报", "around": "© 江畔日报"}, False),
    "an institute that anybody may be": ({"source": "江畔经济研究院", "around": "© 江畔经济研究院"}, False),
    "old news": (
        {"source": "江畔园林协会", "around": "© 江畔园林协会", "text": "2023年，四地签约。\n" + STORY},
        False,
    ),
    "with something against it": (
        {"source": "江畔园林协会", "around": "© 江畔园林协会", "text": STORY.replace("\n", "\n鹿鸣听雪阁\n")},
        False,
    ),
}


@pytest.mark.parametrize(("more", "expected"), OWN_NEWS.values(), ids=OWN_NEWS.keys())
def test_an_organisation_publishes_its_own_news(more: dict[str, str], expected: bool) -> None:
    given = {"text": STORY, "url": STRANGER, "published": "2026-11-20", **more}
    given["around"] = f"来源：{given['source']}\n{given.get('around', '')}"

    assert examine(page("四地签署合作协议", **given), rules()).is_open == expected


def test_a_credited_reprint_with_anything_against_it_is_not_let_in() -> None:
    report = examine(page("四地签署合作协议", **REPRINT | {"text": STORY + "全文共计4287字，含39组数据。"}), rules())

    assert report.trust is Trust.FABRICATED
    assert not report.is_open


STRANGERS_OWN = {
    "a host with a city's name": ("https://www.hangzhou-pumps.example/1.html", {}),
    "the beginning of a newspaper's label": ("https://global.pumps.example/1.html", {}),
    "three letters of many": ("https://whb.pumps.example/1.html", {}),
    "mail at a newspaper": (STRANGER, {"around": "Copyright © 某某泵业 邮箱 pumps@people.com.cn"}),
    "the registry of licences": (STRANGER, {"around": "© 2026 某某泵业 beian.miit.gov.cn"}),
    "a headline that ends with a newspaper's name": (STRANGER, {"head_title": "四地签署合作协议 专访新华网"}),
    "a local paper with its licence": (
        STRANGER,
        {"head_title": "四地签署合作协议_江畔在线", "around": "江畔日报社 互联网新闻信息服务许可证 3300000001"},
    ),
}


@pytest.mark.parametrize(("url", "more"), STRANGERS_OWN.values(), ids=STRANGERS_OWN.keys())
def test_what_a_stranger_may_have_of_his_own_makes_no_mirror(url: str, more: dict[str, str]) -> None:
    assert trust(url=url, **more) is Trust.UNKNOWN


ABROAD = {
    "a daily of Hong Kong": ("https://www.wenweipo.com/a/1.html", "香港文匯報有限公司版權所有"),
    "Taiwan's agency": ("https://www.cna.com.tw/news/acn/1.aspx", "© 中央通訊社 版權所有"),
    "a broadcaster": ("https://www.bbc.co.uk/news/1", "Copyright © 2026 BBC."),
}


@pytest.mark.parametrize(("url", "around"), ABROAD.values(), ids=ABROAD.keys())
def test_publishers_abroad_are_known(url: str, around: str) -> None:
    assert trust(url=url, around=around) is Trust.OK


def test_a_credit_is_no_footer() -> None:
    assert trust(text="来源：人民网\n" + STORY, url=STRANGER) is Trust.UNKNOWN


def test_a_footer_says_nothing_when_the_address_is_unknown() -> None:
    assert trust(around="人民网股份有限公司版权所有") is Trust.OK


def test_a_collector_says_so_himself() -> None:
    around = "版权声明:本文由网络蜘蛛自动收集于网络,如有不妥之处请联系我们删除"

    assert trust(around=around) is Trust.REPUBLISHED
    assert trust(around=around, url=STRANGER) is Trust.REPUBLISHED


def test_a_collector_copies_footers_with_the_rest() -> None:
    around = "人民网股份有限公司版权所有,未经书面授权禁止使用\n本文由网络蜘蛛自动收集于网络"

    assert trust(around=around, url=STRANGER) is Trust.REPUBLISHED
    assert trust(around=around.partition("\n")[0], url=STRANGER) is Trust.MIRROR


def test_a_reprint_notice_says_less() -> None:
    around = "文章转载自网络，如有侵权请联系"

    assert trust(around=around) is Trust.REPUBLISHED
    assert trust(around=around, url=STRANGER) is Trust.UNKNOWN
    assert trust(around=around, url=OWN) is Trust.OK


def test_filler_behind_a_story_makes_it_republished_but_a_table_of_a_newspaper_does_not() -> None:
    filler = "\n".join(f"{70000 + number}\n2026-01-18 16:30" for number in range(20))

    assert "number filler" in signs(around=filler)
    assert trust(around=filler) is Trust.REPUBLISHED
    assert trust(around=filler, url=STRANGER) is Trust.REPUBLISHED
    assert trust(around=filler, url=OWN) is Trust.OK


def test_a_stranger_stays_unknown_and_a_blocked_site_is_spam() -> None:
    assert trust(url=STRANGER) is Trust.UNKNOWN
    assert trust(url="https://shady.test/a.html") is Trust.SPAM


HARD = {each: Sign(name=each, seen="", towards=each, hard=True) for each in Trust}


def test_the_gravest_hard_sign_decides() -> None:
    every = [HARD[each] for each in (Trust.REPUBLISHED, Trust.MIRROR, Trust.SPUN, Trust.FABRICATED, Trust.SPAM)]

    for last in range(len(every), 0, -1):
        assert decide(every[:last], Tier.CENTRAL, has_address=True, is_edited=True) is every[last - 1].towards


ACCOUNTS = {
    "an account's page": ("https://www.sohu.com/a/1_2", None, Trust.SPUN),
    "an account below a path": ("https://www.163.com/dy/article/K.html", None, Trust.SPUN),
    "an account on a host of its own": ("https://baijiahao.baidu.com/s?id=1", None, Trust.SPUN),
    "the account of a known publisher": ("https://www.sohu.com/a/1_2", "新华网", Trust.OK),
    "the portal's own news": ("https://news.sohu.com/20261119/n1.shtml", None, Trust.OK),
    "a host that ends alike": ("https://notsohu.com/a/1_2", None, Trust.SPUN),
}


@pytest.mark.parametrize(("url", "source", "expected"), ACCOUNTS.values(), ids=ACCOUNTS.keys())
def test_what_an_account_publishes_nobody_has_edited(url: str, source: str | None, expected: Trust) -> None:
    text = "长三角区域相接办公室负责人表示。" + STORY
    assert examine(page("标题", text, url=url, source=source), rules()).trust is expected


# Above a sound story: who put it there.
BEHIND = {
    "nobody known": ({"source": "小城大事记"}, Trust.UNKNOWN),
    "nobody at all": ({}, Trust.UNKNOWN),
    "the portal itself": ({"source": "搜狐"}, Trust.UNKNOWN),
    "a city's office": ({"source": "昆山发布"}, Trust.OK),
    "an office by its virtue": ({"source": "绿色昆山"}, Trust.OK),
    "a virtue of nowhere": ({"source": "绿色小城"}, Trust.UNKNOWN),
    "a lover of a place": ({"source": "吃喝玩乐昆山"}, Trust.UNKNOWN),
    "a field of office of nowhere": ({"source": "今日发布"}, Trust.UNKNOWN),
    "a district's paper": ({"source": "青浦报"}, Trust.OK),
    "a paper of nowhere": ({"source": "财富报"}, Trust.UNKNOWN),
    "a bureau": ({"source": "江岸市市场监管局"}, Trust.OK),
    "a name that ends like a bureau's": ({"source": "小城棋局"}, Trust.UNKNOWN),
    "the country's": ({"source": "中国铁路"}, Trust.OK),
    "a newspaper": ({"source": "江岸晚报"}, Trust.OK),
    "a court, as the author": ({"author": "江岸区人民法院"}, Trust.OK),
    "a known publisher": ({"source": "新华社"}, Trust.OK),
    "Traditional letters": ({"source": "崑山發布"}, Trust.OK),
    "a name on its own line": ({"above": "江岸融媒\n11-19 08:12"}, Trust.OK),
    "nobody known on its own line": ({"above": "小城大事记\n11-19 08:12"}, Trust.UNKNOWN),
}


@pytest.mark.parametrize(("told", "expected"), BEHIND.values(), ids=BEHIND.keys())
def test_a_portal_does_not_stand_behind_the_accounts_of_anybody(told: dict[str, str], expected: Trust) -> None:
    names = dict(told)
    above = names.pop("above", "")
    made = page("四地签署合作协议", STORY, "https://www.sohu.com/a/1_2", **names)
    visible = f"新华社\n四地签署合作协议\n{above}\n{STORY}"

    assert examine(replace(made, visible=visible), rules()).trust is expected


def test_habits_of_invented_reports_count_with_an_account() -> None:
    habits = (
        "本报道历时三个月，采访律师26位。早上7:10，29岁的设计师张伟走进车间。城市的毛细血管与心脏同频。夜里11点，灯还亮着。"
        + STORY
    )
    seen = {url: examine(page("标题", habits, url=url), rules()) for url in ("https://www.sohu.com/a/1", OWN)}
    assert {sign.name for sign in seen["https://www.sohu.com/a/1"].signs if sign.towards is Trust.FABRICATED}
    assert not seen[OWN].signs


# What only a publisher can have without falling under suspicion: words of his trade that machines and sellers have too.
PUBLISHED: dict[str, dict[str, str]] = {
    "a notice on betting apps": {"title": "关于关停“万博体育”等12个App下载平台的通告"},
    "a headline on a crackdown": {"title": "警惕！乐鱼app登录入口系虚假网站"},
    "two standards in book-title marks": {"text": "会议发布《医用水质检测》《电梯安装》两项标准。" + STORY},
    "a rule on games": {"text": "四地联合修订《网络棋牌游戏管理办法》。" + STORY},
    "credits of pictures": {"text": STORY.replace("\n", "\n老苗摄影工作室\n") + "\n老苗摄影工作室"},
    "a count of words in a report on forgeries": {"text": "文末写着全文共计4287字，含39组数据，实为拼凑。" + STORY},
    "his contractor's template": {"text": STORY, "around": "[标签:出处]"},
    "a sister's address in a byline": {"text": "人民网(www.paper-example.cn)记者获悉。" + STORY},
    "readings for children": {"text": "長(zhǎng)三角創(chuàng)新區(qū)域產(chǎn)業(yè)合作。" + STORY},
}


@pytest.mark.parametrize("more", PUBLISHED.values(), ids=PUBLISHED.keys())
@pytest.mark.parametrize("url", [OWN, "https://fgw.example.gov.cn/a.html"], ids=["newspaper", "government"])
def test_a_publishers_page_is_not_suspected_for_its_form(more: dict[str, str], url: str) -> None:
    report = examine(page(**{"title": "四地签署合作协议", "text": STORY, "url": url, **more}), rules())

    assert (report.trust, report.genre) == (Trust.OK, None)


READINGS = {
    "a rare character again and again": ("汊（chà）河镇北接汊（chà）涧，汊（chà）河新城与江北新区相连。", False),
    "several rare ones": (
        "亳（bó）州、歙（shè）县、黟（yī）县、枞（zōng）阳、鄞（yín）州、盱（xū）眙（yí）六地同行。",
        False,
    ),
    "common ones with their odd readings": ("六（lù）安与台（tāi）州结对。", False),
    "common ones": ("創(chuàng)新產(chǎn)業(yè)合作。", True),
    "very many": ("亳(bó)歙(shè)黟(yī)枞(zōng)鄞(yín)盱(xū)眙(yí)溧(lì)濉(suī)颍(yǐng)。", True),
}


@pytest.mark.parametrize(("text", "is_mirror"), READINGS.values(), ids=READINGS.keys())
def test_pinyin_behind_rare_characters_helps_the_reader(text: str, is_mirror: bool) -> None:
    assert (trust(text=text, url=STRANGER) is Trust.MIRROR) == is_mirror


GENRES = {
    "an exercise": ("阅读", "【题文】阅读材料，回答下列问题。\n材料一：某走廊始于某区。", "exam"),
    "a model essay": ("申论范文：区域协调发展", STORY, "exam"),
    "a paper": ("某城市群空间结构研究", "[摘要] 本文研究空间结构。\n[关键词] 城市群；网络\n" + STORY, "paper"),
    "an encyclopaedia": ("某示范区", "中文名：某示范区\n外文名：Zone\n基本介绍\n" + STORY, "encyclopaedia"),
    "a job": ("诚聘", "岗位职责：驾驶。任职要求：两年。五险一金。", "job"),
    "a tender": ("某工程招标公告", "一、项目概况。", "tender"),
    "an advert": ("好房", "售楼处电话，样板间开放，独栋花园。", "advert"),
    "a stub": ("长三角一体化", "长三角一体化", "stub"),
    "buttons under a title": ("长三角一体化专栏", "共132页 首页 上一页 1 2 3 4 下一页 尾页", "stub"),
    "a player": ("[直播间]长三角铁路今天增开列车", "本期节目主要内容：[直播间]长三角铁路今天增开列车", "stub"),
    "in Traditional script": ("長三角專題", "載入更多", "stub"),
    "a picture with its credit": ("一图读懂长三角方案", "图源：某某", None),
    "results of a search": ("“长三角”的搜索结果", "为您找到相关结果约22,817个\n四地签约 2026-11-14", "index"),
    "a column's list": (
        "长三角 栏目列表",
        "\n".join(f"四地签署第{number}号协议 2026-11-1{number}" for number in range(6)),
        "index",
    ),
    "a list, days first": ("长三角要闻", "\n".join(f"[11-1{number}] 四地签约" for number in range(6)), "index"),
    "the programme of some days": ("博览会日程", "开幕式 11-18\n论坛 11-19\n闭幕 11-20", None),
    "dated lines and a sentence": (
        "年度大事",
        "\n".join(f"四地签署第{number}号协议 2026-11-1{number}" for number in range(6)) + "\n共六件。",
        None,
    ),
    "news": ("四地签署合作协议", STORY, None),
    "news with an advert behind it": (
        "四地签署合作协议",
        STORY + "各方将建立会商机制。" * 12 + "(记者 王某)\n厂房土地租售热线，招商热线。",
        None,
    ),
}


@pytest.mark.parametrize(("title", "text", "genre"), GENRES.values(), ids=GENRES.keys())
def test_genres(title: str, text: str, genre: str | None) -> None:
    assert examine(page(title, text), rules()).genre == genre


# Essays and reports of publishers that use a genre's words, and pages of that genre on their hosts.
PUBLISHED_GENRES = {
    "an essay of a party journal": ("摘要：四地应当协同。\n关键词：协同；创新\n作者简介：某研究室。\n" + STORY, None),
    "an essay with its class": ("【摘要】四地应当协同。\n【关键词】协同\n中图分类号 F127\n" + STORY, None),
    "a paper": ("[摘要] 本文。\n收稿日期：2026-01-02\n文章编号：1000-0000\n" + STORY, "paper"),
    "a report on tendering": ("四地统一招标文件，投标人、采购人与招标人可跨省开标，标段划分更清楚。", None),
    "a tender": ("招标人：某局\n项目编号：12\n开标时间：2026年1月2日\n招标代理机构：某公司", "tender"),
    "a report on a job fair": ("招聘会上，企业开出月薪8000元，薪资待遇优厚，五险一金，包吃住。", None),
    "a job": ("岗位职责：驾驶。任职要求：两年。工作地点：某市。五险一金。", "job"),
    "a model and a rule": ("示范区成为制度创新的样板间，四地清理违规税收返还。", None),
    "the word of the year": ("中心词条锁定区域协同，基本介绍见专栏。" + STORY, None),
}


@pytest.mark.parametrize(("text", "genre"), PUBLISHED_GENRES.values(), ids=PUBLISHED_GENRES.keys())
def test_a_publisher_may_use_the_words_of_a_genre(text: str, genre: str | None) -> None:
    assert examine(page("四地同日发布", text, OWN), rules()).genre == genre


def test_a_genres_title_needs_one_of_its_words_with_a_publisher() -> None:
    title, strange = "四地公考同日开考", "材料一：阅读下文。"

    assert examine(page(title, STORY, STRANGER), rules()).genre == "exam"
    assert examine(page(title, STORY, OWN), rules()).genre is None
    assert examine(page(title, strange, OWN), rules()).genre == "exam"


def test_a_notice_that_is_only_its_attachment_is_no_stub() -> None:
    from core.article import Attachment

    notice = Article(
        url=None,
        title="关于公布清单的通知",
        text="清单",
        attachments=(Attachment(url="https://x.example/a.pdf", title="清单"),),
    )

    assert examine(Extraction(article=notice, visible="清单", head_title=""), rules()).genre is None


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the developers' shared folder is not here")
@pytest.mark.parametrize(
    ("seed", "expected"),
    {"000": Trust.SPAM, "001": Trust.OK, "002": Trust.MIRROR, "003": Trust.REPUBLISHED, "004": Trust.SPAM}.items(),
)
def test_a_seed_is_known_for_what_it_is(seed: str, expected: Trust) -> None:
    text = next(SEEDS.glob(f"{seed}_*.txt")).read_text("utf-8")

    assert (
        examine(Extraction(article=Article(url=None, title="", text=text), visible=text, head_title=""), rules()).trust
        is expected
    )


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=60)
def test_no_text_upsets_it(text: str, title: str, url: str) -> None:
    report = examine(page(title, text, url), rules())

    assert all(len(sign.seen) <= 80 and "\n" not in sign.seen for sign in report.signs)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "12",
        "加微信警惕",
        "█ 鹿鸣阁 █",
        "立异 ",
        "长三角(",
        "《",
        "爱上海 ",
        "区域",
        "■ 1%\n",
        "a",
        "\n",
        "第一章(2019-",
        "长三角、",
        "11月2日",
    ],
)
def test_a_very_long_page_takes_no_time_to_speak_of(piece: str) -> None:
    from time import process_time

    long = piece * (200_000 // len(piece))
    start = process_time()
    examine(page(long[:300], long, STRANGER), rules())

    assert process_time() - start < 3
