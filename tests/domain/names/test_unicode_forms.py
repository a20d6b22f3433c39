from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.names.unicode_forms import folded, other_forms, twins

NFC, NFD = "Stra\u00dfe n\u00e4chste.txt", "Stra\u00dfe na\u0308chste.txt"
MIXED = "\u00e4a\u0308"


def test_case_and_form_do_not_count_in_searches():
    assert folded(NFC) == folded(NFD) == folded(NFC.upper())
    assert folded("A.TXT") == "a.txt"


@given(st.text())
def test_all_forms_are_found(name):
    assert len({folded(normalize(form, name)) for form in ("NFC", "NFD")}) == 1
    assert name not in other_forms(name)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("a.txt", ()),
        ("\u65e5\u672c.txt", ()),
        (NFC, (NFD,)),
        (NFD, (NFC,)),
        (MIXED, ("\u00e4\u00e4", "a\u0308a\u0308")),
    ],
)
def test_most_names_have_one_form(name, forms):
    assert other_forms(name) == forms


def test_names_that_look_the_same():
    assert twins(["a", "a", NFC, "b", NFD, NFC]) == [NFD, NFC]
    assert twins([NFC, NFC]) == []
