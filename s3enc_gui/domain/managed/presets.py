"""The connections of a policy document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from s3enc_gui.domain.connections.saved_connection import (
    Addressing,
    AnonymousSource,
    AssumedRole,
    CompanySource,
    Place,
    ProfileSource,
    SavedConnection,
    Source,
    problems,
)
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.domain.managed.endpoints import AWS, allows
from s3enc_gui.domain.managed.node import Node, Problem
from s3enc_gui.i18n import text

_PREFIX = "managed-"  # of the ids of connections
_PLACE = ("region", "endpoint_url", "kms_endpoint_url", "ca_bundle")
_OTHERS = ("name", "kind", "bucket", "prefix", "addressing", "assume_role")
_FLAGS = ("requester_pays", "older_server", "fips", "dual_stack", "ipv6_only")
_KINDS = {
    "company": ("start_url", "sso_region", "account", "role"),
    "profile": ("profile",),
    "anonymous": (),
}


def connections(node: Node) -> tuple[tuple[SavedConnection, ...], bool]:
    """Return the connections, and whether only these are allowed. Raises Problem."""
    found = node.keys("list", "only_these")
    presets: list[SavedConnection] = []
    for entry in found["list"].items() if "list" in found else ():
        preset = _connection(entry)
        if any(one.id == preset.id for one in presets):
            raise entry.wrong(text("another connection has this name"))
        for problem in problems(preset, presets):
            raise entry.wrong(problem.texts[0])
        presets.append(preset)
    return tuple(presets), found["only_these"].flag() if "only_these" in found else False


def _connection(node: Node) -> SavedConnection:
    every = {name for names in _KINDS.values() for name in names}
    kind = node.keys(*_OTHERS, *_PLACE, *_FLAGS, *every).get("kind")
    if kind is None or not isinstance(kind.value, str) or kind.value not in _KINDS:
        allowed = ", ".join(_KINDS)
        raise Problem(f"{node.place}.kind", text("one of {allowed} is expected", allowed=allowed))
    found = node.keys(*_OTHERS, *_PLACE, *_FLAGS, *_KINDS[kind.value])  # no keys of another kind
    for name in ("name", *_KINDS[kind.value]):
        if name not in found:
            raise Problem(f"{node.place}.{name}", text("this key is missing"))
    texts = {name: one.text() for name, one in found.items() if name not in (*_FLAGS, "addressing")}
    addressing = Addressing.AUTO
    if "addressing" in found:
        addressing = found["addressing"].as_(Addressing, ", ".join(one.value for one in Addressing))
    flags = {name: found[name].flag() for name in _FLAGS if name in found}
    role = texts.get("assume_role")
    return SavedConnection(
        name=texts["name"],
        source=_source(kind.value, texts),
        place=Place(
            region=texts.get("region"),
            endpoint_url=texts.get("endpoint_url"),
            addressing=addressing,
            kms_endpoint_url=texts.get("kms_endpoint_url"),
            ca_bundle=texts.get("ca_bundle"),
            **flags,
        ),
        role=AssumedRole(role) if role else None,
        bucket=texts.get("bucket", ""),
        prefix=texts.get("prefix", ""),
        id=_PREFIX + texts["name"].casefold(),
    )


def _source(kind: str, texts: Mapping[str, str]) -> Source:
    if kind == "company":
        # As the AWS CLI's sessions are called that S3enc makes itself.
        name = urlsplit(texts["start_url"]).netloc.partition(".")[0]
        session = SsoSession(texts["start_url"], texts["sso_region"], name)
        return CompanySource(session, texts["account"], texts["role"])
    return ProfileSource(texts["profile"]) if kind == "profile" else AnonymousSource()


def endpoints_of(preset: SavedConnection) -> Iterator[str]:
    """Yield what a connection needs to be allowed."""
    yield preset.place.endpoint_url or AWS
    if preset.place.kms_endpoint_url:
        yield preset.place.kms_endpoint_url


def check_places(
    presets: tuple[SavedConnection, ...],
    endpoints: tuple[str, ...] | None,
    found: Mapping[str, Node],
) -> None:
    """Raise Problem for a connection that its own policy forbids: a mistake."""
    for preset in presets:
        for url in endpoints_of(preset):
            if endpoints is None or (url == AWS and AWS in endpoints):
                continue
            if url == AWS or not allows(endpoints, url):
                reason = text(
                    "“{name}” connects to {url}, which is missing in endpoints",
                    name=preset.name,
                    url=url,
                )
                raise found["connections"].wrong(reason)
