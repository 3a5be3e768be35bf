"""What apprise reaches gets the digest as plain text, and no address of it is shown or logged."""

import json
import logging
import sys

import pytest

from digest.chat import chat_messages
from digest.relay import fault_of_relay, relay
from digest.view import view_of
from tests.support.digests import digest_of
from tests.support.hook import Hook, Says

KEY = "tok-secret-0123456789"
PASSWORD = "pass-word-9876"
MESSAGE = chat_messages(view_of(digest_of()), "apprise")[0]


def address(hook):
    return f"json://reader:{PASSWORD}@127.0.0.1:{hook.url.split(':')[2].split('/')[0]}/{KEY}/"


@pytest.fixture
def hook():
    with Hook(Says(body=b"{}")) as hook:
        yield hook


def test_a_message_arrives_as_it_is(hook):
    answer = relay(MESSAGE, address(hook), 5)
    (posted,) = hook.posted
    told = json.loads(MESSAGE)
    assert (answer.accepted, answer.text) == (True, "JSON took it")
    assert (posted.json["title"], posted.json["message"]) == (told["title"], told["body"])
    assert posted.target.strip("/") == KEY


def test_what_is_not_taken_is_tried_again_and_told_by_its_code_alone(hook, caplog, capsys):
    hook.says = Says(status=503, body=b"busy")
    root = logging.getLogger()
    with caplog.at_level(logging.DEBUG):
        answer = relay(MESSAGE, address(hook), 5)
        assert root.level == logging.DEBUG
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)
    assert answer.text == "JSON did not take it, error 503"
    told = caplog.text + "".join(capsys.readouterr())
    assert [each for each in (KEY, PASSWORD, "长三角") if each in told] == []


def test_where_nobody_listens_or_all_is_silent_it_is_tried_again(hook):
    gone = relay(MESSAGE, f"json://reader:{PASSWORD}@127.0.0.1:9/{KEY}", 5)
    hook.says = Says(instead="mute")
    silent = relay(MESSAGE, address(hook), 0.3)
    assert {(each.accepted, each.permanent, each.text) for each in (gone, silent)} == {
        (False, False, "JSON did not take it")
    }


def test_a_service_that_fails_stops_nothing_and_tells_no_key(hook, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError(KEY)

    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.send", fails)
    assert relay(MESSAGE, address(hook), 5).text == "JSON failed with RuntimeError"


@pytest.mark.parametrize("url", ["", "nonsense", f"no-such-service://{KEY}", f"https://office.example/{KEY}"])
def test_an_address_that_apprise_does_not_know_is_told_without_it(url, caplog):
    assert fault_of_relay(url) == "is no address that apprise knows"
    assert relay(MESSAGE, url, 5).text == "is no address that apprise knows"
    assert KEY not in caplog.text


def test_a_missing_extra_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert "pip install 'deltawatch[apprise]'" in fault_of_relay("json://localhost")
    answer = relay(MESSAGE, "json://localhost", 5)
    assert (answer.accepted, answer.permanent) == (False, False)
    assert "pip install 'deltawatch[apprise]'" in answer.text
