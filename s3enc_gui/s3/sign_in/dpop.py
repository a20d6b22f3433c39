"""Demonstrates possession of a key with each token request (DPoP, RFC 9449).

AWS Sign-In ties its refresh tokens to an EC key (P-256), which is stored beside them. As the AWS
CLI does, S3enc makes the key with awscrt and stores it as a PEM file of type `EC PRIVATE KEY`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from hashlib import sha256
from textwrap import wrap
from time import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from awscrt.crypto import EC

_BEGIN, _END = "-----BEGIN EC PRIVATE KEY-----", "-----END EC PRIVATE KEY-----"


class DpopKey:
    """A new key, or that of a token. Raises ValueError for a PEM that isn't one.

    `pem` is its secret form, as botocore reads it from the token's file.
    """

    def __init__(self, pem: str | None = None) -> None:
        from awscrt.crypto import EC

        if pem is None:
            self._key, content = _new_key()
            lines = wrap(b64encode(content).decode(), 64)
            self.pem = "\n".join((_BEGIN, *lines, _END, ""))
        else:
            lines = [line for line in pem.splitlines() if not line.startswith("-----")]
            try:
                self._key = EC.new_key_from_der_data(b64decode("".join(lines)))
            except RuntimeError as error:  # awscrt's
                raise ValueError("not a private key") from error
            self.pem = pem

    def sign_requests(self, client: Any) -> None:  # noqa: ANN401 - no type stubs
        """Add the proof to each token request of a client for AWS Sign-In."""

        def add(params: dict[str, Any], **_more: object) -> None:
            params["headers"]["DPoP"] = self.proof(params["url"])

        client.meta.events.register("before-call.signin.CreateOAuth2Token", add)

    def proof(self, url: str) -> str:
        """Return the JWT for a POST request to a URL (section 4.2)."""
        from awscrt.crypto import EC

        x, y = self._key.get_public_coords()
        key = {"kty": "EC", "x": _base64url(x), "y": _base64url(y), "crv": "P-256"}
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key}
        claims = {"htm": "POST", "htu": url, "iat": int(time()), "jti": str(uuid4())}
        signed = ".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
        signature = EC.decode_der_signature_to_padded_pair(
            self._key.sign(sha256(signed.encode()).digest()), pad_to=32
        )
        return f"{signed}.{_base64url(signature)}"


def _new_key() -> tuple[EC, bytes]:
    """Return a new key and its DER, which awscrt, and so botocore, can read.

    awscrt leaves out leading zeros of the private key (RFC 5915 requires 32 bytes), and then can't
    read it: about 1 of 256 keys is so.
    """
    from awscrt.crypto import EC, ECExportFormat, ECType

    while True:
        key = EC.new_generate(ECType.P_256)
        content = key.export_key(ECExportFormat.SEC1)
        try:
            EC.new_key_from_der_data(content)
        except RuntimeError:
            continue
        return key, content


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
