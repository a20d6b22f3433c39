"""An upload as a Python script that only needs boto3. Its comments are translated."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.headers.content_types import content_type_of
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW, part_size
from s3enc_gui.domain.uploads.plan import IfExists, UploadPlan
from s3enc_gui.domain.uploads.request_parameters import storing_parameters
from s3enc_gui.i18n import _
from s3enc_gui.wording.client_side.encrypting_code import IMPORTS, encrypting, encrypting_code
from s3enc_gui.wording.customer_keys.boto3_key import key_code, key_imports, with_key


def boto3_code(
    connection: Connection, region: str | None, plan: UploadPlan, key_arn: str | None = None
) -> str:
    """Return a script that performs this upload; it never contains credentials.

    `key_arn` replaces the key of the choice if it is resolved already. Values are rendered by repr,
    so no file name can become code.
    """
    in_parts = any(item.size >= SINGLE_PUT_BELOW for item in plan.items)
    policy, customer_key = plan.options.if_exists, plan.options.encryption.customer_key
    multipart = _multipart_code(keyed=customer_key is not None)
    upload, loop = multipart if in_parts else _SINGLE_PUT, _LOOP[policy]
    if any(item.is_folder for item in plan.items):
        upload = upload.replace(_OPTIONS, _OPTIONS + _FOLDER)
        loop = loop.replace(_SPLIT, _SPLIT_FOLDER)
    top = [
        _head(plan, in_parts=in_parts, anonymous=connection.anonymous),
        _data(plan, key_arn, in_parts=in_parts),
        "\n".join(_client(connection, region or connection.region)),
        _condition(policy),
    ]
    functions = [upload, _show_code(), loop]
    if (client_side := plan.options.client_side) is not None:
        place = region or connection.region
        if any(item.is_folder for item in plan.items):  # an encrypting client has hooks
            top.insert(3, "\n".join(_client(connection, place, "plain_s3")))
        top.append(encrypting_code(client_side))
        functions = [encrypting(code) for code in functions]
    if customer_key is not None:
        top.append(key_code(customer_key))
        functions = [with_key(code) for code in functions]
    if connection.requester_pays:
        top.append(
            f'PAYER = {{"RequestPayer": "requester"}}  {_comment(_("you pay for requests"))}'
        )
        functions = [_with_payer(code) for code in functions]
    blocks = ["\n\n".join(top), *functions]
    return "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _with_payer(code: str) -> str:
    """Add PAYER to all requests; each names the bucket."""
    paid = code.replace("Bucket=BUCKET", "Bucket=BUCKET, **PAYER")
    return paid.replace('"Bucket": BUCKET', '"Bucket": BUCKET, **PAYER')


def _head(plan: UploadPlan, *, in_parts: bool, anonymous: bool) -> str:
    policy = plan.options.if_exists
    catches = policy in (IfExists.SKIP, IfExists.RENAME)
    plain = ["import mimetypes"]
    plain += ["import os"] if in_parts or policy is IfExists.RENAME else []
    plain += ["import base64", "import json"] if plan.options.encryption.context else []
    plain += key_imports() if plan.options.encryption.customer_key is not None else []
    imports = [
        *sorted(set(plain)),
        "",
        "import boto3",
        *(["from botocore import UNSIGNED"] if anonymous else []),
        "from botocore.config import Config",
        *(["from botocore.exceptions import ClientError"] if catches else []),
        *(IMPORTS if plan.options.client_side else []),
    ]
    return "\n".join([_comment(_("Upload files to Amazon S3. Requires boto3.")), "", *imports])


def _comment(sentence: str) -> str:
    return f"# {sentence}"


def _data(plan: UploadPlan, key_arn: str | None, *, in_parts: bool) -> str:
    requested = plan.options.content_type
    files = [
        f"    ({item.path!r}, {item.key!r}, {content_type_of(item.key, requested)!r}),"
        for item in plan.items
    ]
    parameters = storing_parameters(plan.options, key_arn)
    context = plan.options.encryption.context
    if context:
        del parameters["SSEKMSEncryptionContext"]
    options = [f"    {name!r}: {value!r}," for name, value in parameters.items()]
    if context:
        value = "base64.b64encode(json.dumps(CONTEXT).encode()).decode()"
        options.append(f"    'SSEKMSEncryptionContext': {value},")
    lines = [
        f"BUCKET = {plan.bucket!r}",
        "",
        _comment(_("Each file, its key in the bucket, and its content type.")),
        *(["FILES = [", *files, "]"] if files else ["FILES = []"]),
        "",
        *(
            [f"CONTEXT = {dict(context)!r}  {_comment(_('encryption context'))}", ""]
            if context
            else []
        ),
        _comment(_("How each object is stored. Empty: the settings of the bucket apply.")),
        *(["OPTIONS = {", *options, "}"] if options else ["OPTIONS = {}"]),
    ]
    if in_parts:
        size = part_size(max(item.size for item in plan.items))
        lines += ["", f"PART_SIZE = {size}  {_comment(_('bytes'))}"]
    return "\n".join(lines)


def _client(connection: Connection, region: str | None, name: str = "s3") -> Iterator[str]:
    session = []
    if connection.profile:
        session.append(f"profile_name={connection.profile!r}")
    if connection.anonymous:
        yield _comment(_("Anonymous: requests aren't signed."))
    elif connection.profile:
        yield _comment(_("Credentials come from this profile in ~/.aws."))
    else:
        yield _comment(_("Credentials come from the environment (AWS_ACCESS_KEY_ID) or ~/.aws."))
    if region:
        session.append(f"region_name={region!r}")
    yield f"session = boto3.Session({', '.join(session)})"
    yield f"{name} = session.client("
    yield '    "s3",'
    config = 'request_checksum_calculation="when_required"'
    if connection.endpoint_url:
        yield f"    endpoint_url={connection.endpoint_url!r},"
        config += ', s3={"addressing_style": "path"}'
    if connection.fips:
        config += ", use_fips_endpoint=True"
    if connection.dual_stack:
        config += ", use_dualstack_endpoint=True"
    if connection.anonymous:
        config = f"signature_version=UNSIGNED, {config}"
    if connection.ca_bundle:
        yield f"    verify={connection.ca_bundle!r},"
    yield f"    config=Config({config}),"
    yield ")"


def _condition(policy: IfExists) -> str:
    if policy is IfExists.OVERWRITE:
        return f"CONDITION = {{}}  {_comment(_('overwrite an existing object'))}"
    return (
        f'CONDITION = {{"IfNoneMatch": "*"}}  {_comment(_("never overwrite an existing object"))}'
    )


_SINGLE_PUT = """
def upload(path, key, content_type):
    options = dict(OPTIONS)
    content_type = content_type or mimetypes.guess_type(key)[0]
    if content_type:
        options["ContentType"] = content_type
    with open(path, "rb") as file:
        s3.put_object(Bucket=BUCKET, Key=key, Body=file, **options, **CONDITION)
""".lstrip()


# Empty folders are objects without bytes whose keys end with a slash.
_OPTIONS = "    options = dict(OPTIONS)\n"
_FOLDER = """
    if key.endswith("/"):
        options["ContentType"] = content_type
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"", **options, **CONDITION)
        return
""".lstrip("\n")
_SPLIT = "os.path.splitext(key)"
_SPLIT_FOLDER = f'(key[:-1], "/") if key.endswith("/") else {_SPLIT}'


def _multipart_code(*, keyed: bool) -> str:
    inherit = _("The parts inherit the encryption. upload_file() doesn't accept BucketKeyEnabled.")
    if keyed:
        inherit = _("With SSE-C, each part needs the key.")
    abort = _("incomplete uploads cost money")
    return _MULTIPART.replace("# INHERIT", _comment(inherit)).replace("# ABORT", _comment(abort))


# upload_file() accepts neither BucketKeyEnabled nor IfNoneMatch in ExtraArgs.
_MULTIPART = f"""
def upload(path, key, content_type):
    options = dict(OPTIONS)
    content_type = content_type or mimetypes.guess_type(key)[0]
    if content_type:
        options["ContentType"] = content_type
    with open(path, "rb") as file:
        if os.path.getsize(path) < {SINGLE_PUT_BELOW}:
            s3.put_object(Bucket=BUCKET, Key=key, Body=file, **options, **CONDITION)
        else:
            upload_in_parts(file, key, options)


def upload_in_parts(file, key, options):
    # INHERIT
    created = s3.create_multipart_upload(Bucket=BUCKET, Key=key, **options)
    target = {{"Bucket": BUCKET, "Key": key, "UploadId": created["UploadId"]}}
    parts = []
    try:
        while data := file.read(PART_SIZE):
            number = len(parts) + 1
            response = s3.upload_part(**target, PartNumber=number, Body=data)
            parts.append({{"PartNumber": number, "ETag": response["ETag"]}})
        s3.complete_multipart_upload(**target, MultipartUpload={{"Parts": parts}}, **CONDITION)
    except BaseException:
        s3.abort_multipart_upload(**target)  # ABORT
        raise
""".lstrip()


def _show_code() -> str:
    return _SHOW.replace("# REPORTED", _comment(_("What S3 stored. Compare it with OPTIONS.")))


_SHOW = """
def show(key):
    # REPORTED
    head = s3.head_object(Bucket=BUCKET, Key=key)
    print(key)
    names = ("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "SSECustomerKeyMD5")
    for name in (*names, "VersionId", "ETag"):
        print(f"    {name}: {head.get(name)}")
"""

_PLAIN_LOOP = """
for path, key, content_type in FILES:
    upload(path, key, content_type)
    show(key)
"""

_SKIP_LOOP = """
for path, key, content_type in FILES:
    try:
        upload(path, key, content_type)
    except ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":
            raise
        print(f"{key} already exists, skipped")
    else:
        show(key)
"""

_RENAME_LOOP = """
def names(key):
    yield key
    stem, extension = os.path.splitext(key)
    for number in range(1, 1000):
        yield f"{stem} ({number}){extension}"


for path, wanted, content_type in FILES:
    for key in names(wanted):
        try:
            upload(path, key, content_type)
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
