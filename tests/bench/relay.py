"""A relay with a round-trip time, between a client and a server on this machine.

    python -m tests.bench.relay PORT TO-PORT ROUND-TRIP-SECONDS

Data is delayed by half a round trip, and a new connection takes a round trip.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

HOST = "127.0.0.1"


class _End(asyncio.Protocol):
    """One end of a connection; received data is sent by the `other` end after a delay."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._later = asyncio.get_running_loop().call_later
        self._transport: Any = None
        self.other: _End | None = None
        self._early: list[
            Callable[[_End], object]
        ] = []  # received before the other end is connected

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        # A timer, so that data in flight doesn't delay later data.
        self._pass_on(lambda other: self._later(self._delay, other.write, data))

    def connection_lost(self, reason: Exception | None) -> None:
        self._pass_on(lambda other: self._later(self._delay, other.close))

    def join(self, other: _End) -> None:
        """Connect the other end, and send what was received before."""
        self.other = other
        for act in self._early:
            act(other)
        self._early.clear()

    def write(self, data: bytes) -> None:
        """Send data."""
        self._transport.write(data)

    def close(self) -> None:
        """Close the connection after all data is sent."""
        self._transport.close()

    def _pass_on(self, act: Callable[[_End], object]) -> None:
        if self.other:
            act(self.other)
        else:
            self._early.append(act)


async def listen(port: int, to_port: int, round_trip: float) -> asyncio.Server:
    """Return the listening server."""
    loop = asyncio.get_running_loop()
    under_way: set[asyncio.Task[None]] = set()

    async def connect(near: _End) -> None:
        await asyncio.sleep(round_trip)
        _, far = await loop.create_connection(lambda: _End(round_trip / 2), HOST, to_port)
        far.join(near)
        near.join(far)

    def accept() -> _End:
        near = _End(round_trip / 2)
        task = loop.create_task(connect(near))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return near

    return await loop.create_server(accept, HOST, port, backlog=1024)


async def _serve(port: int, to_port: int, round_trip: float) -> None:
    async with await listen(port, to_port, round_trip) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
