"""Digests made by hand, and the golden files of tests/digest.

Everything here is invented. After a wanted change of a form, write the golden files again and look at the difference:

    python -m tests.support.digests
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.article import Article, Attachment, Body, DateEvidence, Document, Level, Precision
from core.assessment import Assessment, Hit, OnTopic, Tag, TagKind, Trust
from core.config import DigestSettings, Every, Language
from core.digest import Delivery, DeliveryState, Digest, LeftOut, SourceCoverage, Window
from core.health import State
from core.link import Outcome
from core.past import Earlier, Past, Shown, note_of
from core.site import Tier
from core.stories.edits import Alteration, Edit
from core.stories.story import Change, Member, Parallel, Story
from core.verdict import How, Why
from digest.build import NOTHING_BEFORE, build
from digest.feed import feed_of, to_atom, to_json_feed
from digest.forms import contents
from digest.render import render

GOLDEN = Path(__file__).parents[1] / "digest" / "golden"

SINCE = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
BUILT = UNTIL + timedelta(minutes=2)
DAY = date(2026, 11, 21)
ZONE = "Asia/Shanghai"


def window(*, late: bool = False) -> Window:
    return Window(since=SINCE, until=UNTIL, late=late)


def tag(kind: TagKind, name: str, label: str, points: int, article: Article, *terms: str) -> Tag:
    """A tag whose hits are found where the terms stand in the article."""
    return Tag(
        kind=kind,
        name=name,
        label=label,
        points=points,
        hits=tuple(hit for term in terms or (label,) for hit in _hits(article, term)),
    )


def _hits(article: Article, term: str) -> list[Hit]:
    hits = []
    for field, text in (("title", article.title), ("text", article.text)):
        at = text.find(term)
        if at >= 0:
            snippet = text[max(0, at - 12) : at + len(term) + 12].replace("\n", " ")
            hits.append(Hit(term=term, field=field, offset=at, length=len(term), snippet=snippet))
    return hits


def member(
    article: int,
    outlet: str,
    tier: Tier | None,
    *,
    how: How = How.FIRST,
    trust: Trust = Trust.OK,
    url: str | None = None,
    minutes: int = 0,
    parent: int | None = None,
    credited: str = "",
) -> Member:
    return Member(
        article=article,
        url=url or f"https://news.example.cn/{article}.html",
        title=f"标题 {article}",
        outlet=outlet,
        tier=tier,
        trust=trust,
        how=how,
        detail="",
        published="2026-11-20",
        first_seen=SINCE + timedelta(minutes=minutes or article),
        length=600,
        parent=parent,
        credited=credited,
    )


def story(
    number: int,
    title: str,
    text: str,
    *,
    outlet: str = "江边日报",
    tier: Tier | None = Tier.REGIONAL,
    others: tuple[Member, ...] = (),
    score: int = 8,
    areas: tuple[tuple[str, str], ...] = (),
    places: tuple[str, ...] = (),
    programmes: tuple[str, ...] = (),
    kind: str | None = None,
    on_topic: OnTopic = "yes",
    url: str | None = None,
    source: str | None = None,
    published: str | None = "2026-11-20T09:30:00+08:00",
    precision: Precision | None = Precision.MINUTE,
    first_published: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    language: str = "zh",
    parallels: tuple[Parallel, ...] = (),
) -> Story:
    """A Story with the tags that its words give."""
    evidence = () if published is None else (_evidence(published, precision),)
    article = Article(
        url=url or f"https://news.example.cn/{number}.html",
        title=title,
        text=text,
        source=source,
        published=published,
        published_precision=precision,
        date_evidence=evidence,
        first_published=first_published or published,
        stale=False,
        language=language,
        encoding="utf-8",
        attachments=attachments,
    )
    tags = [tag(TagKind.CORE, "core", "长三角一体化", score, article, "长三角一体化", "长三角")]
    tags += [tag(TagKind.AREA, name, label, 0, article) for name, label in areas]
    tags += [tag(TagKind.PLACE, label, label, 0, article) for label in places]
    tags += [tag(TagKind.PROGRAMME, label, label, 0, article) for label in programmes]
    if kind:
        tags.append(tag(TagKind.DOCUMENT, kind, kind, 0, article))
    return Story(
        id=number,
        article=article,
        assessment=Assessment(on_topic=on_topic, score=score, tags=tuple(tags), kind=kind),
        members=(
            member(
                number,
                outlet,
                tier,
                url=article.url,
                how=How.COPY if source else How.FIRST,
                credited=source or "",
            ),
            *others,
        ),
        first_seen=SINCE + timedelta(minutes=number),
        parallels=parallels,
    )


def parallel(number: int, title: str, *, outlet: str = "Delta Times", language: str = "en") -> Parallel:
    return Parallel(
        story=number,
        title=title,
        url=f"https://news.example.cn/{number}.html",
        outlet=outlet,
        language=language,
        evidence="4600万 = 46 million, 7900 = 7,900, 沪苏湖高铁",
    )


def _evidence(value: str, precision: Precision | None) -> DateEvidence:
    return DateEvidence(value=value, precision=precision or Precision.DAY, where="meta:pubdate", text=value, trust=90)


def left_out(number: int, title: str, why: Why, *, held: bool = False, score: int = 2, **values: object) -> LeftOut:
    plain = LeftOut(
        article=number,
        url=f"https://else.example.com/{number}.html",
        title=title,
        outlet="某资讯网",
        held=held,
        why=why,
        detail="",
        score=score,
        trust=Trust.UNKNOWN,
    )
    return replace(plain, **values)


def source(
    site: str,
    name: str,
    state: State,
    *,
    outcome: Outcome | None = None,
    section: str = "要闻",
    reason: str = "",
    new: int = 0,
    last_ok: datetime | None = UNTIL - timedelta(hours=1),
) -> SourceCoverage:
    return SourceCoverage(
        site=site,
        site_name=name,
        source=section,
        source_name=section,
        url=f"https://{site}.example.cn/",
        state=state,
        outcome=outcome,
        reason=reason,
        checks=0 if state is State.NOT_CHECKED else 24,
        new_links=new,
        last_ok=last_ok,
    )


STORIES = (
    story(
        11,
        "三省一市联合印发长三角科技创新协同发展行动方案",
        "新华社上海11月20日电（记者 张三、李四）上海市、江苏省、浙江省、安徽省人民政府20日联合印发"
        "《长三角科技创新协同发展行动方案》，提出到2028年建成30个联合创新平台。\n"
        "方案明确，四地将共同设立总规模120亿元的成果转化基金，科技创新券在27个城市通用通兑。\n"
        "此外，方案还对人才互认作出安排。\n"
        "推动长三角一体化发展领导小组办公室有关负责人表示，要把揭榜挂帅项目由105项扩大到160项。\n"
        "责任编辑：王五",
        outlet="上海市发展和改革委员会",
        tier=Tier.ISSUER,
        score=17,
        areas=(("tech", "科技创新"), ("governance", "体制机制")),
        places=("上海", "江苏", "浙江", "安徽"),
        programmes=("科技创新券", "揭榜挂帅"),
        kind="政策",
        source="新华社",
        attachments=(Attachment(url="https://fgw.example.cn/a/plan.pdf", title="长三角科技创新协同发展行动方案.pdf"),),
        others=(
            member(211, "中央新闻网", Tier.CENTRAL, how=How.COPY, minutes=5, credited="新华社"),
            member(212, "江边日报", Tier.REGIONAL, how=How.EXACT, parent=11),
            member(213, "门户新闻", Tier.PORTAL, how=How.EXCERPT, parent=212),
            member(
                214,
                "开运体育",
                Tier.OTHER,
                how=How.SPUN,
                trust=Trust.SPUN,
                url="http://kaiyun.example.com/214.html",
                parent=213,
            ),
        ),
    ),
    story(
        12,
        "沪苏湖高铁开通运营一周年发送旅客4600万人次",
        "中国铁路上海局集团有限公司11月20日发布数据，沪苏湖高铁开通运营一周年，累计发送旅客4600万人次，日均开行列车180列。\n"
        "长三角高铁营业里程已超过7900公里，长三角一体化的轨道网越织越密。\n"
        "湖州、苏州吴江、上海松江之间最快31分钟可达。",
        outlet="中央新闻网",
        tier=Tier.CENTRAL,
        score=12,
        areas=(("transport", "交通互联"),),
        places=("上海", "湖州", "苏州"),
        programmes=("沪苏湖高铁",),
        kind="数据",
        others=(
            member(221, "湖畔晚报", Tier.REGIONAL, how=How.COPY),
            member(222, "门户新闻", Tier.PORTAL, how=How.PROBABLE),
        ),
        parallels=(
            parallel(18, "Rail line carries 46 million in its first year"),
            parallel(19, "一年4600万人次：沪苏湖高铁上的早晨", outlet="湖滨晚报", language="zh"),
        ),
    ),
    story(
        13,
        "太浦河跨省断面水质连续24个月达到Ⅲ类",
        "长三角生态绿色一体化发展示范区执委会11月20日通报，太浦河跨省断面水质连续24个月达到Ⅲ类及以上标准。\n"
        "两省一市联合河湖长开展巡河2300余次，整改问题410个。",
        outlet="示范区执委会",
        tier=Tier.ISSUER,
        score=14,
        areas=(("ecology", "生态环境"),),
        places=("青浦", "吴江", "嘉善"),
        programmes=("一体化示范区",),
        published="2026-11-20",
        precision=Precision.DAY,
    ),
    story(
        14,
        "G60科创走廊九城市共建人工智能产业联盟",
        "本报讯 G60科创走廊联席会议办公室日前宣布，九城市将共建人工智能产业联盟，首批成员单位126家。\n"
        "联盟将围绕长三角集成电路、智能机器人等领域组织联合攻关。",
        areas=(("tech", "科技创新"), ("industry", "产业协同")),
        places=("松江", "合肥", "杭州"),
        programmes=("G60科创走廊",),
        published="2026-11",
        precision=Precision.MONTH,
        score=9,
    ),
    story(
        15,
        "长三角异地就医门诊直接结算突破2000万人次",
        "三省一市医保部门统计显示，截至10月底，长三角异地就医门诊费用直接结算累计突破2000万人次，涉及医疗费用65亿元。\n"
        "下一步将把直接结算延伸到村卫生室。",
        outlet="运河时报",
        areas=(("public", "公共服务"),),
        places=("江苏", "浙江"),
        kind="数据",
        published=None,
        precision=None,
        score=8,
    ),
    story(
        16,
        "长三角企业家联盟举行年度圆桌会",
        "长三角企业家联盟11月19日在合肥举行年度圆桌会，86家企业的负责人与会。会议讨论了供应链协同与长三角一体化的新机遇。",
        outlet="江淮经济网",
        tier=Tier.PORTAL,
        score=6,
        published="2026-11-19",
        precision=Precision.DAY,
        kind="会议",
    ),
    story(
        17,
        "长江经济带十一省市发布绿色航运倡议",
        "长江经济带十一省市航运管理部门20日发布绿色航运倡议，提出2030年前新增电动船舶500艘。倡议邀请长三角港口群率先响应。",
        outlet="航运在线",
        tier=Tier.PORTAL,
        score=3,
        areas=(("ecology", "生态环境"),),
        on_topic="related",
    ),
)

LEFT_OUT = (
    left_out(
        91, "长三角一体化新规12月起施行", Why.FABRICATED, held=True, score=11, trust=Trust.FABRICATED,
        outlet="华东快讯", detail="文号查无此件；正文无任何可核实的机构",
    ),
    left_out(92, "多地推进区域协同", Why.UNKNOWN_HOST, held=True, score=9, detail="来源站点未登记，无发布日期"),
    left_out(93, "示范区三年行动计划发布", Why.STALE, score=13, detail="首次发布于 2023-07-20，早于抓取 1219 天"),
    left_out(94, "论长三角一体化的空间结构（硕士论文）", Why.GENRE, score=10, detail="paper"),
    left_out(95, "京津冀一体化十年回顾", Why.OFF_TOPIC, score=2),
    left_out(96, "某地举行马拉松", Why.OFF_TOPIC, score=0),
    left_out(97, "开运体育注册送彩金", Why.SPAM, score=0, trust=Trust.SPAM),
)  # fmt: skip

COVERAGE = (
    source("fgw", "上海市发展和改革委员会", State.OK, outcome=Outcome.FETCHED, new=4),
    source("zwx", "中央新闻网", State.OK, outcome=Outcome.FETCHED, new=31),
    source("jbrb", "江边日报", State.UNCHANGED, outcome=Outcome.UNCHANGED),
    source("hpwb", "湖畔晚报", State.OK, outcome=Outcome.FETCHED, section="要闻", new=6),
    source(
        "hpwb", "湖畔晚报", State.FAILING, outcome=Outcome.SERVER_ERROR, section="时政", reason="http 503",
        last_ok=datetime(2026, 11, 18, 22, 10, tzinfo=UTC),
    ),
    source(
        "jhjj", "江淮经济网", State.CHANGED, outcome=Outcome.EMPTY,
        reason="no link where there were 20; 24 others on the page look like articles; nothing matches 'ul.list li'",
    ),
    source(
        "ncb", "农村报", State.STALE, outcome=Outcome.UNCHANGED, reason="newest entry 2018-05-02, usually every 1 day",
    ),
    source("ybw", "园博网", State.BLOCKED, outcome=Outcome.BLOCKED, reason="http 412: 网站云防护系统"),
    source("yhsb", "运河时报", State.DENIED, outcome=Outcome.ROBOTS, reason="Disallow: /news/", last_ok=None),
    source("hyzx", "航运在线", State.NOT_CHECKED, last_ok=UNTIL - timedelta(days=2)),
    source("old", "旧址", State.OFF, reason="2026-06 停更"),
)  # fmt: skip


CHANGES = (
    Change(
        article=801,
        story=8,
        title="关于下达省际毗邻区域合作项目资金的通知",
        url="https://fgw.example.cn/801.html",
        outlet="上海市发展和改革委员会",
        tier=Tier.ISSUER,
        at=UNTIL - timedelta(hours=3),
        edit=Edit(
            alterations=(
                Alteration(
                    before="现下达2026年度资金3.52亿元，支持项目24个。",
                    after="现下达2026年度资金3.25亿元，支持项目21个。",
                ),
                Alteration(before="请于12月10日前完成分解。", after="请于12月25日前完成分解。"),
                Alteration(before="逾期不报的，扣减下一年度额度。", after=""),
                Alteration(before="", after="本通知自印发之日起施行。"),
            ),
            more=2,
        ),
    ),
    Change(
        article=802,
        story=9,
        title="长三角公平竞争审查标准公开征求意见",
        url="https://news.example.cn/802.html",
        outlet="江边日报",
        tier=Tier.REGIONAL,
        at=UNTIL - timedelta(hours=2),
        gone="http 404",
    ),
)


#: What 29 days of issues told: two weeks of a Story and more a day, one day without an issue, one without a Story.
PAST = Past(
    since=SINCE - timedelta(days=28),
    earlier=(
        Earlier(
            note=note_of(
                5,
                Article(
                    url="https://news.example.cn/5.html",
                    title="沪苏湖高铁一周年发送旅客数下周公布",
                    text="中国铁路上海局集团将公布沪苏湖高铁一年的数据。",
                ),
                Assessment(
                    on_topic="yes",
                    score=6,
                    tags=(
                        Tag(
                            kind=TagKind.PROGRAMME,
                            name="沪苏湖高铁",
                            label="沪苏湖高铁",
                            points=0,
                            hits=(Hit(term="沪苏湖高铁", field="title", offset=0, length=5, snippet="沪苏湖高铁"),),
                        ),
                    ),
                ),
            ),
            url="https://news.example.cn/5.html",
            outlet="湖畔晚报",
            issue=DAY - timedelta(days=9),
        ),
    ),
    shown=tuple(
        Shown(
            day=DAY - timedelta(days=back),
            outlet=("江边日报", "中央新闻网", "示范区执委会")[number % 3],
            areas={"tech": "科技创新"} if number % 2 else {"ecology": "生态环境", "tech": "科技创新"},
            places={"SH": "上海", "青浦": "青浦"} if number % 3 else {"JS": "江苏", "320500": "苏州"},
        )
        for back in range(1, 29)
        if back not in {4, 11}
        for number in range(1 + back * 7 % 5)
    ),
    programmes=frozenset({"科技创新券", "沪苏湖高铁", "一体化示范区", "G60科创走廊"}),
    watched=frozenset(DAY - timedelta(days=back) for back in range(1, 29) if back != 11),
)
PROVINCE_OF = {"SH": "SH", "JS": "JS", "青浦": "SH", "320500": "JS"}


def settings(language: Language = "zh", **values: object) -> DigestSettings:
    title = "长三角一体化每日要闻" if language == "zh" else "Yangtze River Delta Daily"
    return replace(DigestSettings(title=title, language=language), **values)


def digest_of(
    stories: tuple[Story, ...] = STORIES,
    left: tuple[LeftOut, ...] = LEFT_OUT,
    coverage: tuple[SourceCoverage, ...] = COVERAGE,
    *,
    language: Language = "zh",
    late: bool = False,
    areas: tuple[str, ...] = (),
    name: str = "daily",
    changes: tuple[Change, ...] = (),
    caps: Mapping[str, int] | None = None,
    past: Past = NOTHING_BEFORE,
    every: Every = "day",
    archive: str = "",
    most_stories: int = DigestSettings().most_stories,
) -> Digest:
    wanted = settings(language, areas=areas, name=name, every=every, most_stories=most_stories)
    covered = replace(window(late=late), every=every)
    if every != "day":
        covered = replace(covered, since=UNTIL - timedelta(days=7))
    return build(
        wanted, covered, stories, left, coverage, BUILT, DAY, ZONE,
        changes=changes, caps=caps, past=past, province_of=PROVINCE_OF, archive=archive,
    )  # fmt: skip


def issued() -> tuple[Story, ...]:
    """The Stories, the first of them an official document."""
    first = STORIES[0]
    document = Document(
        types=("通知", "方案"),
        number="沪发改规〔2026〕12号",
        bodies=(
            Body(name="上海市人民政府", level=Level.PROVINCIAL),
            Body(name="江苏省人民政府", level=Level.PROVINCIAL),
        ),
    )
    return replace(first, article=replace(first.article, document=document)), *STORIES[1:]


def hostile_digest(text: str, url: str) -> Digest:
    """A digest in which a stranger wrote everything he can write."""
    others = (
        member(8, text, Tier.OTHER, how=How.COPY, url=url),
        member(9, text, Tier.OTHER, how=How.SPUN, trust=Trust.SPUN, url=url),
    )
    body = f"{text}。\n上海市20日公布长三角一体化发展的新方案，提出建成30个平台。{text}。"
    plain = story(1, text, body, outlet=text, source=text, url=url, areas=(("tech", text),), others=others)
    article = replace(plain.article, published=text or None, date_evidence=tuple(
        replace(each, value=text, text=text, doubt=text) for each in plain.article.date_evidence
    ))  # fmt: skip
    tags = tuple(
        replace(tag, label=text, hits=tuple(replace(hit, term=text, snippet=text) for hit in tag.hits))
        for tag in plain.assessment.tags
    )
    changed = replace(plain, article=article, assessment=replace(plain.assessment, tags=tags))
    return digest_of(
        (changed, *STORIES[1:5]),
        (
            left_out(91, text, Why.STALE, outlet=text, detail=text, url=url),
            left_out(92, text, Why.NO_DATE, held=True, outlet=text, detail=text, url=url),
        ),
        (*COVERAGE, source("x", text, State.FAILING, section=text, reason=text)),
    )


def delivery(**values: object) -> Delivery:
    plain = Delivery(
        id=1,
        digest=1,
        name="daily",
        local_date=DAY,
        channel="mail",
        recipient="reader@office.example.cn",
        state=DeliveryState.SENDING,
        attempts=0,
        next_try=None,
        answer="",
        tried_at=None,
        message_id="<daily.20261121.0@example.cn>",
        body=b"",
    )
    return replace(plain, **values)


#: Name of the golden files to the digest they are of.
GOLDEN_DIGESTS = {
    "full-zh": digest_of(changes=CHANGES, past=PAST, archive="../archive"),
    "full-en": digest_of(
        language="en", late=True, changes=CHANGES, past=PAST, archive="https://news.office.example/delta"
    ),
    "week-zh": digest_of(issued(), name="weekly", every="week", changes=CHANGES, past=PAST),
    "empty-healthy": digest_of(
        (), (), tuple(each for each in COVERAGE if each.state in {State.OK, State.UNCHANGED})[:3]
    ),
    "empty-blind": digest_of((), (), tuple(each for each in COVERAGE if each.state in {State.FAILING, State.CHANGED})),
}


def golden_texts(digest: Digest) -> dict[str, str]:
    """Suffix of a golden file to what it holds."""
    rendered, feed = render(digest), feed_of([digest], "https://news.office.example/digests/")
    return {
        "html": rendered.html,
        "mail.html": rendered.mail_html,
        "md": rendered.markdown,
        "txt": rendered.text,
        "json": rendered.json,
        "csv": contents(digest, ["csv"])["csv"].decode(),
        "atom": to_atom(feed, "daily.atom", "index.html"),
        "feed.json": to_json_feed(feed, "daily.feed.json", "index.html"),
    }


def _write_golden() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name, digest in GOLDEN_DIGESTS.items():
        for suffix, text in golden_texts(digest).items():
            (GOLDEN / f"{name}.{suffix}").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    _write_golden()
