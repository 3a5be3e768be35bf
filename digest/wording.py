"""Wording: every word of a digest that is ours, in Chinese and in English, and how dates are written in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.article import Validity
from core.assessment import Trust
from core.health import State
from core.link import Outcome
from core.site import Tier
from core.verdict import How, Why

#: How core.judge says that something is old.
_STALE = re.compile(r"first published (\S+)(?: \((\S+): (.*)\))?", re.DOTALL)

#: Singular and plural with the place of the number: ("{n} story", "{n} stories").
Counted = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. Names in braces are filled in by the view."""

    lang: str
    comma: str
    semicolon: str
    colon: str
    #: Between two sentences.
    gap: str
    bracketed: str

    # Head
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    long_date: str
    short_date: str
    #: A day of the year of the digest itself.
    near_date: str
    month: str
    year: str
    moment: str
    window: str
    window_first: str
    #: Names of time zones that a reader knows by another name.
    zones: Mapping[str, str]
    late: str
    late_subject: str
    late_sentence: str
    stories: Counted
    outlets: Counted
    held_count: Counted
    left_out_count: Counted
    blind_share: str
    subject: str
    headlines: str
    contents: str
    archive: str
    archive_of: Counted

    # Sections
    other: str
    related: str
    related_note: str
    more_in_archive: Counted

    # Entries
    credited: str
    published: str
    first_published: str
    first_seen: str
    no_date: str
    month_only: str
    year_only: str
    #: Who published it first, where that is another; and where of him only the name was seen.
    first_publisher: str
    first_unseen: str
    unseen: str
    seen_at: str
    also_at: Counted
    hows_title: str
    #: How a page stands to another than the one that is shown.
    taken_from: str
    lineage: str
    #: A report of the same in another language.
    told_in: Mapping[str, str]
    not_counted: Counted
    more: Counted
    why: str
    whole_story: str
    score: Counted
    hits: str
    dates: str
    dates_believed: str
    attachments: Counted
    document: str
    more_bodies: str
    #: What is said of a document that is out of force; one in force needs no words.
    validities: Mapping[Validity, str]
    no_summary: str
    only_attachments: str

    # Empty day
    empty_title: str
    empty_title_partly: str
    empty_title_blind: str
    empty_sure: Counted
    empty_partly: str
    empty_blind: str
    empty_unknown: str

    # Changes
    changes: str
    changes_note: str
    changes_count: Counted
    edited: str
    gone: str
    noticed: str
    was: str
    is_now: str
    removed: str
    added: str
    more_altered: Counted

    # Left out
    held: str
    held_note: str
    rejected: str
    rejected_note: str
    near_misses: str
    near_misses_note: str

    # Coverage
    coverage: str
    coverage_unknown: str
    coverage_full: Counted
    coverage_part: str
    coverage_blind: str
    source_of_site: str
    more_blind: str
    off_count: Counted
    site: str
    state: str
    new_links: str
    last_ok: str
    remark: str
    never_ok: str
    remark_form: str
    since: str
    since_never: str
    partly: str
    more_sites: Counted
    footer: str

    # Enumerations
    tiers: Mapping[Tier | None, str]
    hows: Mapping[How, str]
    #: What says more of a page than how its text stands to another.
    doubted: Mapping[Trust, str]
    whys: Mapping[Why, str]
    states: Mapping[State, str]
    outcomes: Mapping[Outcome, str]
    fields: Mapping[str, str]
    #: Where a date stood (the part before a colon), and why it was not believed.
    wheres: Mapping[str, str]
    doubts: Mapping[str, str]
    #: Names of signs of trust (core.trust, signs.toml).
    signs: Mapping[str, str]
    stale: str
    stale_by: str
    #: All four provinces, in one chip.
    provinces: str
    #: Reasons come from core in English: patterns of them, and how they read in this language.
    details: Mapping[str, str]

    def long_day(self, day: date) -> str:
        """2026年11月21日 星期六"""
        return self._filled(self.long_date, day)

    def day(self, day: date, year: int | None = None) -> str:
        """2026年11月21日; 11月21日 for a reader who knows the year."""
        return self._filled(self.near_date if day.year == year else self.short_date, day)

    def time(self, at: datetime, year: int | None = None) -> str:
        """2026年11月21日 07:30, in the zone of `at`."""
        return self.moment.format(day=self.day(at.date(), year), time=f"{at:%H:%M}")

    def iso(self, value: str, year: int | None = None) -> str:
        """An ISO date or date and time of any precision, in words; what is not ISO stays as it is."""
        try:
            if len(value) == len("2026"):
                return self._filled(self.year, date(int(value), 1, 1))
            if len(value) == len("2026-11"):
                return self._filled(self.month, date.fromisoformat(f"{value}-01"))
            if len(value) == len("2026-11-20"):
                return self.day(date.fromisoformat(value), year)
            return self.time(datetime.fromisoformat(value), year)
        except ValueError:
            return value

    def detail(self, reason: str) -> str:
        """A reason of core in this language, as far as its shape is known; what it quotes stays as it is."""
        if match := _STALE.fullmatch(reason):
            value, where, text = match.groups()
            form = self.stale_by if where else self.stale
            return form.format(date=self.iso(value), where=self.where(where or ""), text=text)
        told = [self._known(part) for part in reason.split("; ")]
        if None not in told:
            return self.semicolon.join(part for part in told if part)
        known = self._known(reason)
        return self._evidence(reason) if known is None else known

    def where(self, where: str) -> str:
        """Where a date stood: `meta:pubdate` is 页面元数据 pubdate."""
        kind, _, name = where.partition(":")
        return f"{self.wheres.get(kind, kind)} {name}".rstrip()

    def _known(self, reason: str) -> str | None:
        for pattern, form in self.details.items():
            if match := re.fullmatch(pattern, reason, re.DOTALL):
                return match.expand(form)
        return None

    def _evidence(self, reason: str) -> str:
        """The names of signs before what was seen: `foreign footer: ...; counted words: ...`."""
        names = "|".join(map(re.escape, self.signs))
        return re.sub(
            rf"(^|; )({names})( [^:;]{{1,20}})?: [：，。、]*",
            lambda found: (found[1] and self.semicolon) + self.signs[found[2]] + (found[3] or "") + self.colon,
            reason,
        )

    def _filled(self, form: str, day: date) -> str:
        return form.format(
            y=day.year, m=day.month, d=day.day, month=self.months[day.month - 1], weekday=self.weekdays[day.weekday()]
        )


def counted(number: int, forms: Counted, **values: str) -> str:
    """`1 story`, `2 stories`, `2 条`."""
    return forms[0 if number == 1 else 1].format(n=number, **values)


def words_of(language: str) -> Words:
    """The words of a language of the config: `zh` or `en`."""
    return _WORDS[language]


def _same(form: str) -> Counted:
    return form, form


ZH = Words(
    lang="zh-CN",
    comma="、",
    semicolon="；",
    colon="：",
    gap="",
    bracketed="（{}）",
    months=tuple(str(month) for month in range(1, 13)),
    weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    long_date="{y}年{m}月{d}日 {weekday}",
    short_date="{y}年{m}月{d}日",
    near_date="{m}月{d}日",
    month="{y}年{m}月",
    year="{y}年",
    moment="{day} {time}",
    window="收录 {since} 至 {until} 首次发现的报道（{zone}）",
    window_first="首期：收录 {since} 开始监测以来首次发现的报道，含此前已发布的（{zone}）",
    zones={"Asia/Shanghai": "北京时间"},
    late="补发",
    late_subject="（补发）",
    late_sentence="本期为补发：未能按时编成，实际编成于 {built}。",
    stories=_same("{n} 条"),
    outlets=_same("{n} 家信源"),
    held_count=_same("待核 {n} 条"),
    left_out_count=_same("未收录 {n} 篇"),
    blind_share="盲区 {share}",
    subject="{title} {m}月{d}日{late}：{what}",
    headlines="今日要点",
    contents="栏目",
    archive="往期归档",
    archive_of=_same("共 {n} 期"),
    other="综合",
    related="相关动态",
    related_note="与长三角一体化相邻、未直接论及的消息。",
    more_in_archive=_same("其余 {n} 条见归档 {file}"),
    credited="来源：{source}",
    published="发布 {date}",
    first_published="原载 {date}",
    first_seen="首见 {date}",
    no_date="日期不明",
    month_only="仅到月",
    year_only="仅到年",
    first_publisher="首发：{name}",
    first_unseen="首发：{name}（据署名，未见原页）",
    unseen="未见原页",
    seen_at="{date}（{outlet}）",
    also_at=_same("另见 {n} 家"),
    hows_title="同源页面",
    taken_from="{how}，取自{name}",
    lineage="传播脉络",
    told_in={"zh": "中文报道", "zh-Hant": "中文报道", "en": "英文报道"},
    not_counted=_same("另有 {n} 个采集、改写或镜像副本，不计入信源数、不设链接"),
    more=_same("另有 {n} 处未列"),
    why="入选依据",
    whole_story="报道档案：传播脉络、全部依据与改动",
    score=_same("{n} 分"),
    hits="命中",
    dates="日期",
    dates_believed="采信",
    attachments=_same("附件 {n} 份"),
    document="文件",
    more_bodies="{names}等 {n} 个机关",
    validities={Validity.LAPSED: "已失效", Validity.REPEALED: "已废止"},
    no_summary="正文没有可摘录的完整句子，请看原文。",
    only_attachments="页面没有正文，内容在附件里。",
    empty_title="今日无新增报道",
    empty_title_partly="未见新增报道，监测不全",
    empty_title_blind="本期未能监测",
    empty_sure=_same("{n} 个栏目全部正常检查，确无新稿。"),
    empty_partly="{all} 个栏目中有 {blind} 个未能看到，不能排除遗漏。",
    empty_blind="{all} 个栏目全部未能看到：这不等于没有新闻。请先确认运行本程序的机器能够上网。",
    empty_unknown="本期没有任何检查记录：不能判断有没有新闻。",
    changes="已发布内容的变更",
    changes_note="往期收录的报道，原页面后来有改动或已撤下；不作新稿。",
    changes_count=_same("变更 {n} 条"),
    edited="已改动",
    gone="已撤下",
    noticed="{date} 发现",
    was="原文",
    is_now="现为",
    removed="删去",
    added="增加",
    more_altered=_same("另有 {n} 处改动"),
    held="搁置待核",
    held_note="有疑点，等人工核定后再定去留。",
    rejected="未收录",
    rejected_note="已读但不收，按原因计数。",
    near_misses="险些入选",
    near_misses_note="得分接近、陈旧或体裁不符的，逐条列出供复核。",
    coverage="监测覆盖",
    coverage_unknown="本期没有检查记录，覆盖情况不明。",
    coverage_full=_same("{sites} 个站点的 {n} 个栏目全部看到，无盲区。"),
    coverage_part="{sites} 个站点的 {all} 个栏目中有 {blind} 个未能看到（{what}），盲区 {share}：{names}。",
    coverage_blind="{sites} 个站点的 {all} 个栏目全部未能看到（{what}），本期完全处于盲区。",
    source_of_site="{site}“{source}”",
    more_blind="{names}等",
    off_count=_same("另有 {n} 个栏目停用，不计。"),
    site="站点",
    state="状态",
    new_links="新链接",
    last_ok="最近成功",
    remark="说明",
    never_ok="从未成功",
    remark_form="{name}：{reason}",
    since="，自 {date} 后未再正常",
    since_never="，从未看到过",
    partly="{n}/{all} 个栏目",
    more_sites=_same("其余 {n} 个站点见归档 {file}"),
    footer="摘要均摘自原文，省略处以“……”标出；著作权归原发布者。由 deltawatch 编制。",
    tiers={
        Tier.ISSUER: "发布机关",
        Tier.CENTRAL: "中央媒体",
        Tier.REGIONAL: "地方媒体",
        Tier.PORTAL: "门户",
        Tier.OTHER: "其他",
        Tier.BLOCKED: "不可信",
        None: "未知",
    },
    hows={
        How.FIRST: "首发",
        How.EXACT: "转载",
        How.COPY: "转载",
        How.SPUN: "改写",
        How.PROBABLE: "疑似转载",
        How.EXCERPT: "摘录",
        How.CONTAINS: "合集收录",
    },
    doubted={
        Trust.REPUBLISHED: "采集",
        Trust.MIRROR: "镜像",
        Trust.SPUN: "改写",
        Trust.FABRICATED: "疑似编造",
        Trust.SPAM: "垃圾页面",
    },
    whys={
        Why.OFF_TOPIC: "与主题无关",
        Why.STALE: "旧闻",
        Why.GENRE: "体裁不符",
        Why.SPAM: "垃圾页面",
        Why.SPUN: "机器改写",
        Why.MIRROR: "镜像页面",
        Why.FABRICATED: "疑似编造",
        Why.UNKNOWN_HOST: "来源不明",
        Why.NO_DATE: "日期不明",
        Why.BY_HAND: "人工剔除",
        Why.OVER_CAP: "超出条数上限",
    },
    states={
        State.OK: "已抓取（有新）",
        State.UNCHANGED: "已抓取（无更新）",
        State.QUIET: "已抓取（久无更新）",
        State.STALE: "长期停更",
        State.EMPTY: "空列表",
        State.CHANGED: "疑似改版",
        State.BLOCKED: "被拦截",
        State.DENIED: "不允许",
        State.FAILING: "失败",
        State.NOT_CHECKED: "未检查",
        State.OFF: "停用",
    },
    outcomes={
        Outcome.WAITING: "等待抓取",
        Outcome.FETCHED: "已抓取",
        Outcome.UNCHANGED: "无更新",
        Outcome.ROBOTS: "网站声明不许程序访问",
        Outcome.DEFERRED: "暂时访问不了",
        Outcome.BLOCKED: "被拦截",
        Outcome.GONE: "页面不存在",
        Outcome.REFUSED: "请求被拒",
        Outcome.SERVER_ERROR: "服务器出错",
        Outcome.TIMEOUT: "超时",
        Outcome.UNREACHABLE: "连接不上",
        Outcome.PRIVATE: "地址属内网，不予访问",
        Outcome.TOO_BIG: "内容过大",
        Outcome.OFF_HOST: "跳出本站",
        Outcome.NOT_A_PAGE: "不是网页",
        Outcome.BAD_REDIRECT: "跳转有误",
        Outcome.EMPTY: "列表为空，可能改版",
        Outcome.ERROR: "出错",
    },
    fields={"title": "标题", "text": "正文", "url": "网址", "source": "来源"},
    wheres={
        "meta": "页面元数据",
        "json-ld": "结构化数据",
        "script": "页面脚本",
        "time": "时间标签",
        "list": "列表页",
        "url": "网址",
        "line": "日期行",
        "relative": "相对时间",
        "rendered": "页面生成时间",
        "dateline": "电头",
        "entry": "条目时间",
        "event": "文中事件",
        "floor": "文中提到的最晚年份",
        "htmldate": "推断",
    },
    doubts={
        "one of many": "页面上有多个",
        "time of rendering": "页面生成的时间",
        "time of the last change": "最后修改的时间",
        "copyright line": "版权行里的年份",
        "in a link": "在链接文字里",
        "stands many times on the page": "页面上反复出现",
        "in the future": "晚于抓取时间",
        "before the web": "早得不可信",
        "behind the article": "在正文之后",
    },
    signs={
        # Hostile pages
        "betting brand": "博彩品牌",
        "betting words": "博彩用语",
        "spliced title": "标题拼入博彩词",
        "escort page head": "页首为色情网站样式",
        "injected phrase": "混入引流词",
        "adult title strip": "成人内容标题串",
        "link farm": "链接农场",
        "promotion": "推广用语密集",
        "bracketed pinyin": "字后带拼音",
        "template residue": "残留模板代码",
        "counted words": "自报字数",
        "number filler": "数字填充",
        # Mirrors
        "foreign byline": "署名媒体与网址不符",
        "foreign footer": "页脚版权属于他站",
        "foreign path": "网址路径仿冒他站",
        "foreign name": "网站名冒用他站",
        "look-alike host": "域名仿冒他站",
        "blocked publisher": "已拉黑的网站",
        # Rewriting
        "swapped word": "固定名称被换词",
        "lost numbers": "数字丢失",
        "spaced punctuation": "标点前后多出空格",
        # Collectors
        "collector": "采集站声明",
        "reprint notice": "转载声明",
        "credited reprint": "注明来源的转载",
        "collector author": "采集站署名",
        # Habits of invented reports (signs.toml)
        "sentence about the article": "自述式开头",
        "scene at dawn": "清晨场景套路",
        "chapters with years": "按年份分章的套路",
        "roles in brackets": "括号里的虚设栏目",
        "percent bullets": "成串的百分比要点",
        "stock names": "常见的虚构专家名",
        "stock metaphors": "套路化比喻",
        "record everything": "处处是惊人增幅",
    },
    stale="首次发布于 {date}",
    stale_by="首次发布于 {date}（依据{where}：{text}）",
    provinces="沪苏浙皖",
    details={
        r"score -?\d+": "",
        "mirror|spun|fabricated|spam": "",
        r"host (\S+)": r"站点 \1",
        r"blocked host (\S+)": r"已拉黑的站点 \1",
        "no date on a page of unknown origin": "来历不明的页面，找不到日期",
        r"no date on (.+)": r"\1 上找不到日期",
        "paper": "论文",
        "exam": "试题",
        "encyclopaedia": "百科",
        "advert": "广告",
        "job": "招聘",
        "tender": "招投标公告",
        "stub": "只有标题或导语",
        r"http (\d+)": r"HTTP \1",
        r"http (\d+): (.+)": r"HTTP \1，\2",
        r"http (\d+) to (.+)": r"HTTP \1，跳到 \2",
        r"nothing matches .+": "按原有版式找不到条目",
        r"timed out(?:: .*)?": "对方没有及时应答",
        r"no such host(?:: .*)?": "找不到服务器",
        r"connection refused(?:: .*)?": "连接被拒",
        r"connection failed(?:: .*)?": "连接中断",
        r"answer cut short(?:: .*)?": "应答不完整",
        r"larger than allowed(?:: .*)?": "超过大小上限",
        "empty answer": "应答为空",
        r"document: (.+)": r"是 \1 文件，不是网页",
        r"binary: (.+)": r"是二进制内容（\1）",
        "robots.txt does not allow it": "",
        r"robots\.txt answers (\d+)": r"robots.txt 返回 \1",
        r"robots\.txt cannot be had: no such host.*": "找不到服务器",
        r"robots\.txt cannot be had: timed out.*": "对方没有及时应答",
        r"robots\.txt cannot be had: connection refused.*": "连接被拒",
        r"robots\.txt cannot be had: connection failed.*": "连接中断",
        r"robots\.txt cannot be had: .*": "取不到 robots.txt",
        r"leads to (\S+), which is not of this Site": r"跳到不属于本站的 \1",
        r"more than (\d+) redirects": r"跳转超过 \1 次",
        r"(\S+) failed (\d+) times in a row in this run": r"\1 本轮连续失败 \2 次，暂停访问",
        r"(\S+) asks to come back in (\d+) s, after this run": r"\1 要求 \2 秒后再来",
        "the time of this run was used up": "本轮时间用完",
        "this run was stopped": "本轮被中止",
        "this run ended with a fault": "本轮因故障结束",
        r"(\S+) is at (\S+), which is no public address": r"\1 指向非公网地址 \2",
        r"(\d+) links leave the hosts of the Site": r"\1 个链接指向站外",
        r"no link where there were (\d+)": r"原有 \1 条，现一条也没有",
        "no link in any look so far": "从未列出条目",
        r"(\d+) others on the page look like articles": r"页面上另有 \1 个像是文章的链接",
        r"(\d+) links? where there were (\d+)": r"原有 \2 条，现仅 \1 条",
        "its entries have lost their dates": "条目不再带日期",
        r"leads to (\S+)": r"跳到 \1",
        r"leads to the front page of (\S+)": r"跳到 \1 首页",
        "leads to the list": "跳到列表页",
        "leads to an error page": "跳到错误页",
        "another article stands there": "原址已是另一篇文章",
        r"not found(?:: .*)?": "页面称内容不存在",
        r"newest entry (\S+)": r"最新一条为 \1",
        r"newest entry (\S+), usually every (\d+) days?": r"最新一条为 \1，通常每 \2 天更新",
        r"nothing new since (\S+)": r"\1 以来无新条目",
        r"nothing new since (\S+), usually every (\d+) days?": r"\1 以来无新条目，通常每 \2 天更新",
        r"\d+ bytes without a link": "只返回寥寥数字，没有链接",
        r"script of \d+ bytes": "只返回一段脚本",
        r"not JSON(?:: .*)?|not a JSON Feed|not a feed|not a sitemap.*": "返回的不是原来的列表",
        r"no script#__NEXT_DATA__|no HTML at .+": "返回的不是原来的列表",
        r"none of the last (\d+) articles came: .+": r"列表能看到，但最近 \1 篇文章都取不到",
        r"(\d+) of (\d+) pages failed: .+": r"\2 页中有 \1 页没取到",
        "empty page": "应答为空",
        r"no rows at .+": "返回的不是原来的列表",
    },
)

EN = Words(
    lang="en",
    comma=", ",
    semicolon="; ",
    colon=": ",
    gap=" ",
    bracketed=" ({})",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    long_date="{weekday}, {d} {month} {y}",
    short_date="{d} {month} {y}",
    near_date="{d} {month}",
    month="{month} {y}",
    year="{y}",
    moment="{day}, {time}",
    window="First seen between {since} and {until} ({zone})",
    window_first="First issue: all that was seen since watching began on {since}, older publications included ({zone})",
    zones={"Asia/Shanghai": "Beijing time"},
    late="Late issue",
    late_subject=" (late issue)",
    late_sentence="This is a late issue: it could not be made on time and was built on {built}.",
    stories=("{n} story", "{n} stories"),
    outlets=("{n} outlet", "{n} outlets"),
    held_count=("{n} held", "{n} held"),
    left_out_count=("{n} left out", "{n} left out"),
    blind_share="{share} blind",
    subject="{title}, {d} {month}{late}: {what}",
    headlines="Top stories",
    contents="Sections",
    archive="Archive",
    archive_of=("{n} issue", "{n} issues"),
    other="General",
    related="Related news",
    related_note="Near the subject, not about it directly.",
    more_in_archive=("{n} more story in the archive file {file}", "{n} more stories in the archive file {file}"),
    credited="credited to {source}",
    published="published {date}",
    first_published="first published {date}",
    first_seen="first seen {date}",
    no_date="date unknown",
    month_only="month only",
    year_only="year only",
    first_publisher="first published by {name}",
    first_unseen="first published by {name} (credited; own page not seen)",
    unseen="own page not seen",
    seen_at="{date} at {outlet}",
    also_at=("Also at {n} outlet", "Also at {n} outlets"),
    hows_title="Other pages of it",
    taken_from="{how}, from {name}",
    lineage="Who had it from whom",
    told_in={"zh": "In Chinese", "zh-Hant": "In Chinese", "en": "In English"},
    not_counted=(
        "{n} collected, rewritten or mirrored copy, neither counted nor linked",
        "{n} collected, rewritten or mirrored copies, neither counted nor linked",
    ),
    more=("{n} more not listed", "{n} more not listed"),
    why="Why it is here",
    whole_story="The story in the archive: lineage, all evidence, edits",
    score=("{n} point", "{n} points"),
    hits="Hits",
    dates="Dates",
    dates_believed="believed",
    attachments=("{n} attachment", "{n} attachments"),
    document="Document",
    more_bodies="{names} and others, {n} in all",
    validities={Validity.LAPSED: "lapsed", Validity.REPEALED: "repealed"},
    no_summary="The text holds no whole sentence to quote; see the original.",
    only_attachments="The page has no text of its own; see the attachment.",
    empty_title="No new stories today",
    empty_title_partly="No new stories seen; the watch was incomplete",
    empty_title_blind="The watch was blind",
    empty_sure=("The one source was looked at: there is no news.", "All {n} sources were looked at: there is no news."),
    empty_partly="{blind} of {all} sources could not be seen, so something may have been missed.",
    empty_blind="None of the {all} sources could be seen: this does not mean that there is no news. "
    "See first whether the machine that runs this is online.",
    empty_unknown="Nothing was looked at in this window: whether there is news cannot be told.",
    changes="Changed since publication",
    changes_note="Stories of earlier issues whose pages were edited or taken away since; they are not new.",
    changes_count=("{n} changed", "{n} changed"),
    edited="edited",
    gone="taken away",
    noticed="noticed {date}",
    was="Was",
    is_now="Now",
    removed="Removed",
    added="Added",
    more_altered=("{n} more sentence changed", "{n} more sentences changed"),
    held="Held for review",
    held_note="Doubtful; a person decides.",
    rejected="Left out",
    rejected_note="Read and not taken, counted by reason.",
    near_misses="Near misses",
    near_misses_note="Close in score, stale, or of the wrong genre; listed for review.",
    coverage="Coverage",
    coverage_unknown="No source was looked at in this window; what was missed is unknown.",
    coverage_full=(
        "The one source was seen ({sites} site); no blind spot.",
        "All {n} sources were seen (sites: {sites}); no blind spot.",
    ),
    coverage_part="{blind} of {all} sources (sites: {sites}) could not be seen ({what}), "
    "so {share} of the watch was blind: {names}.",
    coverage_blind="None of the {all} sources (sites: {sites}) could be seen ({what}): the watch was blind.",
    source_of_site="{site} “{source}”",
    more_blind="{names} and others",
    off_count=("{n} source is switched off and not counted.", "{n} sources are switched off and not counted."),
    site="Site",
    state="State",
    new_links="New links",
    last_ok="Last success",
    remark="Remark",
    never_ok="never",
    remark_form="{name}: {reason}",
    since=", not well since {date}",
    since_never=", never well",
    partly="{n} of {all} sources",
    more_sites=("{n} more site in the archive file {file}", "{n} more sites in the archive file {file}"),
    footer="Summaries are quoted from the originals, gaps marked “……”; copyright stays with the publishers. "
    "Made by deltawatch.",
    tiers={
        Tier.ISSUER: "issuing body",
        Tier.CENTRAL: "central media",
        Tier.REGIONAL: "regional media",
        Tier.PORTAL: "portal",
        Tier.OTHER: "other",
        Tier.BLOCKED: "not trusted",
        None: "unknown",
    },
    hows={
        How.FIRST: "first",
        How.EXACT: "reprint",
        How.COPY: "reprint",
        How.SPUN: "rewritten",
        How.PROBABLE: "probable reprint",
        How.EXCERPT: "excerpt",
        How.CONTAINS: "round-up",
    },
    doubted={
        Trust.REPUBLISHED: "collected",
        Trust.MIRROR: "mirror",
        Trust.SPUN: "rewritten",
        Trust.FABRICATED: "probably invented",
        Trust.SPAM: "spam",
    },
    whys={
        Why.OFF_TOPIC: "off topic",
        Why.STALE: "old news",
        Why.GENRE: "wrong genre",
        Why.SPAM: "spam",
        Why.SPUN: "machine-rewritten",
        Why.MIRROR: "mirror",
        Why.FABRICATED: "probably invented",
        Why.UNKNOWN_HOST: "unknown publisher",
        Why.NO_DATE: "date unknown",
        Why.BY_HAND: "taken out by hand",
        Why.OVER_CAP: "over the cap of a rule",
    },
    states={
        State.OK: "fetched, new links",
        State.UNCHANGED: "fetched, nothing new",
        State.QUIET: "fetched, silent for longer than usual",
        State.STALE: "long out of date",
        State.EMPTY: "empty list",
        State.CHANGED: "probably rebuilt",
        State.BLOCKED: "blocked",
        State.DENIED: "not allowed",
        State.FAILING: "failed",
        State.NOT_CHECKED: "not checked",
        State.OFF: "switched off",
    },
    outcomes={
        Outcome.WAITING: "waiting",
        Outcome.FETCHED: "fetched",
        Outcome.UNCHANGED: "unchanged",
        Outcome.ROBOTS: "robots.txt does not allow it",
        Outcome.DEFERRED: "out of reach for now",
        Outcome.BLOCKED: "blocked",
        Outcome.GONE: "page is gone",
        Outcome.REFUSED: "request refused",
        Outcome.SERVER_ERROR: "server error",
        Outcome.TIMEOUT: "timed out",
        Outcome.UNREACHABLE: "unreachable",
        Outcome.PRIVATE: "private address, not visited",
        Outcome.TOO_BIG: "too big",
        Outcome.OFF_HOST: "leads off the site",
        Outcome.NOT_A_PAGE: "not a page",
        Outcome.BAD_REDIRECT: "bad redirect",
        Outcome.EMPTY: "list without links, perhaps redesigned",
        Outcome.ERROR: "error",
    },
    fields={"title": "title", "text": "text", "url": "address", "source": "credit"},
    wheres={
        "meta": "metadata",
        "json-ld": "structured data",
        "script": "script",
        "time": "time tag",
        "list": "list page",
        "url": "address",
        "line": "date line",
        "relative": "relative time",
        "rendered": "time of rendering",
        "dateline": "dateline",
        "entry": "time of the entry",
        "event": "event in the text",
        "floor": "latest year in the text",
        "htmldate": "guess",
    },
    doubts={name: name for name in ZH.doubts},
    signs={name: name for name in ZH.signs},
    stale="first published {date}",
    stale_by="first published {date} ({where}: {text})",
    provinces="All four provinces",
    details={
        r"score -?\d+": "",
        "mirror|spun|fabricated|spam": "",
        "robots.txt does not allow it": "",
        r"(?:robots\.txt cannot be had: )?timed out.*": "no answer in time",
        r"robots\.txt cannot be had: (no such host|connection refused|connection failed).*": r"\1",
        r"(no such host|connection refused|connection failed): .*": r"\1",
    },
)

_WORDS = {"zh": ZH, "en": EN}
