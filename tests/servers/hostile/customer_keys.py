"""SSE-C as in S3: who sends which key, and what S3 refuses (S3 User Guide, Using SSE-C)."""

from __future__ import annotations

import base64
import binascii

from tests.servers.hostile.answers import Answer, refusal
from tests.servers.hostile.request import Request
from tests.servers.hostile.stored import CUSTOMER, CUSTOMER_MD5, ENCRYPTION, md5

SOURCE = "x-amz-copy-source-server-side-encryption-customer-"
TARGET = f"{ENCRYPTION}-customer-"
SEALED = (
    "The object was stored using a form of Server Side Encryption. "
    "The correct parameters must be provided to retrieve the object."
)
WRONG = (
    "Requests specifying Server Side Encryption with Customer provided keys must provide the"
    " correct secret key."
)
NOT_SSE_C = "The encryption parameters are not applicable to this object."
BOTH = (
    "Server Side Encryption with Customer provided key is incompatible with the encryption method"
    " specified"
)
NO_KEY = (
    "Requests specifying Server Side Encryption with Customer provided keys must provide an"
    " appropriate secret key."
)
PART_WITHOUT = (
    "The multipart upload initiate requested encryption. Subsequent part requests must include the"
    " appropriate encryption parameters."
)
PART_OTHER = "The provided encryption parameters did not match the ones used originally."


def key_md5(request: Request, prefix: str = TARGET) -> str | Answer:
    """Return the MD5 of the key of a request, "" without one; an error for an invalid one."""
    headers = request.headers
    sent = [headers.get(f"{prefix}{name}", "") for name in ("algorithm", "key", "key-md5")]
    if not any(sent):
        return ""
    try:
        key = base64.b64decode(sent[1], validate=True)
    except binascii.Error:
        key = b""
    if sent[0] != "AES256" or len(key) != 32:
        return refusal(400, "InvalidArgument", NO_KEY)
    if base64.b64encode(md5(key)).decode() != sent[2]:
        said = "The calculated MD5 hash of the key did not match the hash that was provided."
        return refusal(400, "InvalidArgument", said)
    return sent[2]


def refuses_storing(request: Request) -> Answer | None:
    """Refuse to store with an invalid key, or with a key and another encryption."""
    found = key_md5(request)
    if isinstance(found, Answer):
        return found
    if found and ENCRYPTION in request.headers:
        return refusal(400, "InvalidArgument", BOTH)
    return None


def refuses_reading(
    stored: dict[str, str], request: Request, prefix: str = TARGET
) -> Answer | None:
    """Refuse to read an object without its key, or with another one."""
    found = key_md5(request, prefix)
    if isinstance(found, Answer):
        return found
    if CUSTOMER not in stored:
        return refusal(400, "InvalidRequest", NOT_SSE_C) if found else None
    if not found:
        return refusal(400, "InvalidRequest", SEALED)
    if found != stored.get(CUSTOMER_MD5, found):
        return refusal(403, "AccessDenied", WRONG)
    return None


def refuses_part(kept: dict[str, str], request: Request) -> Answer | None:
    """Refuse a part, or a completion, without the key of its upload."""
    found = key_md5(request)
    if isinstance(found, Answer):
        return found
    if found != kept.get(CUSTOMER_MD5, ""):
        return refusal(400, "InvalidRequest", PART_OTHER if found else PART_WITHOUT)
    return None
