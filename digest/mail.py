"""Mail: a rendered digest as one message to one recipient, and one try to hand it to an SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from hashlib import blake2b
from ipaddress import ip_address
from zoneinfo import ZoneInfo

from core.config import MailSettings
from core.digest import Digest, Rendered
from core.text import one_line
from core.urls import covers
from digest.outbox import Answer

#: What refused logins usually mean, by the host of the server (ecosystem.md §4).
_HINTS = {
    ("qq.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "aliyun.com", "139.com"): (
        "this service wants the client authorisation code, 授权码, from its web mail settings, not the password"
    ),
    ("gmail.com", "mail.me.com", "mail.yahoo.com"): "this service wants an app password from the account's settings",
    ("outlook.com", "office365.com"): (
        "this service takes passwords only where its administrator has allowed authenticated SMTP for the account"
    ),
}


def compose(rendered: Rendered, digest: Digest, mail: MailSettings, recipient: str, message_id: str) -> bytes:
    """The message as it goes over the wire: 7-bit, lines of 76 characters, the same bytes for the same input."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=one_line(mail.sender_name), addr_spec=mail.sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = one_line(rendered.subject)
    message["Date"] = digest.built_at.astimezone(ZoneInfo(digest.timezone))
    message["Message-ID"] = message_id
    message["List-Id"] = f"<{digest.name}.deltawatch.{mail.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # base64, since a server need not take 8-bit text and quoted-printable triples Chinese.
    message.set_content(rendered.text, cte="base64")
    message.add_alternative(rendered.mail_html, subtype="html", cte="base64")
    # The library would draw a random one.
    message.set_boundary(f"=_{blake2b(f'{message_id}{rendered.text}'.encode(), digest_size=16).hexdigest()}")
    return message.as_bytes()


class _Policy(EmailPolicy):
    """The library's, but for the subject: of one in two scripts that loses and doubles spaces, and cuts long words."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject":
            return super().fold_binary(name, value)
        folded = Header(value, "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _Policy(linesep=SMTP.linesep)


def send(mime: bytes, recipient: str, mail: MailSettings, password: str | None) -> Answer:
    """One SMTP transaction for one recipient, so that one refusal or crash cannot blur the others.

    What fails before the recipient is named (connection, TLS, login, sender) is ours to mend and never permanent:
    the mail waits until it is mended or given up.
    """
    try:
        smtp = _opened(mail, password)
    except (smtplib.SMTPException, OSError) as error:
        return _not_now(f"{mail.host}:{mail.port}: {_said(error)}")
    try:
        return _transact(smtp, mime, recipient, mail.sender)
    finally:
        _close(smtp)


def log_in(mail: MailSettings, password: str | None) -> None:
    """Connect and log in, and nothing else: the proof that the settings are right.

    Raises:
        smtplib.SMTPException: the settings or the server do not allow it; the text says what to do.
        OSError: no connection, or no certificate to trust.
    """
    _close(_opened(mail, password))


def _opened(mail: MailSettings, password: str | None) -> smtplib.SMTP:
    """A connection with the login done."""
    if fault := _why_no_login(mail, password):
        raise smtplib.SMTPException(fault)
    smtp = _connected(mail)
    try:
        smtp.ehlo_or_helo_if_needed()
        if mail.user is not None and password is not None:
            smtp.login(mail.user, password)
    except smtplib.SMTPAuthenticationError as error:
        smtp.close()
        raise smtplib.SMTPException(f"login refused: {_said(error)}{_hint(mail.host)}") from error
    except UnicodeError as error:
        smtp.close()
        raise smtplib.SMTPException("login impossible: SMTP carries no such characters in a password") from error
    except BaseException:
        smtp.close()
        raise
    return smtp


def _close(smtp: smtplib.SMTP) -> None:
    """Say goodbye; a mail that was taken stays taken, however that goes."""
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()
    smtp.close()


def _why_no_login(mail: MailSettings, password: str | None) -> str:
    if mail.user is None:
        return ""
    if password is None:
        return f"no password for {mail.user}: set password_env or password_file"
    if mail.security == "none" and not _is_loopback(mail.host):
        return f"a password is not sent to {mail.host} without TLS: set security to tls or starttls"
    return ""


def _is_loopback(host: str) -> bool:
    if covers(("localhost",), host.lower()):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _connected(mail: MailSettings) -> smtplib.SMTP:
    """A connection, encrypted by a checked certificate unless the settings say `none`."""
    # Named, since the library would look its own name up in the DNS, which hangs where there is none.
    greeting = mail.sender.rpartition("@")[2]
    if mail.security == "tls":
        return smtplib.SMTP_SSL(
            mail.host, mail.port, greeting, timeout=mail.timeout, context=ssl.create_default_context()
        )
    smtp = smtplib.SMTP(mail.host, mail.port, greeting, timeout=mail.timeout)
    if mail.security == "starttls":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except BaseException:
            smtp.close()
            raise
    return smtp


def _transact(smtp: smtplib.SMTP, mime: bytes, recipient: str, sender: str) -> Answer:
    try:
        code, reply = smtp.mail(sender)
        if code >= 400:
            return _not_now(f"sender refused: {_reply(code, reply)}")
        code, reply = smtp.rcpt(recipient)
        if code >= 400:
            return _answer(code, reply)
    except (smtplib.SMTPException, OSError) as error:
        return _not_now(_said(error))
    try:
        return _answer(*smtp.data(mime))
    except smtplib.SMTPDataError as error:
        return _answer(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return Answer(accepted=False, certain=False, text=f"lost after DATA: {_said(error)}")


def _answer(code: int, reply: bytes | str) -> Answer:
    return Answer(accepted=code < 400, permanent=code >= 500, text=_reply(code, reply))


def _not_now(text: str) -> Answer:
    return Answer(accepted=False, text=_short(text))


def _hint(host: str) -> str:
    return next((f" ({hint})" for hosts, hint in _HINTS.items() if covers(hosts, host.lower())), "")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return _short(str(error) or type(error).__name__)


def _reply(code: int, reply: bytes | str) -> str:
    return _short(f"{code} {reply if isinstance(reply, str) else _decoded(reply)}")


def _decoded(reply: bytes) -> str:
    """Chinese services answer in UTF-8 or GB18030."""
    try:
        return reply.decode()
    except UnicodeDecodeError:
        return reply.decode("gb18030", "replace")


def _short(text: str) -> str:
    return one_line(text)[:400]
