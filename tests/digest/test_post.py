"""One request leaves, to an address that may be asked, and what became of it is told exactly."""

import socket
import ssl
import time

import pytest

from digest import post as posting
from digest.post import MOST_ANSWER, PostFailed, fault_of_address, post
from tests.support.certificates import self_signed
from tests.support.hook import LOOPBACK, Hook, Says


def test_the_body_arrives_as_it_is_and_the_answer_comes_back():
    with Hook(Says(status=202, body=b"taken")) as hook:
        reply = post(hook.url, "长三角".encode(), {"webhook-id": "1"}, 5, LOOPBACK)

    assert (reply.status, reply.body) == (202, b"taken")
    (posted,) = hook.posted
    assert (posted.body.decode(), posted.headers["webhook-id"]) == ("长三角", "1")
    assert posted.target == "/robot/send?key=0123456789abcdef"


def test_a_redirect_is_not_followed():
    with Hook() as elsewhere, Hook(Says(status=307, headers={"Location": elsewhere.url})) as hook:
        assert post(hook.url, b"x", {}, 5, LOOPBACK).status == 307
    assert elsewhere.posted == []


def test_no_more_of_an_answer_is_read_than_says_what_it_says():
    with Hook(Says(body=b"x" * 10**6)) as hook:
        assert len(post(hook.url, b"x", {}, 5, LOOPBACK).body) == MOST_ANSWER


LOST = {"hung up": "hang up", "said nothing": "mute", "answered a byte in a while": "drip"}


@pytest.mark.parametrize("instead", LOST.values(), ids=LOST)
def test_a_request_that_was_taken_and_not_answered_may_have_arrived(instead):
    with Hook(Says(instead=instead)) as hook:
        began = time.monotonic()
        with pytest.raises(PostFailed, match="no answer") as failed:
            post(hook.url, b"x", {}, 1, LOOPBACK)
    assert not failed.value.certain
    assert time.monotonic() - began < 5
    assert len(hook.posted) == 1


def test_where_nobody_listens_nothing_has_arrived():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(PostFailed, match="no connection") as failed:
        post(f"http://127.0.0.1:{port}/", b"x", {}, 2, LOOPBACK)
    assert failed.value.certain


GUARDED = {
    "loopback": ("https://127.0.0.1/", (), "no public address"),
    "a private network": ("https://10.1.2.3/", (), "no public address"),
    "the metadata of a cloud": ("https://169.254.169.254/latest", (), "no public address"),
    "another network than the allowed one": ("https://192.168.1.1/", ("10.0.0.0/8",), "no public address"),
    "an address in disguise": ("https://2130706433/", (), "odd spelling"),
    "an IPv6 literal": ("https://[::1]/", (), "IPv6 literal"),
    "no TLS to the open internet": ("http://hooks.example/", (), "https://"),
    "no TLS to the open internet, though a network is allowed": ("http://1.1.1.1/", LOOPBACK, "no network that"),
    "another scheme": ("file:///etc/passwd", LOOPBACK, "https://host.example"),
    "no host": ("https:///x", LOOPBACK, "https://host.example"),
    "a line break": ("https://a.example/\r\nX: y", LOOPBACK, "https://host.example"),
    "a port that is none": ("https://a.example:99999/", LOOPBACK, "Port"),
    "no address": ("", LOOPBACK, "https://host.example"),
}


@pytest.mark.parametrize(("url", "allowed", "reason"), GUARDED.values(), ids=GUARDED)
def test_an_address_that_may_not_be_asked_is_not(url, allowed, reason, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it was connected to"))
    with pytest.raises(PostFailed) as failed:
        post(url, b"x", {}, 2, allowed)
    assert reason in str(failed.value)
    assert failed.value.certain


def test_a_name_that_leads_to_a_private_address_is_not_followed(monkeypatch):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", port))]
    )
    with pytest.raises(PostFailed, match=r"hooks\.example is at 10\.0\.0\.7"):
        post("https://hooks.example/", b"x", {}, 2)


def test_what_is_wrong_with_an_address_is_told_before_anything_is_sent():
    assert fault_of_address("https://hooks.example/a?b=c") == ""
    assert "allow_networks" in fault_of_address("http://hooks.example/")
    assert fault_of_address("http://hooks.example/", LOOPBACK) == ""


def test_a_certificate_that_nobody_signed_is_refused_before_anything_is_sent(tmp_path):
    with Hook(context=self_signed(tmp_path)) as hook, pytest.raises(PostFailed, match="certificate verify") as failed:
        post(hook.url, b"x", {}, 5, LOOPBACK)
    assert failed.value.certain
    assert hook.posted == []


def test_a_certificate_of_the_host_is_accepted(tmp_path, monkeypatch):
    server = self_signed(tmp_path)
    trusting = ssl.create_default_context(cafile=tmp_path / "server.pem")
    monkeypatch.setattr(posting.ssl, "create_default_context", lambda: trusting)
    with Hook(context=server) as hook:
        assert post(hook.url, b"x", {}, 5, LOOPBACK).status == 200
