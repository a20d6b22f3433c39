"""Runs LocalStack, in its own environment, on loopback only.

Its web server uses only the port of GATEWAY_LISTEN, not the host ("TODO: interface = host?" in
localstack/runtime/server/twisted.py): it would listen on all interfaces.
"""

from __future__ import annotations

import functools

from localstack.runtime.main import main  # type: ignore[import-not-found]
from twisted.internet import endpoints  # type: ignore[import-not-found]

endpoints.TCP4ServerEndpoint = functools.partial(
    endpoints.TCP4ServerEndpoint, interface="127.0.0.1"
)

if __name__ == "__main__":
    main()
