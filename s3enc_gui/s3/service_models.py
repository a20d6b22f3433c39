"""botocore's descriptions of the services that are used: a program may be packed without some."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

SERVICES = ("s3", "kms", "sts", "sso", "sso-oidc", "signin")


class _Files:
    """Reads the descriptions as botocore does, but in half the time: into plain dictionaries.

    They keep their order as botocore's do, which dates from a Python whose dictionaries didn't.
    """

    def exists(self, file_path: str) -> bool:
        """Return whether there is a file; the path has no suffix."""
        return any(Path(file_path + suffix).is_file() for suffix in (".json", ".json.gz"))

    def load_file(self, file_path: str) -> Any:  # noqa: ANN401 - what the file describes
        """Return its content; None if there is no file."""
        if (plain := Path(f"{file_path}.json")).is_file():
            return _parsed(plain.read_bytes())
        if (packed := Path(f"{file_path}.json.gz")).is_file():
            import gzip  # with the first client

            return _parsed(gzip.decompress(packed.read_bytes()))
        return None


def _parsed(text: bytes) -> Any:  # noqa: ANN401 - as above
    """Parse a description: tens of thousands of objects, which live as long as the session.

    The garbage collector doesn't look at them, neither now (8 ms) nor later.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return json.loads(text)
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def prepare_loading(core: Any) -> None:  # noqa: ANN401 - botocore's session is untyped
    """Shorten the start of a session's first client."""
    loader = core.get_component("data_loader")
    loader.file_loader = _Files()
    # botocore looks through the folders of its 400 services before it makes the first client.
    loader.list_available_services = lambda _: list(SERVICES)


def load_service_models() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read them as a session does; return those that can be read, and those that can't."""
    import botocore.session
    from botocore.exceptions import BotoCoreError

    core = botocore.session.Session(session_vars={"profile": (None, None, None, None)})
    prepare_loading(core)
    missing = []
    for service in SERVICES:
        try:
            core.get_service_model(service)
            core.get_component("endpoint_resolver").construct_endpoint(service, "us-east-1")
        except (BotoCoreError, OSError, ValueError, LookupError):
            missing.append(service)
    return tuple(one for one in SERVICES if one not in missing), tuple(missing)
