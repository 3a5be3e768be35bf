"""Each channel: what it is sent, what its answers mean, and that no key of it is ever shown."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from core.config import ChannelSettings, MailSettings
from core.digest import DeliveryState
from digest.channels import Target, key_of, letters, message_id, send, try_out
from digest.outbox import after, messages
from digest.record import from_json
from digest.render import render
from tests.support.digests import delivery, digest_of, settings
from tests.support.hook import LOOPBACK, Hook, Says

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
DIGEST = digest_of()
RENDERED = render(DIGEST)
MAIL = MailSettings(host="127.0.0.1", sender="watch@office.example.cn")
KINDS = ("webhook", "wecom", "dingtalk", "feishu")
CHANNELS = tuple(ChannelSettings(name=f"a-{kind}", kind=kind) for kind in KINDS)


def letter(kind, **values):
    (written,) = letters(RENDERED, DIGEST, settings(channels=(f"a-{kind}",)), None, CHANNELS, **values)
    return written


def delivery_of(kind, **values):
    written = letter(kind)
    told = {"channel": written.channel, "recipient": written.recipient, "body": written.body}
    return delivery(**told, message_id=written.message_id, **values)


def target(hook, kind, secret=None, timeout=5.0):
    channel = ChannelSettings(name=f"a-{kind}", kind=kind, allow_networks=LOOPBACK, timeout=timeout)
    return Target(settings=channel, url=hook.url, secret=secret)


# --- letters ---------------------------------------------------------------------------------------------------------


def test_there_is_a_letter_for_each_mail_box_and_each_channel_and_no_more():
    wanted = settings(to=("a@x.example", "b@x.example", "a@x.example"), channels=("a-wecom", "a-webhook"))
    found = letters(RENDERED, DIGEST, wanted, MAIL, CHANNELS)
    assert [(each.channel, each.recipient) for each in found] == [
        ("a-wecom", "a-wecom"),
        ("a-webhook", "a-webhook"),
        ("mail", "a@x.example"),
        ("mail", "b@x.example"),
    ]
    assert len({each.message_id for each in found}) == 4


def test_no_letter_names_another_reader():
    wanted = settings(to=("ann@one.example", "bob@two.example"), channels=tuple(each.name for each in CHANNELS))
    for each in letters(RENDERED, DIGEST, wanted, MAIL, CHANNELS):
        others = {b"ann@one.example", b"bob@two.example", b"a-dingtalk", b"a-feishu"} - {each.recipient.encode()}
        assert not any(other in each.body for other in others)


def test_an_id_stays_the_same_until_it_is_sent_again_on_purpose():
    assert letter("wecom") == letter("wecom")
    assert message_id(DIGEST, "x") == message_id(DIGEST, "x", 0)
    assert len({letter("wecom", before={"a-wecom": times}).message_id for times in (0, 1, 2)}) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_frozen_bytes_are_json_one_message_a_line(kind):
    found = [json.loads(each) for each in messages(delivery_of(kind))]
    assert len(found) == 1


# --- what is sent ----------------------------------------------------------------------------------------------------


def test_a_webhook_gets_the_record_signed_with_the_id_as_its_key():
    waiting = delivery_of("webhook")
    with Hook() as hook:
        answer = send(waiting, target(hook, "webhook", SECRET), NOW)
    (posted,) = hook.posted
    assert answer.accepted
    assert from_json(posted.body.decode()) == from_json(RENDERED.json)
    assert posted.headers["webhook-id"] == waiting.message_id
    signed = f"{waiting.message_id}.{posted.headers['webhook-timestamp']}.".encode() + posted.body
    expected = base64.b64encode(hmac.new(b"k" * 32, signed, hashlib.sha256).digest()).decode()
    assert posted.headers["webhook-signature"] == f"v1,{expected}"
    assert posted.headers["webhook-timestamp"] == str(int(NOW.timestamp()))


def test_a_try_repeated_has_the_same_id_and_body():
    with Hook(Says(status=500)) as hook:
        for minutes in (0, 5):
            send(delivery_of("webhook"), target(hook, "webhook", SECRET), NOW + timedelta(minutes=minutes))
    first, second = hook.posted
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_robot_that_wants_a_signature_gets_one_of_this_moment(kind):
    with Hook(Says(body=b'{"code": 0, "errcode": 0}')) as hook:
        assert send(delivery_of(kind), target(hook, kind, "SECx"), NOW).accepted
    (posted,) = hook.posted
    stamp = posted.query["timestamp"] if kind == "dingtalk" else posted.json["timestamp"]
    assert int(stamp) / (1000 if kind == "dingtalk" else 1) == NOW.timestamp()
    assert posted.query["key"] == "0123456789abcdef"


# --- what answers mean -----------------------------------------------------------------------------------------------

S = DeliveryState
ANSWERS = {
    "webhook: taken": ("webhook", Says(status=204, body=b""), S.SENT, None),
    "webhook: broken": ("webhook", Says(status=500), S.RETRY, 5),
    "webhook: unknown key": ("webhook", Says(status=401), S.RETRY, 5),
    "webhook: moved": ("webhook", Says(status=302, headers={"Location": "/"}), S.RETRY, 5),
    "webhook: not this body": ("webhook", Says(status=422), S.REFUSED, None),
    "webhook: too large": ("webhook", Says(status=413), S.REFUSED, None),
    "webhook: later, in seconds": ("webhook", Says(status=429, headers={"Retry-After": "600"}), S.RETRY, 10),
    "webhook: later, at a time": (
        "webhook", Says(status=503, headers={"Retry-After": "Sat, 21 Nov 2026 00:30:00 GMT"}), S.RETRY, 30,
    ),
    "webhook: at once": ("webhook", Says(status=429, headers={"Retry-After": "0"}), S.RETRY, 1),
    "webhook: in a year": ("webhook", Says(status=429, headers={"Retry-After": "99999999999"}), S.RETRY, 360),
    "webhook: at no time": ("webhook", Says(status=429, headers={"Retry-After": "soon"}), S.RETRY, 5),
    "webhook: nobody knows": ("webhook", Says(status=504), S.UNCERTAIN, 5),
    "webhook: hung up": ("webhook", Says(instead="hang up"), S.UNCERTAIN, 5),
    "webhook: mute": ("webhook", Says(instead="mute"), S.UNCERTAIN, 5),
    "wecom: taken": ("wecom", Says(body=b'{"errcode":0,"errmsg":"ok"}'), S.SENT, None),
    "wecom: unknown key": ("wecom", Says(body=b'{"errcode":93000,"errmsg":"invalid webhook url"}'), S.RETRY, 5),
    "wecom: too many": ("wecom", Says(body=b'{"errcode":45009,"errmsg":"api freq out of limit"}'), S.RETRY, 1),
    "wecom: not this message": ("wecom", Says(body=b'{"errcode":40058,"errmsg":"invalid parameter"}'), S.REFUSED, None),
    "wecom: a page of a proxy": ("wecom", Says(body=b"<html>log in</html>"), S.RETRY, 5),
    "wecom: deep": ("wecom", Says(body=b"[" * 20_000), S.RETRY, 5),
    "wecom: a code that is none": ("wecom", Says(body=b'{"errcode":"0"}'), S.RETRY, 5),
    "wecom: true is no code": ("wecom", Says(body=b'{"errcode":false}'), S.RETRY, 5),
    "wecom: hung up": ("wecom", Says(instead="hang up"), S.UNCERTAIN, 5),
    "dingtalk: taken": ("dingtalk", Says(body=b'{"errcode":0,"errmsg":"ok"}'), S.SENT, None),
    "dingtalk: no keyword": ("dingtalk", Says(body=b'{"errcode":310000,"errmsg":"no keywords"}'), S.RETRY, 5),
    "dingtalk: too many": ("dingtalk", Says(body=b'{"errcode":130101,"errmsg":"send too fast"}'), S.RETRY, 10),
    "dingtalk: not this text": ("dingtalk", Says(body=b'{"errcode":430104,"errmsg":"x"}'), S.REFUSED, None),
    "feishu: taken": ("feishu", Says(body=b'{"code":0,"msg":"success","data":{}}'), S.SENT, None),
    "feishu: taken, in the older form": ("feishu", Says(body=b'{"StatusCode":0,"StatusMessage":"ok"}'), S.SENT, None),
    "feishu: wrong signature": ("feishu", Says(body=b'{"code":19021,"msg":"sign match fail"}'), S.RETRY, 5),
    "feishu: too many": ("feishu", Says(body=b'{"code":11232,"msg":"frequency limited"}'), S.RETRY, 1),
    "feishu: busy": ("feishu", Says(status=429, headers={"Retry-After": "120"}), S.RETRY, 2),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "says", "state", "minutes"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_means(kind, says, state, minutes):
    waiting = delivery_of(kind)
    with Hook(says) as hook:
        ended = after(waiting, send(waiting, target(hook, kind, timeout=1.0), NOW), NOW)
    assert (ended.state, ended.next_try) == (state, minutes and NOW + timedelta(minutes=minutes))
    assert len(hook.posted) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_is_shown(kind):
    said = json.dumps({"errcode": 1, "errmsg": f"bad key 0123456789abcdef or {SECRET}"}).encode()
    with Hook(Says(status=403, body=said)) as hook:
        reached = target(hook, kind, SECRET)
        answer = send(delivery_of(kind), reached, NOW)
    assert not answer.accepted
    for shown in (answer.text, repr(reached)):
        assert "0123456789abcdef" not in shown
        assert SECRET not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_a_channel_can_be_tried(kind):
    with Hook(Says(body=b'{"code": 0, "errcode": 0}')) as hook:
        assert try_out(target(hook, kind), "测试", NOW).accepted
    assert "测试" in hook.posted[0].body.decode()


BAD_SECRETS = {"no prefix": SECRET.removeprefix("whsec_"), "no base64": "whsec_长", "short": "whsec_YWJj", "empty": ""}


@pytest.mark.parametrize("secret", BAD_SECRETS.values(), ids=BAD_SECRETS)
def test_a_secret_that_signs_nothing_is_told(secret):
    with pytest.raises(ValueError, match="whsec_"):
        key_of(secret)
