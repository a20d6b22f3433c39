"""What holds for every test: the guards that watch it, and the servers it may ask for."""

from __future__ import annotations

pytest_plugins = [
    "pytester",
    "tests.guards.isolation",
    "tests.guards.logs",
    "tests.guards.network",
    "tests.guards.qt_threads",
    "tests.guards.qt_widgets",
    "tests.guards.threads",
    "tests.servers.plugin",
]
