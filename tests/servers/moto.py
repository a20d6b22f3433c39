"""moto's server: S3, KMS, STS and more in one process, whose state can be reset."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

from tests.servers.process import HOST, ServerProcess, answers, clean_environment, free_ports
from tests.servers.server import Server


class Moto:
    """moto as a process; `launch`, then `server`, at last `stop`."""

    def __init__(self, folder: Path, name: str = "moto") -> None:
        (port,) = free_ports(1)
        self.endpoint_url = url = f"http://{HOST}:{port}"
        # -P: nothing in the current folder is to be imported in moto's place.
        command = [sys.executable, "-P", "-m", "moto.server", "-H", HOST, "-p", str(port)]
        self.process = ServerProcess(
            name,
            command,
            folder=folder,
            environment=clean_environment(folder),
            ready=lambda: answers(f"{url}/moto-api/data.json"),
        )
        self._server = Server(name, url, url)

    def launch(self) -> None:
        """Start it without waiting."""
        self.process.launch()

    def server(self) -> Server:
        """The server, when it is ready; raises `ServerError`."""
        self.process.wait_ready()
        return self._server

    def stop(self) -> None:
        """End it."""
        self._server.close()
        self.process.stop()


def reset(server: Server) -> None:
    """Forget all buckets, keys and users of a moto."""
    request = urllib.request.Request(f"{server.kms_endpoint_url}/moto-api/reset", method="POST")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10):
        pass
