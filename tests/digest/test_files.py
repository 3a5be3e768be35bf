"""Files appear whole under safe names, and a page lists them."""

import errno
import os
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from digest.errors import DigestError
from digest.files import file_name
from digest.files import write as write_contents
from digest.forms import contents
from tests.support.digests import DAY, digest_of, settings

CONTENTS = contents(digest_of(), ("html", "md", "txt", "json"))


def write(settings, folder, day):
    return write_contents({form: CONTENTS[form] for form in settings.formats}, settings, folder, day)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_forms_that_were_asked_for_are_written(tmp_path):
    paths = write(settings(formats=("html", "json")), tmp_path / "a" / "b", DAY)
    assert [path.name for path in paths] == ["daily-2026-11-21.html", "daily-2026-11-21.json"]
    assert names(tmp_path / "a" / "b") == ["daily-2026-11-21.html", "daily-2026-11-21.json", "index.html"]
    assert paths[0].read_bytes() == CONTENTS["html"]
    assert paths[1].read_bytes() == CONTENTS["json"]


def test_writing_again_gives_the_same_files(tmp_path):
    write(settings(), tmp_path, DAY)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write(settings(), tmp_path, DAY)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_index_lists_the_latest_first_with_what_is_in_it(tmp_path):
    for day in (date(2026, 11, 9), date(2026, 11, 21), date(2026, 11, 20)):
        write(settings(), tmp_path, day)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert page.xpath("//a[@class='day']/text()") == [
        "2026年11月21日 星期六",
        "2026年11月20日 星期五",
        "2026年11月9日 星期一",
    ]
    assert page.xpath("//a[@class='day']/@href")[0] == "daily-2026-11-21.html"
    assert page.xpath("//li[1]//span[@class='forms']/a/text()") == ["html", "md", "txt", "json"]
    assert page.xpath("//span[@class='what']/text()")[0] == "7 条 · 9 家信源 · 待核 2 条 · 未收录 5 篇 · 盲区 60%"


def test_every_link_of_the_index_leads_to_a_file(tmp_path):
    write(settings(formats=("md", "txt")), tmp_path, DAY)
    write(settings(name="weekly"), tmp_path, DAY)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert all((tmp_path / link).is_file() for link in page.xpath("//@href"))


def test_the_index_leads_to_feeds(tmp_path):
    for name in ("daily.atom", "weekly.feed.json", "A.atom", "daily.atom.tmp", "feed.json"):
        (tmp_path / name).write_text("", encoding="utf-8")
    write(settings(), tmp_path, DAY)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert page.xpath("//p[@class='note']/a/@href") == ["daily.atom", "weekly.feed.json"]
    assert page.xpath("//p[@class='note']/a/text()") == ["daily Atom", "weekly JSON Feed"]
    assert [(each.get("type"), each.get("href")) for each in page.xpath("//link[@rel='alternate']")] == [
        ("application/atom+xml", "daily.atom"),
        ("application/feed+json", "weekly.feed.json"),
    ]


def test_other_files_in_the_folder_are_not_listed(tmp_path):
    for name in ("notes.html", "daily-2026-13-45.html", "<b>-2026-11-21.html", ".daily-2026-11-20.html.tmp"):
        (tmp_path / name).write_text('<meta name="description" content="x">', encoding="utf-8")
    (tmp_path / "daily-2026-11-19.html").mkdir()
    write(settings(), tmp_path, DAY)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert page.xpath("//a[@class='day']/@href") == ["daily-2026-11-21.html"]


def test_a_file_of_another_hand_under_our_name_is_listed_and_harmless(tmp_path):
    alien = '<meta name="description" content="&lt;script&gt;alert(1)&lt;/script&gt;">'
    (tmp_path / "daily-2026-11-20.html").write_text(alien, encoding="utf-8")
    write(settings(), tmp_path, DAY)
    page = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.xpath("//span[@class='what']/text()")


@pytest.mark.parametrize("name", ["../daily", "/etc/x", "a/b", "", "A", "x" * 60, "a\nb", ".."])
def test_a_name_cannot_leave_the_folder(name, tmp_path):
    with pytest.raises(DigestError, match="not a name"):
        file_name(name, DAY, "html")
    with pytest.raises(DigestError, match="not a name"):
        file_name(name, DAY, "atom")
    with pytest.raises(DigestError, match="not a name"):
        write(settings(name=name), tmp_path, DAY)
    assert names(tmp_path) == []


def test_a_file_where_the_folder_should_be_is_told(tmp_path):
    (tmp_path / "digests").write_text("", encoding="utf-8")
    with pytest.raises(DigestError, match=re.escape(str(tmp_path / "digests"))):
        write(settings(), tmp_path / "digests", DAY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(DigestError, match="Permission denied"):
        write(settings(), tmp_path, DAY)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told_and_the_old_file_still_stands(tmp_path):
    old = tmp_path / "daily-2026-11-21.html"
    old.write_text("old", encoding="utf-8")
    # Whatever is written to this device fails as on a full disk.
    (tmp_path / ".daily-2026-11-21.html.tmp").symlink_to("/dev/full")
    with pytest.raises(DigestError, match=os.strerror(errno.ENOSPC)):
        write(settings(), tmp_path, DAY)
    assert old.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["daily-2026-11-21.html"]


def test_what_a_killed_process_left_behind_is_replaced(tmp_path):
    (tmp_path / ".daily-2026-11-21.html.tmp").write_text("half", encoding="utf-8")
    write(settings(formats=("html",)), tmp_path, DAY)
    assert names(tmp_path) == ["daily-2026-11-21.html", "index.html"]
