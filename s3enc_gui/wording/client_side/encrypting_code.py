"""What an upload as a boto3 script needs to encrypt files before they are sent."""

from __future__ import annotations

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.i18n import _

IMPORTS = (
    "from s3_encryption import S3EncryptionClient, S3EncryptionClientConfig",
    "from s3_encryption.exceptions import S3EncryptionClientError",
    "from s3_encryption.materials.kms_keyring import KmsKeyring",
)

_IN_ORDER = """
        while data := file.read(PART_SIZE):
            number = len(parts) + 1
            response = s3.upload_part(**target, PartNumber=number, Body=data)
"""
_TO_THE_LAST = """
        data = file.read(PART_SIZE)
        while data:
            following, number = file.read(PART_SIZE), len(parts) + 1
            last = not following
            response = s3.upload_part(**target, PartNumber=number, Body=data, IsLastPart=last)
            data = following
"""
_PUT = "s3.put_object(Bucket=BUCKET, Key=key"
_RAISED = """
except ClientError as error:
    if error.response["""
_WRAPPED = """
except (ClientError, S3EncryptionClientError) as error:
    if getattr(error.__cause__ or error, "response", {"Error": {"Code": ""}})["""


def encrypting_code(key: ClientSideKey) -> str:
    """Return the lines that make the client an encrypting one; `plain_s3` is the other."""
    requires = _("Encrypts before upload. Requires amazon-s3-encryption-client-python.")
    return "\n".join(
        [
            f"# {requires}",
            f"KEY_BEFORE_UPLOAD = {key.key!r}",
            f"CONTEXT_BEFORE_UPLOAD = {dict(key.context)!r}",
            'keyring = KmsKeyring(session.client("kms"), KEY_BEFORE_UPLOAD)',
            "s3 = S3EncryptionClient(s3, S3EncryptionClientConfig(keyring))",
        ]
    )


def encrypting(code: str) -> str:
    """Return a function of the script that encrypts; an empty folder has nothing to encrypt."""
    context = "EncryptionContext=CONTEXT_BEFORE_UPLOAD"
    for plain, other in (
        ("Body=file, ", f"Body=file, {context}, "),
        ("s3.create_multipart_upload(", f"s3.create_multipart_upload({context}, "),
        (f"{_PUT}, Body=b", f"plain_{_PUT}, Body=b"),
        (_IN_ORDER, _TO_THE_LAST),
        *((_indented(_RAISED, by), _indented(_WRAPPED, by)) for by in (4, 8)),
    ):
        code = code.replace(plain, other)
    return code


def _indented(code: str, by: int) -> str:
    return code.replace("\n", "\n" + " " * by)
