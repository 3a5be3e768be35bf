"""Every tag that the shipped rules can give has an English label."""

from __future__ import annotations

from core.assessment import TagKind
from core.topics import assess
from core.topics.labels import english_labels
from tests.support.judging import article, rules

TOLD = (
    article("长三角一体化发展迈出新步伐", "长三角一体化提速。沪苏浙皖签署合作协议。长三角港口联动。长三角医保结算。"),
    article("长三角港口群", "上海、江苏、浙江、安徽共建长三角多式联运。长三角高铁成网。苏州、青浦参加。"),
    article("京津冀三地签署协议", "北京、天津、河北学习长三角经验。"),
)


def test_each_rule_of_the_shipped_files_has_an_english_label():
    labels, file, places = english_labels(rules().topics), rules().topics.file, rules().topics.places
    expected = {
        *((TagKind.CONDITIONAL, each.name) for each in file.conditional),
        *((TagKind.TRAP, each.name) for each in (*file.trap, file.company, file.elsewhere)),
        *((TagKind.AREA, each.name) for each in file.area),
        *((TagKind.PROGRAMME, each.name) for each in file.programme),
        *((TagKind.DOCUMENT, each.name) for each in file.document),
        *((TagKind.PLACE, each.code) for each in (*places.province, *places.city)),
        *((TagKind.PLACE, each.name) for each in places.town),
    }
    assert expected - labels.keys() == set()
    assert [label for label in labels.values() if not label.isprintable() or max(label) >= "一"] == []


def test_each_tag_that_the_score_gives_has_an_english_label():
    labels = english_labels(rules().topics)
    tags = {(tag.kind, tag.name) for each in TOLD for tag in assess(each, rules()).tags}
    core = {name for kind, name in tags if kind is TagKind.CORE}
    assert core == {
        "core in title",
        "compound core",
        "core in lead",
        "further core",
        "core in passing",
        "joined provinces",
        "across provinces",
    }
    assert tags - labels.keys() == set()
