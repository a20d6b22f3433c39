from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from s3enc_gui import i18n
from s3enc_gui.gui.application_style import Theme
from s3enc_gui.gui.widgets.scale import FONT_SIZE
from tests.i18n.gallery import IN_ENGLISH
from tests.i18n.pseudo import PseudoCatalog

LARGE = 1.5


@pytest.fixture
def pseudo_language(monkeypatch):
    """Everything is shown in the pseudo-language, also after a program set its own."""
    if IN_ENGLISH:
        yield
        return
    before = i18n._catalog
    i18n.use(PseudoCatalog())
    monkeypatch.setattr(i18n, "use_environment", lambda: None)
    yield
    i18n.use(before)


LOCALES = {1: "ja_JP", LARGE: "de_DE"}


@pytest.fixture(params=[1, LARGE], ids=["", "large fonts"])
def themed(request, qapp: QApplication):
    """The look of the program with Japanese formats, and with large fonts and German ones."""
    if IN_ENGLISH and request.param == LARGE:
        pytest.skip("only in the pseudo-language")
    locale = QLocale()
    QLocale.setDefault(QLocale("en_US" if IN_ENGLISH else LOCALES[request.param]))
    font, palette = qapp.font(), qapp.palette()
    style = qapp.style().name()
    shown = qapp.font()
    shown.setPointSizeF(FONT_SIZE * request.param)
    qapp.setFont(shown)
    theme = Theme(qapp)
    yield request.param
    theme.deleteLater()
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
    QLocale.setDefault(locale)
