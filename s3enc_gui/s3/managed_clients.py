"""Clients that do only what the administrator of this computer allows.

The endpoint is the one that the client has, from wherever it came: the connection, an option, the
environment, or a profile of `~/.aws`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.managed.managed_settings import ManagedSettings

_STORING = ("PutObject", "CreateMultipartUpload", "CopyObject")


def check_client(client: Any, managed: ManagedSettings) -> None:  # noqa: ANN401 - of any service
    """Raise AppError for an endpoint that isn't allowed.

    The client then raises AppError for each request to store with an encryption that isn't.
    """
    managed.check_endpoint(client.meta.endpoint_url)
    if managed.encryption is None or client.meta.service_model.service_name != "s3":
        return

    def check(params: Mapping[str, Any], **_: object) -> None:
        algorithm = params.get("ServerSideEncryption")
        if params.get("SSECustomerAlgorithm"):
            algorithm = Encryption.SSE_C.value
        managed.check_request(algorithm, params.get("SSEKMSKeyId"))

    for operation in _STORING:
        client.meta.events.register_first(f"before-parameter-build.s3.{operation}", check)
