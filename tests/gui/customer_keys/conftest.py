from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.customer_keys.known_key import KnownKey
from s3enc_gui.gui.customer_keys.keys_dialog import CustomerKeysDialog
from s3enc_gui.jobs.customer_keys.copies_of_keys import ListedKey, ReadKeyList

KEY, OTHER = CustomerKey(bytes(range(32))), CustomerKey(bytes(32))
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
INVOICES = KnownKey("invoices", KEY.md5, NOW, NOW, ("|my-bucket", "https://s3.example|scans"))
LOST = KnownKey("scans", OTHER.md5, NOW, NOW, in_keyring=False)
LISTED = (ListedKey(INVOICES, 1234, True), ListedKey(LOST, 0, False))


@pytest.fixture
def dialog(qtbot, runner):
    """The Keys window with a key, and one that isn't on this computer any more."""
    dialog = CustomerKeysDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    runner.handle_of(ReadKeyList).succeed(LISTED)
    return dialog
