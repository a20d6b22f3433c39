"""How much the log tells."""

from __future__ import annotations

from enum import Enum


class LogLevel(Enum):
    """The values are stored, and those of `--log-level`; each level includes those above it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"


DEFAULT_LOG_LEVEL = LogLevel.WARNING
