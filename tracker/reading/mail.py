"""A saved mail (EML), as newsletters come; subject, sender and date are its fields.

Its text is the plain part, or the page where there is no plain one or where it only says that there is a page.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import TYPE_CHECKING, cast

from tracker.errors import InputRefusedError
from tracker.reading.encoding import decode
from tracker.reading.fragment import fragment_text

if TYPE_CHECKING:
    from email.message import EmailMessage
    from email.policy import Policy

_MOST_PARTS = 1_000
_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,30}")
_MOSTLY_ELSEWHERE = 2
"""A page of more than so many times the words of the plain part is the mail: "View this in your browser" is none."""
_LONGEST_FIELD = 4_000
"""Characters of a field of the head; the library takes the square of this for some, and a long name is cut anyway."""


class _Bounded(EmailPolicy):
    """How a mail is parsed: as RFC 5322 has it, each field of a head cut to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A field's name and value from its lines."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_FIELD]


_POLICY = cast("Policy[EmailMessage]", _Bounded())


def read_mail(data: bytes, where: str) -> tuple[dict[str, str], str]:
    """The fields (of `metadata.FIELDS`) and the text of a mail.

    Raises:
        InputRefusedError: it is no mail, or has no part of text.
    """
    try:
        mail = message_from_bytes(data, policy=_POLICY)
        fields = _fields(mail)
        body = _body(mail, where)
    except (MessageError, ValueError, LookupError, AttributeError, IndexError, RecursionError) as error:
        # The standard library's parser raises these on heads that are malformed in ways it does not foresee.
        raise InputRefusedError(where, f"its head or its parts are broken ({error})", "save it again") from error
    if not fields:
        raise InputRefusedError(where, "it is no mail: it has no subject, sender or date", "call it .txt if it is text")
    return fields, body


def _fields(mail: EmailMessage) -> dict[str, str]:
    name, address = parseaddr(str(mail.get("From", "")))
    given = {
        "title": str(mail.get("Subject", "")).strip(),
        "source": name or address.rpartition("@")[2],
        "published": str(mail.get("Date", "")).strip(),
        "language": str(mail.get("Content-Language", "")).strip(),
    }
    return {name: value for name, value in given.items() if value}


def _body(mail: EmailMessage, where: str) -> str:
    parts = [part for _, part in zip(range(_MOST_PARTS), mail.walk(), strict=False) if not part.is_attachment()]
    plain = _joined_parts(parts, "text/plain", where)
    try:
        shown = _joined_parts(parts, "text/html", where)
    except InputRefusedError:
        if not plain:
            raise
        return plain
    text = shown if _words(shown) > _MOSTLY_ELSEWHERE * _words(plain) else plain
    if not text:
        raise InputRefusedError(where, "there is no text in the mail", "save what it shows as .txt or .html")
    return text


def _joined_parts(parts: list[EmailMessage], kind: str, where: str) -> str:
    texts = [_text(part, where) for part in parts if part.get_content_type() == kind]
    return "\n".join(filter(str.strip, texts))


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _text(part: EmailMessage, where: str) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        return ""
    text = decode(raw, where, part.get_content_charset())
    if part.get_content_type() == "text/html":
        return fragment_text(text, where)
    flowed = part.get_param("format") == "flowed"
    return _joined(text) if flowed else text


def _joined(text: str) -> str:
    """Lines that end with a space go on in the next (RFC 3676)."""
    return text.replace(" \r\n", " ").replace(" \n", " ")
