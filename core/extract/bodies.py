"""Issuing bodies: which names are those of one, and how high it stands."""

from __future__ import annotations

import re

from core.article import Body, Level
from core.text import HAN, to_simplified

# How the names of those end that issue documents.
_ENDS = (
    "政府|办公厅|办公室|委员会|委|厅|局|署|部|院|海关|常委会|管委会|执委会|理事会|联席会议|领导小组|指挥部|银行|分行"
    "|中心|协会|学会|联合会|总工会|集团|公司|交易所|大学"
)
_NO_NAME = "的|等|关于|根据|发布|印发|近日|全部|内部|一部|其他部"
#: In simplified characters; a remark in brackets may follow (代章).
_BODY = re.compile(rf"(?!各|.*(?:{_NO_NAME}))[{HAN}]{{1,30}}(?:{_ENDS})(?:[（(][{HAN}]{{1,12}}[）)])?")
_BETWEEN = re.compile(r"[\s、，,;；/]+")
#: 「……等五部门」
_AND_OTHERS = re.compile(rf"等[{HAN}\d]{{0,6}}$")
#: Bodies that sign one document at the most; more are a list of something else.
_MOST = 40

_NATIONAL = re.compile(
    r"(?:中华人民共和国)?国务院(?:办公厅)?|中共中央(?:办公厅)?|中央(?:办公厅|军委|军委办公厅)"
    r"|(?:全国人民代表大会|全国人大)(?:常务委员会|常委会)?(?:办公厅)?|最高人民(?:法院|检察院)"
    r"|推动长三角一体化发展领导小组(?:办公室)?"
)
# The ministries and commissions of the State Council by their names (Institutional Reform Plan of 2023), and what else
# calls itself national.
_MINISTRY = re.compile(
    r"(?:国家(?!级)|全国|中央|中共中央|国务院|中华人民共和国|最高人民|海关总署|审计署|金融监管总局|市场监管总局|税务总局)"
    r"|(?:外交|国防|教育|科技|科学技术|工业和信息化|公安|民政|司法|财政|人力资源社会保障|人力资源和社会保障|自然资源"
    r"|生态环境|住房城乡建设|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人|退役军人事务|应急管理"
    r"|中央组织|中央宣传)部(?:办公厅|办公室)?$"
    r"|中国(?:人民银行|证监会|证券监督管理委员会|民用航空局|民航局|气象局|地震局|科学院|工程院)(?:办公厅)?$"
    r"|(?:发展改革委|卫生健康委|国资委|体育总局|中央网信办|铁路局|能源局|林草局|知识产权局|药监局|医保局)$"
)
_REGIONAL = re.compile(r"(?:长三角|长江三角洲|京津冀|粤港澳大湾区|成渝)")
#: Branches and bodies without a rank.
_WITHOUT_RANK = re.compile(r"(?:中心|协会|学会|联合会|集团|公司|交易所|大学|学院|医院|分行|海关|(?<!人民)银行)$")
_PARTY = re.compile(r"^(?:中国共产党|中共)")
#: 国家税务总局上海市税务局 stands where its place does.
_BRANCH = re.compile(rf"^国家[{HAN}]{{2,12}}?局(?=[{HAN}]{{4}})")
_PROVINCE = re.compile(
    "(?:北京|天津|上海|重庆)市?|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
    "|云南|陕西|甘肃|青海)省?|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区|省(?=[^级])"
)
# The prefecture-level cities of the region and its county-level ones (GB/T 2260): 市 alone tells neither.
_PREFECTURES = """
    南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴
    湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州
    阜阳 宿州 六安 亳州 池州 宣城
"""
_COUNTIES = """
    江阴 宜兴 新沂 邳州 溧阳 常熟 张家港 昆山 太仓 启东 如皋 海安 东台 仪征 高邮 丹阳 扬中
    句容 兴化 靖江 泰兴 建德 余姚 慈溪 瑞安 乐清 龙港 海宁 平湖 桐乡 诸暨 嵊州 兰溪 义乌
    东阳 永康 江山 温岭 临海 玉环 龙泉 巢湖 潜山 桐城 天长 明光 界首 无为 宁国 广德
"""
CITIES, COUNTY_CITIES = frozenset(_PREFECTURES.split()), frozenset(_COUNTIES.split())
_CITY = re.compile(rf"(?P<name>[{HAN}]{{2,3}})市")
_COUNTY = re.compile(
    rf"(?!城市|都市|社区|园区|地区|景区|片区)(?:浦东新区|[{HAN}]{{1,3}}?(?<![新园务发验范税作术游])(?:自治县|县|区))(?=[{HAN}]{{2}})"
)


def find_bodies(text: str) -> tuple[Body, ...]:
    """The bodies that a text consists of, in order, each once; none where any piece of it is something else.

    「某委等五部门」 is the one that is named.
    """
    names = [name for name in _BETWEEN.split(_AND_OTHERS.sub("", text.strip())) if name]
    if len(names) > _MOST or not all(_BODY.fullmatch(to_simplified(name)) for name in names):
        return ()
    return tuple(Body(name=name, level=level_of(name)) for name in dict.fromkeys(names))


def level_of(name: str) -> Level | None:
    """How high a body stands, told from its name alone; None where that does not tell."""
    bare = to_simplified(name)
    if _REGIONAL.match(bare):
        return Level.REGIONAL
    if _NATIONAL.fullmatch(bare):
        return Level.NATIONAL
    if _WITHOUT_RANK.search(bare):
        return None
    local = _local_level(_BRANCH.sub("", _PARTY.sub("", bare)))
    return Level.MINISTRY if local is None and _MINISTRY.match(bare) else local


def _local_level(name: str) -> Level | None:
    """The lowest place that a name begins with: 江苏省苏州市某局 is municipal."""
    province = _PROVINCE.match(name)
    rest = name[province.end() :] if province else name
    level = Level.PROVINCIAL if province else None
    if (city := _CITY.match(rest)) and city.group("name") in CITIES:
        level, rest = Level.MUNICIPAL, rest[city.end() :]
    if (city := _CITY.match(rest)) and city.group("name") in COUNTY_CITIES:
        return Level.COUNTY
    return Level.COUNTY if _COUNTY.match(rest) else level
