"""botocore's descriptions of the services that are used: a program may be packed without some."""

from __future__ import annotations

SERVICES = ("s3", "kms", "sts", "sso", "sso-oidc", "signin")


def load_service_models() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read them as a session does; return those that can be read, and those that can't."""
    import botocore.session
    from botocore.exceptions import BotoCoreError

    core = botocore.session.Session(session_vars={"profile": (None, None, None, None)})
    missing = []
    for service in SERVICES:
        try:
            core.get_service_model(service)
            core.get_component("endpoint_resolver").construct_endpoint(service, "us-east-1")
        except (BotoCoreError, OSError, ValueError, LookupError):
            missing.append(service)
    return tuple(one for one in SERVICES if one not in missing), tuple(missing)
