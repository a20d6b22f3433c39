"""A small KMS with many aliases in pages, as a process: `python -m tests.servers.kms_pages`.

moto doesn't paginate ListAliases. This server paginates like AWS: 50 per page by default, at most
100, continued with `Marker`; keys 0, 7, 14, … are disabled.
"""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.servers.process import HOST, ServerProcess, clean_environment, free_ports, responds
from tests.servers.server import REGION, Server

ACCOUNT = "111122223333"
DEFAULT_PAGE, LARGEST_PAGE = 50, 100
# AWS lists the aliases of AWS managed keys before they exist, without a target.
AWS_ALIASES = ("alias/aws/ebs", "alias/aws/s3")
_CHECKOUT = Path(__file__).resolve().parents[2]


class KmsError(Exception):
    """An error of KMS: `code` and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Keys:
    """`count` keys, each with an alias `alias/key-00000`, …, in order."""

    def __init__(self, count: int) -> None:
        self._ids = [str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(count)]
        self._numbers = {key: number for number, key in enumerate(self._ids)}
        self._aliases = [self._alias(name, None) for name in AWS_ALIASES]
        self._aliases += [self._alias(f"alias/key-{n:05}", key) for n, key in enumerate(self._ids)]

    def list_aliases(self, request: dict[str, Any]) -> dict[str, Any]:
        """KMS `ListAliases`: `Limit`, `Marker`, `KeyId`; raises `KmsError`."""
        limit = request.get("Limit", DEFAULT_PAGE)
        if not 1 <= limit <= LARGEST_PAGE:
            raise KmsError("ValidationException", f"'limit' must be 1 to {LARGEST_PAGE}")
        found = self._aliases
        if "KeyId" in request:
            key = self._ids[self._find(request["KeyId"])]
            found = [alias for alias in found if alias.get("TargetKeyId") == key]
        try:
            start = int(request.get("Marker", 0))
        except ValueError:
            raise KmsError("InvalidMarkerException", "Marker is invalid") from None
        end = start + limit
        more = {"NextMarker": str(end)} if end < len(found) else {}
        return {"Aliases": found[start:end], "Truncated": bool(more), **more}

    def describe_key(self, request: dict[str, Any]) -> dict[str, Any]:
        """KMS `DescribeKey` by key id, key ARN, alias name or alias ARN; raises `KmsError`."""
        number = self._find(request["KeyId"])
        enabled = number % 7 != 0
        metadata = {
            "AWSAccountId": ACCOUNT,
            "KeyId": self._ids[number],
            "Arn": _arn(f"key/{self._ids[number]}"),
            "CreationDate": 1_700_000_000.0,
            "Enabled": enabled,
            "KeyState": "Enabled" if enabled else "Disabled",
            "KeyUsage": "ENCRYPT_DECRYPT",
            "KeySpec": "SYMMETRIC_DEFAULT",
            "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
            "KeyManager": "CUSTOMER",
            "Origin": "AWS_KMS",
            "MultiRegion": False,
            "Description": f"Key number {number}",
        }
        return {"KeyMetadata": metadata}

    def _find(self, reference: str) -> int:
        short = reference.rsplit(":", 1)[-1].removeprefix("key/")
        prefix, _, tail = short.rpartition("key-")
        number = int(tail) if prefix == "alias/" and tail.isdecimal() else self._numbers.get(short)
        if number is None or number >= len(self._ids):
            what = "Alias" if short.startswith("alias/") else "Key"
            raise KmsError("NotFoundException", f"{what} {_arn(short)} is not found.")
        return number

    def _alias(self, name: str, target: str | None) -> dict[str, Any]:
        dates = {"CreationDate": 1_700_000_000.0, "LastUpdatedDate": 1_700_000_000.0}
        alias = {"AliasName": name, "AliasArn": _arn(name)}
        return {**alias, **dates, "TargetKeyId": target} if target else alias


def _arn(resource: str) -> str:
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:{resource}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    keys: Keys
    denied: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        self._answer(200, {"status": "ready"})

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        operation = self.headers.get("X-Amz-Target", "").removeprefix("TrentService.")
        try:
            self._answer(200, self._perform(operation, request))
        except KmsError as error:
            self._answer(400, {"__type": error.code, "message": str(error)})

    def _perform(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if operation in self.denied:
            action = f"kms:{operation}"
            raise KmsError(
                "AccessDeniedException",
                f"User: arn:aws:iam::{ACCOUNT}:user/test is not authorized to perform: {action}"
                f" because no identity-based policy allows the {action} action",
            )
        match operation:
            case "ListAliases":
                return self.keys.list_aliases(request)
            case "DescribeKey":
                return self.keys.describe_key(request)
        raise KmsError("UnknownOperationException", f"{operation} is not known here")

    def _answer(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class KmsPages:
    """The process from the tests' side: a KMS with `aliases` aliases of customer managed keys.

    Operations named in `denied`, such as "ListAliases", answer AccessDeniedException.
    """

    def __init__(self, folder: Path, aliases: int, *, denied: tuple[str, ...] = ()) -> None:
        (port,) = free_ports(1)
        url = f"http://{HOST}:{port}"
        options = [f"--port={port}", f"--aliases={aliases}", *(f"--deny={name}" for name in denied)]
        self._process = ServerProcess(
            "kms-pages",
            [sys.executable, "-m", "tests.servers.kms_pages", *options],
            folder=folder,
            environment={**clean_environment(folder), "PYTHONPATH": str(_CHECKOUT)},
            ready=lambda: responds(url),
        )
        self.server = Server("kms-pages", url, url)
        self.endpoint_url = url

    def start(self) -> None:
        """Start it and wait until it answers; raises `ServerError`."""
        self._process.launch()
        self._process.wait_ready()

    def stop(self) -> None:
        """End it."""
        self.server.close()
        self._process.stop()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--aliases", type=int, required=True)
    parser.add_argument("--deny", action="append", default=[])
    options = parser.parse_args()
    _Handler.keys = Keys(options.aliases)
    _Handler.denied = frozenset(options.deny)
    ThreadingHTTPServer((HOST, options.port), _Handler).serve_forever()


if __name__ == "__main__":
    main()
