"""AWS Sign-In: `/v1/authorize`, and `/v1/token` with DPoP; on loopback.

It exists in no public server: this is our reading of botocore's model and of the AWS CLI's source.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.servers.sign_in.base import HOST, Response, SignInServer
from tests.servers.sign_in.identity_center import Refusal

ARN = "arn:aws:iam::111122223333:user/ana"
SAME_DEVICE = "arn:aws:signin:::devtools/same-device"
CROSS_DEVICE = "arn:aws:signin:::devtools/cross-device"


class ConsoleServer(SignInServer):
    """AWS Sign-In. Its attributes change what it does.

    `keys` are the credentials that it issues. A refresh token is valid once, with the DPoP key it
    was issued for. `confirmation` is the code that the page for other computers showed last.
    """

    def __init__(self, keys: tuple[str, str] = ("ASIACONSOLE", "console-secret")) -> None:
        super().__init__()
        self.keys = keys
        self.seconds = 900
        self.denies = False
        self.refusal = ""  # of token requests: TOKEN_EXPIRED, INSUFFICIENT_PERMISSIONS …
        self.confirmation = ""
        self._codes: dict[str, Mapping[str, str]] = {}
        self._refresh: dict[str, Mapping[str, str]] = {}

    def environment(self) -> dict[str, str]:
        """The variable that leads botocore's client here."""
        return {"AWS_ENDPOINT_URL_SIGNIN": self.url}

    def expire_sessions(self) -> None:
        """Make all refresh tokens invalid."""
        with self._lock:
            self._refresh.clear()

    def respond(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        """Return the response to a request."""
        dpop = headers.get("dpop", "")
        url = urlsplit(target)
        name = {"/v1/authorize": "authorize", "/v1/token": "token"}.get(url.path, target)
        with self._lock:
            if replaced := self._replaced(name):
                return replaced
            try:
                if name == "authorize" and method == "GET":
                    query = {key: values[0] for key, values in parse_qs(url.query).items()}
                    return self._authorize(query)
                if name == "token" and method == "POST":
                    return self._token(json.loads(body), self._thumbprint(dpop, url.path))
            except Refusal as refusal:
                words = {"error": refusal.description, "message": "Access denied"}
                return Response(
                    refusal.status,
                    json.dumps(words).encode(),
                    {"Content-Type": "application/json", "x-amzn-ErrorType": refusal.code},
                )
        return Response(404, b"", {})

    def _authorize(self, given: Mapping[str, str]) -> Response:
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "SHA-256"
        assert given["scope"] == "openid"
        back = {"state": given["state"]}
        redirect = given["redirect_uri"]
        if self.denies:
            back["error"] = "access_denied"
        else:
            code = self._secret()
            self._codes[code] = given
            back["code"] = code
        if given["client_id"] == SAME_DEVICE:
            assert urlsplit(redirect).hostname == HOST
            return Response(302, b"", {"Location": f"{redirect}?{urlencode(back)}"})
        assert redirect == f"{self.url}/v1/sessions/confirmation"
        self.confirmation = b64encode(urlencode(back).encode()).decode()
        return Response(200, self.confirmation.encode(), {"Content-Type": "text/plain"})

    def _token(self, given: Mapping[str, str], thumbprint: str) -> Response:
        if self.refusal:
            raise Refusal("AccessDeniedException", 400, self.refusal)
        if given["grantType"] == "authorization_code":
            page = self._codes.pop(given["code"], None)
            digest = sha256(given["codeVerifier"].encode()).digest()
            challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
            self.secrets.append(given["codeVerifier"])
            if (
                page is None
                or page["code_challenge"] != challenge
                or page["redirect_uri"] != given["redirectUri"]
                or page["client_id"] != given["clientId"]
            ):
                raise Refusal("AccessDeniedException", 400, "AUTHCODE_EXPIRED")
        else:
            known = self._refresh.pop(given["refreshToken"], None)
            if known is None or known["key"] != thumbprint:
                raise Refusal("AccessDeniedException", 400, "TOKEN_EXPIRED")
        refresh = self._secret()
        self._refresh[refresh] = {"key": thumbprint}
        output: dict[str, Any] = {
            "accessToken": {
                "accessKeyId": self.keys[0],
                "secretAccessKey": self.keys[1],
                "sessionToken": self._secret(),
            },
            "tokenType": "aws_sigv4",
            "expiresIn": self.seconds,
            "refreshToken": refresh,
        }
        if given["grantType"] == "authorization_code":
            claims = urlsafe_b64encode(json.dumps({"sub": ARN}).encode()).rstrip(b"=").decode()
            output["idToken"] = f"e30.{claims}.c2ln"
        return Response(200, json.dumps(output).encode(), {"Content-Type": "application/json"})

    def _thumbprint(self, proof: str, path: str) -> str:
        """Check a DPoP proof (RFC 9449, 4.3), and return its key."""
        header64, claims64, signature64 = proof.split(".")
        header, claims = json.loads(_decoded(header64)), json.loads(_decoded(claims64))
        assert (header["typ"], header["alg"]) == ("dpop+jwt", "ES256")
        assert (claims["htm"], claims["htu"]) == ("POST", self.url + path)
        assert claims["jti"]
        x, y = (int.from_bytes(_decoded(header["jwk"][name])) for name in ("x", "y"))
        signature = _decoded(signature64)
        assert len(signature) == 64
        der = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        public.verify(der, f"{header64}.{claims64}".encode(), ec.ECDSA(SHA256()))
        return f"{x:x}.{y:x}"


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
