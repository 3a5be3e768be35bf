"""Feeds: valid by their standards, each Story once and under one id for ever, none missed, nothing forged linked."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from hypothesis import given, settings
from lxml import html

from digest.feed import FEED_DAYS, feed_of, to_atom, to_json_feed
from digest.forms import feeds
from tests.digest.test_render import FORBIDDEN, strange, strange_url
from tests.support import digests
from tests.support.digests import CHANGES, DAY, GOLDEN_DIGESTS, STORIES, UNTIL, digest_of, hostile_digest, story
from tests.support.feeds import breaches_of_atom, breaches_of_json_feed, htmls_of_atom

WEB = "https://news.office.example/digests/"
ARCHIVE = "https://news.office.example/archive/"
FORMS = ("atom", "jsonfeed")


def forms_of(*issues, address="", archive=""):
    feed = feed_of(issues, address, archive)
    return to_atom(feed, "daily.atom", "index.html"), to_json_feed(feed, "daily.feed.json", "index.html")


def issue(back, *stories, **values):
    """The issue of so many days ago."""
    made = digest_of(stories, (), **values)
    past = timedelta(days=back)
    return replace(made, local_date=DAY - past, built_at=made.built_at - past)


def items(*issues, **values):
    return json.loads(forms_of(*issues, **values)[1])["items"]


@pytest.mark.parametrize("address", ["", WEB], ids=["on disk", "on the web"])
@pytest.mark.parametrize("digest", GOLDEN_DIGESTS.values(), ids=GOLDEN_DIGESTS.keys())
def test_the_feeds_keep_to_their_standards(digest, address):
    atom, json_feed = forms_of(digest, address=address, archive=ARCHIVE if address else "")
    assert breaches_of_atom(atom) == []
    assert breaches_of_json_feed(json_feed) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("<id>", "<id>x", "no IRI"),
        ("<updated>2026-11-20T", "<updated>2026-11-20 ", "no time"),
        ("<title>", "<subtitle/><title>", "more than once"),
        ("<published>", "<pubDate/><published>", "no pubDate there"),
        ("<author><name>deltawatch", "<author><name>", "without a name"),
        ('href="https://news.example.cn/17.html"', 'href="17.html"', "a link to '17.html'"),
    ],
)
def test_the_check_of_atom_sees_a_breach(before, after, told):
    atom, _ = forms_of(GOLDEN_DIGESTS["full-zh"])
    assert before in atom
    assert told in "\n".join(breaches_of_atom(atom.replace(before, after)))


def test_a_feed_reader_takes_both_for_the_same():
    atom, json_feed = forms_of(GOLDEN_DIGESTS["full-zh"], address=WEB)
    parsed = feedparser.parse(atom)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.feed.title == "长三角一体化每日要闻"
    told = [
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "summary": entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{"name": entry.author}],
            "tags": [tag.term for tag in entry.tags],
        }
        for entry in parsed.entries
    ]
    assert len(told) == len(STORIES)
    listed = json.loads(json_feed)["items"]
    assert [{key: each[key] for key in told[0]} for each in listed] == told
    assert [each["content_html"] for each in listed] == htmls_of_atom(atom)


def test_what_was_seen_last_comes_first():
    published = [each["date_published"] for each in items(issue(0, *STORIES[3:]), issue(1, *STORIES[:3]))]
    assert published == sorted(published, reverse=True)
    assert len(published) == len(STORIES)


@pytest.mark.parametrize(
    ("back", "is_there"), [(0, True), (1, True), (FEED_DAYS - 1, True), (FEED_DAYS, False), (400, False)]
)
def test_a_feed_holds_two_weeks(back, is_there):
    there = {each["title"] for each in items(issue(0, STORIES[1]), issue(back, STORIES[0]))}
    assert (STORIES[0].article.title in there) is is_there
    assert STORIES[1].article.title in there


def test_a_month_with_one_issue_has_all_of_its_stories():
    many = tuple(story(number, f"长三角第{number}条", "长三角一体化。") for number in range(1, 200))
    assert len(items(issue(0, *many, every="month"), issue(31, STORIES[0], every="month"))) == len(many)


def test_a_story_keeps_its_id_in_every_issue_of_the_feed():
    first = items(issue(0, STORIES[0]))
    later = items(issue(0, STORIES[1]), issue(1, STORIES[0]))
    assert first[0] in later
    assert len({each["id"] for each in later}) == len(later)
    # A Story of another store under the same number is another.
    other = replace(STORIES[0], first_seen=STORIES[0].first_seen + timedelta(days=300))
    assert items(issue(0, other))[0]["id"] != first[0]["id"]


@pytest.mark.parametrize(
    ("change", "told"), [(CHANGES[0], "3.52"), (CHANGES[1], "已撤下")], ids=["edited", "taken away"]
)
def test_a_story_is_updated_when_its_page_changes(change, told):
    changed = replace(change, story=11, at=UNTIL + timedelta(hours=5))
    before = items(issue(1, STORIES[0], STORIES[1]))
    after = items(issue(0, changes=(changed,)), issue(1, STORIES[0], STORIES[1]))
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert after[0] == before[0]
    assert after[1]["date_modified"] == "2026-11-21T04:30:00Z"
    assert after[1]["date_published"] == before[1]["date_published"]
    assert told in after[1]["content_html"]


def test_the_address_is_named_where_there_is_one_only():
    atom, json_feed = forms_of(issue(0, STORIES[0]))
    assert 'rel="self"' not in atom
    assert not {"feed_url", "home_page_url"} & set(json.loads(json_feed))
    assert "story/0/11.html" not in atom + json_feed
    atom, json_feed = forms_of(issue(0, STORIES[0]), address=WEB, archive=ARCHIVE)
    assert f'rel="self" type="application/atom+xml" href="{WEB}daily.atom"' in atom
    assert json.loads(json_feed)["feed_url"] == f"{WEB}daily.feed.json"
    assert f'href="{ARCHIVE}story/0/11.html"' in json.loads(json_feed)["items"][0]["content_html"]


def test_two_feeds_of_one_address_are_not_one():
    daily, weekly = issue(0, STORIES[0]), issue(0, STORIES[0], name="weekly")
    assert feed_of([daily], WEB).id != feed_of([weekly], WEB).id
    assert feed_of([daily], WEB).items == feed_of([weekly], WEB).items


def test_a_forged_copy_is_named_and_not_linked():
    atom, json_feed = forms_of(issue(0, *STORIES))
    assert "开运体育" in atom
    assert "kaiyun.example.com" not in atom + json_feed


def test_the_feeds_that_were_asked_for_are_made():
    found = feeds([issue(0, *STORIES)], digests.settings(formats=("html", "jsonfeed", "atom", "atom"), url=WEB), "")
    assert list(found) == ["jsonfeed", "atom"]
    assert f"{WEB}daily.atom".encode() in found["atom"]
    assert feeds([issue(0)], digests.settings(), "") == {}


@settings(max_examples=60)
@given(strange, strange_url)
def test_a_strangers_words_stay_words(text, url):
    atom, json_feed = forms_of(hostile_digest(text, url), address=WEB, archive=ARCHIVE)
    assert breaches_of_atom(atom) == []
    assert breaches_of_json_feed(json_feed) == []
    assert not feedparser.parse(atom).bozo
    htmls = htmls_of_atom(atom)
    assert [each["content_html"] for each in json.loads(json_feed)["items"]] == htmls
    for each in htmls:
        assert FORBIDDEN.search(each) is None
        page = html.fragment_fromstring(each, create_parent="div")
        assert {node.tag for node in page.iter()} <= {"div", "p", "br", "a", "strong", "blockquote"}
        assert all(set(node.attrib) <= {"href", "rel"} for node in page.iter())
        assert all(re.match(r"https?://", link) for link in page.xpath("//@href"))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\x85", "\ud800", "\ufffe", "\uffff", "\u202e"])
def test_what_xml_cannot_hold_is_dropped(character):
    atom, json_feed = forms_of(issue(0, story(1, f"长三{character}角", f"长三角一体化{character}发展。")))
    assert feedparser.parse(atom).entries[0].title == "长三角"
    assert character not in json_feed
