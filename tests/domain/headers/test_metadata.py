from __future__ import annotations

from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.headers.metadata import can_be_sent, decoded, encoded

TEXTS = st.text().filter(can_be_sent)


@given(TEXTS)
def test_an_encoded_value_is_ascii_and_decodes_to_itself(value):
    sent = encoded(value)
    assert sent.isascii()
    assert sent.isprintable()
    assert all(len(word) <= 75 for word in sent.split()) or value.isascii()
    if not value.isascii():
        assert decoded(sent) == value
        assert str(make_header(decode_header(sent))) == value  # as others read it


@given(
    st.text(st.characters(max_codepoint=126, min_codepoint=32)).filter(lambda it: "=?" not in it)
)
def test_ascii_stays(value):
    assert encoded(value) == decoded(value) == value


@given(TEXTS.filter(lambda it: "=?" not in it))
def test_utf8_that_http_read_as_latin1_is_decoded(value):
    assert decoded(value.encode().decode("latin-1")) == value


@given(st.text(st.characters(max_codepoint=255)))
def test_anything_can_be_decoded(header):
    decoded(header)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", "ÄMÄZÕÑ S3"),  # S3 User Guide
        ("=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=", "Ã\x84MÃ\x84ZÃ\x95Ã\x91 S3"),  # the same
        ("=?utf-8?b?w7w=?=", "ü"),
        ("=?utf-8?b?w7w?=", "ü"),
        ("=?iso-8859-1?q?f=FCr?=", "für"),
        ("=?utf-8*de?q?f=C3=BCr?=", "für"),
        ("before =?UTF-8?Q?=C3=BC?= after", "before ü after"),
        ("=?UTF-8?Q?=C3?= =?UTF-8?Q?=BC?=", "ü"),
        ("=?UTF-8?Q?a?=  =?UTF-8?Q?b?=", "ab"),
        ("=?UTF-8?Q?a?==?iso-8859-1?Q?=FC?=", "aü"),
        ("=?UTF-8?B?****?=", "=?UTF-8?B?****?="),
        ("=?no-such-charset?Q?a?=", "=?no-such-charset?Q?a?="),
        ("=?UTF-8?Q?=FF?=", "=?UTF-8?Q?=FF?="),
        ("what =? is ?=", "what =? is ?="),
        ("f\xfcr", "für"),  # Latin-1
        ("f\xc3\xbcr", "für"),  # UTF-8
    ],
)
def test_values_of_servers(header, text):
    assert decoded(header) == text


@pytest.mark.parametrize("value", ["a\nb", "a\r", "\x00", "\x85", "\u2028", "\udc80"])
def test_control_characters_are_not_sent(value):
    assert not can_be_sent(value)
