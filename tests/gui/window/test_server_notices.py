from __future__ import annotations

from threading import Thread

import pytest

from s3enc_gui.domain.connection import ServerNotice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.notice_relay import NoticeRelay
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.window.server_notices import ServerNotices
from s3enc_gui.i18n import text


@pytest.fixture
def banner(window):
    return ErrorBanner(window)


@pytest.fixture
def notices(window, banner):
    return ServerNotices(banner, window)


def test_notices_are_shown_together_until_they_are_closed(notices, banner):
    notices.add(ServerNotice.NO_CHECKSUMS)
    notices.add(ServerNotice.NO_CONDITIONS)
    shown = f"{ServerNotice.NO_CHECKSUMS.value} {ServerNotice.NO_CONDITIONS.value}"
    assert banner._detail.text() == shown
    banner._close.click()
    assert not banner.isVisible()
    notices.add(ServerNotice.NO_ENCODING)
    assert banner._detail.text() == ServerNotice.NO_ENCODING.value


def test_an_error_stays_until_it_is_closed(notices, banner):
    banner.show_error(AppError(text("Interrupted")))
    notices.add(ServerNotice.NO_CHECKSUMS)
    assert banner._title.text() == "Interrupted"
    banner._close.click()
    assert banner._detail.text() == ServerNotice.NO_CHECKSUMS.value


def test_an_error_after_a_notice_is_not_replaced(notices, banner):
    notices.add(ServerNotice.NO_CHECKSUMS)
    banner.show_error(AppError(text("Interrupted")))
    notices.add(ServerNotice.NO_ENCODING)
    assert banner._title.text() == "Interrupted"


def test_notices_arrive_from_any_thread(qtbot, notices, banner):
    relay = NoticeRelay()
    relay.noticed.connect(notices.add)
    thread = Thread(target=relay.tell, args=(ServerNotice.NO_CHECKSUMS,))
    with qtbot.waitSignal(relay.noticed):
        thread.start()
    thread.join()
    qtbot.waitUntil(banner.isVisible)
