"""SeaweedFS, which encrypts for real, with a moto beside it as its KMS."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import trustme

from tests.servers.moto import Moto
from tests.servers.process import (
    HOST,
    ServerError,
    ServerProcess,
    answers,
    clean_environment,
    free_ports,
)
from tests.servers.server import REGION, Server

# The sockets it leaves here, whatever TMPDIR says.
_SOCKETS = Path("/tmp")  # noqa: S108
_PARTS = ("s3", "master", "volume", "filer", "admin")
# Its worker looks for the admin server's gRPC port here, whatever it is told.
_GRPC_OFFSET = 10_000


class SeaweedFS:
    """`weed mini` and the moto that is its KMS; `launch`, then `server`, at last `stop`.

    Keys are made in the Server's KMS and need no word to SeaweedFS: it asks that KMS for a data
    key with whatever key id or ARN a request names. With `tls` the S3 endpoint is https, under
    the certificate authority in the Server's `ca_bundle`.
    """

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        self.name = "seaweedfs-tls" if tls else "seaweedfs"
        self._kms = Moto(folder, f"{self.name}-kms")
        self._ports = dict(
            zip(_PARTS, free_ports(len(_PARTS), offsets=(0, _GRPC_OFFSET)), strict=True)
        )
        url = f"{'https' if tls else 'http'}://{HOST}:{self._ports['s3']}"
        data = folder / self.name
        data.mkdir()
        authority = _make_certificates(data) if tls else None
        self.process = ServerProcess(
            self.name,
            self._command(data, tls=tls),
            folder=folder,
            environment=clean_environment(data),
            ready=lambda: answers(f"{url}/healthz", authority),
            # It takes 2.4 s to end politely, and nothing it holds is wanted any more.
            grace_seconds=0,
        )
        self._server = Server(self.name, url, self._kms.endpoint_url, ca_bundle=authority)
        _write_config(data / "s3.json", self._server)

    def _command(self, data: Path, *, tls: bool) -> list[str]:
        options: dict[str, Any] = {
            "dir": data,
            "ip": HOST,
            "ip.bind": HOST,
            "s3.config": data / "s3.json",
            # A bucket has volumes of its own; by free disk space alone they would soon run out.
            "volume.max": 1000,
            "master.volumeSizeLimitMB": 256,
            "master.telemetry": "false",
            "webdav": "false",
            "admin.ui": "false",
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
        }
        for part, port in self._ports.items():
            options |= {f"{part}.port": port, f"{part}.port.grpc": port + _GRPC_OFFSET}
        if tls:
            options |= {"s3.cert.file": data / "cert.pem", "s3.key.file": data / "key.pem"}
        return [_weed(), "-logtostderr=true", "mini", *(f"-{k}={v}" for k, v in options.items())]

    @property
    def processes(self) -> list[ServerProcess]:
        """What runs: SeaweedFS and its KMS."""
        return [self.process, *self._kms.processes]

    def launch(self) -> None:
        """Start both processes without waiting."""
        self._kms.launch()
        self.process.launch()

    def server(self) -> Server:
        """The server, when it and its KMS are ready; raises `ServerError`."""
        self._kms.server()
        self.process.wait_ready()
        return self._server

    def stop(self) -> None:
        """End both."""
        self._server.close()
        self.process.stop()
        self._kms.stop()
        for port in self._ports.values():
            for number in (port, port + _GRPC_OFFSET):
                for socket in _SOCKETS.glob(f"seaweedfs-*-{number}.sock"):
                    socket.unlink(missing_ok=True)


def _weed() -> str:
    # Beside the interpreter of this environment: the one that the lock file names.
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    if not found:
        raise ServerError("SeaweedFS's weed is missing: run `make env`/`make test`")
    return found


def _write_config(file: Path, server: Server) -> None:
    keys = {"accessKey": server.access_key, "secretKey": server.secret_key}
    provider = {
        "type": "aws",
        "region": REGION,
        "endpoint": server.kms_endpoint_url,
        "access_key": server.access_key,
        "secret_key": server.secret_key,
        # A key that was disabled a moment ago must not be served from memory.
        "cache_enabled": False,
        "max_retries": 1,
    }
    config = {
        "identities": [
            {
                "name": "tests",
                "credentials": [keys],
                "actions": ["Admin", "Read", "Write", "List", "Tagging"],
            }
        ],
        "kms": {"default_provider": "tests", "providers": {"tests": provider}},
    }
    file.write_text(json.dumps(config), encoding="utf-8")


def _make_certificates(folder: Path) -> Path:
    authority = trustme.CA()
    issued = authority.issue_cert(HOST, "localhost")
    issued.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return folder / "ca.pem"
