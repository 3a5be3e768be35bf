"""Whatever is wrong in a person's file is told at once, with file, line, key and the nearest known key."""

import pytest

from core.config import Config, DigestSettings
from core.settings import ConfigError, parse
from core.site import Site

FAULTY = {
    "unknown key": ('timezne = "Asia/Shanghai"', "c.toml:1: timezne: unknown key; did you mean 'timezone'?"),
    "unknown key in a table": ("[store]\nkeep_page_days = 3", "c.toml:2: store.keep_page_days: unknown key; did"),
    "in the second table of a list": ('[[digest]]\n[[digest]]\nname = "b"\nformat = ["md"]',
                                      "c.toml:4: digest[2].format: unknown key; did you mean 'formats'?"),
    "missing key": ('[mail]\nhost = "a.example"', "c.toml:1: mail.sender: is missing"),
    "no such zone": ('timezone = "Mars/Phobos"', "c.toml:1: timezone: no such time zone"),
    "no such time": ('[[digest]]\nat = "25:00"', "c.toml:2: digest[1].at:"),
    "no mail box": ('[[digest]]\nto = ["a@b.cn", "nobody"]', "c.toml:2: digest[1].to[2]:"),
    "wrong type": ('[read]\nworkers = "many"', "c.toml:2: read.workers:"),
    "out of range": ("[crawl]\nparallel_sites = 0", "c.toml:2: crawl.parallel_sites:"),
    "an empty list": ("[[digest]]\ndays = []", "c.toml:2: digest[1].days: should not be empty"),
    "an empty name of a file": ('topics = ""', "c.toml:1: topics: should not be empty"),
    "an empty title": ('[[digest]]\ntitle = " "', "c.toml:2: digest[1].title: should be written like"),
    "not TOML": ('a = "x"\nb = [1,\nc', "c.toml:3: not valid TOML"),
    "full-width quotes": ("a = 1 # “\ntimezone = “UTC”", "c.toml:2: not valid TOML: Invalid value; “ 是全角标点"),
    "a full-width comma": ('[sites]\nuse = ["a，b"，"c"]', "c.toml:2: not valid TOML: Unclosed array; ， 是全角标点"),
    "a Chinese name without quotes": ("时区 = 'UTC'", "c.toml:1: not valid TOML: Invalid statement; 等号前的中文名"),
    "a key twice": ("timezone = 'UTC'\ntimezone = 'UTC'", "c.toml:2: not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAULTY.values(), ids=FAULTY.keys())
def test_a_fault_is_told_with_its_place(text, expected):
    with pytest.raises(ConfigError) as caught:
        parse(text, "c.toml", Config)

    assert str(caught.value).startswith(expected)


def test_what_no_keyboard_slipped_in_has_no_such_hint():
    with pytest.raises(ConfigError, match=r"^c\.toml:1: not valid TOML: Invalid value$"):
        parse("timezone = UTC # “时区”，", "c.toml", Config)


def test_all_faults_are_told_at_once():
    with pytest.raises(ConfigError) as caught:
        parse('timezone = "x"\nnonsense = 1\n[crawl]\ntimeout = -1\n', "c.toml", Config)

    assert [fault.line for fault in caught.value.faults] == [1, 4, 2]


def test_an_empty_file_is_the_default_config():
    assert parse("", "c.toml", Config) == Config(digest=(DigestSettings(),))


def test_a_site_file_is_checked_the_same_way():
    text = 'id = "Big"\nname = "n"\nhome = "ftp://a"\ntier = "isuer"\n[[sources]]\nid = "a"\nkind = "feed"\nurl = "http://a/"\n'
    with pytest.raises(ConfigError) as caught:
        parse(text, "s.toml", Site)

    assert [(fault.line, fault.key) for fault in caught.value.faults] == [(1, "id"), (3, "home"), (4, "tier")]
