"""Words of what stands before and behind an article, and the containers that publishing systems put it in."""

from __future__ import annotations

import re

from core.scripts import compile_either

# A colon, a bracket or the end of the line must follow where ordinary sentences begin with the words as well.
_ENDS = r"(?=[】\])）:：\s]|$)"

_COMMENT_PHRASES = (
    rf"(?:全部|网友|最新|精彩|热门|用户|读者)(?:评论|留言){_ENDS}|网友跟[贴帖]|(?:评论|留言)(?:列表|区){_ENDS}",
    r"(?:\d+\s*[条篇则个]\s*)?(?:评论|回复|留言|回帖|跟[贴帖])\s*[(（]?\d*[)）]?\s*[:：]?\s*$",
    r"(?:reader |all )?comments(?: \(?\d+\)?)?\s*$|(?:\d+|no|one) (?:comments?|responses?|replies|thoughts)\b",
    r"(?:leave|post|add|write) (?:a )?(?:reply|comment)|join the (?:conversation|discussion)",
)
# What leads to the stories next to this one, and to its own next page.
_NEIGHBOUR_PHRASES = (
    r"[上下前后]一[篇条则]|[上下]篇(?:文章)?\s*[:：]",
    r"[\d\s\[\]【】]{1,60}下一页\W*$",
)
# What opens a box of other stories, or of what readers say.
_BOX_PHRASES = (
    rf"相关(?:文章|阅读|新闻|链接|报道|推荐|资讯|内容|信息|专题|稿件|主题|热词|帖子|评论|解读){_ENDS}",
    r"(?:延伸|推荐|扩展|更多|继续|关联|精彩|关键词)阅读",
    r"(?:为您|为你|热门|精彩|编辑|今日|相关|图文|本站|新闻|精选|重点|猜你)推荐",
    r"猜你(?:喜欢|感兴趣)|[您你]可能(?:还|也|感)|大家(?:都在看|爱看)|看过本文",
    r"热门(?:文章|新闻|排行|话题|评论|标签|点击|资讯|视频|图集|关键词)",
    rf"(?:实时|最新|滚动|热点)(?:资讯|新闻|快讯|文章|评论){_ENDS}",
    rf"(?:点击|日|周|月|新闻|热点|阅读|人气|文章|24小时)?排行榜?{_ENDS}|日排行",
    r"(?:小编|作者)(?:最新|最近|其他|更多)文章|更多(?:精彩|猛料|新闻|资讯|内容|>|»)",
    rf"(?:上|下|前|后)一(?:篇|条|页){_ENDS}|[上下]一篇",
    r"(?:全部|网友|最新|精彩|热门|用户|发表|文章|我要)评论|网友跟[贴帖]|跟[贴帖]热词",
    rf"评论(?:列表|区)?{_ENDS}",
    r"related (?:articles|stories|news|posts|content|topics)|(?:read (?:more|next)|more (?:stories|news))\s*:?\s*$",
    r"most (?:read|popular|viewed)|you (?:may|might) also|recommended (?:for|stories)|editor['’]?s picks",
    r"about the (?:authors?|writers?|contributors?)\b|(?:related|our) (?:expertise|insights|services|capabilities)\s*$",
    r"(?:latest|top|trending|featured|more) (?:news|stories|articles|posts|headlines|on this story)\s*:?\s*$",
    r"more from\b",
    r"(?:read this|what to read|up|read) next\b|(?:also|more) (?:on|in|from) [A-Z\w ]{2,30}$|keep reading|trending\s*$",
    rf"(?:关于)(?:作者|记者){_ENDS}|(?:文章)?作者(?:简介|介绍)?$",
    r"(?:leave a |reader )?comments?(?: \(?\d+\)?)?\s*$",
)
_TAIL_PHRASES = (
    *_BOX_PHRASES,
    # Sharing, tools
    r"我要(?:纠错|留言|分享|反馈)",
    r"分享(?:到|给|至|本文|让更多)|(?:长按|微信|打开微信)[^。]{0,8}(?:扫一扫|识别|二维码)",
    r"预览时标签不可点|扫(?:一扫|描|码)[^。]{0,12}(?:二维码|关注|手机|分享|下载|打开|阅读)",
    r"返回(?:首页|顶部|列表|上一页)|(?:我要)?打印(?:本页|本文|此文|此页|[】\])）\s]|$)|关闭(?:窗口|本页)",
    r"关注我们|(?:官方)?微信公众号(?=\s|$|[:：])|下载(?:客户端|APP)|点击(?:下载|进入专题|查看更多|加载更多)",
    r"(?:加载|查看|展开|阅读)更多",
    rf"引用(?:地址|通告|链接)|评论人|称呼\s*[:：]|(?:永久|固定)链接|(?:举报|目录|回页首|回顶部|返回|关闭){_ENDS}",
    r"(?:这|该|本)(?:页|文|日志|主题)(?:面)?已?经?被?(?:浏览|访问|阅读)|阅读全文|全文阅读",
    # Rights, complaints, the publisher's block
    r"(?:版权|免责|特别|郑重|本网|转载|网站|权利|平台)(?:声明|说明|提示|所有)|声明[:：]|发布(?:日期|时间)[:：]",
    r"凡(?:本网|本站|注明|未注明|来源|转载)|(?:未经|非经)(?:授权|许可|书面|本网|本站)|本文版权",
    r"本网站之|(?:转载|转发|如需转载|欢迎转载)请",
    r"(?:本网站?|本站|本文|以上内容)[^。]{0,30}(?:不代表|仅供参考|不构成|侵权|版权|转载)",
    r"投诉(?:电话|举报)|举报(?:电话|邮箱)|(?:互联网)?违法和?不良|报料(?:热线|邮箱|电话)",
    r"互联网新闻信息服务|增值电信|信息网络传播|(?:备案|许可证|许可)[号编]|[^。]{0,80}ICP[备证]|[^。]{0,6}公网安备",
    r"[^。，,]{0,30}(?:版权所有|\s(?:主办|承办|主管)$)|取自\W?https?:",
    r"copyright|©|powered by|all rights reserved|友情链接|(?:关于|联系)我们(?=\s|$|[|｜])|网站地图",
    r"(?:主办|承办|版权)单位[:：]|技术支持[:：]",
    # Editors, keywords
    r"纠错\s*[】\]）)]",
    r"(?:责任)?(?:编辑|责编|编审|校对|审核|监制|值班编委|值班主任|主编)\s*[:：/]|责编[\s:：]|(?:责任编辑|编辑)[】）)]",
    r"(?:文章|本文)?(?:关键词|标签|关键字)\s*[:：]|TAGS?\s*[:：]|原文(?:链接|地址)",
    r"(?:本文|文章)(?:来源|来自|链接|地址|作者|转自)[:：于自]",
    # English
    r"read (?:more|next)|more (?:stories|news|from|on)\b|share this|follow us",
    r"(?:the )?(?:views|opinions) (?:expressed|in this|here|are)\b|(?:subscribe|register|log in|sign in)\W*$",
    r"subscribe (?:to|now)|sign up for|advertisement$|tags\s*:|editor\s*:",
    r"this (?:publication|article|alert|material) (?:is|was|has been) (?:for|intended|prepared|provided|edited)\b",
    r"the authors? (?:wish|would like) to thank|if you have any questions,? please",
    r"our standards\b|purchase licensing|never miss\b|your email address will not|licen[cs]ing rights",
)
#: What a short line of a box set into an English article asks for.
ASIDE = compile_either(
    r"\b(?:(?:in|to|into) your inbox|unsubscribe|sign up (?:for|to) (?:our|the)|(?:our|daily|weekly) newsletters?"
    r"|by (?:continuing|submitting|signing up|subscribing|registering|clicking)\b.{0,40}\b(?:agree|consent)"
    r"|by continuing, i agree|scroll to continue|continues? (?:below|after) (?:the )?ad(?:vertisement)?)\b"
    r"|^(?:get|join|subscribe|sign up)\b.{0,80}\b(?:newsletters?|subscribers|updates|insights|alerts|briefing)\b"
    r"|^(?:would you like to (?:learn|know) more|why you can trust|reading time|listen to this (?:article|story)"
    r"|purchase licensing|\+? ?follow$|advertisement\b.{0,20}$|read more\s*[:：|]|(?:also|see) (?:read|also)\s*:)"
    r"|(?:延伸|推荐|相关)(?:阅读|新闻|报道|报导)\s*[:：|｜▶►➤》>].{4}",
    re.IGNORECASE,
)
#: A line that tells who wrote what stands above: Ann Example is a reporter in Shanghai.
WRITER = compile_either(
    r"(?:[A-Z][\w'’.-]+ ){1,4}(?:is|was|covers|writes|reports|has (?:covered|written|reported)|joined)\b.{0,60}"
    r"\b(?:reporter|correspondent|staff writer|editor|journalist|bureau chief|covers|covering)\b"
)
_MARKS = r"[\s>»·•|【\[(（*#※◎-]*"
#: Lines that begin so stand behind an article, if at all.
TAIL = compile_either(rf"{_MARKS}(?:{'|'.join(_TAIL_PHRASES)})", re.IGNORECASE)
#: Short lines that begin so head what readers say: no article goes on behind it.
COMMENTS = compile_either(rf"{_MARKS}(?:{'|'.join(_COMMENT_PHRASES)})", re.IGNORECASE)
#: Lines that begin so, headings or links, lead to the stories before and after this one.
NEIGHBOURS = compile_either(rf"{_MARKS}(?:{'|'.join(_NEIGHBOUR_PHRASES)})")
#: Lines of nothing but words in brackets are buttons: 【关闭】【打印】.
BUTTONS = compile_either(r"^\s*(?:[【\[［][^】\]］]{1,20}[】\]］][\s|]*){2,}$")
#: What heads a list of the sub-headings that follow.
CONTENTS = compile_either(r"^(?:(?:本[页文]|文章)?目\s?录|(?:table of )?contents)\s*[:：]?$", re.IGNORECASE)
#: Short lines that begin so head a box of other stories or of comments, or sign an article off.
FOOT = compile_either(rf"{_MARKS}(?:{'|'.join(_BOX_PHRASES)}|(?:责任)?(?:编辑|责编)\s*[:：])", re.IGNORECASE)

#: What notes on rights speak of, wherever in the line.
RIGHTS = compile_either(
    "版权|授权|转载|转贴|侵权|侵犯|免责|本网|本站|稿件|投诉|举报|咨询电话|all rights|copyright|reprint",
    re.IGNORECASE,
)

_DAY = r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?"
_HEAD_PHRASES = (
    r"^\W*(?:[您你]?的?(?:现在|当前)?(?:所在)?的?位置|首页\s*[>»/]|字体|字号|浏览|阅读|点击|访问|【?(?:字体|打印)|A\+|分享)",
    r"^\W*(?:信息|文章|稿件)?来源(?:于|自)?\s*[:：]|^\W*发布(?:日期|时间|人|者|机构)|^\W*(?:时间|日期)\s*[:：]",
    r"^\W*(?:作者|记者|编辑|责任编辑|文)\s*[:：/|]|^\W*[^\W\d]{0,8}(?:记者|通讯员)\s[^。，,]{2,30}$",
    rf"^\W*{_DAY}\s*(?:(?:星期|周)[一二三四五六日天])?\s*(?:$|[|｜])|{_DAY}\s*\d{{1,2}}[:：]\d\d|\d\s?(?:分钟|小时|天|周|个?月|年)前",
    r"(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[:：]",
    r"^Home\s*[>»/]|^By [A-Z]|^(?:Updated|Published|Posted|Source)\s*:",
)
#: Lines that hold this stand before an article: breadcrumbs, bylines, boxes of date and origin.
HEAD = compile_either("|".join(_HEAD_PHRASES))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_ENGLISH_DAY = re.compile(rf"\b(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})\b", re.IGNORECASE)
_OF_STAMPS = re.compile(
    r"\b(?:[ap]\.?m\b\.?|first|last|published|updated|posted|modified|date|on|at|gmt|utc|cst|bjt|hkt|sgt|est|edt|et|bst"
    r"|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?)\b|[\W\d_]",
    re.IGNORECASE,
)
#: A day with a clock time, as a byline has it.
CLOCKED = compile_either(rf"{_DAY}[,，\s]*(?:[(（]?(?:星期|周).[)）]?)?\s*\d{{1,2}}[:：]\d\d")
#: A paragraph that closes so is the last: 「（记者 某某）」.
SIGNED = compile_either(r"[（(](?:[^（）()。]{0,12})?(?:记者|通讯员|完|编辑|责编|作者|来源)[^（）()。]{0,40}[）)]\s*$")

_IDS = """
    UCAP-CONTENT zoom Zoom js_content ivs_content detailContent rwb_zw artibody ozoom mdf endText articleText rm_txt_zw
    vsb_content contentText article-content news_content articleContent
"""
_CLASSES = """
    TRS_Editor TRS_UEDITOR trs_editor_view trs_paper_default ucapcontent pages_content wzcon newscontnet bt-content
    article-content rm_txt_con left_zw post_body post_text article_content news_content v_news_content contentFont
    article-body story-body xl_content view_content
"""
#: Article containers of the publishing systems in wide use (research: sources.md §5).
CONTAINER_IDS, CONTAINER_CLASSES = frozenset(_IDS.split()), frozenset(_CLASSES.split())


def is_stamp(line: str) -> bool:
    """Whether an English line is nothing but days and times and what was done then: Published 9:40 PM, Nov 19, 2026."""
    rest, days = _ENGLISH_DAY.subn("", line)
    return days > 0 and not _OF_STAMPS.sub("", rest)
