"""Makes botocore's sessions and clients cheap: thousands of tests need one of their own.

A session with a client for S3 takes 11 ms of CPU time instead of more than 100. Each is new, with
handlers, settings and credentials of its own; what comes from botocore's own files is shared.
"""

from __future__ import annotations

import inspect
from functools import lru_cache
from typing import Any

import botocore.session
import pytest
from botocore import hooks
from botocore.hooks import EVENT_ALIASES, EventAliaser

_create: Any = EventAliaser.__init__
_inspected: Any = hooks.accepts_kwargs
_names: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Quicken the whole run."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    # The service models are read once.
    create_loader = lru_cache(botocore.session.create_loader)
    patch.setattr(botocore.session, "create_loader", create_loader)
    patch.setattr(hooks, "accepts_kwargs", accepts_kwargs)
    patch.setattr(EventAliaser, "__init__", share_names)


def accepts_kwargs(handler: Any) -> bool:
    """Whether an event handler takes any keyword, without reading its whole signature."""
    code = getattr(handler, "__code__", None)
    return bool(_inspected(handler) if code is None else code.co_flags & inspect.CO_VARKEYWORDS)


def share_names(aliaser: Any, *arguments: Any) -> None:
    """Create an emitter that knows the new names of events: each would compare 170 old ones."""
    _create(aliaser, *arguments)
    if aliaser._event_aliases == EVENT_ALIASES:
        aliaser._alias_name_cache = _names
