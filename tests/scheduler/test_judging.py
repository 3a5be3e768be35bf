"""A person's part in judging: what waits is shown with its evidence, decided, and remembered."""

import csv
import json

import pytest

from core.assessment import Sign, Trust, TrustReport
from core.digest import Window
from core.verdict import Held, New, Why
from store import open_store
from tests.store.samples import HOUR, NOW, RAIL, WATER, found, page, reading
from tests.support.office import open_office

# It quotes the first sentence of another story.
QUOTE = RAIL.split("，总投资")[0] + (
    "。记者昨天在青浦看到，三家医院的检查报告从上周起互相承认，居民不必再拍第二次片子，窗口前排队的人少了一半。\n"
    "院方说，病历的格式按三省一市卫生部门的约定统一，药品目录还要等到明年春天，护士们正在学习新的系统。\n"
    "一位退休教师告诉记者，她的女儿住在嘉兴，以后看病可以就近，家里人都放心。"
)


def keep(store, url, text, verdict, trust=None, at=NOW, **changes):
    number = store.pages.keep(found(url), page(url, f"{url}{text}".encode(), at))
    read = reading(text, url=url, site=None, tier="other", **changes)
    if trust:
        read = type(read)(**{name: getattr(read, name) for name in read.__slots__} | {"trust": trust})
    return store.settle(number, [(read, verdict)], at)[0]


def stranger(host):
    return Held(why=Why.UNKNOWN_HOST, detail=host)


@pytest.fixture
def office(tmp_path):
    """One story, and four articles that wait: two of one host, one below it, one of another."""
    office = open_office(tmp_path)
    office.store_path.parent.mkdir()
    forged = Sign(name="injected phrase", seen="点击\x1b[31m登录", towards=Trust.FABRICATED, hard=True)
    with open_store(office.store_path) as store:
        keep(store, "http://paper.example/1.html", RAIL, New())
        keep(store, "http://blog.example/1.html", QUOTE, stranger("blog.example"), TrustReport(trust=Trust.UNKNOWN))
        keep(store, "http://blog.example/2.html", WATER, stranger("blog.example"), at=NOW + HOUR)
        keep(store, "http://m2.blog.example/3.html", WATER, stranger("m2.blog.example"), at=NOW + 2 * HOUR)
        keep(
            store,
            "http://copy.example/4.html",
            "=cmd|长三角" + WATER[:60],
            Held(why=Why.FABRICATED, detail=str(forged)),
            TrustReport(trust=Trust.FABRICATED, signs=(forged,)),
            title="=1+1长三角",
        )
    return office


def verdicts(office):
    with office.store() as store:
        return {number: stored.verdict.name for number in range(1, 6) if (stored := store.articles.get(number))}


def test_what_waits_is_shown_with_its_evidence(office):
    shown = office.run("held").out

    assert "article 5: =1+1长三角" in shown
    assert "why      fabricated: injected phrase\n" in shown, "what was seen stands once, with the sign"
    assert "sign     injected phrase, towards fabricated by itself: «点击[31m登录»" in shown
    assert "nearest  story 1 «沪苏城际轨道开工»: w2" in shown
    assert "another piece of news" in shown
    assert "since    2026-11-21 07:00" in shown


ASKED = {
    "everything": ([], [5, 4, 3, 2]),
    "one reason": (["--why", "fabricated"], [5]),
    "one host": (["--host", "blog.example"], [4, 3, 2]),
    "the newest": (["-n", "1"], [5]),
}


@pytest.mark.parametrize(("words", "articles"), ASKED.values(), ids=ASKED.keys())
def test_what_waits_can_be_chosen(office, words, articles):
    assert [each["article"] for each in json.loads(office.run("held", "--json", *words).out)] == articles


RULINGS = {
    "release one": (["release", "2"], {2: "new", 3: "held", 4: "held"}),
    "release several": (["release", "2", "3", "2"], {2: "new", 3: "new", 4: "held"}),
    "reject one": (["reject", "2"], {2: "rejected", 3: "held", 4: "held"}),
    # The fourth is the third once more, on the phone's host.
    "release a host": (["release", "2", "--always"], {2: "new", 3: "new", 4: "same"}),
    "reject a host": (["reject", "2", "--always"], {2: "rejected", 3: "rejected", 4: "rejected"}),
}


@pytest.mark.parametrize(("words", "after"), RULINGS.values(), ids=RULINGS.keys())
def test_a_ruling_decides_what_waits(office, words, after):
    answered = office.run("held", *words)

    assert answered.code == 0, answered.err
    assert verdicts(office) == {1: "new", **after, 5: "held"}


def test_a_ruling_on_a_host_says_what_it_did_and_can_be_forgotten(office):
    said = office.run("held", "release", "2", "--always").err
    assert "released for good: host blog.example; others of it that waited: 1 new, 1 same" in said
    assert [(each["host"], each["decision"]) for each in json.loads(office.run("held", "rules", "--json").out)] == [
        ("blog.example", "released")
    ]

    assert "forgotten: blog.example" in office.run("held", "rules", "--forget", "blog.example").err
    assert "nothing was decided about any host" in office.run("held", "rules").err
    again = office.run("held", "rules", "--forget", "blog.example")
    assert (again.code, "nothing was decided about the host 'blog.example'" in again.err) == (2, True)


AGAIN = {
    "the first": (["held", "release", "2"], "article 2 will be in the next digest; until now: held, unknown host"),
    "the opposite": (["held", "reject", "2"], "rejected: article 2; until now: new"),
    "the same": (["held", "reject", "2"], "rejected: article 2; until now: rejected, by hand"),
    "of a host": (["held", "reject", "2", "--always"], "rejected for good: host blog.example; others"),
    "of a host, the opposite": (
        ["held", "release", "2", "--always"],
        "released for good: host blog.example; until now: rejected; others",
    ),
    "a judgement": (["judge", "3", "yes", "--trust", "ok"], "article 3 is worthy of a digest\n"),
    "another judgement": (
        ["judge", "3", "no"],
        "article 3 is not worthy of a digest; until now: worthy of a digest, ok (",
    ),
}


def test_who_decides_again_is_told_what_that_replaces(office):
    for words, said in AGAIN.values():
        assert said in office.run(*words).err


def test_nobody_decides_about_all_accounts_of_a_portal_by_one_of_them(office):
    with office.store() as store:
        account = Held(why=Why.UNKNOWN_ACCOUNT, detail="小城大事记 on www.sohu.com")
        number = keep(store, "https://www.sohu.com/a/1_2", QUOTE, account, TrustReport(trust=Trust.UNKNOWN))
        assert number == 6
    refused = office.run("held", "release", "6", "--always")

    assert (refused.code, "would decide about all accounts of www.sohu.com" in refused.err) == (1, True)
    with office.store() as store:
        assert (store.articles.get(6).verdict, store.rulings.listed()) == (account, ())
    assert office.run("held", "release", "6").code == 0


def test_one_number_that_is_none_does_not_keep_the_others(office):
    answered = office.run("held", "reject", "99", "3")

    assert (answered.code, "there is no article 99" in answered.err) == (1, True)
    assert verdicts(office)[3] == "rejected"


def test_what_a_digest_has_shown_is_not_rejected_and_neither_is_its_host(office):
    with office.store() as store:
        store.digests.save("daily", NOW.date(), Window(since=NOW, until=NOW), "{}", [1], [], NOW)
    answered = office.run("held", "reject", "1", "--always")

    assert (answered.code, "article 1 was in a digest and stays there" in answered.err) == (1, True)
    assert "nothing was decided about any host" in office.run("held", "rules").err


def test_what_tells_a_story_already_is_not_said_to_come(office):
    answered = office.run("held", "release", "1")

    assert (answered.code, answered.err) == (0, "article 1 is in story 1 already: nothing to release\n")


def test_judgements_are_kept_shown_and_written_for_evaluate(office):
    assert (
        "article 5 is not worthy of a digest" in office.run("judge", "5", "no", "--trust", "spam", "--note", "赌博").err
    )
    office.run("judge", "1", "yes")
    assert "judged   not worthy of a digest, spam, 赌博" in office.run("held").out
    assert "article 1 judged worthy of a digest (20" in office.run("stories", "show", "1").out
    assert verdicts(office)[5] == "held"

    assert "exported: 2 judgements" in office.run("judge", "--export", "judged.csv").err
    with (office.folder / "judged.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["article"], row["worthy"], row["trust"], row["note"]) for row in rows] == [
        ("1", "yes", "", ""),
        ("5", "no", "spam", "赌博"),
    ]
    assert rows[1]["title"] == "'=1+1长三角"


WRONG = {
    "no such article": (["judge", "99", "yes"], 1, "there is no article 99"),
    "neither": (["judge"], 2, "give either an article with yes or no, or --export"),
    "no answer": (["judge", "1"], 2, "give either an article with yes or no, or --export"),
    "both": (["judge", "1", "yes", "--export", "x.csv"], 2, "give either"),
    "no trust of ours": (["judge", "1", "no", "--trust", "bad"], 2, "'bad' is not one of"),
    "nowhere to write": (["judge", "--export", "none/x.csv"], 2, "none/x.csv: cannot be written"),
    "no reason of ours": (["held", "--why", "genre"], 2, "'genre' is not one of"),
}


@pytest.mark.parametrize(("words", "code", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_word_is_told_in_a_line(office, words, code, message):
    answered = office.run(*words)

    assert (answered.code, message in answered.err, "Traceback" in answered.err) == (code, True, False), answered.err
