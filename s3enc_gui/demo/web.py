"""The web server of the demo; adds response headers that moto lacks."""

from __future__ import annotations

from typing import Any

import flask
from moto.backends import SERVICE_NAMES
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug import serving

_KEY = "s3enc_demo_answer"

Answer = tuple[int, dict[str, Any], str | bytes]
"""Status, headers and body, as moto's views return them."""


def make_server(host: str, port: int) -> serving.BaseWSGIServer:
    """A threaded server for all of moto, bound to `host`; port 0 takes any free one."""
    application = DomainDispatcherApplication(_create_app)
    return serving.make_server(
        host, port, application, threaded=True, request_handler=MotoRequestHandler
    )


def request_headers() -> dict[str, str]:
    """Headers of the current request, names in lower case; empty outside of a request."""
    if not flask.has_request_context():
        return {}
    return {name.lower(): value for name, value in flask.request.headers.items()}


def request_body() -> bytes:
    """Body of the current request, undecoded."""
    return flask.request.get_data() if flask.has_request_context() else b""


def answer_with(headers: dict[str, str | None], elements: dict[str, str] | None = None) -> None:
    """Add `headers` (None: remove) and top-level XML `elements` to a successful response."""
    if flask.has_request_context():
        answer: list[Any] = flask.g.setdefault(_KEY, [])
        answer.append((headers, elements or {}))


def _create_app(service: SERVICE_NAMES) -> flask.Flask:
    app = create_backend_app(service)
    app.after_request(_complete)
    return app


def _complete(response: flask.Response) -> flask.Response:
    if response.status_code >= 300:
        return response
    for headers, elements in flask.g.get(_KEY, []):
        for name, value in headers.items():
            response.headers.pop(name, None)
            if value is not None:
                response.headers[name] = value
        if elements:
            xml = "".join(f"<{name}>{value}</{name}>" for name, value in elements.items())
            head, mark, tail = response.get_data().rpartition(b"</")
            response.set_data(head + xml.encode() + mark + tail)
    return response
