"""What makes botocore quick changes nothing of what it does."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import Any

import botocore.session
from botocore import hooks
from botocore.handlers import BUILTIN_HANDLERS
from botocore.hooks import EVENT_ALIASES, EventAliaser, HierarchicalEmitter

from tests.guards import botocore_sessions
from tests.guards.botocore_sessions import accepts_kwargs


class Handler:
    def any(self, **more):
        pass

    def one(self, name):
        pass

    def __call__(self, **more):
        pass


HANDLERS = [entry[1] for entry in BUILTIN_HANDLERS]
Aliaser: Any = EventAliaser
OTHERS = [Handler().any, Handler().one, Handler(), partial(Handler().any, name=1), lambda name: 0]


def test_handlers_are_accepted_as_by_botocore():
    for handler in [*HANDLERS, *OTHERS]:
        assert accepts_kwargs(handler) == bool(botocore_sessions._inspected(handler)), handler


def test_names_of_events_are_as_botocore_has_them():
    shared, alone = (Aliaser(HierarchicalEmitter()) for _ in range(2))
    alone._alias_name_cache = {}
    for part in [*EVENT_ALIASES, *EVENT_ALIASES.values()]:
        for name in (f"before-call.{part}.PutObject", f"{part}.x", part):
            expected = alone._alias_event_name(name)
            assert [shared._alias_event_name(name) for _ in range(2)] == [expected] * 2


def test_other_names_are_not_mixed_in():
    usual = Aliaser(HierarchicalEmitter())
    ours = Aliaser(HierarchicalEmitter(), {"s3": "ours"})
    assert usual._alias_event_name("creating.s3") == "creating.s3"
    assert ours._alias_event_name("creating.s3") == "creating.ours"
    assert copy(usual)._alias_name_cache is usual._alias_name_cache


def test_sessions_share_models_only():
    first, second = botocore.session.Session(), botocore.session.Session()
    assert vars(hooks)["accepts_kwargs"] is accepts_kwargs
    assert first.get_component("data_loader") is second.get_component("data_loader")
    heard = []
    first.register("test.event", lambda **_: heard.append("first"))
    second.get_component("event_emitter").emit("test.event")
    assert heard == []
