from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from s3enc_gui.aio import outage_gate as module
from s3enc_gui.aio.cancellation import aside
from s3enc_gui.aio.outage_gate import PATIENCE, PATIENCE_THROTTLED, OutageGate
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind

CUT = AppError("cut", code="ConnectionClosedError")
SLOW = AppError("slow down", code="SlowDown")
DENIED = AppError("no", code="AccessDenied")
EXPIRED = AppError("expired", code="ExpiredToken")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    for name in ("LONGEST_PAUSE", "LONGEST_THROTTLED", "FIRST_LOOK", "LAST_LOOK"):
        monkeypatch.setattr(module, name, 0.0)


class Sky:
    """A shelter with a scripted probe and request; both run out into success."""

    def __init__(self, answers, probes=(), deadline=None):
        self.answers, self.probes = list(answers), list(probes)
        self.asked, self.troubles = 0, 0
        self.probed: list[Any] = []
        self.told: list[Any] = []
        self.gate = OutageGate(self.probe, self.told.append, deadline)

    def probe(self, outage_kind):
        self.probed.append(outage_kind)
        error = self.probes.pop(0) if self.probes else None
        if error:
            raise error

    async def request(self):
        self.asked += 1
        error = self.answers.pop(0) if self.answers else None
        if error:
            raise error
        return "stored"

    def trouble(self):
        self.troubles += 1

    def ask(self):
        return asyncio.run(self.gate.ask(self.request, self.trouble))


@pytest.mark.parametrize("watched", [True, False])
def test_who_was_to_stop_while_a_request_was_obeyed_waits_for_no_outage(watched):
    """Of the stop nobody reminds them: at the end of the program they would wait for ever."""

    async def work():
        sky = Sky([CUT] * 3, [CUT] * 1000)
        go = Event()

        async def sends():
            await aside(go.wait)  # a part is read from the disk
            await sky.gate.ask(sky.request)

        others = [asyncio.create_task(sky.gate.ask(sky.request))] if watched else []
        task = asyncio.create_task(sends())
        while watched and not sky.probed:
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


def test_fair_outage():
    sky = Sky([])
    assert sky.ask() == "stored"
    assert (sky.asked, sky.probed, sky.told) == (1, [], [])


def test_an_error_of_the_file_is_raised_at_once():
    sky = Sky([DENIED])
    with pytest.raises(AppError) as caught:
        sky.ask()
    assert (caught.value, sky.asked, sky.probed, sky.troubles) == (DENIED, 1, [], 0)


@pytest.mark.parametrize(("error", "patience"), [(CUT, PATIENCE), (SLOW, PATIENCE_THROTTLED)])
def test_patience_where_the_outage_is_fair(error, patience):
    sky = Sky([error] * patience)
    assert sky.ask() == "stored"
    assert (sky.asked, sky.told, sky.troubles) == (patience + 1, [], patience)


@pytest.mark.parametrize(("error", "patience"), [(CUT, PATIENCE), (SLOW, PATIENCE_THROTTLED)])
def test_its_end(error, patience):
    sky = Sky([error] * 999)
    with pytest.raises(AppError):
        sky.ask()
    assert sky.asked == patience + 1


def test_waiting_for_better():
    sky = Sky([CUT], [CUT] * 5)
    assert sky.ask() == "stored"
    assert (sky.asked, len(sky.probed)) == (2, 6)
    assert [outage and outage.kind for outage in sky.told] == [OutageKind.OFFLINE] * 5 + [None]


def test_bad_outage_costs_no_patience():
    sky = Sky([CUT] * 20, [CUT, None] * 20)
    assert sky.ask() == "stored"


def test_the_outage_may_change_its_kind():
    sky = Sky([CUT], [CUT, EXPIRED, EXPIRED])
    assert sky.ask() == "stored"
    kinds = [outage and outage.kind for outage in sky.told]
    assert kinds == [OutageKind.OFFLINE, OutageKind.SIGNED_OUT, OutageKind.SIGNED_OUT, None]
    assert sky.probed[-1] is OutageKind.SIGNED_OUT
    assert len({outage.since for outage in sky.told if outage}) == 1


def test_a_refusal_is_an_answer():
    sky = Sky([CUT], [CUT, DENIED])
    assert sky.ask() == "stored"
    assert sky.told[-1] is None


def test_after_the_deadline_the_error_holds():
    sky = Sky([CUT], [CUT, EXPIRED] * 500, deadline=0.0)
    with pytest.raises(AppError) as caught:
        sky.ask()
    assert caught.value in (CUT, EXPIRED)
    assert sky.told[-1:] in ([], [None])
    assert [one.given_up for one in sky.told[-2:-1]] in ([], [True])


def test_what_has_passed_was_not_given_up():
    sky = Sky([CUT], [CUT] * 2)
    assert sky.ask() == "stored"
    assert [one.given_up for one in sky.told if one] == [False] * 2


def test_all_wait_together():
    sky = Sky([CUT], [CUT] * 3)

    async def work():
        return await asyncio.gather(*(sky.gate.ask(sky.request) for _ in range(5)))

    assert asyncio.run(work()) == ["stored"] * 5
    assert len(sky.probed) == 4


def test_who_comes_in_bad_outage_waits_too():
    sky = Sky([CUT], [CUT] * 3)

    async def work():
        first = asyncio.create_task(sky.gate.ask(sky.request))
        while not sky.told:
            await asyncio.sleep(0)
        second = asyncio.create_task(sky.gate.ask(sky.request))
        await asyncio.sleep(0)
        assert sky.asked == 1
        return await asyncio.gather(first, second)

    assert asyncio.run(work()) == ["stored"] * 2


def test_one_who_gives_up_leaves_the_others():
    sky = Sky([CUT] * 2, [CUT] * 3)

    async def work():
        tasks = [asyncio.create_task(sky.gate.ask(sky.request)) for _ in range(2)]
        while not sky.told:
            await asyncio.sleep(0)
        tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    cancelled, answer = asyncio.run(work())
    assert (type(cancelled), answer) == (asyncio.CancelledError, "stored")


def test_when_nobody_waits_any_more_nobody_looks(monkeypatch):
    monkeypatch.setattr(module, "FIRST_LOOK", 3600.0)
    sky = Sky([CUT], [CUT] * 2)

    async def work():
        tasks = [asyncio.create_task(sky.gate.ask(sky.request)) for _ in range(2)]
        while not sky.told:
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return await sky.gate.ask(sky.request)

    assert asyncio.run(work()) == "stored"
    first, *more = sky.told
    assert (len(sky.probed), more) == (1, [replace(first, given_up=True), None])


def test_who_comes_when_the_others_have_just_given_up():
    sky = Sky([CUT] * 2, [CUT] * 3)

    async def work():
        first = asyncio.create_task(sky.gate.ask(sky.request))
        while not sky.told:
            await asyncio.sleep(0)
        first.cancel()
        second = asyncio.create_task(sky.gate.ask(sky.request))
        return await asyncio.gather(first, second, return_exceptions=True)

    cancelled, answer = asyncio.run(work())
    assert (type(cancelled), answer) == (asyncio.CancelledError, "stored")
    assert sky.told[-1] is None


def test_a_look_at_once(monkeypatch):
    monkeypatch.setattr(module, "FIRST_LOOK", 3600.0)
    monkeypatch.setattr(module, "LAST_LOOK", 3600.0)
    sky = Sky([CUT], [CUT] * 2)

    async def work():
        asking = asyncio.create_task(sky.gate.ask(sky.request))
        for count in (1, 2):
            while len(sky.told) < count:
                await asyncio.sleep(0)
            sky.gate.try_now()
        return await asking

    assert asyncio.run(work()) == "stored"
    assert sky.told[0].next_try > sky.told[0].since


def test_a_request_may_have_a_patience_of_its_own():
    sky = Sky([CUT] * 9)
    with pytest.raises(AppError):
        asyncio.run(sky.gate.ask(sky.request, patience=lambda _: 1))
    assert sky.asked == 2
