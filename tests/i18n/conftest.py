from __future__ import annotations

import pytest

from s3enc_gui import i18n
from tests.i18n.pseudo import PseudoCatalog


@pytest.fixture
def pseudo_language(monkeypatch):
    """Everything is shown in the pseudo-language, also after a program set its own."""
    before = i18n._catalog
    i18n.use(PseudoCatalog())
    monkeypatch.setattr(i18n, "use_environment", lambda: None)
    yield
    i18n.use(before)
