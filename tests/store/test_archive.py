"""What the archive is told of digests and their Stories, and that every change of them shows in a stamp."""

from datetime import date
from itertools import pairwise

import pytest

from core.archive import Label
from core.assessment import TagKind, Trust
from core.digest import Window
from core.verdict import How
from store import Store
from tests.store.samples import HOUR, NOW, RAIL, SITE, WATER, same_as, settle, story_of

RECORD = '{"title": "每日要闻", "counts": {"stories": 1, "held": 2, "changes": 3}}'
A, B = "http://paper.example/1.html", "http://copy.example/2.html"


def show(store: Store, *stories: int, day: int = 20, name: str = "daily", record: str = RECORD) -> int:
    window = Window(since=NOW - HOUR, until=NOW)
    return store.digests.save(name, date(2026, 11, day), window, record, stories, [], NOW)


@pytest.fixture
def told(store: Store) -> int:
    """The id of a Story that a digest has shown."""
    store.sites.remember([SITE])
    story = story_of(store, settle(store, A))
    assert story
    show(store, story)
    return story


def test_a_digest_is_told_as_its_record_tells_it(store: Store):
    assert list(store.archive.issues()) == []
    assert store.archive.newest() is None
    number = show(store)
    (issue,) = store.archive.issues()
    assert (issue.id, issue.name, issue.local_date) == (number, "daily", date(2026, 11, 20))
    assert (issue.title, issue.stories, issue.held, issue.changes) == ("每日要闻", 1, 2, 3)
    assert store.archive.newest() == number
    assert store.archive.record(issue) == RECORD


def test_digests_come_in_the_order_they_were_made_however_many(store: Store):
    for number in range(45):
        show(store, day=1 + number % 28, name=f"d{number // 28}", record="{}")
    issues = list(store.archive.issues())
    assert len(issues) == 45
    assert all(one.id < other.id for one, other in pairwise(issues))
    assert {issue.title for issue in issues} == {""}


def test_another_record_is_another_stamp(store: Store):
    show(store, day=20)
    show(store, day=21)
    show(store, day=22, record=RECORD.replace("3", "4"))
    one, same, other = store.archive.issues()
    assert one.stamp == same.stamp != other.stamp


def test_only_stories_that_a_digest_has_shown_are_there(store: Store, told: int):
    settle(store, "http://paper.example/3.html", WATER, title="太湖水质")
    (card,) = store.archive.cards()
    assert card.story == told
    assert (card.title, card.url, card.outlet, card.published) == ("沪苏城际轨道开工", A, "江畔日报", "2026-11-20")
    assert card.first_seen == NOW
    assert card.labels == (
        Label(TagKind.AREA, "transport", "交通互联"),
        Label(TagKind.PLACE, "310000", "上海"),
    )
    assert card.outlets == ("江畔日报",)
    assert card.issues == (1,)


def test_outlets_are_the_independent_ones_with_the_canonical_first(store: Store, told: int):
    settle(store, B, RAIL, same_as(told), at=NOW + HOUR, tier=None, site=None)
    settle(store, "http://spun.example/3.html", RAIL, same_as(told, How.SPUN), tier=None, site=None, trust=Trust.SPUN)
    (card,) = store.archive.cards()
    assert card.outlets == ("江畔日报", "copy.example")


CHANGES = {
    "another outlet has it": lambda store, told: settle(
        store, B, RAIL, same_as(told), at=NOW + HOUR, tier=None, site=None
    ),
    "a further digest shows it": lambda store, told: show(store, told, name="weekly"),
    "its title": lambda store, told: store._database.execute("update articles set title = '另一标题'"),
    "its text": lambda store, told: store._database.execute("update articles set text = text || '。'"),
    "its tags": lambda store, told: store._database.execute("update tags set points = points + 1"),
    "the hits of a tag": lambda store, told: store._database.execute("update tags set hits = '[]' where place = 0"),
    "its page is gone": lambda store, told: store._database.execute("update articles set gone_at = '2026-11-21'"),
    "the name of its outlet": lambda store, told: store._database.execute("update sites set name = '江畔晚报'"),
    "an edit": lambda store, told: store._database.execute(
        "insert into article_versions (article, page, title, text, replaced_at, edit)"
        " select id, page, title, text, '2026-11-21', '{}' from articles"
    ),
    "a parallel": lambda store, told: store._database.execute(
        "insert into parallels values (:other, :told, true, 1, '{}')",
        {"told": told, "other": story_of(store, settle(store, "http://paper.example/3.html", WATER))},
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_a_story_changes_its_stamp(store: Store, told: int, change):
    (before,) = store.archive.cards()
    change(store, told)
    (after,) = (card for card in store.archive.cards() if card.story == told)
    assert after.stamp != before.stamp


def test_what_does_not_concern_a_story_leaves_its_stamp(store: Store, told: int):
    (before,) = store.archive.cards()
    other = story_of(store, settle(store, "http://paper.example/3.html", WATER))
    assert other
    show(store, other, day=21)
    assert next(iter(store.archive.cards())) == before


def test_cards_come_in_the_order_of_their_ids_however_many(store: Store, monkeypatch):
    monkeypatch.setattr("store.archive._STORIES_AT_ONCE", 7)
    ids = []
    for number in range(30):
        text = f"第{number}号：" + RAIL.replace("352", str(number))
        ids.append(story_of(store, settle(store, f"http://paper.example/{number}.html", text)))
    show(store, *ids)
    assert [card.story for card in store.archive.cards()] == ids


def test_a_dossier_has_all_that_is_known(store: Store, told: int):
    settle(store, B, RAIL, same_as(told), at=NOW + HOUR, tier=None, site=None)
    dossier = store.archive.dossier(told)
    assert dossier.story == store.stories.get(told)
    assert dossier.changes == store.changes.of_story(told)
    assert dossier.dates == {member.article: () for member in dossier.story.members}


def test_wordings_are_those_of_the_canonical_articles(store: Store, told: int):
    (wording,) = store.archive.wordings([told])
    story = store.stories.get(told)
    assert story
    assert (wording.story, wording.article, wording.assessment) == (told, story.article, story.assessment)
    assert list(store.archive.wordings([])) == []
