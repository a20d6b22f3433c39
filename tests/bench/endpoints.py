"""The endpoints, each in its own process."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.bench.metering import ROOT
from tests.servers.process import HOST, ServerProcess, clean_environment, free_ports
from tests.servers.seaweedfs import SeaweedFS
from tests.servers.server import Server

BUCKET = "bench"
ROUND_TRIP = 0.020  # seconds
_CREDENTIALS = ("bench", "password")  # of the proxy


@dataclass(frozen=True)
class Endpoint:
    """`server` with the delay, `direct` without; `processes`: their IDs.

    `proxy` is the URL of the proxy before it.
    """

    server: Server
    direct: Server
    processes: tuple[int, ...]
    proxy: str = ""


@dataclass(frozen=True)
class Sinks:
    """The null sink: TLS and plain, each also behind a relay with a delay; TLS behind a proxy."""

    tls: Endpoint
    tls_proxied: Endpoint
    tls_proxied_delayed: Endpoint
    tls_delayed: Endpoint
    plain: Endpoint
    plain_delayed: Endpoint


@contextmanager
def sinks(folder: Path) -> Iterator[Sinks]:
    """Start the null sinks, and stop them at the end."""
    authority = trustme.CA()
    issued = authority.issue_cert(HOST)
    chain, key, ca = (folder / name for name in ("chain.pem", "key.pem", "ca.pem"))
    issued.cert_chain_pems[0].write_to_path(chain)
    issued.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(ca)
    plain, tls, far_plain, far_tls, proxy, far_proxy = free_ports(6)
    with ExitStack() as stack:
        start = _Starter(folder, stack)
        servers = {
            plain: _server("sink", plain),
            far_plain: _server("sink behind the relay", far_plain),
            tls: _server("sink over TLS", tls, ca),
            far_tls: _server("sink over TLS behind the relay", far_tls, ca),
        }
        sink = start("tests.bench.sink", plain)
        sink_tls = start("tests.bench.sink", tls, str(chain), str(key))
        relay = start("tests.bench.relay", far_plain, str(plain), str(ROUND_TRIP))
        relay_tls = start("tests.bench.relay", far_tls, str(tls), str(ROUND_TRIP))
        way = start("tests.servers.proxy", proxy, *_CREDENTIALS)
        far_way = start("tests.bench.relay", far_proxy, str(proxy), str(ROUND_TRIP))
        user = f"http://{':'.join(_CREDENTIALS)}@{HOST}"
        behind = (sink_tls.pid, way.pid)
        yield Sinks(
            tls=Endpoint(servers[tls], servers[tls], (sink_tls.pid,)),
            tls_proxied=Endpoint(servers[tls], servers[tls], behind, f"{user}:{proxy}"),
            tls_proxied_delayed=Endpoint(
                servers[tls], servers[tls], (*behind, far_way.pid), f"{user}:{far_proxy}"
            ),
            tls_delayed=Endpoint(servers[far_tls], servers[tls], (sink_tls.pid, relay_tls.pid)),
            plain=Endpoint(servers[plain], servers[plain], (sink.pid,)),
            plain_delayed=Endpoint(servers[far_plain], servers[plain], (sink.pid, relay.pid)),
        )
        for server in servers.values():
            server.close()


@contextmanager
def vast_bucket(folder: Path, objects: int) -> Iterator[Endpoint]:
    """Start a server on which every bucket has a number of objects, in one folder."""
    (port,) = free_ports(1)
    with ExitStack() as stack:
        process = _Starter(folder, stack)("tests.bench.sink", port, str(objects))
        server = _server("vast", port)
        yield Endpoint(server, server, (process.pid,))
        server.close()


@contextmanager
def seaweedfs(folder: Path) -> Iterator[Endpoint]:
    """Start SeaweedFS with TLS, and create the bucket."""
    weed = SeaweedFS(folder, tls=True)
    try:
        weed.launch()
        server = weed.server()
        server.client("s3").create_bucket(Bucket=BUCKET)
        yield Endpoint(server, server, (weed.process.pid,))
    finally:
        weed.stop()


@dataclass(frozen=True)
class _Starter:
    folder: Path
    stack: ExitStack

    def __call__(self, module: str, port: int, *arguments: str) -> ServerProcess:
        process = ServerProcess(
            f"{module}-{port}",
            [sys.executable, "-m", module, str(port), *arguments],
            folder=self.folder,
            environment=clean_environment(self.folder) | {"PYTHONPATH": str(ROOT)},
            ready=lambda: _listens(port),
            grace_seconds=0,
        )
        self.stack.callback(process.stop)
        process.launch()
        process.wait_ready()
        return process


def _server(name: str, port: int, ca_bundle: Path | None = None) -> Server:
    url = f"{'https' if ca_bundle else 'http'}://{HOST}:{port}"
    return Server(name, url, url, ca_bundle=ca_bundle)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
