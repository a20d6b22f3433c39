"""moto's server: S3, KMS, STS and more in one process, whose state can be reset."""

from __future__ import annotations

import http.client
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.process import (
    HOST,
    ServerError,
    ServerProcess,
    clean_environment,
    free_ports,
    responds,
)
from tests.servers.server import Server


class Moto:
    """moto as a process: `launch`, `server`, `stop`."""

    def __init__(self, folder: Path, name: str = "moto") -> None:
        (port,) = free_ports(1)
        self.endpoint_url = url = f"http://{HOST}:{port}"
        # -P: never import a moto.py from the current folder.
        command = [sys.executable, "-P", "-m", "moto.server", "-H", HOST, "-p", str(port)]
        self.process = ServerProcess(
            name,
            command,
            folder=folder,
            environment=clean_environment(folder),
            ready=lambda: responds(f"{url}/moto-api/data.json"),
        )
        self._server = Server(name, url, url)

    @property
    def processes(self) -> list[ServerProcess]:
        """The server process."""
        return [self.process]

    def launch(self) -> None:
        """Start without waiting."""
        self.process.launch()

    def server(self) -> Server:
        """Wait until the server is ready; raises `ServerError`."""
        self.process.wait_ready()
        return self._server

    def stop(self) -> None:
        """Stop the server."""
        self._server.close()
        self.process.stop()


def reset(server: Server) -> None:
    """Delete all buckets, keys and users of a moto server that isn't shared."""
    where = urlsplit(server.kms_endpoint_url).netloc
    with closing(http.client.HTTPConnection(where, timeout=10)) as connection:
        connection.request("POST", "/moto-api/reset")
        status = connection.getresponse().status
    if status != http.HTTPStatus.OK:
        raise ServerError(f"moto returned {status} for the reset")
