"""The mail sink keeps what it accepts and refuses what it is told to."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest

from newsroom.smtp import Sink


def mail(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "deltawatch@example.org", to, "长三角一体化每日要闻"
    message.set_content("今日 3 条")
    return message


def send(sink: Sink, *recipients: str) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
        return client.send_message(mail("reader@example.org"), to_addrs=recipients)


def test_a_mail_is_kept_once_for_each_recipient_and_parsed() -> None:
    with Sink() as sink:
        send(sink, "a@example.org", "b@example.org")

        assert [kept.recipient for kept in sink.mails] == ["a@example.org", "b@example.org"]
        assert sink.mails[0].sender == "deltawatch@example.org"
        assert sink.mails[0].message["Subject"] == "长三角一体化每日要闻"
        assert sink.mails[0].message.get_content().strip() == "今日 3 条"


@pytest.mark.parametrize(("rule", "code"), [("refuse", 550), ("defer", 451)])
def test_a_recipient_can_be_refused_for_good_or_for_now(rule: str, code: int) -> None:
    with Sink(**{rule: {"bad@example.org"}}) as sink:
        refused = send(sink, "good@example.org", "bad@example.org")

        assert refused["bad@example.org"][0] == code
        assert [kept.recipient for kept in sink.mails] == ["good@example.org"]


def test_a_deferred_recipient_is_accepted_later() -> None:
    with Sink(defer={"late@example.org"}) as sink:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(sink, "late@example.org")
        sink.defer.clear()
        send(sink, "late@example.org")

        assert len(sink.mails) == 1


def test_a_mail_may_be_kept_although_the_sender_never_hears_of_it() -> None:
    with Sink(drop_after_data=True) as sink:
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            send(sink, "a@example.org")

        assert len(sink.mails) == 1


def test_two_sinks_have_two_ports() -> None:
    with Sink() as one, Sink() as other:
        assert one.port != other.port


def test_there_is_no_port_outside_the_block() -> None:
    with pytest.raises(RuntimeError, match="context manager"):
        _ = Sink().port
