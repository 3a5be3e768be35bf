"""Whether a few characters are the name of a person."""

from __future__ import annotations

import re

from core.text import HAN, to_simplified

# The surnames of nearly everybody, as in 百家姓 and the census lists.
_SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任"
    "袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴"
    "谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解"
    "应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬"
    "全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党"
    "翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都"
    "耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓"
    "公肖付代闫岳邸尉青覃佟敬楚权牟车植战撒仝亓占揭麦涂邝漆苟晋商佘佴伯赏墨哈谯年爱阳琴言福刑泥由"
)
_DOUBLE = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯|轩辕|长孙|宇文|鲜于|闻人|端木|百里|南宫|东郭|呼延|赫连"
    "|澹台|公冶|宗政|濮阳|淳于|单于|太叔|申屠|仲孙|钟离|司空|独孤|拓跋|西门|南门|公羊|第五|完颜|纳兰|达奚|褚师|漆雕"
)
_CHINESE = re.compile(rf"(?:{_DOUBLE})[{HAN}]{{1,2}}|[{_SINGLE}][{HAN}]{{1,2}}|[{_SINGLE}]{{2}}[{HAN}]{{2}}")
# Words of pages that are made like names: buttons, columns, and the places that portals write beside an account.
_NO_CHINESE = re.compile(
    "关注|应用|全文|时间|广告|时政|时事|时评|经济|文化|文旅|农业"
    "|江苏|江西|安徽|贵州|云南|宁夏|吉林|广东|广西|甘肃|宁波|杭州|温州|常州|徐州|金华|安庆|宣城|池州"
)
_FOREIGN = re.compile(rf"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}")
# Two to four words with capitals (Li Ming, Anna O'Neil, J. K. Roe), or all in capitals.
_LATIN = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|der|bin|al|la|du|di)){1,3}")
_NO_NAME = re.compile(
    r"\b(?:Staff|Writers?|Reporters?|Correspondents?|Contributors?|Editors?|Editorial|Guest|Our|Special|Default|Admin|User|Daily"
    r"|News|Times|Post|Agency|Press|Xinhua|Reuters|Bloomberg|The|Your|This|Email|Website|Team|Desk|Media|Group|Online|Standard"
    r"|Journal|Magazine|Review|Global|China|Shanghai|Asia|Office|Center|Centre|University|Institute|Government|Updated|Published"
    r""
    r"|Hong Kong|New York|San Francisco|Los Angeles|Abu Dhabi|Kuala Lumpur"
    r"|Read|More|Download|View|Print|PDF|Subscribe|Contact|Related|Share|Follow|Sign|Partner|Counsel|About|By)\b",
    re.IGNORECASE,
)


def is_person(name: str) -> bool:
    """Whether a text is the full name of a person (窦雪松, 買買提·阿里, Anna Bell); pen names are none."""
    simplified = to_simplified(name)
    if _NO_CHINESE.fullmatch(simplified):
        return False
    if _CHINESE.fullmatch(simplified) or _FOREIGN.fullmatch(name):
        return True
    return _LATIN.fullmatch(name) is not None and not _NO_NAME.search(name)
