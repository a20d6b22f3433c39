"""SeaweedFS, which encrypts objects, with moto as its KMS."""

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
    clean_environment,
    free_ports,
    responds,
)
from tests.servers.server import REGION, Server

# It leaves sockets in this folder, independent of TMPDIR.
_SOCKETS = Path("/tmp")  # noqa: S108
_PARTS = ("s3", "master", "volume", "filer", "admin")
# Its worker expects the gRPC port of the admin server at this offset.
_GRPC_OFFSET = 10_000


class SeaweedFS:
    """`weed mini` and its KMS, a moto: `launch`, `server`, `stop`.

    Keys are created in the KMS of the Server: SeaweedFS requests data keys with the key ID or ARN
    of a request. With `tls` the S3 endpoint is https, with the certificate authority in the
    Server's `ca_bundle`.
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
            ready=lambda: responds(f"{url}/healthz", authority),
            # Its shutdown takes 2.4 s, and isn't needed.
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
            # Each bucket has its own volumes; the default limit, by free disk space, is too low.
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
        """SeaweedFS and its KMS."""
        return [self.process, *self._kms.processes]

    def launch(self) -> None:
        """Start both processes without waiting."""
        self._kms.launch()
        self.process.launch()

    def server(self) -> Server:
        """Wait until the server and its KMS are ready; raises `ServerError`."""
        self._kms.server()
        self.process.wait_ready()
        return self._server

    def stop(self) -> None:
        """Stop both processes."""
        self._server.close()
        self.process.stop()
        self._kms.stop()
        for port in self._ports.values():
            for number in (port, port + _GRPC_OFFSET):
                for socket in _SOCKETS.glob(f"seaweedfs-*-{number}.sock"):
                    socket.unlink(missing_ok=True)


def _weed() -> str:
    # Next to the interpreter of this environment: the version of the lock file.
    installed = Path(sys.executable).with_name("weed")
    found = str(installed) if installed.exists() else shutil.which("weed")
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
        # Disabled keys must not be served from a cache.
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
