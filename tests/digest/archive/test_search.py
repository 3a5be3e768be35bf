"""What is searched for is found, by the index and by the script that reads it."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from random import Random

import pytest

from core.archive import Wording
from digest.archive.pages import pages
from digest.archive.search import SHARDS, folding, plain, script, shard_of, shards, words
from digest.archive.write import write
from tests.support.archives import EDITION, holdings, made
from tests.support.digests import STORIES, story

PLAIN = {
    "Traditional is Simplified": ("長三角一體化示範區", "长三角一体化示范区"),
    "wide is narrow": ("Ｇ６０科创走廊", "g60科创走廊"),
    "upper case is lower": ("G60 CRRC", "g60 crrc"),
    "evasive characters": ("蕞大", "最大"),
    "one character at a time, as a query is": ("乾隆", "干隆"),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_text_is_searched_in_one_spelling(text, expected):
    assert plain(text) == expected


WORDS = {
    "Han characters by twos": ("示范区", {"示范", "范区"}),
    "one alone is no word": ("沪", set()),
    "Latin words and figures as they are": ("g60 2026 delta", {"g60", "2026", "delta"}),
    "side by side": ("g60科创走廊3年", {"g60", "科创", "创走", "走廊", "3"}),
    "nothing across a mark": ("上海，江苏", {"上海", "江苏"}),
    "cut": ("a" * 99, {"a" * 24}),
    "nothing": ("、。 \n", set()),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS)
def test_the_words_of_a_text(text, expected):
    assert words(text) == expected


def found(index, query):
    """The ids of the Stories with all words of a query, as the script finds them."""
    sets = []
    for word in words(plain(query)):
        ids, last = set(), 0
        for step in index[shard_of(word)].get(word, "").split():
            last += int(step, 36)
            ids.add(last)
        sets.append(ids)
    return set.intersection(*sets) if sets else None


INDEX = shards(Wording(each.id, each.article, each.assessment) for each in STORIES)
QUERIES = {
    "in a title": ("沪苏湖高铁", {12}),
    "in a text alone": ("揭榜挂帅项目", {11}),
    "in Traditional script": ("滬蘇湖高鐵", {12}),
    "in a tag": ("体制机制", {11}),
    "words that must all be there": ("科技 上海", {11}),
    "a figure": ("4600", {12}),
    "nothing of it": ("深圳大湾区", set()),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES)
def test_the_index_finds(query, expected):
    assert found(INDEX, query) == expected


def test_a_story_is_found_by_every_word_of_its_text():
    for each in STORIES:
        for word in words(plain(each.article.text)):
            assert each.id in found(INDEX, word)


def test_the_files_of_an_index_are_alike_in_size():
    text = "".join(Random(1).choices([chr(0x4E00 + number) for number in range(3000)], k=20_000))
    sizes = [len(each) for each in shards([Wording(1, replace(STORIES[0].article, text=text), STORIES[0].assessment)])]
    assert len(sizes) == SHARDS
    assert max(sizes) < 2 * sum(sizes) / SHARDS


def test_the_index_holds_no_text():
    secret = "这一句话只在正文里出现而不在摘要里。" * 3
    told = story(1, "长三角一体化新进展", "长三角一体化取得新进展，示范区建设提速。\n" + "此外，" + secret)
    for path, text in made(holdings([told])).items():
        assert secret not in text, path


def test_what_a_script_hands_over_cannot_end_it():
    text = script("a", ["</script>", "<!--", "\u2028\u2029", '"\\'])
    assert re.search("[<>\u2028\u2029]", text) is None
    assert json.loads(text.removeprefix('deltawatch.put("a",').removesuffix(");\n"))[2:] == ["\u2028\u2029", '"\\']


def test_the_folding_has_a_character_for_each():
    one, other = folding()
    assert len(one) == len(other) == len(set(one)) > 3000
    assert plain(one) == other


# --- in a browser ----------------------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HASHES = {
    "words": ("q=沪苏湖高铁", [12]),
    "Traditional script, which the text is not in": ("q=滬蘇湖高鐵", [12]),
    "words that must all be there": ("q=科技+上海", [11]),
    "a word of the text that no result shows": ("q=村卫生室", [15]),
    "one character": ("q=沪", [12]),
    "Latin letters": ("q=g60", [14]),
    "an area": ("area=ecology", [17, 13]),
    "a time": ("since=2026-11", [17, 16, 15]),
    "an area and words": ("q=长三角&area=tech&until=2026-10", [14, 11]),
    "nothing": ("q=深圳", []),
    "a payload": ("q=<img src=x onerror=alert(1)>", []),
}


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize(("asked", "expected"), HASHES.values(), ids=HASHES)
def test_the_script_finds_from_disk(asked, expected, tmp_path):
    folder = tmp_path / "归档 site"
    write(pages(EDITION, holdings(STORIES[:4], STORIES[4:])), folder, 2)
    page = dom(f"{(folder / 'search.html').as_uri()}#{asked}", tmp_path / "profile")
    assert [int(number) for number in re.findall(r'href="story/0/(\d+)\.html"', page)] == expected
    assert "<img" not in page
    assert ("没有找到" in page) == (not expected)


def dom(address, profile):
    """The page as it stands when its script has come to rest."""
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
        *(f"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", address),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
