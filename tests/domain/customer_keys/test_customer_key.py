from __future__ import annotations

import copy
import pickle
from base64 import b64encode
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.customer_keys.customer_key import (
    CustomerKey,
    is_key_sheet,
    parse_customer_key,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.wording.customer_keys.key_sheet import key_sheet

CONTENT = bytes(range(1, 33))
KEY = CustomerKey(CONTENT)


@given(st.binary(min_size=32, max_size=32))
def test_every_form_of_a_key_is_read_back(content):
    key = CustomerKey(content)
    forms = [
        content,
        key.base64.encode(),
        f"\ufeff{key.base64}\r\n".encode(),
        content.hex().encode(),
        content.hex().upper().encode() + b"\n",
        key_sheet("name", key).encode(),
        "\r\n".join(key.rows).upper().encode(),
    ]
    assert all(parse_customer_key(one) == key for one in forms)


def test_its_md5_is_that_of_the_header():
    assert KEY.md5 == "WYUzG87JcbJiEiqhylrUEQ=="
    assert KEY.base64 == b64encode(CONTENT).decode()


@dataclass(frozen=True)
class Holder:
    key: CustomerKey


def test_nothing_that_prints_a_key_shows_it():
    for one in (repr(KEY), str(KEY), repr(Holder(KEY))):
        assert KEY.base64 not in one
        assert CONTENT.hex() not in one
        assert repr(CONTENT) not in one
    for convert in (pickle.dumps, copy.deepcopy, lambda key: asdict(Holder(key))):
        with pytest.raises(TypeError, match="isn't pickled"):
            convert(KEY)


@pytest.mark.parametrize(
    "content", [b"", b"x" * 31, b"x" * 33, b64encode(b"x" * 31), b"ab" * 31, b"\xff" * 40]
)
def test_other_content_is_an_error_that_quotes_nothing(content):
    with pytest.raises(AppError) as caught:
        parse_customer_key(content)
    assert caught.value.code == "InvalidCustomerKey"
    shown = "\n".join(str(one) for one in caught.value.texts)
    assert not content or content.decode("latin-1") not in shown


@given(st.integers(0, 3), st.integers(3, 25), st.sampled_from("0123456789abcdef"))
def test_a_typing_error_names_its_row_or_changes_nothing(row, position, digit):
    rows = list(KEY.rows)
    typed = rows[row][:position] + digit + rows[row][position + 1 :]
    if rows[row][position] == " " or typed == rows[row]:
        return
    rows[row] = typed
    try:
        found = parse_customer_key("\n".join(rows).encode())
    except AppError as error:
        assert f"Row {row + 1}" in str(error.detail)  # noqa: PT017 - one in 256 isn't noticed
    else:
        assert found.md5 != KEY.md5


def test_missing_and_exchanged_rows_are_errors():
    rows = KEY.rows
    exchanged = f"1{rows[1][1:]}\n2{rows[0][1:]}\n{rows[2]}\n{rows[3]}"
    for typed, row in (("\n".join(rows[:3]), 4), (exchanged, 1)):
        with pytest.raises(AppError, match=f"Row {row}"):
            parse_customer_key(typed.encode())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: row.replace(" ", ""), ""),  # no spaces at all: the number can't be told apart
        (lambda row: row[:1] + " " + row[1:].replace(" ", ""), None),
        (lambda row: row.replace("  ", ". ", 1), None),
        (lambda row: row[:-1], "17 digits"),
        (lambda row: row[:5] + "O" + row[6:], "Row 2"),
        (lambda row: row + "a", "19 digits"),
    ],
)
def test_rows_are_read_as_people_type_them_and_errors_name_the_row(change, reason):
    rows = [change(row) if number == 1 else row for number, row in enumerate(KEY.rows)]
    typed = "\n".join(rows)
    assert is_key_sheet(typed)
    if reason is None:
        assert parse_customer_key(typed.encode()) == KEY
        return
    with pytest.raises(AppError, match="Row 2") as caught:
        parse_customer_key(typed.encode())
    assert reason in str(caught.value.detail)


def test_a_pasted_key_is_not_a_sheet():
    assert not is_key_sheet(KEY.base64)
    assert not is_key_sheet(KEY.content.hex())
