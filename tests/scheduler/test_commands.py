"""The commands as a person gives them: right ones work, wrong ones get one clear line and the right exit code."""

import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsroom.server import Newsroom
from scheduler.inspecting import KEYS
from scheduler.lock import only_one
from tests.support.office import CONFIG, open_office

PAGE = """<html><head><title>三省一市签署长三角数据共享协议_某某网</title></head><body>
<h1>三省一市签署长三角数据共享协议</h1><p>2026-11-20 09:30 来源：某某日报</p><div class="content">
<p>11月20日，上海、江苏、浙江、安徽四地数据部门在合肥签署长三角数据共享合作协议，约定共建统一的公共数据目录。</p>
<p>协议明确，长三角一体化发展示范区先行试点，首批开放三百二十项数据，覆盖医保、社保和企业登记等领域。</p>
<p>四地将建立联席会议制度，每季度通报进展，并在2027年底前实现高频数据按需共享。</p></div></body></html>"""


@pytest.fixture
def office(tmp_path):
    return open_office(tmp_path)


WRONG = {
    "no config": (["-c", "none.toml", "run"], "none.toml: no such file; write one with `deltawatch init`"),
    "no such command": (["frobnicate"], "No such command 'frobnicate'"),
    "no such site": (["crawl", "--site", "moon"], "no such site in this config: moon"),
    "no such digest": (["digest", "--name", "weekly"], "no digest of this name in the config: weekly"),
    "a digest of the future": (["digest", "--date", "2999-01-01"], "which has not come yet"),
    "no such story": (["stories", "show", "7"], "no story 7"),
    "an address nobody has shown": (["explain", "http://a.example/x"], "nothing is known of 'http://a.example/x'"),
    "a time that is none": (["inspect", "--fetched-at", "yesterday", "x.html"], "not an ISO 8601 time: 'yesterday'"),
    "a demo in a file": (["demo", "--to", "topics.toml/demo"], "topics.toml/demo: cannot be written (Not a directory)"),
    "no such site to test": (["sites", "test", "moon"], "no such site: moon; see `deltawatch sites list --all`"),
    "an address that is none": (["import", "--url", "javascript:x", "topics.toml"], "not an http(s) address"),
    "one address for many files": (["import", "--url", "http://a.example/", "."], "is the address of one page"),
    "a page of no address": (["inspect", "--url", "http://[::1", "x.html"], "--url: not an address"),
    "neither file nor batch": (["inspect"], "give either files or --batch"),
    "a day without again": (["read", "--since", "2026-11-20"], "--since and --site go with --again"),
    "an unknown site to read again": (["read", "--again", "--site", "moon"], "no such site in this config: moon"),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_word_gets_one_clear_line_and_exit_2(office, words, message):
    answered = office.run(*words)

    assert answered.code == 2, answered
    assert message in answered.err
    assert "Traceback" not in answered.err


FAULTY = {
    "unknown key": ("timezne = 'UTC'", "deltawatch.toml:1: timezne: unknown key; did you mean 'timezone'?"),
    "malformed": ("[store\npath = 'x'", "deltawatch.toml:1: not valid TOML"),
    "a word for no site": ("[sites]\nuse = ['atlantis']", "sites.use: stands for no site: 'atlantis'; docs/sources.md"),
    "a site that is misspelt": ("[sites]\nskip = ['nanjin']", "stands for no site: 'nanjin'; did you mean 'nanjing'?"),
    "a tier that is none": ("[sites]\nskip = ['tier:moon']", "sites.skip: stands for no site: 'tier:moon'; docs/"),
    "a region in small letters": ("[sites]\nuse = ['region:js']", "'region:js'; did you mean 'region:JS'?"),
    "a source that is misspelt": ("[sites]\nskip = ['ndrc/tzg']", "'ndrc/tzg'; did you mean 'ndrc/tzgg'?"),
    "a folder of sites that is missing": ("[sites]\nfolder = 'mine'", "sites.folder: no such folder: mine"),
    "an area that is none": ("[[digest]]\nareas = ['moon']", "digest[1].areas: no policy area of this name"),
    "no day": ("[[digest]]\ndays = []", "deltawatch.toml:2: digest[1].days: "),
    "a time without its nought": (
        "[[digest]]\nat = '7:30'",
        "digest[1].at: should be written like 07:30 (given: '7:30')",
    ),
    "one reader without a list": ("[[digest]]\nto = 'a@b.example'", "digest[1].to: should be a list (given:"),
    "a header in the contact": ("[crawl]\ncontact = 'a\\r\\nX: y'".replace("'", '"'), "should be written like watch@"),
    "no store": ("[store]\npath = ''", "deltawatch.toml:2: store.path: "),
    "readers without a mail server": ("[[digest]]\nto = ['a@b.example']", "digest[1].to: there is no [mail] section"),
    "two digests of one name": ("[[digest]]\n[[digest]]", "digest[2].name: 'daily' is the name of an earlier digest"),
    "no topics": ("topics = 'none.toml'", "topics: no such file: none.toml"),
}


@pytest.mark.parametrize(("config", "message"), FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_config_starts_nothing(office, config, message):
    office.write("deltawatch.toml", config)
    answered = office.run("run")

    assert answered.code == 2
    assert message in answered.err
    assert not (office.folder / "data").exists()


def test_the_faults_of_all_files_are_told_at_once(office):
    office.write("deltawatch.toml", "[sites]\nuse = []\n")
    office.write("sites/a.toml", "id = 'a'\nnme = 'x'\n")
    office.write("topics.toml", (office.folder / "topics.toml").read_text(encoding="utf-8") + "\n[nonsense]\nx = 1\n")
    answered = office.run("check")

    assert answered.code == 2
    assert "sites/a.toml:2: nme: unknown key; did you mean 'name'?" in answered.err
    assert "nonsense" in answered.err


def test_a_config_in_another_encoding_is_named(office):
    (office.folder / "deltawatch.toml").write_bytes('timezone = "上海"'.encode("gb18030"))
    answered = office.start("check").end()

    assert (answered.code, "deltawatch.toml: is not UTF-8 text" in answered.err) == (2, True)


def test_init_overwrites_nothing(office):
    office.write("topics.toml", "# mine\n")
    answered = office.run("init", ".")

    assert answered.code == 0
    assert (office.folder / "topics.toml").read_text(encoding="utf-8") == "# mine\n"
    assert "topics.toml: exists, left as it is" in answered.err


def test_what_init_writes_passes_check(tmp_path):
    office = open_office(tmp_path, config="")
    (tmp_path / "deltawatch.toml").unlink()

    assert office.run("init", ".").code == 0
    assert office.run("check").code == 0


def test_a_missing_password_is_told_by_name_and_never_printed(office):
    mail = "[mail]\nhost = '127.0.0.1'\nsender = 'a@b.example'\nuser = 'u'\npassword_env = 'NO_SUCH_SECRET'\n"
    office.write("deltawatch.toml", "[sites]\nuse = []\n" + mail)

    answered = office.run("check")

    assert answered.code == 2
    assert "mail.password_env: the environment variable NO_SUCH_SECRET is not set" in answered.err


def test_a_second_one_leaves_at_once_and_says_who_is_at_work(office):
    store = office.folder / "data" / "deltawatch.sqlite"
    with only_one(store, "serve", datetime(2026, 11, 21, tzinfo=UTC)):
        answered = office.start("run").end()

    assert answered.code == 75
    assert "deltawatch serve, process" in answered.err


STORES = {
    "not a database": (b"no database at all, but long enough to be read" * 40, "is not a deltawatch store"),
    "another program's": (None, "is the database of another program"),
}


@pytest.mark.parametrize(("content", "message"), STORES.values(), ids=STORES.keys())
def test_a_store_that_is_none_is_refused(office, content, message):
    path = office.folder / "data" / "deltawatch.sqlite"
    path.parent.mkdir()
    if content is None:
        with sqlite3.connect(path) as other:
            other.execute("PRAGMA application_id = 99")
            other.execute("create table theirs (x)")
        other.close()
    else:
        path.write_bytes(content)

    answered = office.run("run")

    assert (answered.code, "Traceback" in answered.err) == (1, False)
    assert message in answered.err


def test_a_store_that_can_lie_nowhere_is_told_in_one_line(office):
    office.write("deltawatch.toml", "[sites]\nuse = []\n[store]\npath = 'topics.toml/deltawatch.sqlite'\n")

    for command in ("run", "status", "serve"):
        answered = office.run(command)
        assert (answered.code, "Traceback" in answered.err) == (1, False), command
        assert "topics.toml" in answered.err.splitlines()[-1]


def test_a_run_without_sites_makes_an_honest_digest(office):
    answered = office.run("run", "--json")

    assert answered.code == 0
    assert json.loads(answered.out)["sources"] == 0
    assert len(list((office.folder / "digests").glob("daily-*.html"))) == 1


def test_unreachable_sites_are_named_in_the_digest_and_the_run_ends_with_1(office):
    office.add_site("closed", "http://127.0.0.1:9/")
    office.add_site("nowhere", "http://no-such-host.invalid/news/")
    answered = office.run("run")
    digest = next((office.folder / "digests").glob("daily-*.txt")).read_text(encoding="utf-8")

    assert answered.code == 1
    assert "Traceback" not in answered.err
    assert "2 sources failed" in answered.err
    assert "closed" in digest
    assert "nowhere" in digest


def test_a_file_named_like_a_module_is_not_taken_for_it(office):
    office.add_site("closed", "http://127.0.0.1:9/")
    for name in ("attr", "json", "core", "scrapy", "logging"):
        office.write(f"{name}.py", "raise SystemExit('the wrong one')")
    answered = office.start("run").end()

    assert answered.code == 1
    assert "the wrong one" not in answered.err
    assert "closed/news: " in answered.err


def test_the_digest_of_a_day_is_made_once_and_then_written_again_as_it_was(office):
    office.run("run")
    path = next((office.folder / "digests").glob("daily-*.html"))
    first = path.read_bytes()
    path.unlink()
    answered = office.run("digest", "--date", path.stem.removeprefix("daily-"))

    assert answered.code == 0
    assert "was made" in answered.err
    assert path.read_bytes() == first


def test_a_digest_made_by_hand_before_its_time_is_the_one_of_its_day(office):
    zone = ZoneInfo("Asia/Shanghai")
    office.write("deltawatch.toml", CONFIG + "[[digest]]\nat = '23:59'\n")
    office.run("digest")
    made = json.loads(office.run("status", "--json").out)["digests"][0]

    assert datetime.fromisoformat(made["next"]).astimezone(zone).date() > date.fromisoformat(made["last"])


def test_inspect_answers_with_the_contract(office):
    office.write("page.html", PAGE)
    url, moment = "http://news.example/a.html", "2026-11-21T08:00:00+08:00"
    answered = json.loads(office.run("inspect", "--url", url, "--fetched-at", moment, "page.html").out)

    assert tuple(answered) == KEYS
    assert (answered["title"], answered["source"]) == ("三省一市签署长三角数据共享协议", "某某日报")
    assert (answered["published"], answered["on_topic"], answered["stale"]) == (
        "2026-11-20T09:30:00+08:00",
        "yes",
        False,
    )
    hits = [hit for tag in answered["tags"] for hit in tag["hits"] if hit["field"] == "text"]
    assert hits
    assert all(hit["snippet"] in answered["text"].replace("\n", " ") or hit["term"] for hit in hits)


def test_inspect_takes_the_rules_of_a_named_config(office):
    office.write("page.html", PAGE)
    office.write("other/deltawatch.toml", "[sites]\nuse = []\n")
    rules = (office.folder / "topics.toml").read_text(encoding="utf-8")
    office.write("other/topics.toml", rules.replace("yes = 4", "yes = 90").replace("related = 2", "related = 80"))

    assert json.loads(office.run("inspect", "page.html").out)["on_topic"] == "yes"
    assert json.loads(office.run("inspect", "--config", "other/deltawatch.toml", "page.html").out)["on_topic"] == "no"
    assert office.run("inspect", "--config", "none.toml", "page.html").code == 2


def test_inspect_answers_a_batch_in_its_order_whatever_is_in_it(office):
    office.write("page.html", PAGE)
    office.write("toxic.html", "<p " + "a=1 " * 100_000 + ">")
    requests = [{"path": "page.html"}, {"path": "none.html"}, {"path": "toxic.html"}, "nonsense", {"path": "page.html"}]
    answered = office.run("inspect", "--batch", "-", stdin="\n".join(map(json.dumps, requests)))
    lines = [json.loads(line) for line in answered.out.splitlines()]

    assert answered.code == 1
    assert [line["title"] is not None for line in lines] == [True, False, False, False, True]
    assert all(set(KEYS) <= set(line) for line in lines)
    assert "cannot be read" in lines[1]["reason"]
    assert "toxic" in lines[2]["reason"]
    assert "line 4 is no request" in lines[3]["reason"]


BAD_LINES = {
    "an address that is none": '{"path": "page.html", "url": "http://[::1"}',
    "an address that is a number": '{"path": "page.html", "url": 7}',
    "a list": "[1]",
    "brackets without end": "[" * 100_000,
    "other bytes than UTF-8": b'{"path": "page.html", "url": "\xd5\xc2"',
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_line_of_a_batch_that_is_no_request_costs_only_itself(office, line):
    office.write("page.html", PAGE)
    good = b'{"path": "page.html"}'
    (office.folder / "batch").write_bytes(
        b"\n".join([b"\xef\xbb\xbf" + good, line if isinstance(line, bytes) else line.encode(), good])
    )
    answered = office.run("inspect", "--batch", "batch")
    answers = [json.loads(line) for line in answered.out.splitlines()]

    assert answered.code == 1, answered.err
    assert [answer["title"] is not None for answer in answers] == [True, False, True]
    assert "line 2 is no request" in answers[1]["reason"]


def test_saved_pages_are_imported_read_found_and_explained(office):
    saved = PAGE.replace("<head>", '<head><link rel="canonical" href="http://news.example/a.html">')
    office.write("saved/a.html", saved)
    moment = "2026-11-20T10:00:00+08:00"

    assert "imported: 1 pages" in office.run("import", "--fetched-at", moment, "saved").err
    assert "read: 1 pages" in office.run("read").err
    found = json.loads(office.run("search", "--json", "合肥").out)
    assert [hit["title"] for hit in found] == ["三省一市签署长三角数据共享协议"]
    explained = office.run("explain", "https://news.example/a.html").out
    assert "verdict:" in explained
    assert "on topic: yes" in explained


NOTICE = """<title>关于印发长三角数据共享清单的通知</title><body><p class="yinti">三省一市携手推进</p>
<h1>关于印发长三角数据共享清单的通知</h1><p>沪数规〔2026〕12号</p><p>各有关单位：</p>
<p>现将长三角数据共享清单印发给你们，请认真贯彻执行。</p><p>上海市数据局</p><p>2026年11月19日</p></body>"""


def test_a_document_is_explained_and_inspected_with_its_facets(office):
    office.write("saved/notice.html", NOTICE)
    office.run("import", "--fetched-at", "2026-11-20T10:00:00+08:00", "saved")
    office.run("read")

    explained = office.run("explain", "1").out
    assert "  kicker     三省一市携手推进\n" in explained
    assert "  document   通知、清单, 沪数规〔2026〕12号, issued by 上海市数据局 (provincial)\n" in explained
    assert "written 2026-11-19 from foot: 上海市数据局 2026年11月19日" in explained
    answered = json.loads(office.run("inspect", "saved/notice.html").out)
    assert answered["kicker"] == "三省一市携手推进"
    assert answered["document"]["bodies"] == [{"name": "上海市数据局", "level": "provincial"}]
    assert {facet["where"] for facet in answered["document"]["evidence"]} == {"head", "title", "foot"}


def test_kept_pages_are_read_again_by_the_rules_of_now(office):
    office.write("saved/a.html", PAGE)
    office.run("import", "--fetched-at", "2026-11-20T10:00:00+08:00", "saved")
    office.run("read")
    topics = (office.folder / "topics.toml").read_text(encoding="utf-8")
    rule = '[[rule]]\nname = "catalogue"\nlabel = "数据目录"\nany = ["公共数据目录"]\npoints = 2\n'
    office.write("topics.toml", f"{topics}\n{rule}")

    assert "read: 0 pages" in office.run("read", "--again", "--since", "2026-11-21").err
    assert "数据目录  公共数据目录" not in office.run("explain", "1").out
    told = office.run("read", "--again", "--since", "2026-11-20").err
    assert "0 new stories, 0 copies" in told
    assert "1 read anew, 1 articles changed" in told
    assert re.search(r"article 1 «[^»]+»: on topic: yes \(\d+\) -> yes \(\d+\)", told)
    assert "1 read anew, 0 articles changed" in office.run("read", "--again").err
    assert re.search(r"\+2  rule +数据目录 +公共数据目录 in text", office.run("explain", "1").out)


EMPTY = {
    "stories": (["stories"], "no stories yet\n"),
    "held": (["held"], "nothing is held\n"),
    "search": (["search", "示范区"], "nothing found\n"),
}


@pytest.mark.parametrize(("words", "message"), EMPTY.values(), ids=EMPTY.keys())
def test_nothing_is_said_to_be_nothing(office, words, message):
    answered = office.run(*words)

    assert (answered.code, answered.out, answered.err) == (0, "", message)
    assert json.loads(office.run(*words, "--json").out) == []


def test_a_site_can_be_tried_before_it_is_switched_on(office):
    with Newsroom() as newsroom:
        host = f"http://gov.newsroom.localhost:{newsroom.port}"
        office.add_site("trial", f"{host}/news/")
        site = office.folder / "sites" / "trial.toml"
        site.write_text(site.read_text(encoding="utf-8") + "enabled = false\n", encoding="utf-8")
        answered = office.run("sites", "test", "trial", "--json")
        links = json.loads(answered.out)

    assert answered.code == 0, answered.err
    assert "8 new links, 1 pages, 0 sources failed" in answered.err
    assert {(link["site"], link["source"]) for link in links} == {("trial", "news")}
    assert all(link["url"].startswith(f"{host}/news/") and link["listed"] for link in links)
    assert not (office.folder / "data").exists()


def test_a_site_that_shows_nothing_is_told_by_its_trial(office):
    office.add_site("closed", "http://127.0.0.1:9/")
    answered = office.run("sites", "test", "closed")

    assert answered.code == 1
    assert "closed/news:" in answered.err
    assert "no links" in answered.err


def test_what_is_held_can_be_released(office):
    office.write(
        "saved/a.html", PAGE.replace("<head>", '<head><link rel="canonical" href="http://unknown.example/a.html">')
    )
    office.run("import", "--fetched-at", "2026-11-20T10:00:00+08:00", "saved")
    office.run("read")
    held = json.loads(office.run("held", "--json").out)
    assert [entry["why"] for entry in held] == ["unknown host"]

    assert office.run("held", "release", str(held[0]["article"])).code == 0
    assert json.loads(office.run("held", "--json").out) == []
    assert len(json.loads(office.run("stories", "--json").out)) == 1


def test_a_backup_can_be_restored(office):
    office.run("run")
    office.run("backup", "--to", "copies")
    copy = next(Path(office.folder / "copies").glob("*.sqlite"))
    store = office.folder / "data" / "deltawatch.sqlite"
    store.write_bytes(b"rubbish" * 1000)

    assert office.run("restore", str(copy)).code == 0
    assert office.run("status").code == 0


def test_status_is_told_in_words_and_as_json(office):
    office.add_site("closed", "http://127.0.0.1:9/")
    office.run("run")
    status = json.loads(office.run("status", "--json").out)

    assert [source["state"] for source in status["sources"]] == ["failing"]
    assert status["digests"][0]["last"] is not None
    assert "closed/news: failing never well: robots.txt cannot be had: connection refused" in office.run("status").out


def test_sites_list_tells_the_health_of_each_source_and_what_to_do(office):
    office.add_site("closed", "http://127.0.0.1:9/")
    office.run("run")

    (closed,) = json.loads(office.run("sites", "list", "--json").out)
    listed = office.run("sites", "list", "--problems")

    assert (closed["state"], closed["blind"], closed["failures"], closed["since"]) == ("failing", True, 1, None)
    assert closed["next_look"] > closed["last_look"]
    assert closed["evidence"].startswith("robots.txt cannot be had: connection refused")
    assert listed.out.split("\t")[:4] == ["closed/news", "closed", "failing", ""]
    assert "closed/news: open the list in a browser" in listed.err


def test_what_was_never_looked_at_is_counted_and_not_named(office):
    office.add_site("fresh", "http://127.0.0.1:9/")
    told = office.run("status").out

    assert "1 not looked at yet: `deltawatch run` does it" in told
    assert "fresh/news" not in told


def test_of_many_failures_the_first_are_named(office):
    for number in range(22):
        office.add_site(f"closed-{number}", f"http://127.0.0.1:9/{number}/")
    told = office.run("crawl").err

    assert told.count(": deferred: ") == 20
    assert "and 2 more: `deltawatch sites list --problems` names them" in told
    assert "nothing answered: is this machine online?" in told


def test_a_wall_of_rubbish_in_a_title_reaches_no_terminal_as_it_is(office):
    rubbish = PAGE.replace("三省一市签署", "\x1b[31m\u202e三省一市签署").replace(
        "<head>", '<head><link rel="canonical" href="http://u.example/a.html">')  # fmt: skip
    office.write("saved/a.html", rubbish)
    office.run("import", "--fetched-at", "2026-11-20T10:00:00+08:00", "saved")
    office.run("read")
    answered = office.run("held")

    assert "三省一市签署" in answered.out
    assert not {"\x1b", "\u202e"} & set(answered.out + answered.err)


def test_a_bug_shows_its_traceback_and_a_code_of_its_own(office):
    broken = "import scheduler.status, scheduler.cli; scheduler.status.status = None; scheduler.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", broken, "status"], cwd=office.folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 70
    assert "TypeError" in done.stderr


HEAVY = ("scrapy", "twisted", "core.extract", "trafilatura", "dateparser", "jinja2", "pebble", "digest.channels")


def test_a_command_that_only_looks_imports_nothing_that_fetches_reads_or_writes_digests(office):
    look = "import sys; from scheduler.cli import cli; cli(['stories'], standalone_mode=False); "
    done = subprocess.run(
        [sys.executable, "-c", f"{look}print([name for name in {HEAVY} if name in sys.modules])"],
        cwd=office.folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "no stories yet\n")
