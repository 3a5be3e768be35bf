"""A mail is one whole message to one recipient, and what becomes of it is told exactly."""

import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from smtplib import SMTP, SMTPException

import lxml.html
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.config import MailSettings
from digest.mail import compose, log_in, send
from digest.render import render
from digest.view import view_of
from tests.support.certificates import self_signed
from tests.support.digests import digest_of

DIGEST = digest_of(late=True)
RENDERED = render(DIGEST)
ID = "<daily.20261121.abc@office.example.cn>"
MAIL = MailSettings(
    host="127.0.0.1", port=25, security="none", sender="watch@office.example.cn", sender_name="长三角观察"
)
TO = "reader@bureau.example.cn"


def mime_of(rendered=RENDERED, recipient=TO):
    return compose(rendered, DIGEST, MAIL, recipient, ID)


def parsed(mime):
    return message_from_bytes(mime, policy=policy.SMTP)


# --- composing -------------------------------------------------------------------------------------------------------


def test_the_headers_say_who_what_and_when():
    message = parsed(mime_of())
    assert message["Subject"] == RENDERED.subject
    assert message["From"].addresses[0].display_name == "长三角观察"
    assert message["From"].addresses[0].addr_spec == "watch@office.example.cn"
    assert message["Message-ID"] == ID
    assert message["List-Id"] == "<daily.deltawatch.office.example.cn>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == DIGEST.built_at.replace(microsecond=0)


def test_the_text_comes_first_and_both_parts_come_back_as_they_were():
    text, page = parsed(mime_of()).iter_parts()
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == RENDERED.text
    assert page.get_content().replace("\r\n", "\n").rstrip() == RENDERED.mail_html


def test_both_parts_say_the_same():
    text, page = (part.get_content() for part in parsed(mime_of()).iter_parts())
    shown = " ".join(lxml.html.fromstring(page).text_content().split())
    view = view_of(DIGEST)
    told = [view.title, view.date, view.window, *view.counts, view.late]
    told += [each for entry in view.entries for each in (entry.title, entry.outlet, entry.summary)]
    assert [each for each in told if each not in text] == []
    assert [each for each in told if " ".join(each.split()) not in shown] == []


def test_no_recipient_sees_another():
    mine, other = mime_of(recipient="a@one.example.cn"), mime_of(recipient="b@two.example.cn")
    assert b"one.example.cn" not in other
    assert b"two.example.cn" not in mine
    assert parsed(mine)["Bcc"] is None


def test_the_same_digest_gives_the_same_bytes():
    assert mime_of() == compose(render(DIGEST), DIGEST, MAIL, TO, ID)


def test_every_line_is_ascii_and_short_and_ends_properly():
    mime = mime_of(replace(RENDERED, text="长" * 5000 + "\n" + "x" * 5000))
    assert mime.isascii()
    assert max(map(len, mime.split(b"\r\n"))) <= 78
    assert mime.count(b"\n") == mime.count(b"\r\n")


def test_a_long_chinese_subject_is_folded_and_comes_back():
    subject = "长三角一体化" * 24
    mime = mime_of(replace(RENDERED, subject=subject))
    assert parsed(mime)["Subject"] == subject


WORDS = ("41", "stories", "·", "关于公布2026年度省际", "G60", "Delta", "11月22日：6", "条", "AI+", "a" * 90)


@settings(max_examples=60)
@example("Yangtze River Delta, month by month, 22 November: 41 stories · 关于公布2026年度省际毗邻区域合作项目的通知")
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=16).map(" ".join))
def test_a_subject_in_two_scripts_comes_back_with_its_spaces(subject):
    mime = mime_of(replace(RENDERED, subject=subject))
    assert parsed(mime)["Subject"] == subject


@settings(max_examples=60)
@given(
    st.one_of(
        st.sampled_from(["a\r\nBcc: x@y.cn", "a\n\n<html>", "\u2028Bcc: x@y.cn", "\x00\x85\ud800", ""]),
        st.text(max_size=90),
    )
)
def test_no_subject_can_make_a_header(subject):
    message = parsed(mime_of(replace(RENDERED, subject=subject)))
    assert sorted(message.keys()) == sorted(parsed(mime_of()).keys())
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


# --- sending ---------------------------------------------------------------------------------------------------------


class Server:
    """An SMTP server with moods: what it says to one recipient, and when it hangs up."""

    def __init__(self, refusals=(), data="250 queued", drop=False):
        self.refusals, self.data, self.drop = dict(refusals), data, drop
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address not in self.refusals:
            envelope.rcpt_tos.append(address)
        return self.refusals.get(address, "250 fine")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.drop:
            server.transport.abort()
            return "250 never heard"
        if self.data.startswith("250"):
            self.taken.append((tuple(envelope.rcpt_tos), envelope.content))
        return self.data


class FreePort(Controller):
    """A controller on the port that the system gave; the library asks for the one it was told, 0."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(server, **options):
    controller = FreePort(server, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield replace(MAIL, port=controller.port, timeout=5)
    finally:
        controller.stop()


def test_a_mail_is_taken_byte_for_byte():
    server = Server()
    with serving(server) as mail:
        answer = send(mime_of(), TO, mail, None)
    assert (answer.accepted, answer.certain, answer.text) == (True, True, "250 queued")
    assert server.taken == [((TO,), mime_of())]


def test_a_line_that_begins_with_a_dot_arrives_whole():
    server = Server()
    dotted = b"Subject: x\r\n\r\n.\r\n..two\r\n.end\r\n"
    with serving(server) as mail:
        assert send(dotted, TO, mail, None).accepted
    assert server.taken[0][1] == dotted


def test_one_of_three_recipients_is_refused_and_the_others_get_theirs_once():
    people = ["a@x.example.cn", "gone@x.example.cn", "c@x.example.cn"]
    server = Server({"gone@x.example.cn": "550 no such user"})
    with serving(server) as mail:
        answers = [send(mime_of(recipient=person), person, mail, None) for person in people]
    assert [answer.accepted for answer in answers] == [True, False, True]
    assert (answers[1].certain, answers[1].permanent, answers[1].text) == (True, True, "550 no such user")
    assert [to for to, _ in server.taken] == [("a@x.example.cn",), ("c@x.example.cn",)]


REFUSALS = {
    "recipient later": ({TO: "451 greylisted"}, "250 ok", False, "451 greylisted"),
    "mail later": ({}, "452 no space", False, "452 no space"),
    "mail never": ({}, "554 spam", True, "554 spam"),
}


@pytest.mark.parametrize("case", REFUSALS.values(), ids=REFUSALS.keys())
def test_four_hundreds_are_for_now_and_five_hundreds_for_good(case):
    refusals, data, permanent, text = case
    with serving(Server(refusals, data)) as mail:
        answer = send(mime_of(), TO, mail, None)
    assert (answer.accepted, answer.certain, answer.permanent, answer.text) == (False, True, permanent, text)


def test_a_connection_lost_after_the_mail_is_uncertain():
    with serving(Server(drop=True)) as mail:
        answer = send(mime_of(), TO, mail, None)
    assert (answer.accepted, answer.certain, answer.permanent) == (False, False, False)
    assert answer.text.startswith("lost after DATA")


def test_a_server_that_is_off_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    answer = send(mime_of(), TO, replace(MAIL, port=port), None)
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)
    assert f"127.0.0.1:{port}" in answer.text


def test_a_silent_server_is_left_after_the_timeout():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = send(mime_of(), TO, replace(MAIL, port=silent.getsockname()[1], timeout=1), None)
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)
    assert "timed out" in answer.text


def test_a_server_that_hangs_up_at_once_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_hang_up, args=(server,))
        thread.start()
        answer = send(mime_of(), TO, replace(MAIL, port=server.getsockname()[1], timeout=5), None)
        thread.join()
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)


def _hang_up(listening):
    connection, _ = listening.accept()
    connection.close()


def test_what_a_server_says_is_one_short_line():
    with serving(Server({TO: "550-first\r\n550 " + "x" * 450})) as mail:
        answer = send(mime_of(), TO, mail, None)
    assert "\n" not in answer.text
    assert len(answer.text) <= 400


# --- login and TLS ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_signed(tmp_path_factory.mktemp("tls"))


def test_starttls_with_a_certificate_that_nobody_signed_is_refused_before_the_password(certificate):
    tried = []
    server = Server()
    with serving(server, tls_context=certificate, authenticator=lambda *args: tried.append(args)) as mail:
        answer = send(mime_of(), TO, replace(mail, security="starttls", user="watch"), "secret")
    assert "certificate verify failed" in answer.text.lower()
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)
    assert (server.taken, tried) == ([], [])


def test_tls_with_a_certificate_that_nobody_signed_is_refused(certificate):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_shake_hands, args=(listening, certificate))
        thread.start()
        mail = replace(MAIL, port=listening.getsockname()[1], security="tls", timeout=5)
        answer = send(mime_of(), TO, mail, None)
        thread.join()
    assert "certificate verify failed" in answer.text.lower()
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)


def _shake_hands(listening, context):
    connection, _ = listening.accept()
    with connection, pytest.raises(ssl.SSLError):
        context.wrap_socket(connection, server_side=True)


def test_starttls_is_insisted_on():
    server = Server()
    with serving(server) as mail:
        answer = send(mime_of(), TO, replace(mail, security="starttls"), None)
    assert "STARTTLS" in answer.text
    assert server.taken == []


def _only(password):
    return lambda server, session, envelope, mechanism, data: AuthResult(
        success=data.password == password.encode(), handled=False
    )


LOGIN = {"authenticator": _only("right"), "auth_require_tls": False}


def test_a_login_on_this_machine_needs_no_tls():
    server = Server()
    with serving(server, **LOGIN) as mail:
        assert send(mime_of(), TO, replace(mail, user="watch"), "right").accepted


def test_a_refused_login_is_ours_to_mend_and_keeps_the_mail_waiting():
    with serving(Server(), **LOGIN) as mail:
        answer = send(mime_of(), TO, replace(mail, user="watch"), "wrong")
    assert (answer.accepted, answer.certain, answer.permanent) == (False, True, False)
    assert "login refused: 535" in answer.text
    assert "wrong" not in answer.text


def test_log_in_tells_whether_the_settings_are_right():
    with serving(Server(), **LOGIN) as mail:
        log_in(replace(mail, user="watch"), "right")
        with pytest.raises(SMTPException, match="login refused"):
            log_in(replace(mail, user="watch"), "wrong")


def test_a_password_never_leaves_this_machine_without_tls():
    mail = replace(MAIL, host="mail.example.cn", user="watch")
    answer = send(mime_of(), TO, mail, "secret")
    assert "without TLS" in answer.text
    assert "secret" not in answer.text


def test_a_missing_password_is_told():
    assert "password_env" in send(mime_of(), TO, replace(MAIL, user="watch"), None).text


@pytest.mark.parametrize("host", ["smtp.qq.com", "smtp.exmail.qq.com", "smtp.163.com", "SMTP.126.com"])
def test_services_that_want_an_authorisation_code_get_a_hint(host, monkeypatch):
    with serving(Server(), **LOGIN) as mail:
        monkeypatch.setattr("digest.mail._connected", lambda _: SMTP("127.0.0.1", mail.port, timeout=5))
        answer = send(mime_of(), TO, replace(mail, host=host, security="tls", user="watch"), "wrong")
        elsewhere = send(mime_of(), TO, replace(mail, host="mail.example.cn", security="tls", user="watch"), "wrong")
    assert "授权码" in answer.text
    assert "授权码" not in elsewhere.text
