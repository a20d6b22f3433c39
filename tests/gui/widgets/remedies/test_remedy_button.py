"""The button for an error that isn't in a banner."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout

from s3enc_gui.domain.customer_keys.known_key import unknown_key_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.widgets.remedies.remedy_button import RemedyButton
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer

ERROR, OTHER = unknown_key_error("invoices"), AppError("No", code="SlowDown")


@pytest.fixture
def button(window):
    button = RemedyButton()
    QVBoxLayout(window).addWidget(button)
    return button


def test_it_does_what_the_window_offers(window, button, qtbot):
    offer = RemedyOffer(Remedy.KEYS, window)
    button.show_for((None, OTHER, ERROR))
    assert (button.isHidden(), button.text()) == (False, "Keys…")
    with qtbot.waitSignal(offer.requested) as taken:
        button.click()
    assert taken.args == [ERROR]


def test_it_is_enabled_while_the_offer_is(window, button):
    offer = RemedyOffer(Remedy.KEYS, window)
    button.show_for((ERROR,))
    offer.set_enabled(False)
    assert not button.isEnabled()
    button.show_for((OTHER,))
    assert button.isHidden()
    offer.set_enabled(True)
    button.show_for((ERROR,))
    assert button.isEnabled()


@pytest.mark.parametrize("errors", [(), (None,), (OTHER,), (ERROR,)])
def test_it_is_hidden_without_a_remedy_here(button, errors):
    button.show_for(errors)
    assert button.isHidden()
