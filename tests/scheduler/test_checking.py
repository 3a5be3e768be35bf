"""What of a config does not go together is told all at once, with its lines."""

import pytest

from core.config import Config
from core.settings import ConfigError, Origin, parse
from scheduler.checking import faults_of
from scheduler.resources import build_rules, load, prove_surroundings, shipped_text

RULES = build_rules(shipped_text("topics.toml"), (), "topics.toml")
HOOK = '[[channel]]\nname = "hook"\nkind = "webhook"\nurl = "https://hooks.example/"\n'
ROBOT = '[[channel]]\nname = "chat"\nkind = "{kind}"\n'
MAIL = '[mail]\npreset = "qq"\nsender = "a@qq.com"\n'


def told(text, rules=RULES):
    return [str(fault) for fault in faults_of(parse(text, "c.toml", Config), rules, Origin("c.toml", text))]


GOOD = {
    "nothing": "",
    "an audience of everything": MAIL
    + HOOK
    + """
[[digest]]
name = "ecology-weekly"
every = "week"
days = ["fri"]
quiet = "22:00-07:00"
areas = ["ecology"]
places = ["江苏", "320500", "SH"]
tiers = ["issuer", "central"]
min_score = 6
most_stories = 30
to = ["a@office.example"]
channels = ["hook"]
""",
    "a month": '[[digest]]\nevery = "month"\nmonth_day = 15',
    "a robot by its environment": ROBOT.format(kind="feishu") + 'url_env = "HOOK"\nsecret_env = "SECRET"',
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_goes_together_is_fine(text):
    assert told(text) == []


FAULTS = {
    "a channel that is none": (
        HOOK + '[[digest]]\nchannels = ["hok"]',
        "c.toml:6: digest[1].channels: no [[channel]] of this name: 'hok'; did you mean 'hook'?",
    ),
    "two channels of one name": (HOOK + HOOK, "c.toml:6: channel[2].name: 'hook' is the name of an earlier channel"),
    "a channel called mail": (HOOK.replace("hook", "mail", 1), "c.toml:2: channel[1].name: 'mail' stands for"),
    "a key in the config": (
        ROBOT.format(kind="wecom") + 'url = "https://chat.example/?key=1"',
        "c.toml:4: channel[1].url: holds a key",
    ),
    "no address": (ROBOT.format(kind="dingtalk"), "c.toml:1: channel[1]: needs one of url_env, url_file"),
    "two addresses": (HOOK + 'url_env = "X"', "c.toml:1: channel[1]: needs one of url_env, url_file and url"),
    "two secrets": (
        HOOK + 'secret_env = "X"\nsecret_file = "y"',
        "c.toml:6: channel[1].secret_file: there is secret_env",
    ),
    "a secret that signs nothing": (
        ROBOT.format(kind="wecom") + 'url_env = "X"\nsecret_env = "Y"',
        "c.toml:1: channel[1]: a WeCom robot",
    ),
    "a network for apprise, which connects by itself": (
        ROBOT.format(kind="apprise") + 'url_env = "X"\nallow_networks = ["10.0.0.0/8"]',
        "c.toml:1: channel[1]: apprise knows all from the address",
    ),
    "an address of apprise in the config": (
        ROBOT.format(kind="apprise") + 'url = "json://user:key@chat.example"',
        "c.toml:4: channel[1].url: holds a key",
    ),
    "a day of the month for a week": (
        '[[digest]]\nevery = "week"\nmonth_day = 3',
        'c.toml:3: digest[1].month_day: counts only with every = "month"',
    ),
    "a digest in the folder of the archive": (
        '[[digest]]\nfolder = "archive/"\n[archive]\n',
        "c.toml:2: digest[1].folder: is the folder of the archive",
    ),
    "quiet all day": ('[[digest]]\nquiet = "07:00-07:00"', "c.toml:2: digest[1].quiet: begins and ends"),
    "readers without a server": ('[[digest]]\nto = ["a@b.example"]', "c.toml:2: digest[1].to: there is no [mail]"),
    "an area": ('[[digest]]\nareas = ["moon"]', "digest[1].areas: no policy area of this name in the topics: 'moon'"),
    "a rule": ('[[digest]]\nrules = ["mine"]', "c.toml:2: digest[1].rules: no rule of this name in the topics: 'mine'"),
    "a place": ('[[digest]]\nplaces = ["苏洲"]', "c.toml:2: digest[1].places: no place of this name in the topics"),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_is_told(text, expected):
    found = told(text)
    assert len(found) == 1
    assert found[0].startswith(expected) or expected in found[0]


def test_all_are_told_at_once():
    texts = [text for text, _ in FAULTS.values() if text.startswith("[[digest]]")]
    named = "\n".join(text.replace("[[digest]]", f'[[digest]]\nname = "d{n}"') for n, text in enumerate(texts))
    assert len(told(named)) == len(texts)


def test_names_of_the_topics_are_not_looked_up_where_the_topics_are_faulty():
    assert told('[[digest]]\nareas = ["moon"]\nto = ["a@b.example"]', None) == [
        "c.toml:3: digest[1].to: there is no [mail] section to send by"
    ]


PRESETS = {
    "a known service": ('preset = "163"', ("smtp.163.com", 465, "tls")),
    "one that begins in the clear": ('preset = "outlook"', ("smtp-mail.outlook.com", 587, "starttls")),
    "with a port of one's own": ('preset = "exmail"\nport = 994', ("smtp.exmail.qq.com", 994, "tls")),
    "none": ('host = "smtp.office.example"', ("smtp.office.example", 465, "tls")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PRESETS.values(), ids=PRESETS)
def test_a_mail_service_is_known_by_its_name(text, expected):
    mail = parse(f'[mail]\n{text}\nsender = "a@x.example"', "c.toml", Config).mail
    assert (mail.host, mail.port, mail.security) == expected


def test_an_unknown_mail_service_is_told_with_the_nearest():
    with pytest.raises(ConfigError) as error:
        parse('[mail]\npreset = "exmial"\nsender = "a@x.example"', "c.toml", Config)
    assert "c.toml:2: mail.preset: did you mean 'exmail'?" in str(error.value)


SURROUNDINGS = {
    "a site": ('[sites]\nuse = ["nanjng"]', "mine.toml:2: sites.use: stands for no site: 'nanjng'; did you mean"),
    "a folder of sites": ('[sites]\nfolder = "gone"', "mine.toml:2: sites.folder: no such folder: gone"),
    "a file of topics": ('topics = "gone.toml"', "mine.toml:1: topics: no such file: gone.toml"),
    "a variable": (
        MAIL + 'user = "a@qq.com"\npassword_env = "DELTAWATCH_TEST_GONE"',
        "mine.toml:5: mail.password_env: the environment variable DELTAWATCH_TEST_GONE is not set",
    ),
    "a file with a password": (
        MAIL + 'user = "a@qq.com"\npassword_file = "gone"',
        "mine.toml:5: mail.password_file: cannot be read",
    ),
    "a password": (MAIL + 'user = "a@qq.com"', "mine.toml:1: mail: mail.user needs"),
    "a file with an address": (
        HOOK + ROBOT.format(kind="wecom") + 'url_file = "gone"',
        "mine.toml:8: channel[2].url_file: cannot be read",
    ),
    "an address": (HOOK.replace("https", "ftp"), "mine.toml:4: channel[1].url: should be written like"),
}


@pytest.mark.parametrize(("text", "expected"), SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_what_is_not_to_be_had_is_told_with_its_place_in_the_very_file(text, expected, tmp_path):
    (tmp_path / "topics.toml").write_text(shipped_text("topics.toml"), encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        prove_surroundings(load(tmp_path / "mine.toml"))
    assert str(error.value).startswith(expected)
