"""An upload as a script for boto3 alone: to read, to learn from, to run."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.request_parameters import storing_parameters
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW, part_size
from s3enc_gui.domain.uploads.plan import IfExists, UploadPlan


def boto3_code(
    connection: Connection, region: str | None, plan: UploadPlan, key_arn: str | None = None
) -> str:
    """Return a script that does this very upload; credentials are never in it.

    `key_arn` replaces the key of the choice where it is already resolved. Every value is rendered
    by repr, so no file name can become code.
    """
    in_parts = any(item.size >= SINGLE_PUT_BELOW for item in plan.items)
    policy = plan.options.if_exists
    top = [
        _head(in_parts=in_parts, policy=policy),
        _data(plan, key_arn, in_parts=in_parts),
        "\n".join(_client(connection, region or connection.region)),
        _condition(policy),
    ]
    functions = [_IN_PARTS if in_parts else _AT_ONCE, _SHOW, _LOOP[policy]]
    blocks = ["\n\n".join(top), *functions]
    return "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _head(*, in_parts: bool, policy: IfExists) -> str:
    catches = policy in (IfExists.SKIP, IfExists.RENAME)
    imports = [
        "import mimetypes",
        *(["import os"] if in_parts or policy is IfExists.RENAME else []),
        "",
        "import boto3",
        "from botocore.config import Config",
        *(["from botocore.exceptions import ClientError"] if catches else []),
    ]
    return "\n".join(["# Upload files to Amazon S3.  Needs: pip install boto3", "", *imports])


def _data(plan: UploadPlan, key_arn: str | None, *, in_parts: bool) -> str:
    files = [f"    ({item.path!r}, {item.key!r})," for item in plan.items]
    parameters = storing_parameters(plan.options, key_arn)
    options = [f"    {name!r}: {value!r}," for name, value in parameters.items()]
    lines = [
        f"BUCKET = {plan.bucket!r}",
        "",
        "# Each file, and the key it gets in the bucket.",
        *(["FILES = [", *files, "]"] if files else ["FILES = []"]),
        "",
        "# How each object is stored.",
        *(["OPTIONS = {", *options, "}"] if options else ["OPTIONS = {}  # the bucket's settings"]),
    ]
    if in_parts:
        size = part_size(max(item.size for item in plan.items))
        lines += ["", f"PART_SIZE = {size}  # bytes"]
    return "\n".join(lines)


def _client(connection: Connection, region: str | None) -> Iterator[str]:
    session = []
    if connection.profile:
        session.append(f"profile_name={connection.profile!r}")
        yield "# Credentials come from this profile of ~/.aws."
    else:
        yield "# Credentials come from the environment (AWS_ACCESS_KEY_ID …) or from ~/.aws."
    if region:
        session.append(f"region_name={region!r}")
    yield f"session = boto3.Session({', '.join(session)})"
    yield "s3 = session.client("
    yield '    "s3",'
    config = 'request_checksum_calculation="when_required"'
    if connection.endpoint_url:
        yield f"    endpoint_url={connection.endpoint_url!r},"
        config += ', s3={"addressing_style": "path"}'
    if connection.ca_bundle:
        yield f"    verify={connection.ca_bundle!r},"
    yield f"    config=Config({config}),"
    yield ")"


def _condition(policy: IfExists) -> str:
    if policy is IfExists.OVERWRITE:
        return "CONDITION = {}  # an object of the same key is replaced"
    return 'CONDITION = {"IfNoneMatch": "*"}  # never replace an object that is already there'


_AT_ONCE = """
def upload(path, key):
    options = dict(OPTIONS)
    content_type, _ = mimetypes.guess_type(key)
    if content_type:
        options["ContentType"] = content_type
    with open(path, "rb") as file:
        s3.put_object(Bucket=BUCKET, Key=key, Body=file, **options, **CONDITION)
""".lstrip()

# upload_file() would do the parts, but its ExtraArgs take neither BucketKeyEnabled nor IfNoneMatch.
_IN_PARTS = f"""
def upload(path, key):
    options = dict(OPTIONS)
    content_type, _ = mimetypes.guess_type(key)
    if content_type:
        options["ContentType"] = content_type
    with open(path, "rb") as file:
        if os.path.getsize(path) < {SINGLE_PUT_BELOW}:
            s3.put_object(Bucket=BUCKET, Key=key, Body=file, **options, **CONDITION)
        else:
            upload_in_parts(file, key, options)


def upload_in_parts(file, key, options):
    # The parts inherit the encryption from this call. (upload_file() takes no BucketKeyEnabled.)
    created = s3.create_multipart_upload(Bucket=BUCKET, Key=key, **options)
    target = {{"Bucket": BUCKET, "Key": key, "UploadId": created["UploadId"]}}
    parts = []
    try:
        while data := file.read(PART_SIZE):
            number = len(parts) + 1
            answer = s3.upload_part(**target, PartNumber=number, Body=data)
            parts.append({{"PartNumber": number, "ETag": answer["ETag"]}})
        s3.complete_multipart_upload(**target, MultipartUpload={{"Parts": parts}}, **CONDITION)
    except BaseException:
        s3.abort_multipart_upload(**target)  # parts left behind would cost money
        raise
""".lstrip()

_SHOW = """
def show(key):
    # What S3 says it stored: compare it with OPTIONS.
    head = s3.head_object(Bucket=BUCKET, Key=key)
    print(key)
    for name in ("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "VersionId", "ETag"):
        print(f"    {name}: {head.get(name)}")
"""

_PLAIN_LOOP = """
for path, key in FILES:
    upload(path, key)
    show(key)
"""

_SKIP_LOOP = """
for path, key in FILES:
    try:
        upload(path, key)
    except ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":
            raise
        print(f"{key} is already there, skipped")
    else:
        show(key)
"""

_RENAME_LOOP = """
def names(key):
    yield key
    stem, extension = os.path.splitext(key)
    for number in range(1, 1000):
        yield f"{stem} ({number}){extension}"


for path, wanted in FILES:
    for key in names(wanted):
        try:
            upload(path, key)
        except ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionFailed":
                raise
        else:
            show(key)
            break
"""

_LOOP = {
    IfExists.FAIL: _PLAIN_LOOP,
    IfExists.OVERWRITE: _PLAIN_LOOP,
    IfExists.SKIP: _SKIP_LOOP,
    IfExists.RENAME: _RENAME_LOOP,
}
