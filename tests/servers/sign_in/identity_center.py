"""The server: OIDC (`/client/register`, `/token`, …), the authorize page, and the portal."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.sign_in.base import HOST, Response, SignInServer

PORTAL = "https://d-1234567890.awsapps.com/start"
REGION = "eu-west-1"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_LOOPBACK_REDIRECT = f"http://{HOST}/oauth/callback"


class Refusal(Exception):
    """An error response: its code (`InvalidGrantException`), status and description."""

    def __init__(self, code: str, status: int = 400, description: str = "") -> None:
        self.code, self.status, self.description = code, status, description


@dataclass(frozen=True)
class RoleKeys:
    """What GetRoleCredentials returns for a role."""

    access_key: str
    secret_key: str
    token: str = "role-session-token"
    seconds: float = 3600.0


@dataclass
class _Client:
    secret: str
    grants: list[str]
    scopes: list[str]
    redirects: list[str]


@dataclass
class _Grant:
    client_id: str
    challenge: str = ""
    redirect: str = ""
    approved: bool = True
    denied: bool = False
    scopes: list[str] = field(default_factory=list)


class IdentityCenterServer(SignInServer):
    """IAM Identity Center and the portal. Its attributes change what it does.

    `approve` lets device codes be used: `slow_downs` polls are answered with SlowDown first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[tuple[str, Mapping[str, Any]]] = []
        self.roles: dict[str, dict[str, RoleKeys]] = {
            "111122223333": {"Admin": RoleKeys("ASIAADMIN", "admin-secret")}
        }
        self.names: dict[str, str] = {"111122223333": "production"}
        self.token_seconds = 8 * 3600
        self.registration_seconds = 90 * 24 * 3600
        self.approve = True
        self.denies = False
        self.slow_downs = 0
        self.interval = 1
        self.page_size = 2
        self._clients: dict[str, _Client] = {}
        self._codes: dict[str, _Grant] = {}
        self._devices: dict[str, _Grant] = {}
        self._refresh: dict[str, _Grant] = {}
        self._tokens: dict[str, float] = {}

    def environment(self) -> dict[str, str]:
        """The variables that lead botocore's clients here."""
        return {"AWS_ENDPOINT_URL_SSO_OIDC": self.url, "AWS_ENDPOINT_URL_SSO": self.url}

    def expire_tokens(self) -> None:
        """Make all access tokens invalid; refresh tokens stay."""
        with self._lock:
            self._tokens = dict.fromkeys(self._tokens, 0.0)

    def expire_sessions(self) -> None:
        """Make all access and refresh tokens invalid."""
        with self._lock:
            self.expire_tokens()
            self._refresh.clear()

    def respond(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        """Return the response to a request."""
        token = headers.get("x-amz-sso_bearer_token", "")
        url = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        name = _OPERATIONS.get((method, url.path), "")
        with self._lock:
            if replaced := self._replaced(name or target):
                return replaced
            try:
                given = json.loads(body) if body else query
                self.bodies.append((name, given))
                handler: Callable[..., Any] = getattr(self, f"_{name}")
                result = handler(given) if name in _OIDC else handler(given, token)
            except Refusal as refusal:
                return _refused(refusal)
        if isinstance(result, Response):
            return result
        return Response(200, json.dumps(result).encode(), {"Content-Type": "application/json"})

    # OIDC

    def _register(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        client_id, secret = secrets.token_urlsafe(16), self._secret()
        if given["clientType"] != "public":
            raise Refusal("InvalidClientMetadataException")
        self._clients[client_id] = _Client(
            secret,
            given.get("grantTypes", []),
            given.get("scopes", []),
            given.get("redirectUris", []),
        )
        return {
            "clientId": client_id,
            "clientSecret": secret,
            "clientIdIssuedAt": int(time()),
            "clientSecretExpiresAt": int(time() + self.registration_seconds),
        }

    def _authorize(self, given: Mapping[str, str]) -> Response:
        """The page in the browser: signed in at once, or declined."""
        client = self._clients.get(given.get("client_id", ""))
        redirect = given.get("redirect_uri", "")
        plain = urlsplit(redirect)._replace(netloc=urlsplit(redirect).hostname or "").geturl()
        if client is None or plain not in client.redirects:
            raise Refusal("InvalidRequestException", description="redirect_uri")
        if given.get("response_type") != "code" or given.get("code_challenge_method") != "S256":
            raise Refusal("InvalidRequestException", description="response_type")
        back = {"state": given["state"]}
        if self.denies:
            back |= {"error": "access_denied"}
        else:
            code = self._secret()
            self._codes[code] = _Grant(
                given["client_id"],
                given["code_challenge"],
                redirect,
                scopes=given["scopes"].split(" "),
            )
            back |= {"code": code}
        return Response(302, b"", {"Location": f"{redirect}?{urlencode(back)}"})

    def _device_authorization(self, given: Mapping[str, str]) -> Mapping[str, Any]:
        self._check_client(given, DEVICE)
        if given["startUrl"] != PORTAL:
            raise Refusal("InvalidRequestException", description="startUrl")
        device_code = self._secret()
        self._devices[device_code] = _Grant(given["clientId"])
        return {
            "deviceCode": device_code,
            "userCode": "ABCD-EFGH",
            "verificationUri": f"{PORTAL}/#/device",
            "verificationUriComplete": f"{PORTAL}/#/device?user_code=ABCD-EFGH",
            "expiresIn": 600,
            "interval": self.interval,
        }

    def _token(self, given: Mapping[str, str]) -> Mapping[str, Any]:
        kind = given["grantType"]
        self._check_client(given, kind)
        if kind == "authorization_code":
            grant = self._codes.pop(given["code"], None)
            if grant is None or grant.client_id != given["clientId"]:
                raise Refusal("InvalidGrantException")
            self.secrets.append(given["codeVerifier"])
            digest = sha256(given["codeVerifier"].encode()).digest()
            challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
            if challenge != grant.challenge or given["redirectUri"] != grant.redirect:
                raise Refusal("InvalidGrantException")
        elif kind == DEVICE:
            grant = self._devices.get(given["deviceCode"])
            if grant is None:
                raise Refusal("ExpiredTokenException")
            if self.slow_downs:
                self.slow_downs -= 1
                raise Refusal("SlowDownException")
            if self.denies:
                raise Refusal("AccessDeniedException")
            if not self.approve:
                raise Refusal("AuthorizationPendingException")
            del self._devices[given["deviceCode"]]
        else:
            grant = self._refresh.pop(given["refreshToken"], None)
            if grant is None:
                raise Refusal("InvalidGrantException")
        access, refresh = self._secret(), self._secret()
        self._tokens[access] = time() + self.token_seconds
        self._refresh[refresh] = grant
        return {
            "accessToken": access,
            "tokenType": "Bearer",
            "expiresIn": self.token_seconds,
            "refreshToken": refresh,
        }

    def _check_client(self, given: Mapping[str, str], grant: str) -> None:
        client = self._clients.get(given["clientId"])
        if client is None or client.secret != given["clientSecret"]:
            raise Refusal("InvalidClientException", 401)
        if grant not in client.grants:
            raise Refusal("UnauthorizedClientException")

    # portal

    def _accounts(self, given: Mapping[str, str], token: str) -> Mapping[str, Any]:
        self._check_token(token)
        found = [
            {"accountId": one, "accountName": self.names.get(one, ""), "emailAddress": "a@b.c"}
            for one in self.roles
        ]
        return self._page(found, "accountList", given)

    def _roles(self, given: Mapping[str, str], token: str) -> Mapping[str, Any]:
        self._check_token(token)
        account = given["account_id"]
        found = [{"roleName": one, "accountId": account} for one in self._roles_of(account)]
        return self._page(found, "roleList", given)

    def _credentials(self, given: Mapping[str, str], token: str) -> Mapping[str, Any]:
        self._check_token(token)
        keys = self._roles_of(given["account_id"]).get(given["role_name"])
        if keys is None:
            raise Refusal("ForbiddenException", 403, "No access")
        self.secrets += [keys.secret_key, keys.token]
        return {
            "roleCredentials": {
                "accessKeyId": keys.access_key,
                "secretAccessKey": keys.secret_key,
                "sessionToken": keys.token,
                "expiration": int((time() + keys.seconds) * 1000),
            }
        }

    def _logout(self, _given: Mapping[str, str], token: str) -> Mapping[str, Any]:
        self._check_token(token)
        del self._tokens[token]
        return {}

    def _roles_of(self, account: str) -> dict[str, RoleKeys]:
        if account not in self.roles:
            raise Refusal("ForbiddenException", 403, "No access")
        return self.roles[account]

    def _page(
        self, found: list[dict[str, str]], member: str, given: Mapping[str, str]
    ) -> Mapping[str, Any]:
        start = int(given.get("next_token", "0"))
        end = start + min(self.page_size, int(given.get("max_result", "20")))
        more = {"nextToken": str(end)} if end < len(found) else {}
        return {member: found[start:end], **more}

    def _check_token(self, token: str) -> None:
        if self._tokens.get(token, 0.0) <= time():
            raise Refusal("UnauthorizedException", 401, "Session token not found or invalid")


_OPERATIONS = {
    ("POST", "/client/register"): "register",
    ("GET", "/authorize"): "authorize",
    ("POST", "/device_authorization"): "device_authorization",
    ("POST", "/token"): "token",
    ("GET", "/assignment/accounts"): "accounts",
    ("GET", "/assignment/roles"): "roles",
    ("GET", "/federation/credentials"): "credentials",
    ("POST", "/logout"): "logout",
}
_OIDC = {"register", "authorize", "device_authorization", "token"}


def _refused(refusal: Refusal) -> Response:
    content = {"error": refusal.code, "error_description": refusal.description}
    content["message"] = refusal.description
    return Response(
        refusal.status,
        json.dumps(content).encode(),
        {"Content-Type": "application/json", "x-amzn-ErrorType": refusal.code},
    )
