"""Reduces botocore's data to what the program uses."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

from s3enc_gui.s3.service_models import SERVICES

_GENERAL = ("_retry.json", "partitions.json", "sdk-default-configuration.json")
_IN_ENDPOINTS = frozenset((*SERVICES, "oidc", "portal.sso"))  # signing names, endpoint prefixes
_UNUSED = ("examples-1",)


def reduce(data: Path, target: Path) -> None:
    """Write the files that are used, of botocore's folder `data`, into the folder `target`."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in _GENERAL:
        _write(target / name, _read(data / name))
    _write(target / "endpoints.json", _endpoints(_read(data / "endpoints.json")))
    for service in SERVICES:
        for file in sorted((data / service).rglob("*.json*")):
            if file.name.partition(".")[0] not in _UNUSED:
                place = target / file.relative_to(data)
                _write(place.with_name(place.name.removesuffix(".gz")), _undocumented(_read(file)))


def _endpoints(found: dict[str, Any]) -> dict[str, Any]:
    for partition in found["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in services if name in _IN_ENDPOINTS}
    return found


def _undocumented(value: object) -> object:
    """Empty the documentation; botocore reads its key, so that it stays."""
    if isinstance(value, dict):
        return {
            key: "" if key == "documentation" and isinstance(one, str) else _undocumented(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_undocumented(one) for one in value]
    return value


def _read(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    return dict(json.loads(plain))


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
