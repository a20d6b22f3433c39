"""Which endpoints an administrator allows.

An entry is `aws` (AWS's own endpoints of S3, KMS and STS, in any Region and partition) or the URL
of a server, `https://host[:port]`; `*.` at the start of its host stands for one or more labels.
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from s3enc_gui.domain.partitions import without_domain
from s3enc_gui.regex import regex

AWS = "aws"

# The rest of an AWS host name: S3 and its variants, KMS, STS. Other services of AWS, such as API
# Gateway and VPC endpoints, have host names of the same domain that anybody can create.
_SERVICES = regex(
    r"(?:s3|s3-fips|s3-global|s3-accesspoint(?:-fips)?|s3express-[a-z0-9-]+|s3express-control"
    r"|kms|kms-fips|sts|sts-fips)(?:\.dualstack)?(?:\.[a-z]{2,}(?:-[a-z]+)+-\d)?"
)
_PORTS = {"https": 443, "http": 80}


def is_entry(text: str) -> bool:
    """Whether a text is a valid entry."""
    if text == AWS:
        return True
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return False
    host = (url.hostname or "").removeprefix("*.")
    has_more = url.path.strip("/") or url.query or url.fragment or url.username
    return url.scheme in _PORTS and bool(host) and "*" not in host and not has_more


def allows(entries: tuple[str, ...], url: str) -> bool:
    """Whether one of the entries allows the URL of an endpoint."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return any(
        _is_aws(parts) if entry == AWS else _matches(urlsplit(entry), parts) for entry in entries
    )


def _is_aws(url: SplitResult) -> bool:
    rest = without_domain((url.hostname or "").lower())
    is_plain = url.scheme == "https" and _port(url) == _PORTS["https"]
    return is_plain and rest is not None and bool(_SERVICES.fullmatch(rest))


def _matches(entry: SplitResult, url: SplitResult) -> bool:
    if (entry.scheme, _port(entry)) != (url.scheme, _port(url)):
        return False
    wanted, host = (entry.hostname or "").lower(), (url.hostname or "").lower().rstrip(".")
    if wanted.startswith("*."):
        return host.endswith(wanted[1:]) and len(host) > len(wanted[1:])
    return host == wanted


def _port(url: SplitResult) -> int | None:
    return url.port or _PORTS.get(url.scheme)
