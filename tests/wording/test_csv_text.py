from __future__ import annotations

import csv
import io

import pytest

from s3enc_gui.wording.csv_text import csv_names, csv_rows

FORMULA = '=HYPERLINK("http://x";"click")'
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def cells(text, delimiter=","):
    """Return the cells as a spreadsheet splits them: a quote counts only at the start of a cell."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [cell for row in rows for cell in row]


def test_texts_are_quoted_and_numbers_are_not():
    line = csv_rows([("a", 1, None, True, 'b"c')])
    assert line == '"a",1,"",True,"b""c"\r\n'


def test_header_names_are_unquoted():
    assert csv_names(("key", "size")) == "key,size\r\n"


def test_no_rows_are_no_lines():
    assert csv_rows([]) == ""


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_gets_an_apostrophe(start):
    assert cells(csv_rows([("x", f"{start}1")])) == ["x", f"'{start}1"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quote", ["", '"', '""', ' "', "\t"])
@pytest.mark.parametrize("between", [";", "\t", "\n", "\r", "\r\n", ";;"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula_whatever_separates_cells(delimiter, quote, between, start):
    name = f"x{between}{quote}{start}{FORMULA};y"
    found = cells(csv_rows([(name, "k", name, 1, name)]), delimiter)
    assert not [cell for cell in found if cell.strip(' "').startswith(("=", "+", "-", "@"))]


def test_other_names_stay():
    names = ["a;b", "a=b", "a -b", "Müller; Söhne", "x'y", "2026-03-01T12:00:00+00:00", "a\nb"]
    assert cells(csv_rows([names])) == names


def test_removing_the_apostrophe_gives_the_name():
    assert cells(csv_rows([("a;'=b",)])) == ["a;''=b"]
