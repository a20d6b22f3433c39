from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.cli.running.awake import kept_awake
from s3enc_gui.desktop.interface import NoDesktop
from s3enc_gui.domain.settings.desktop import DesktopSettings
from tests.desktop.conftest import bus, bus_address, services
from tests.end_to_end.waiting import wait_for

__all__ = ["bus", "bus_address", "services"]


@pytest.fixture
def reconnected():
    return []


@pytest.fixture
def command(reconnected) -> Any:
    """The services of a command."""
    return SimpleNamespace(
        desktop=NoDesktop(),
        settings=SimpleNamespace(desktop=DesktopSettings),
        reconnect=lambda: reconnected.append(1),
    )


def test_a_long_command_keeps_the_computer_awake(services, command, reconnected):
    with kept_awake(command, delay=0):
        wait_for(lambda: services.awake == services.asked == 1, what="locks")
        services.sleep(begins=False)
        wait_for(lambda: reconnected, what="reconnecting")
    wait_for(lambda: services.awake == services.asked == 0, what="no locks")
    assert services.progress == []  # it has no window


def test_not_where_the_settings_say_no(services, command):
    command.settings.desktop = lambda: DesktopSettings(keep_awake=False)
    with kept_awake(command, delay=0):
        wait_for(lambda: not isinstance(command.desktop, NoDesktop), what="desktop")
    assert services.bodies("Inhibit") == []


def test_a_short_command_asks_nobody(services, command):
    with kept_awake(command):
        pass
    assert isinstance(command.desktop, NoDesktop)
    assert services.calls == []
