"""The part of a boto3 script that sends a customer-provided key (SSE-C), read from a file."""

from __future__ import annotations

from s3enc_gui.domain.customer_keys.key_names import KEY_NAMES
from s3enc_gui.i18n import _

_REQUESTS = ("upload_part", "complete_multipart_upload")


def key_imports() -> list[str]:
    """Return the imports of `key_code`, sorted."""
    return ["import base64", "import hashlib", "import re"]


def key_code(md5: str) -> str:
    """Return the code that reads the key; it has the MD5, never the key."""
    name = KEY_NAMES.of(md5)
    about = _("The key sheet (exported by S3enc) of the customer-provided key (SSE-C) “{name}”.")
    return _CODE.format(
        about=f"# {about.format(name=name or md5)}".replace("\n", " "),
        md5=md5,
        another=repr(_("{file} has another key")),
    ).strip("\n")


def with_key(code: str) -> str:
    """Add the key to all requests but AbortMultipartUpload, which has none."""
    keyed = code.replace("Bucket=BUCKET", "Bucket=BUCKET, **SSE_C")
    for request in _REQUESTS:
        keyed = keyed.replace(f"s3.{request}(**target", f"s3.{request}(**target, **SSE_C")
    return keyed


_CODE = """
{about}
KEY_SHEET = "key-sheet.txt"
KEY_MD5 = {md5!r}

with open(KEY_SHEET, encoding="utf-8") as sheet:
    rows = re.findall(r"(?m)^[1-4] ((?: +[0-9a-f]{{4}}){{4}}) ", sheet.read())
key = bytes.fromhex("".join(rows))
if base64.b64encode(hashlib.md5(key).digest()).decode() != KEY_MD5:
    raise SystemExit({another}.format(file=KEY_SHEET))
SSE_C = {{"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key}}
"""
