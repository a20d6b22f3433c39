from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from s3enc_gui.aio import outage_gate as module
from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import RETRIES, RETRIES_THROTTLED, OutageGate
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.outage import OutageKind

CUT = AppError("cut", code="ConnectionClosedError")
SLOW = AppError("slow down", code="SlowDown")
DENIED = AppError("no", code="AccessDenied")
EXPIRED = AppError("expired", code="ExpiredToken")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    for name in ("MAX_PAUSE", "MAX_PAUSE_THROTTLED", "FIRST_PROBE", "MAX_PROBE"):
        monkeypatch.setattr(module, name, 0.0)


class Script:
    """A gate with scripted errors of requests and probes; after the last one, both succeed."""

    def __init__(self, answers, probes=(), deadline=None, connection=None):
        self.answers, self.probes = list(answers), list(probes)
        self.requests, self.back_offs = 0, 0
        self.probed: list[Any] = []
        self.reported: list[Any] = []
        self.gate = OutageGate(self.probe, self.reported.append, deadline, connection)

    def probe(self, outage_kind):
        self.probed.append(outage_kind)
        error = self.probes.pop(0) if self.probes else None
        if error:
            raise error

    async def request(self):
        self.requests += 1
        error = self.answers.pop(0) if self.answers else None
        if error:
            raise error
        return "stored"

    def back_off(self):
        self.back_offs += 1

    def run(self):
        return asyncio.run(self.gate.run(self.request, self.back_off))


@pytest.mark.parametrize("watched", [True, False])
def test_a_deferred_cancellation_ends_before_an_outage(watched):
    """The cancellation isn't repeated: at exit, the task would wait forever."""

    async def work():
        script = Script([CUT] * 3, [CUT] * 1000)
        go = Event()

        async def sends():
            await in_thread(go.wait)  # reading a part from the disk
            await script.gate.run(script.request)

        others = [asyncio.create_task(script.gate.run(script.request))] if watched else []
        task = asyncio.create_task(sends())
        while watched and not script.probed:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        go.set()
        await asyncio.wait([task], timeout=5)
        for other in others:
            other.cancel()
        await asyncio.wait([task, *others])
        return task.cancelled()

    assert asyncio.run(work())


def test_no_outage():
    script = Script([])
    assert script.run() == "stored"
    assert (script.requests, script.probed, script.reported) == (1, [], [])


def test_other_errors_are_raised_immediately():
    script = Script([DENIED])
    with pytest.raises(AppError) as caught:
        script.run()
    assert (caught.value, script.requests, script.probed, script.back_offs) == (DENIED, 1, [], 0)


@pytest.mark.parametrize(("error", "retries"), [(CUT, RETRIES), (SLOW, RETRIES_THROTTLED)])
def test_retries_while_the_server_is_online(error, retries):
    script = Script([error] * retries)
    assert script.run() == "stored"
    assert (script.requests, script.reported, script.back_offs) == (retries + 1, [], retries)


@pytest.mark.parametrize(("error", "retries"), [(CUT, RETRIES), (SLOW, RETRIES_THROTTLED)])
def test_the_last_retry(error, retries):
    script = Script([error] * 999)
    with pytest.raises(AppError):
        script.run()
    assert script.requests == retries + 1


def test_an_outage_ends():
    script = Script([CUT], [CUT] * 5)
    assert script.run() == "stored"
    assert (script.requests, len(script.probed)) == (2, 6)
    assert [outage and outage.kind for outage in script.reported] == [OutageKind.OFFLINE] * 5 + [
        None
    ]


def test_an_outage_says_whose_it_is():
    script = Script([EXPIRED], [EXPIRED], connection=Connection("work"))
    script.run()
    assert [outage and outage.connection for outage in script.reported] == [
        Connection("work"),
        None,
    ]


def test_a_sign_in_that_the_first_probe_renews_is_not_reported():
    script = Script([EXPIRED])
    assert script.run() == "stored"
    assert script.reported == []


def test_an_outage_uses_no_retries():
    script = Script([CUT] * 20, [CUT, None] * 20)
    assert script.run() == "stored"


def test_an_outage_may_change_its_kind():
    script = Script([CUT], [CUT, EXPIRED, EXPIRED])
    assert script.run() == "stored"
    kinds = [outage and outage.kind for outage in script.reported]
    assert kinds == [OutageKind.OFFLINE, OutageKind.SIGNED_OUT, OutageKind.SIGNED_OUT, None]
    assert script.probed[-1] is OutageKind.SIGNED_OUT
    assert len({outage.since for outage in script.reported if outage}) == 1


def test_a_refusal_ends_an_outage():
    script = Script([CUT], [CUT, DENIED])
    assert script.run() == "stored"
    assert script.reported[-1] is None


def test_the_error_is_raised_after_the_deadline():
    script = Script([CUT], [CUT, EXPIRED] * 500, deadline=0.0)
    with pytest.raises(AppError) as caught:
        script.run()
    assert caught.value in (CUT, EXPIRED)
    assert script.reported[-1:] in ([], [None])
    assert [one.given_up for one in script.reported[-2:-1]] in ([], [True])


def test_an_ended_outage_was_not_given_up():
    script = Script([CUT], [CUT] * 2)
    assert script.run() == "stored"
    assert [one.given_up for one in script.reported if one] == [False] * 2


def test_all_requests_wait_together():
    script = Script([CUT], [CUT] * 3)

    async def work():
        return await asyncio.gather(*(script.gate.run(script.request) for _ in range(5)))

    assert asyncio.run(work()) == ["stored"] * 5
    assert len(script.probed) == 4


def test_a_new_request_waits_too():
    script = Script([CUT], [CUT] * 3)

    async def work():
        first = asyncio.create_task(script.gate.run(script.request))
        while not script.reported:
            await asyncio.sleep(0)
        second = asyncio.create_task(script.gate.run(script.request))
        await asyncio.sleep(0)
        assert script.requests == 1
        return await asyncio.gather(first, second)

    assert asyncio.run(work()) == ["stored"] * 2


def test_a_canceled_request_leaves_the_others():
    script = Script([CUT] * 2, [CUT] * 3)

    async def work():
        tasks = [asyncio.create_task(script.gate.run(script.request)) for _ in range(2)]
        while not script.reported:
            await asyncio.sleep(0)
        tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    cancelled, answer = asyncio.run(work())
    assert (type(cancelled), answer) == (asyncio.CancelledError, "stored")


def test_probing_stops_with_the_last_request(monkeypatch):
    monkeypatch.setattr(module, "FIRST_PROBE", 3600.0)
    script = Script([CUT], [CUT] * 2)

    async def work():
        tasks = [asyncio.create_task(script.gate.run(script.request)) for _ in range(2)]
        while not script.reported:
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return await script.gate.run(script.request)

    assert asyncio.run(work()) == "stored"
    first, *more = script.reported
    assert (len(script.probed), more) == (1, [replace(first, given_up=True), None])


def test_a_request_after_the_others_were_canceled():
    script = Script([CUT] * 2, [CUT] * 3)

    async def work():
        first = asyncio.create_task(script.gate.run(script.request))
        while not script.reported:
            await asyncio.sleep(0)
        first.cancel()
        second = asyncio.create_task(script.gate.run(script.request))
        return await asyncio.gather(first, second, return_exceptions=True)

    cancelled, answer = asyncio.run(work())
    assert (type(cancelled), answer) == (asyncio.CancelledError, "stored")
    assert script.reported[-1] is None


def test_probe_now(monkeypatch):
    monkeypatch.setattr(module, "FIRST_PROBE", 3600.0)
    monkeypatch.setattr(module, "MAX_PROBE", 3600.0)
    script = Script([CUT], [CUT] * 2)

    async def work():
        asking = asyncio.create_task(script.gate.run(script.request))
        for count in (1, 2):
            while len(script.reported) < count:
                await asyncio.sleep(0)
            script.gate.try_now()
        return await asking

    assert asyncio.run(work()) == "stored"
    assert script.reported[0].next_try > script.reported[0].since


def test_a_request_may_limit_its_retries():
    script = Script([CUT] * 9)
    with pytest.raises(AppError):
        asyncio.run(script.gate.run(script.request, retries=lambda _: 1))
    assert script.requests == 2


def test_requests_that_wait_are_canceled_at_once(monkeypatch):
    """The next probe would be in half a minute, and a probe may take long."""
    monkeypatch.setattr(module, "FIRST_PROBE", 3600.0)
    canceled, began, answer = Event(), Event(), Event()
    reported: list[Any] = []

    def checkpoint():
        if canceled.is_set():
            raise Cancelled

    def probe(_):
        began.set()
        assert answer.wait(60)

    async def request():
        raise EXPIRED

    async def main():
        gate = OutageGate(probe, reported.append, checkpoint=checkpoint)
        waiting = [asyncio.create_task(gate.run(request)) for _ in range(3)]
        await asyncio.to_thread(began.wait)
        canceled.set()
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        answer.set()
        return ends

    ends = asyncio.run(main())
    assert [type(end) for end in ends] == [Cancelled] * 3


def test_a_pause_is_canceled_at_once(monkeypatch):
    monkeypatch.setattr(module, "MAX_PAUSE_THROTTLED", 3600.0)
    stops = iter([False] * 4)

    def checkpoint():
        if next(stops, True):
            raise Cancelled

    async def request():
        raise SLOW

    gate = OutageGate(lambda _: None, lambda _: None, checkpoint=checkpoint)
    with pytest.raises(Cancelled):
        asyncio.run(gate.run(request))
