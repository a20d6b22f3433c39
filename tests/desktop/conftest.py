from __future__ import annotations

import pytest

from tests.fakes.desktop_services import DesktopServices, private_bus


@pytest.fixture(scope="session")
def bus_address():
    with private_bus() as address:
        yield address


@pytest.fixture
def bus(bus_address, monkeypatch):
    """Both the session's and the system's bus; its address."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus_address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus_address)
    return bus_address


@pytest.fixture
def services(bus):
    with DesktopServices(bus) as services:
        yield services
