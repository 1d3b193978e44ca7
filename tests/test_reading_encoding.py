"""Files in any encoding that news comes in are text, and what is no text is refused."""

from __future__ import annotations

import gzip
from hashlib import shake_128

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputRefusedError
from tracker.reading.encoding import decode

ENGLISH = "The café’s owner said 50 – 60 people “were” hurt, and £5m was lost in São Tomé.\r\nIt’s 20 °C."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_english_is_read_in_every_encoding_it_is_saved_in(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "a.txt") == ENGLISH


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Официальные лица сообщили, что погибли 50 человек и ранены 120, передаёт агентство."),
        ("shift_jis", "東京で三十人が負傷しました。警察が金曜日に発表した。死者は五人。"),
        ("gb18030", "官员周五表示,洪水造成至少四十三人死亡,一百二十人受伤。"),
    ],
)
def test_other_scripts_are_told_by_their_letters(encoding: str, text: str) -> None:
    assert decode((text * 5).encode(encoding), "a.txt") == text * 5


def test_a_byte_order_mark_is_no_part_of_the_text_and_line_ends_are() -> None:
    assert decode(b"\xef\xbb\xbfOne\r\ntwo\rthree\n", "a.txt") == "One\r\ntwo\rthree\n"


def test_a_mark_inside_the_text_stays() -> None:
    assert decode("One \ufefftwo".encode(), "a.txt") == "One \ufefftwo"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a zip archive"),
        (gzip.compress(b"text", mtime=0), "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"Two ships\x00 sank.", "no text"),
        (b"\x01\x02\x03\x04" * 40, "no text"),
        (shake_128(b"noise").digest(4000), "no text"),
        (b"\xef\xbb\xbfTwo \xff ships", "starts as UTF-8 but byte 5 is none"),
        (b"\xff\xfeT\x00w\x00o", "starts as UTF-16-LE"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(InputRefusedError, match=reason) as refused:
        decode(data, "news/a.txt")
    assert refused.value.where == "news/a.txt"
    assert refused.value.remedy


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a")
    except InputRefusedError:
        return
    assert "\x00" not in text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_text_saved_as_utf_8_comes_back_as_it_was(text: str) -> None:
    marked = text.startswith("\ufeff")
    assert decode(text.encode(), "a") == (text[1:] if marked else text)
