"""The rule files: what is wrong with them, whose a host is, and an office's own rules."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from core.assessment import TagKind
from core.rules import KeywordFile, build
from core.settings import ConfigError, parse
from core.site import Tier
from core.topics import assess
from core.trust.schema import OutletsFile
from core.urls import host_of
from tests.support.judging import SITES, article, data, rules

MINIMAL = '[core]\ncompound = ["长三角一体化"]\nplain = ["长三角"]\n'


def faults(topics: str, places: str | None = None, signs: str | None = None) -> list[str]:
    with pytest.raises(ConfigError) as error:
        build(topics, places or data("places"), signs or data("signs"), (), origin="mine.toml")
    return [str(fault) for fault in error.value.faults]


FAULTS = {
    "a key nobody knows": ("[scoring]\nyes = 4\n", "mine.toml:4: scoring: unknown key"),
    "a mistyped key of an area": (
        '[[area]]\nname = "x"\nlabel = "某"\nlabel_en = "X"\ntrigers = ["某词"]\n',
        "mine.toml:8: area[1].trigers: unknown key; did you mean 'triggers'?",
    ),
    "a single character": (
        '[[rule]]\nname = "x"\nlabel = "某"\nany = ["苏"]\n',
        "mine.toml:7: rule[1].any[1]: string should have at least 2 characters (given: '苏')",
    ),
    "a rule without terms": ('[[rule]]\nname = "x"\nlabel = "某"\n', "mine.toml:4: rule[1]: needs 'query', or 'any'"),
    "a query beside the lists": (
        '[[rule]]\nname = "x"\nlabel = "某"\nquery = "某词"\nnot = ["某事"]\n',
        "mine.toml:7: rule[1].query: stands beside 'any', 'all' or 'not'",
    ),
    "an empty list of terms": ("[aliases]\nx = []\n", "mine.toml:5: aliases.x: "),
    "a list of terms by an odd name": ('[aliases]\n"a b" = ["某词"]\n', "mine.toml:"),
    "a name twice": (
        '[[rule]]\nname = "x"\nlabel = "某"\nany = ["某词"]\n[[rule]]\nname = "x"\nlabel = "某"\nany = ["某词"]\n',
        "mine.toml:9: rule[2].name: 'x' is there twice",
    ),
    "thresholds the wrong way round": (
        "[thresholds]\nyes = 2\nrelated = 3\n",
        "mine.toml:6: thresholds.related: must not be above 'yes'",
    ),
    "a broken pattern": (
        '[[trap]]\nname = "x"\nlabel = "某"\npoints = -1\npatterns = ["("]\n',
        "mine.toml:8: trap[1].patterns[1]: not a regular expression",
    ),
    "no TOML at all": ("[[rule]\n", "mine.toml:4: not valid TOML"),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_file_line_and_key(text: str, expected: str) -> None:
    assert any(fault.startswith(expected) for fault in faults(MINIMAL + text)), faults(MINIMAL + text)


TOO_SHORT = "“苏”太短，至少两个字 / '苏' is too short: one character alone is found nearly everywhere"
WITH_CARET = {
    "in one line": (
        "query = '某词 与 “某事'",
        """mine.toml:7:15: rule[1].query: 引号没有收尾 / the quotation mark “ is not closed
    query = '某词 与 “某事'
             　　 　 ^""",
    ),
    "in the second of several lines": (
        'query = """\n  某词 与\n  $delt\n"""',
        """mine.toml:9:3: rule[1].query: [aliases] 里没有词表“delt” / no list 'delt' in [aliases]
      $delt
      ^""",
    ),
    "at the end": (
        'query = "某词 与"  # why',
        """mine.toml:7:14: rule[1].query: 查询没有写完，后面还缺一个词 / the query ends where a word should follow
    query = "某词 与"  # why
             　　 　^""",
    ),
    "in a text with escapes": (
        'query = "\\"某词\\" 苏"',
        f"""mine.toml:7:6: rule[1].query: {TOO_SHORT}
    "某词" 苏
     　　  ^""",
    ),
    "far along a long line": (
        f"query = '{'某词 或 ' * 30}苏'",
        f"""mine.toml:7:160: rule[1].query: {TOO_SHORT}
    {("某词 或 " * 30)[-49:]}苏'
    {("　　 　 " * 30)[-49:]}^""",
    ),
}


@pytest.mark.parametrize(("query", "told"), WITH_CARET.values(), ids=WITH_CARET.keys())
def test_a_fault_of_a_query_has_a_caret_below_its_place(query: str, told: str) -> None:
    assert faults(f'{MINIMAL}[[rule]]\nname = "x"\nlabel = "某"\n{query}\n') == [told]


def test_a_group_of_keywords_by_the_name_of_a_rule_is_a_fault() -> None:
    topics = MINIMAL + '[[rule]]\nname = "大桥"\nlabel = "桥"\nquery = "大桥"\n'

    with pytest.raises(ConfigError, match=r"words\.txt: '大桥' is the name of a rule of the topics too"):
        build(topics, data("places"), data("signs"), (), keywords=KeywordFile("大桥\n", "words.txt"))


def test_the_faults_of_topics_and_keywords_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        build("[odd]\n", data("places"), data("signs"), (), keywords=KeywordFile("苏\n", "words.txt"))

    assert {fault.file for fault in caught.value.faults} == {"topics.toml", "words.txt"}


def test_the_faults_of_all_three_files_are_told_at_once() -> None:
    told = faults("", places=data("places") + '"某某" = ["XX"]\n', signs="[odd]\n")

    assert any(fault.startswith("mine.toml") for fault in told)
    assert any("knows no place 'XX'" in fault for fault in told)
    assert any(fault.startswith("signs.toml") for fault in told)


def test_a_small_file_of_ones_own_is_enough() -> None:
    own = build(MINIMAL, data("places"), data("signs"), ())

    assert assess(article("长三角一体化"), own).on_topic == "yes"


OWN = """
[[rule]]
name = "our-county"
label = "本县"
any = ["嘉善縣", "嘉善经开区"]
all = ["示范区"]
not = ["黄酒"]
points = 2
"""

OWN_RULE = {
    "one of any and all of all": ("嘉善县融入示范区", True),
    "in another script": ("嘉善縣融入示範區", True),
    "all is missing": ("嘉善县新闻", False),
    "any is missing": ("示范区新闻", False),
    "an excluded word": ("嘉善县示范区黄酒节", False),
}


@pytest.mark.parametrize(("title", "holds"), OWN_RULE.values(), ids=OWN_RULE.keys())
def test_a_rule_of_the_offices_own(title: str, holds: bool) -> None:
    own = build(data("topics") + OWN, data("places"), data("signs"), ())
    tags = [tag for tag in assess(article(title), own).tags if tag.kind is TagKind.RULE]

    assert [(tag.name, tag.label, tag.points) for tag in tags] == ([("our-county", "本县", 2)] if holds else [])


PUBLISHERS = {
    "the home of a Site": ("https://www.paper-example.cn/a.html", Tier.REGIONAL),
    "its other hosts, http, any case": ("http://M.PAPER-example.cn:8080/a", Tier.REGIONAL),
    "a blocked one": ("https://x.shady.test/", Tier.BLOCKED),
    "a known publisher without a Site": ("https://m.thepaper.cn/newsDetail_forward_1", Tier.CENTRAL),
    "a government host": ("https://fgw.example.gov.cn/x.html", Tier.ISSUER),
    "a host that only ends like one": ("https://evilpaper-example.cn/", None),
    "a stranger": ("https://www.example.com/", None),
    "no address": (None, None),
    "an address that is none": ("http://[::1", None),
}


@pytest.mark.parametrize(("url", "tier"), PUBLISHERS.values(), ids=PUBLISHERS.keys())
def test_whose_host_it_is(url: str | None, tier: Tier | None) -> None:
    publisher = rules().publisher(url)

    assert (publisher.tier if publisher else None) is tier


OUTLETS = """
[regional]
"江岸晚报" = ["evening-example.cn"]
"别家" = ["people.com.cn", "paper-example.cn"]
[portal]
"航运在线" = ["ships-example.com", "ships-example.cn"]
"""
STANDING = {
    "below an outlet's domain": ("https://epaper.evening-example.cn/a.html", (None, Tier.REGIONAL, "江岸晚报")),
    "the second domain of one": ("https://ships-example.cn/", (None, Tier.PORTAL, "航运在线")),
    "a publisher counts more": ("https://www.people.com.cn/", (None, Tier.CENTRAL, "人民网")),
    "a Site counts more": ("https://www.paper-example.cn/", ("paper", Tier.REGIONAL, "江岸晨报")),
}


@pytest.mark.parametrize(("url", "expected"), STANDING.values(), ids=STANDING.keys())
def test_outlets_stand_behind_what_nobody_else_does(url: str, expected: tuple[str | None, Tier, str]) -> None:
    known = build(data("topics"), data("places"), data("signs"), SITES, outlets=OUTLETS).publisher(url)

    assert known is not None
    assert (known.site, known.tier, known.name) == expected


def test_the_shipped_outlets_are_each_one_domain_of_one_owner() -> None:
    outlets = parse(data("outlets"), "outlets.toml", OutletsFile)
    domains = [domain for named in outlets.by_tier().values() for each in named.values() for domain in each]
    published = {domain for each in rules().signs.file.publisher for domain in each.domains}

    assert len(domains) == len(set(domains))
    assert not published & set(domains)
    assert all(host_of(f"https://{domain}/") == domain and "." in domain for domain in domains)


def test_a_fault_of_the_outlets_is_told() -> None:
    with pytest.raises(ConfigError) as caught:
        build(data("topics"), data("places"), data("signs"), (), outlets='[regional]\n"某报" = []\n')

    assert str(caught.value).startswith("outlets.toml:2: regional.某报: ")


def test_a_home_counts_more_than_to_be_among_the_hosts_of_another_site() -> None:
    city = replace(SITES[0], id="city", home="https://www.city-example.cn/", hosts=())
    province = replace(SITES[0], id="province", home="https://www.province-example.cn/", hosts=("city-example.cn",))

    for sites in ((city, province), (province, city)):
        publisher = build(data("topics"), data("places"), data("signs"), sites).publisher(
            "https://fgw.city-example.cn/"
        )

        assert publisher is not None
        assert publisher.site == "city"


def test_rules_reach_a_worker_and_judge_the_same_there() -> None:
    own = build(data("topics"), data("places"), data("signs"), SITES)
    sent = pickle.loads(pickle.dumps(own))
    story = article("长三角一体化示范区发布方案", "青浦、吴江、嘉善共建。")

    assert assess(story, sent) == assess(story, own)


def test_the_example_in_the_shipped_topics_works_as_it_stands() -> None:
    shipped, _, example = data("topics").partition("\n# [aliases]")
    own = "\n# [aliases]" + example

    compiled = build(shipped + own.replace("\n# ", "\n").replace("\n#\n", "\n"), data("places"), data("signs"), ())
    assert [rule.rule.name for rule in compiled.topics.rules.rules] == ["our-county"]
