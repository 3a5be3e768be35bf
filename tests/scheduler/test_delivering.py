"""What waits in the outbox leaves once, by every channel, whatever breaks and whenever the process is killed."""

import base64
import json
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.config import ChannelSettings, Config, DigestSettings, MailSettings
from core.digest import DeliveryState, Letter, Window
from core.settings import ConfigError
from digest.channels import letters
from digest.outbox import GIVE_UP_AFTER
from digest.render import render
from newsroom.smtp import Sink
from scheduler.delivering import deliver, deliverable, resend
from scheduler.jobs import draft, why_due
from scheduler.plan import DueDigest
from scheduler.resources import Setup, build_rules, shipped_text
from scheduler.status import status, words
from store import open_store
from tests.support.digests import digest_of, story
from tests.support.hook import LOOPBACK, MAIL_AND_HOOK, Hook, Says
from tests.support.office import CHECKOUT

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
DIGEST = digest_of()
LONG = digest_of(
    tuple(story(n, f"长三角一体化示范区第{n}批制度创新成果发布" + "新" * 60, "长三角一体化。") for n in range(1, 40))
)
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
RULES = build_rules(shipped_text("topics.toml"), (), "topics.toml")
READER = "a@office.example"


def at(minutes=0.0):
    return on(NOW + timedelta(minutes=minutes))


def on(moment):
    return lambda: moment


def setup_of(folder, hook, sink, **digest):
    """An office whose digest goes to one reader by mail and to each kind of channel."""
    kinds = ("webhook", "wecom", "dingtalk", "feishu")
    (folder / "url").write_text(hook.url)
    (folder / "secret").write_text(SECRET)
    channels = tuple(
        ChannelSettings(
            name=f"to-{kind}",
            kind=kind,
            url_file="url",
            secret_file=None if kind == "wecom" else "secret",
            allow_networks=LOOPBACK,
            timeout=5,
        )
        for kind in kinds
    )
    wanted = {"to": (READER,), "channels": tuple(each.name for each in channels), **digest}
    config = Config(
        digest=(DigestSettings(**wanted),),
        mail=MailSettings(host="127.0.0.1", port=sink.port, security="none", sender="watch@office.example"),
        channel=channels,
    )
    return Setup(config=config, folder=folder, sites=(), rules=RULES)


def saved(setup, store, digest=DIGEST):
    rendered = render(digest)
    written = letters(rendered, digest, setup.config.digest[0], setup.config.mail, setup.config.channel)
    return store.digests.save(digest.name, digest.local_date, digest.window, rendered.json, (), written, NOW)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "data" / "deltawatch.sqlite") as store:
        yield store


@pytest.fixture
def hook():
    with Hook(Says(body=b'{"code": 0, "errcode": 0}')) as hook:
        yield hook


@pytest.fixture
def sink():
    with Sink() as sink:
        yield sink


def states(store, digest):
    return {each.recipient: each.state for each in store.deliveries.of(digest)}


def test_every_channel_gets_it_once_however_often_it_is_asked(tmp_path, store, hook, sink):
    setup = setup_of(tmp_path, hook, sink)
    digest = saved(setup, store)
    reports = [deliver(setup, store, at(minutes)) for minutes in (0, 1, 600)]

    assert [report.sent for report in reports] == [5, 0, 0]
    assert set(states(store, digest).values()) == {DeliveryState.SENT}
    assert (len(sink.mails), len(hook.posted)) == (1, 4)


def test_one_channel_that_is_down_holds_up_no_other_and_gets_it_when_it_is_back(tmp_path, store, hook, sink):
    hook.then = [Says(status=500)]
    setup = setup_of(tmp_path, hook, sink)
    digest = saved(setup, store)

    assert deliver(setup, store, at()).sent == 4
    assert states(store, digest)["to-webhook"] is DeliveryState.RETRY
    assert deliver(setup, store, at(4)).sent == 0
    assert deliver(setup, store, at(5)).sent == 1
    assert (len(sink.mails), len(hook.posted)) == (1, 5)


def test_a_chat_of_several_messages_goes_on_where_it_was_refused(tmp_path, store, hook, sink):
    taken = Says(body=b'{"errcode": 0}')
    hook.then = [taken, Says(body=b'{"errcode": 45009, "errmsg": "too many"}')]
    setup = setup_of(tmp_path, hook, sink, to=(), channels=("to-wecom",))
    digest = saved(setup, store, LONG)

    deliver(setup, store, at())
    (waiting,) = store.deliveries.of(digest)
    assert (waiting.state, waiting.accepted) == (DeliveryState.RETRY, 1)
    deliver(setup, store, at(1))

    (done,) = store.deliveries.of(digest)
    bodies = [posted.body for posted in hook.posted]
    assert done.state is DeliveryState.SENT
    assert done.accepted == len(done.body.splitlines()) > 2
    assert bodies == [bodies[0], bodies[1], *done.body.splitlines()[1:]]


def test_nothing_rings_in_quiet_hours_and_all_rings_after(tmp_path, store, hook, sink):
    # NOW is 08:00 in Shanghai.
    setup = setup_of(tmp_path, hook, sink, quiet="22:00-09:00")
    saved(setup, store)

    assert "messages" not in why_due(setup, store, NOW)
    assert deliver(setup, store, at()).sent == 0
    assert "5 messages" in why_due(setup, store, NOW + timedelta(hours=1))
    assert deliver(setup, store, at(60)).sent == 5


def test_what_the_config_has_no_way_for_waits_and_wakes_nobody(tmp_path, store, hook, sink):
    setup = setup_of(tmp_path, hook, sink)
    saved(setup, store)
    without = replace(setup, config=replace(setup.config, mail=None, channel=()))

    assert deliverable(without, store, NOW) == ()
    assert "messages" not in why_due(without, store, NOW)
    assert deliver(setup, store, at()).sent == 5


def test_a_secret_that_is_not_to_be_had_holds_up_its_own_channel_only(tmp_path, store, hook, sink):
    setup = setup_of(tmp_path, hook, sink)
    digest = saved(setup, store)
    (tmp_path / "secret").unlink()
    report = deliver(setup, store, at())

    assert report.sent == 2  # the mail, and WeCom, which signs nothing
    assert all("secret_file: cannot be read" in fault for fault in report.faults)
    assert states(store, digest)["to-feishu"] is DeliveryState.PENDING


def test_a_reader_whose_server_is_slow_to_trust_gets_it_later_and_the_others_once(tmp_path, store, hook, sink):
    others = ("b@office.example", "c@office.example")
    sink.defer = {READER}
    setup = setup_of(tmp_path, hook, sink, to=(READER, *others), channels=())
    digest = saved(setup, store)

    assert deliver(setup, store, at()).faults == [f"{READER}: retry: 451 4.3.0 try again later"]
    sink.defer = set()
    assert [deliver(setup, store, at(minutes)).sent for minutes in (4, 5, 60)] == [0, 1, 0]
    assert sorted(mail.recipient for mail in sink.mails) == sorted((READER, *others))
    assert set(states(store, digest).values()) == {DeliveryState.SENT}


def test_a_connection_lost_twice_after_the_mail_is_not_tried_a_third_time_and_says_so(tmp_path, store, hook, sink):
    sink.drop_after_data = True
    setup = setup_of(tmp_path, hook, sink, channels=())
    digest = saved(setup, store)
    for minutes in (0, 5, 20, 300):
        deliver(setup, store, at(minutes))

    (ended,) = store.deliveries.of(digest)
    first, second = sink.mails
    assert first.raw == second.raw
    assert ended.state is DeliveryState.REFUSED
    assert ended.answer.startswith("uncertain twice, it may have arrived")


def test_a_channel_of_apprise_gets_each_message_once_and_is_tried_again_where_it_was_not_taken(
    tmp_path, store, hook, sink
):
    hook.then = [Says(), Says(status=500)]
    setup = setup_of(tmp_path, hook, sink, to=(), channels=("phones",))
    (tmp_path / "apprise").write_text(hook.url.replace("http://", "json://").partition("?")[0])
    phones = ChannelSettings(name="phones", kind="apprise", url_file="apprise", timeout=5)
    setup = replace(setup, config=replace(setup.config, channel=(phones,)))
    digest = saved(setup, store, LONG)

    assert deliver(setup, store, at()).faults == ["phones: retry: JSON did not take it, error 500"]
    assert deliver(setup, store, at(5)).sent == 1
    (done,) = store.deliveries.of(digest)
    got = [posted.json["message"] for posted in hook.posted]
    wanted = [json.loads(line)["body"] for line in done.body.splitlines()]
    assert len(wanted) > 2
    assert got == [*wanted[:2], *wanted[1:]]


def test_what_was_given_up_is_told_in_status_and_in_the_next_digest_without_a_name(tmp_path, store, hook, sink):
    hook.says = Says(status=500)
    setup = setup_of(tmp_path, hook, sink, to=(), channels=("to-webhook",))
    digest = saved(setup, store)
    later = NOW
    while True:
        deliver(setup, store, on(later))
        (waiting,) = store.deliveries.of(digest)
        if waiting.next_try is None:
            break
        later = waiting.next_try
    assert later - NOW <= GIVE_UP_AFTER

    told = "\n".join(words(status(setup, store, later)))
    assert "daily of 2026-11-21 to to-webhook was not taken: gave up after 12 tries" in told
    assert "deltawatch digest resend --name daily --date 2026-11-21 --to to-webhook" in told
    window = Window(since=NOW, until=later)
    following = draft(setup, store, DueDigest(setup.config.digest[0], later.date(), window), later)
    assert following.digest.undelivered == 1
    assert "to-webhook" not in following.rendered.text
    assert "未能送达" in following.rendered.text
    assert "未能送达" in following.rendered.html
    after_that = Window(since=later, until=later + timedelta(days=1))
    assert (
        draft(setup, store, DueDigest(setup.config.digest[0], later.date(), after_that), later).digest.undelivered == 0
    )


def test_what_is_still_tried_is_told_in_the_next_digest_too(tmp_path, store, hook, sink):
    hook.says = Says(status=500)
    setup = setup_of(tmp_path, hook, sink)
    saved(setup, store)
    deliver(setup, store, at())

    assert len(store.deliveries.failed("daily", NOW, NOW + timedelta(days=1))) == 4
    assert store.deliveries.failed("weekly", NOW, NOW + timedelta(days=1)) == ()


# --- on purpose ------------------------------------------------------------------------------------------------------


def test_what_is_sent_again_on_purpose_has_an_id_of_its_own_and_goes_to_whom_it_is_meant_for(
    tmp_path, store, hook, sink
):
    setup = setup_of(tmp_path, hook, sink, quiet="22:00-09:00")
    digest = saved(setup, store)
    deliver(setup, store, at(60))
    report = resend(setup, store, store.digests.last("daily"), READER, at(-60))

    first, second = sink.mails
    assert (report.sent, len(hook.posted)) == (1, 4)
    assert first.message["Message-ID"] != second.message["Message-ID"]
    assert first.message.get_body(("plain",)).get_content() == second.message.get_body(("plain",)).get_content()
    assert len(store.deliveries.of(digest)) == 6
    assert resend(setup, store, store.digests.last("daily"), None, at(0)).sent == 5
    assert len({mail.message["Message-ID"] for mail in sink.mails}) == 3


def test_a_reader_who_is_not_in_the_config_gets_nothing(tmp_path, store, hook, sink):
    setup = setup_of(tmp_path, hook, sink)
    digest = saved(setup, store)
    with pytest.raises(ConfigError, match=f"it goes to: .*{READER}"):
        resend(setup, store, store.digests.last("daily"), "stranger@else.example", at())
    assert len(store.deliveries.of(digest)) == 5


def test_no_more_messages_leave_in_one_go_than_a_robot_takes_in_a_minute(tmp_path, store, hook, sink):
    setup = setup_of(tmp_path, hook, sink)
    digest = saved(setup, store)
    body = b"\n".join(b'{"n": %d}' % n for n in range(25))
    store.deliveries.add(digest, [Letter(channel="to-wecom", recipient="to-wecom", message_id="x", body=body)])
    store.deliveries.add(digest, [Letter(channel="to-wecom", recipient="to-wecom", message_id="y", body=b'{"n": 99}')])

    deliver(setup, store, at())
    assert sum(b'"n"' in posted.body for posted in hook.posted) == 19  # and the digest
    deliver(setup, store, at(1))
    numbers = [json.loads(posted.body)["n"] for posted in hook.posted if b'"n"' in posted.body]
    assert numbers == [*range(25), 99]


# --- killed ----------------------------------------------------------------------------------------------------------

# `deliver` as it is, in a process that ends itself without warning at one step.
DYING = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from scheduler import delivering
from scheduler.resources import load
from store import open_store
from store.deliveries import Deliveries

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def dying(call, *, before):
    def called(*words):
        if before:
            die()
        call(*words)
        die()
    return called

step, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
setup = load(Path("deltawatch.toml"))
if step == "before it is claimed":
    Deliveries.claim = dying(Deliveries.claim, before=True)
elif step == "after it is claimed":
    Deliveries.claim = dying(Deliveries.claim, before=False)
elif step == "after it is handed over":
    Deliveries.record = dying(Deliveries.record, before=True)
elif step == "after that is recorded":
    Deliveries.record = dying(Deliveries.record, before=False)
with open_store(setup.store_path) as store:
    delivering.deliver(setup, store, lambda: now)
"""

CONFIG = (
    """
[sites]
use = []
[[digest]]
to = {to}
channels = {channels}
"""
    + MAIL_AND_HOOK
    + """[[channel]]
name = "chat"
kind = "wecom"
url_file = "url"
allow_networks = ["127.0.0.0/8"]
"""
)
#: Step to how often the first message arrives.
STEPS = {
    "before it is claimed": 1,
    "after it is claimed": 1,
    "while it is handed over": 2,
    "after it is handed over": 2,
    "after that is recorded": 1,
}
WAYS = {"mail": ([READER], []), "webhook": ([], ["hook"]), "chat": ([], ["chat"])}


@pytest.mark.slow
@pytest.mark.parametrize(("to", "channels"), WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("step", "times"), STEPS.items(), ids=STEPS)
def test_killed_at_any_step_it_arrives_and_twice_only_where_nobody_can_know(tmp_path, hook, to, channels, step, times):
    from scheduler.resources import load

    with Sink() as sink:
        (tmp_path / "deltawatch.toml").write_text(
            CONFIG.format(to=json.dumps(to), channels=json.dumps(channels), port=sink.port)
        )
        (tmp_path / "topics.toml").write_text(shipped_text("topics.toml"))
        (tmp_path / "url").write_text(hook.url)
        setup = load(tmp_path / "deltawatch.toml")
        with open_store(setup.store_path) as store:
            number = saved(setup, store, LONG)
        command = [sys.executable, "-c", DYING, step, NOW.isoformat()]
        killed = subprocess.Popen(command, cwd=tmp_path, env={"PYTHONPATH": str(CHECKOUT)})
        if step == "while it is handed over":
            hook.on_post = killed.kill
            sink.on_mail = killed.kill
        assert killed.wait(60) == -signal.SIGKILL
        hook.on_post = sink.on_mail = lambda: None

        with open_store(setup.store_path) as store:
            for minutes in (1, 10, 100):
                deliver(setup, store, at(minutes))
            (done,) = store.deliveries.of(number)
        got = [mail.raw for mail in sink.mails] + [posted.body for posted in hook.posted]

    assert done.state is DeliveryState.SENT
    assert got.count(got[0]) == times
    assert len(got) == len(set(got)) + times - 1
    assert len(set(got)) == (1 if to else len(done.body.splitlines()))
    assert len({posted.headers.get("webhook-id") for posted in hook.posted}) <= 1
