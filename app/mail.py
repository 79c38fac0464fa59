"""Sending mail: the standard library's message and SMTP, and the server's answer in hand."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from models.folding import wire_address

CONNECT_SECONDS = 20


class Sent(StrEnum):
    YES = "yes"
    LATER = "later"  # the server said 4xx, or could not be reached before anything was sent
    NEVER = "never"  # 5xx: this address or this mail will not be taken
    UNKNOWN = "unknown"  # the line broke after the mail had gone out and before the answer came


@dataclass(frozen=True)
class Letter:
    """A mail ready to go. Subject and name refuse line breaks."""

    to: str
    subject: str
    text: str
    html: str
    mail_id: str
    headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[tuple[str, bytes], ...] = ()  # (file name, PDF)


def compose(letter: Letter, sender: str, reply_name: str = "") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    message["From"] = Address(display_name=one_line(reply_name) or name, addr_spec=address)
    message["To"] = wire_address(letter.to)
    message["Subject"] = one_line(letter.subject)
    message["Message-ID"] = letter.mail_id
    message["Date"] = formatdate(localtime=False)
    for header, value in letter.headers.items():
        message[header] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for file_name, body in letter.attachments:
        message.add_attachment(body, maintype="application", subtype="pdf", filename=file_name)
    return message


def one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def send(message: EmailMessage, smtp_url: str) -> Sent:
    """Hand it over; what the server answered decides what happens next."""
    parts = urlsplit(smtp_url)
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    handed_over = False
    try:
        with _connect(parts.scheme, parts.hostname or "localhost", port) as server:
            if parts.username:
                if parts.scheme == "smtp":
                    server.starttls(context=ssl.create_default_context())
                server.login(unquote(parts.username), unquote(parts.password or ""))
            handed_over = True
            server.send_message(message)
            return Sent.YES
    except smtplib.SMTPRecipientsRefused as error:
        return _by_code(max(code for code, _ in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code)
    except smtplib.SMTPNotSupportedError:  # letters beyond ASCII before the @, which this server does not carry: nothing was handed over
        return Sent.NEVER if handed_over else Sent.LATER
    except (smtplib.SMTPException, OSError):
        return Sent.UNKNOWN if handed_over else Sent.LATER


def _connect(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """With a certificate that is checked: passwords and sign-in links go through here."""
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=CONNECT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=CONNECT_SECONDS)


def _by_code(code: int) -> Sent:
    return Sent.NEVER if code >= 500 else Sent.LATER
