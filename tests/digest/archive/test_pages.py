"""Every page of the archive says what it should, leads where it says, and runs nothing of a stranger's."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment import TagKind, Trust
from core.site import Tier
from core.verdict import How
from digest.archive import paths
from digest.archive.pages import pages
from digest.archive.paths import Family, slug
from tests.support.archives import (
    EDITION,
    OUTLINE,
    holdings,
    hostile_holdings,
    links_of,
    made,
    outline,
    parsed,
    two_months,
)
from tests.support.digests import STORIES, member, story
from tests.support.feeds import breaches_of_atom, breaches_of_json_feed

FILES = made(two_months())
HTML = {path: text for path, text in FILES.items() if path.endswith(".html")}


def test_the_pages_say_what_they_did():
    assert outline(FILES) == OUTLINE.read_text(encoding="utf-8")


def test_every_language_named_is_one():
    named = {lang for text in HTML.values() for lang in parsed(text).xpath("//@lang")}
    assert named <= {"zh-CN", "en"}


def test_making_them_again_gives_the_same_bytes():
    assert made(two_months()) == FILES
    assert [(page.path, page.stamp) for page in pages(EDITION, two_months())] == [
        (page.path, page.stamp) for page in pages(EDITION, two_months())
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_leads_to_a_file_and_every_anchor_to_an_element(language):
    files = made(two_months(), replace(EDITION, language=language))
    for path, text in files.items():
        if path.endswith(".html"):
            assert set(links_of(text, path)) <= set(files), path
    for path, text in files.items():
        for address in parsed(text).xpath("//@href") if path.startswith("story/") else ():
            target, _, anchor = address.partition("#")
            if anchor and not target.startswith("http"):
                page = next(iter(links_of(f'<a href="{target}">', path))) if target else path
                assert parsed(files[page]).xpath(f"//*[@id='{anchor}']"), address


def test_every_page_can_be_reached_from_the_first():
    reached, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        waiting += [each for each in links_of(FILES[path], path) if each not in reached and each in HTML]
    assert reached == set(HTML)


@pytest.mark.parametrize("path", HTML)
def test_a_page_has_one_heading_of_the_first_rank_landmarks_and_a_language(path):
    page = parsed(HTML[path])
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.get("lang") == "zh-CN"
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//nav[@aria-label]")
    assert page.xpath("//title")[0].text.strip()
    assert all(each.get("aria-hidden") == "true" for each in page.xpath("//svg"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("path", HTML)
def test_a_page_asks_nothing_of_the_network_and_runs_nothing_but_the_search(path):
    page = parsed(HTML[path])
    assert page.xpath("//img|//iframe|//object|//embed|//base|//*[@style]|//*[starts-with(name(@*), 'on')]") == []
    assert page.xpath("//script/@src") == (
        ["search/search.js", "search/folding.js", "search/facets.js"] if path == "search.html" else []
    )
    assert all(not script.text for script in page.xpath("//script"))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert ("script-src" in policy) == (path == "search.html")
    assert "url(" not in FILES["archive.css"]


def test_a_digest_leads_to_the_pages_of_its_stories_and_to_the_issues_beside_it():
    page = parsed(FILES["digest/daily-2026-11-21.html"])
    assert {each for each in page.xpath("//article//@href") if each.startswith("..")} == {
        f"../story/0/{each.id}.html" for each in STORIES[4:]
    }
    assert page.xpath("//a[@rel='prev']/@href") == ["daily-2026-10-22.html"]
    assert page.xpath("//a[@rel='next']") == []


def test_a_story_without_a_digest_has_no_page_and_no_link():
    seen = two_months()
    files = made(replace(seen, cards=seen.cards[1:]))
    assert "story/0/11.html" not in files
    assert all("story/0/11.html" not in set(links_of(text, path)) for path, text in files.items() if path in HTML)


def test_a_translation_with_a_page_of_its_own_is_led_to():
    english = story(18, "Rail line carries 46 million in its first year", "It did.", language="en")
    files = made(holdings(STORIES, [english]))
    assert "story/0/18.html" in set(links_of(files["story/0/12.html"], "story/0/12.html"))
    stamps = [
        next(page.stamp for page in pages(EDITION, each) if page.path == "story/0/12.html")
        for each in (holdings(STORIES, [english]), holdings(STORIES, []))
    ]
    assert stamps[0] != stamps[1]


def test_other_names_of_tags_and_outlets_are_told_in_english():
    edition = replace(
        EDITION,
        language="en",
        labels={(TagKind.AREA, "tech"): "Science and technology"},
        outlets={"江边日报": "Riverside Daily"},
    )
    files = made(two_months(), edition)
    assert "Science and technology" in files["area/index.html"]
    assert "Riverside Daily" in files["story/0/14.html"]
    assert "江边日报" not in files["story/0/14.html"]
    assert paths.heading_page(Family.SOURCE, "江边日报") in files


FORGED = {
    "a spun copy": {"how": How.SPUN, "trust": Trust.SPUN},
    "a mirror": {"how": How.COPY, "trust": Trust.MIRROR},
    "an invention": {"how": How.PROBABLE, "trust": Trust.FABRICATED},
    "spam": {"how": How.COPY, "trust": Trust.SPAM},
    "a collector": {"how": How.COPY, "trust": Trust.REPUBLISHED},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_page_that_helps_nobody_is_named_never_linked_and_no_source(forged):
    other = member(99, "坏站", Tier.OTHER, url="http://forged.example.com/99.html", **forged)
    files = made(holdings([story(1, "长三角一体化新进展", "长三角一体化取得新进展。", others=(other,))]))
    assert "坏站" in files["story/0/1.html"]
    assert paths.heading_page(Family.SOURCE, "坏站") not in files
    for text in files.values():
        assert "forged.example.com" not in text


def test_a_forgery_that_a_story_stands_on_is_not_linked():
    plain = story(1, "长三角一体化新进展", "长三角一体化取得新进展。", url="http://forged.example.com/1.html")
    forged = replace(plain, members=(replace(plain.canonical, trust=Trust.MIRROR),))
    assert "forged.example.com" not in made(holdings([forged]))["story/0/1.html"]


SLUGS = {
    "an id": ("tech", "tech"),
    "a code": ("320500", "320500"),
    "Chinese": ("吴江", None),
    "a path": ("../../etc/passwd", None),
    "upper case, since some file systems know one case": ("SH", None),
    "a host": ("news.example.cn", None),
    "nothing": ("", None),
    "dots": ("..", None),
    "a NUL": ("a\0b", None),
    "too long": ("a" * 200, None),
}


@pytest.mark.parametrize(("name", "expected"), SLUGS.values(), ids=SLUGS)
def test_a_name_becomes_a_part_of_a_path(name, expected):
    assert slug(name) == (expected or slug(name))
    assert re.fullmatch("[a-z0-9_-]{1,40}", slug(name))
    assert paths.is_ours(paths.heading_page(Family.SOURCE, name))


@pytest.mark.parametrize(
    "path", ["../x.html", "/etc/x.html", "a/../../x.html", "x.sqlite", "manifest.json", "", "a//b.js"]
)
def test_what_is_no_page_of_ours_is_never_removed(path):
    assert not paths.is_ours(path)


# --- what strangers write (the store holds no lone surrogates) -------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '");alert(1);("',
    "\\u003cscript\\u003e \\",
    "{{ 7*7 }}{% raw %}",
    "a\u2028b\u2029c",
    "\u202eevil\u202c\u200b\ufeff",
    "javascript:alert(1)",
    "<!-- --> ]]>",
    "a\x00b\x1b[31mc\x85d",
    "../../../etc/passwd",
    "𠮷野家 ﬁ ㎡ İ",
]
URLS = [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'http://a.cn/"onmouseover=alert(1)',
    "http://a.cn/</script>",
    "http://a.cn/\u202e",
    "file:///etc/passwd",
    "",
]
ELEMENTS = {
    "html", "head", "meta", "title", "link", "style", "script", "body", "a", "nav", "div", "main", "header", "footer",
    "section", "article", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "span", "strong", "b",
    "small", "time", "svg", "rect", "q", "mark", "del", "ins", "details", "summary", "br", "table", "thead", "tbody",
    "tr", "th", "td", "form", "label", "input", "select", "option", "button", "noscript",
}  # fmt: skip
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ud800-\udfff]"
)


@settings(max_examples=60)
@given(st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=30)), st.sampled_from(URLS))
def test_a_strangers_words_stay_words_on_every_page_and_in_the_index(text, url):
    for path, content in made(hostile_holdings(text, url)).items():
        content.encode()
        assert paths.is_ours(path)
        if path.endswith(".html"):
            _assert_harmless(content)
        elif path == paths.ATOM:
            assert breaches_of_atom(content) == []
        elif path == paths.JSON_FEED:
            assert breaches_of_json_feed(content) == []
        elif path not in {"search/search.js", "archive.css"}:
            _assert_is_data(content)


def _assert_harmless(content):
    assert FORBIDDEN.search(content) is None
    page = parsed(content)
    assert {each.tag for each in page.iter() if isinstance(each.tag, str)} <= ELEMENTS
    assert all(not script.text for script in page.xpath("//script"))
    assert all(not name.startswith("on") for each in page.iter() for name in each.attrib)
    for address in page.xpath("//@href"):
        assert re.match(r"https?://|#|(?:\.\./|[a-z0-9])[\w./-]*(?:#[\w-]+)?$", address), address
        assert not address.lower().startswith(("javascript:", "data:", "file:"))


def _assert_is_data(content):
    assert re.search("[<>&\u2028\u2029]", content) is None
    found = re.fullmatch(r'deltawatch\.put\("[a-z0-9/-]+",(.*)\);\n', content, re.DOTALL)
    json.loads(found[1])
