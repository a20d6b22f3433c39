"""The demo server: patched moto, the only server that evaluates bucket policies."""

from __future__ import annotations

from s3enc_gui.demo.launcher import DemoServer
from tests.servers.process import ServerProcess
from tests.servers.server import Server


class Demo:
    """The demo server with the interface of the others; ready when `launch` returns."""

    def __init__(self) -> None:
        self._demo = DemoServer()
        self._server: Server | None = None

    @property
    def processes(self) -> list[ServerProcess]:
        """None: the demo starts its own process."""
        return []

    def launch(self) -> None:
        """Start it and wait for its sample data."""
        self._demo.start()
        environment = self._demo.environment
        self._server = Server(
            "demo",
            self._demo.endpoint_url,
            self._demo.endpoint_url,
            self._demo.region,
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
        )

    def server(self) -> Server:
        """The server; call `launch` first."""
        assert self._server is not None
        return self._server

    def stop(self) -> None:
        """Stop the server."""
        if self._server is not None:
            self._server.close()
        self._demo.stop()
