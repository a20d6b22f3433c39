"""Keeps the computer awake during a long command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from s3enc_gui.domain.desktop.notification import Activity, WokeUp
from s3enc_gui.i18n import _
from s3enc_gui.jobs.services import Services

DELAY = 5.0  # seconds: a short command doesn't pay for it


@contextmanager
def kept_awake(services: Services, delay: float = DELAY) -> Iterator[None]:
    """Prevent automatic sleep while the block runs, if the settings say so.

    After a sleep that the user chose, what was under way goes on at once.
    """
    timer = Timer(delay, lambda: _keep_awake(services))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        services.desktop.close()


def _keep_awake(services: Services) -> None:
    from s3enc_gui.desktop.this_desktop import this_desktop

    def listen(event: object) -> None:
        if isinstance(event, WokeUp):
            services.reconnect()

    services.desktop = this_desktop()
    services.desktop.listen(listen)
    awake = services.settings.desktop().keep_awake
    why = _("Objects are being transferred")
    services.desktop.show(Activity(is_active=True, keeps_awake=awake, why=why))
