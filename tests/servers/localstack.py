"""LocalStack 4.9.2 in its own environment; the server with the responses most like AWS."""

from __future__ import annotations

import os
from pathlib import Path

from tests.servers.process import (
    HOST,
    ServerError,
    ServerProcess,
    clean_environment,
    free_ports,
    responds,
)
from tests.servers.server import Server

_CHECKOUT = Path(__file__).resolve().parents[2]
_LAUNCHER = Path(__file__).with_name("localstack_launcher.py")
_SETTINGS = {
    "SERVICES": "s3,kms,sts,iam",
    "S3_SKIP_KMS_KEY_VALIDATION": "0",
    "S3_SKIP_SIGNATURE_VALIDATION": "0",
    # No telemetry, no downloads, no DNS server.
    "DISABLE_EVENTS": "1",
    "SKIP_SSL_CERT_DOWNLOAD": "1",
    "SKIP_INFRA_DOWNLOADS": "1",
    "DNS_ADDRESS": "0",
    "LS_LOG": "warning",
}


def python() -> Path:
    """The interpreter with LocalStack; raises `ServerError` if there is none."""
    chosen = os.environ.get("S3ENC_LOCALSTACK_PYTHON")
    path = Path(chosen) if chosen else _CHECKOUT / ".venv" / "localstack" / "bin" / "python"
    if not path.exists():
        raise ServerError(f"LocalStack is missing ({path}): run `make env`/`make test`")
    return path


class LocalStack:
    """LocalStack as a process: `launch`, `server`, `stop`."""

    def __init__(self, folder: Path) -> None:
        (port,) = free_ports(1)
        url = f"http://{HOST}:{port}"
        state = folder / "localstack"
        state.mkdir()
        self.process = ServerProcess(
            "localstack",
            [python(), "-P", _LAUNCHER],
            folder=folder,
            environment={
                **clean_environment(state),
                **_SETTINGS,
                "GATEWAY_LISTEN": f"{HOST}:{port}",
                "FILESYSTEM_ROOT": str(state),
                "LOCALSTACK_VOLUME_DIR": str(state),
            },
            ready=lambda: responds(f"{url}/_localstack/health"),
            # Its shutdown takes 1.5 s, and isn't needed.
            grace_seconds=0,
        )
        self._server = Server("localstack", url, url)

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
