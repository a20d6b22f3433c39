from __future__ import annotations

from tests.jobs.connections.conftest import *  # noqa: F403 - the same services
