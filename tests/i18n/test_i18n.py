from __future__ import annotations

import gettext

import pytest

from s3enc_gui import i18n
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import N_, _, ngettext, pgettext, sentences, text, text_plural, translate
from tests.i18n.pseudo import PseudoCatalog, untranslated


def test_english_is_the_source():
    assert _("Save receipt") == "Save receipt"
    assert ngettext("{count} file", "{count} files", 1) == "{count} file"
    assert ngettext("{count} file", "{count} files", 0) == "{count} files"
    assert pgettext("menu", "Open") == "Open"
    assert translate("") == ""


def test_the_language_of_the_catalog(monkeypatch):
    assert i18n.language() == "en"
    catalog = PseudoCatalog()
    monkeypatch.setattr(catalog, "info", lambda: {"language": "pt_BR"})
    i18n.use(catalog)
    assert i18n.language() == "pt-BR"
    i18n.use_environment()


def test_values_are_filled_in_by_name():
    assert str(text("Can't open {file}", file="/a")) == "Can't open /a"
    assert str(text_plural("{count} of {all}", "{count} from {all}", 2, all=3)) == "2 from 3"


def test_a_text_without_values_may_hold_no_braces_of_its_own():
    with pytest.raises(KeyError):
        str(text("{not given}"))


def test_sentences_that_are_empty_are_left_out():
    assert str(sentences("One.", "", text("Two."))) == "One. Two."
    assert str(sentences()) == ""


@pytest.mark.usefixtures("pseudo_language")
def test_it_is_translated_when_it_is_shown():
    marked = N_("Verified")
    assert marked == "Verified"
    assert translate(marked).startswith("⟦Vér")
    assert _("Save").startswith("⟦Š")
    assert ngettext("{count} file", "{count} files", 2).startswith("⟦{count} fíléš")
    assert translate("") == ""


def test_an_error_follows_the_language(pseudo_language):
    error = AppError(
        text("Can't open {file}", file="/ab"), sentences("said", text("Try again.")), code="X"
    )
    assert error.title.startswith("⟦Çáñ't ópéñ /ab")
    assert error.detail.startswith("said ⟦Trý")
    i18n.use(gettext.NullTranslations())
    assert (error.title, error.detail, error.code) == ("Can't open /ab", "said Try again.", "X")


def test_a_text_in_a_text_is_translated_too(pseudo_language):
    assert untranslated(str(text("It is {state}", state=text("gone")))) == ""


@pytest.mark.usefixtures("pseudo_language")
def test_records_are_in_the_source_language():
    shown = sentences(
        "said",
        text("It is {state}.", state=text("gone")),
        text_plural("{count} file", "{count} files", 2),
    )
    assert i18n.untranslated(shown) == "said It is gone. 2 files"
    assert i18n.untranslated(text_plural("{count} file", "{count} files", 1)) == "1 file"
    assert i18n.untranslated("said") == "said"


def test_placeholders_and_markup_survive_the_pseudo_language():
    changed = PseudoCatalog().gettext("<b>{name}</b> of %(prog)s &amp; more")
    for kept in ("<b>", "{name}", "</b>", "%(prog)s", "&amp;"):
        assert kept in changed
    assert len(changed) > 1.4 * len(" of  & more")
