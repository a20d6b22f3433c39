from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from botocore import exceptions as be
from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.s3.errors.messages.botocore_exceptions import BY_TEXT, EXCEPTIONS
from s3enc_gui.s3.errors.messages.lookup import BODYLESS, BY_MESSAGE, SERVER, by_status
from s3enc_gui.s3.errors.translation import app_error, translated
from s3enc_gui.s3.errors.wrong_scheme import HttpsRequired, NoHttps
from s3enc_gui.s3.server.refused_headers import refuses_checksum

# Error codes with their HTTP status.
ROWS = {
    "KMS.NotFoundException": 400,
    "KMS.DisabledException": 400,
    "KMS.KMSInvalidStateException": 400,
    "KMS.InvalidKeyUsageException": 400,
    "KMS.UnsupportedOperationException": 400,
    "KMS.ThrottlingException": 400,
    "KMS.AccessDeniedException": 400,
    "NotFoundException": 400,
    "DisabledException": 400,
    "KMSInvalidStateException": 400,
    "InvalidArnException": 400,
    "UnrecognizedClientException": 400,
    "IncompleteSignatureException": 400,
    "AccessDeniedException": 400,
    "ThrottlingException": 400,
    "AccessDenied": 403,
    "InvalidArgument": 400,
    "InvalidRequest": 400,
    "InvalidEncryptionAlgorithmError": 400,
    "PermanentRedirect": 301,
    "AuthorizationHeaderMalformed": 400,
    "IllegalLocationConstraintException": 400,
    "NoSuchBucket": 404,
    "InvalidBucketName": 400,
    "NoSuchKey": 404,
    "InvalidAccessKeyId": 403,
    "SignatureDoesNotMatch": 403,
    "ExpiredToken": 400,
    "InvalidToken": 400,
    "TokenRefreshRequired": 400,
    "RequestTimeTooSkewed": 403,
    "AccountProblem": 403,
    "AllAccessDisabled": 403,
    "NotSignedUp": 403,
    "ServerSideEncryptionConfigurationNotFoundError": 404,
    "MethodNotAllowed": 405,
    "NotImplemented": 501,
    "AccessControlListNotSupported": 400,
    "InvalidStorageClass": 400,
    "InvalidTag": 400,
    "MissingSecurityHeader": 400,
    "MissingContentLength": 411,
    "IncompleteBody": 400,
    "NoSuchVersion": 404,
    "UnsupportedSignature": 400,
    "MissingAuthenticationToken": 403,
    "EntityTooLarge": 400,
    "EntityTooSmall": 400,
    "NoSuchUpload": 404,
    "InvalidPart": 400,
    "InvalidPartOrder": 400,
    "PreconditionFailed": 412,
    "ConditionalRequestConflict": 409,
    "OperationAborted": 409,
    "BadDigest": 400,
    "XAmzContentSHA256Mismatch": 400,
    "XAmzContentChecksumMismatch": 400,
    "InvalidDigest": 400,
    "RequestTimeout": 400,
    "SlowDown": 503,
    "ServiceUnavailable": 503,
    "InternalError": 500,
    "InvalidObjectState": 403,
    "KeyTooLongError": 400,
    "MetadataTooLarge": 400,
    "QuotaExceeded": 403,
    "InsufficientStorage": 507,
    "InvalidClientTokenId": 403,
    "ExpiredTokenException": 403,
    "RegionDisabledException": 403,
    "ForbiddenException": 403,
}

EXCEPTION_ROWS = [
    be.NoCredentialsError(),
    be.PartialCredentialsError(provider="shared", cred_var="aws_secret_access_key"),
    be.CredentialRetrievalError(provider="custom-process", error_msg="no"),
    be.ProfileNotFound(profile="nobody"),
    be.ConfigParseError(path="/home/u/.aws/config"),
    be.ConfigNotFound(path="/home/u/.aws/config"),
    be.NoRegionError(),
    be.InvalidRegionError(region_name="x y", value="x y", param="r", type_name="s"),
    be.SSOTokenLoadError(error_msg="Token for corp does not exist"),
    be.UnauthorizedSSOTokenError(),
    be.TokenRetrievalError(provider="sso", error_msg="Token has expired and refresh failed"),
    be.LoginRefreshRequired(),
    be.LoginTokenLoadError(error_msg="no session"),
    be.LoginInsufficientPermissions(),
    be.LoginError(),
    be.MissingDependencyException(msg="awscrt"),
    be.RefreshWithMFAUnsupportedError(),
    be.InfiniteLoopConfigError(source_profile="a", visited_profiles=["a"]),
    be.InvalidConfigError(error_msg="The source_profile is not there"),
    be.EndpointConnectionError(endpoint_url="http://127.0.0.1:9/"),
    be.ConnectTimeoutError(endpoint_url="http://127.0.0.1:9/"),
    be.ReadTimeoutError(endpoint_url="http://127.0.0.1:9/"),
    be.ConnectionClosedError(endpoint_url="http://127.0.0.1:9/"),
    be.ResponseStreamingError(error="reset"),
    be.IncompleteReadError(actual_bytes=1, expected_bytes=2),
    be.HTTPClientError(error="odd"),
    be.ProxyConnectionError(proxy_url="http://proxy:3128"),
    be.SSLError(endpoint_url="https://s3.example", error=ValueError("self-signed")),
    HttpsRequired(endpoint_url="http://s3.example", use="https://s3.example", reason="moved"),
    NoHttps(endpoint_url="https://s3.example", use="http://s3.example", reason="no TLS"),
    be.ParamValidationError(report="Unknown parameter in input"),
    be.FlexibleChecksumError(error_msg="Expected checksum a did not match b"),
    be.EndpointResolutionError(msg="Invalid ARN"),
    be.UnsupportedS3ArnError(arn="arn:aws:sns:::x"),
    be.InvalidS3AddressingStyleError(s3_addressing_style="odd"),
]

USER = "arn:aws:iam::111122223333:user/ann"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OBJECT = "arn:aws:s3:::reports/2026/a.pdf"


def response(code, message="", operation="PutObject", status=400, **fields):
    body = {"Code": code, "Message": message, **fields}
    return ClientError(
        {"Error": body, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        operation,
    )


def denied(action, reason, resource=OBJECT, operation="PutObject", **subject):
    on = f'User: {USER} is not authorized to perform: {action} on resource: "{resource}" {reason}'
    return app_error(response("AccessDenied", on, operation, 403), **subject)


def check_text(error: AppError):
    assert error.title
    assert not error.title.endswith((".", " "))
    assert len(error.title) <= 60
    assert error.detail[:1].isupper()
    assert error.command_hint.endswith((".", ".”."))
    for text in (error.title, error.detail, error.command_hint):
        assert not re.search(r"[{}]|None|  ", text)


def check_sentences(text: str):
    for sentence in re.split(r"(?<=[.:;]) ", text):
        assert len(sentence.split()) <= 24, sentence


@pytest.mark.parametrize(("code", "status"), ROWS.items())
@pytest.mark.parametrize("subject", [{}, {"bucket": "reports", "key": "a.pdf", "key_name": "k"}])
def test_every_code_has_a_message(code, status, subject):
    error = app_error(response(code, "As the server put it.", "UploadPart", status), **subject)
    check_text(error)
    check_sentences(error.command_hint)
    assert error.code == code
    assert error.title not in {by_status(n).title for n in (0, 301, 400)} - {
        SERVER["PermanentRedirect"].title
    }


@pytest.mark.parametrize("error", EXCEPTION_ROWS, ids=lambda e: type(e).__name__)
def test_every_exception_has_a_message(error):
    found = app_error(error)
    check_text(found)
    check_sentences(found.hint)
    assert found.code == type(error).__name__
    assert found.title != EXCEPTIONS["BotoCoreError"].title


@pytest.mark.parametrize("code", [*SERVER, *BODYLESS])
def test_every_entry_of_the_tables_reads_well(code):
    check_text(app_error(response(code, operation="GetObject")))


@pytest.mark.parametrize(
    "message", [*SERVER.values(), *EXCEPTIONS.values()], ids=lambda message: str(message.title)
)
def test_own_sentences_are_short(message):
    _, detail, hint = message.filled({})
    check_sentences(str(detail))
    check_sentences(str(hint))


@pytest.mark.parametrize(("codes", "piece", "message"), BY_MESSAGE)
def test_a_message_decides_where_the_code_does_not(codes, piece, message):
    error = app_error(
        response(next(iter(codes), "Odd"), f"… {piece.upper()} …"), bucket="b", key="k"
    )
    check_text(error)
    assert error.title == str(message.title)


@pytest.mark.parametrize(("name", "piece", "message"), BY_TEXT)
def test_a_text_decides_where_the_exception_does_not(name, piece, message):
    kinds = {
        "ParamValidationError": lambda: be.ParamValidationError(report=piece),
        "HTTPClientError": lambda: be.HTTPClientError(error=piece),
        "PartialCredentialsError": lambda: be.PartialCredentialsError(
            provider="env", cred_var="AWS_SECRET_ACCESS_KEY"
        ),
        "SSLError": lambda: be.SSLError(endpoint_url="https://s3.example", error=piece),
    }
    error = app_error(kinds[name]())
    check_text(error)
    assert error.title == str(message.title)


@pytest.mark.parametrize(
    "name",
    [
        "NotFoundException",
        "DisabledException",
        "KMSInvalidStateException",
        "InvalidKeyUsageException",
        "ThrottlingException",
        "AccessDeniedException",
    ],
)
def test_kms_has_the_same_message_directly_and_through_s3(name):
    own = app_error(response(name, "Why.", "DescribeKey"), key_name="k")
    by_s3 = app_error(response(f"KMS.{name}", "Why.", "DescribeKey"), key_name="k")
    assert (own.title, own.detail, own.hint) == (by_s3.title, by_s3.detail, by_s3.hint)
    assert (own.code, by_s3.code) == (name, f"KMS.{name}")


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("Invalid arn eu-central-1", "The key is in a different Region than the bucket"),
        ("Invalid keyId 'x'", "The KMS key doesn't exist"),
        (f"Key '{KEY}' does not exist", "The KMS key doesn't exist"),
    ],
)
def test_an_unknown_key_and_one_of_another_region(message, title):
    error = app_error(response("KMS.NotFoundException", message))
    assert error.title == title
    assert message in error.detail


def test_pending_deletion_differs_from_not_ready():
    pending = app_error(response("KMS.KMSInvalidStateException", f"{KEY} is pending deletion."))
    other = app_error(response("KMS.KMSInvalidStateException", f"{KEY} is pending import."))
    assert pending.title == "The KMS key is scheduled for deletion"
    assert other.title == "The KMS key isn't ready"


def test_the_detail_contains_the_names():
    error = app_error(response("NoSuchKey", status=404), bucket="reports", key="a.pdf")
    assert error.detail == "The object “a.pdf” isn't in the bucket “reports”, or was deleted."


def test_without_names_the_detail_reads_as_well():
    error = app_error(response("NoSuchKey", status=404))
    assert error.detail == "The object isn't in the bucket, or was deleted."


def test_names_with_braces_and_invalid_characters_are_shown():
    error = app_error(response("NoSuchKey"), bucket="b", key="{0}\udcff\n{key}")
    assert "“{0}\\udcff {key}”" in error.detail


@pytest.mark.parametrize(
    ("operation", "code", "message", "title"),
    [
        ("HeadBucket", "404", "Not Found", "The bucket doesn't exist"),
        ("HeadObject", "404", "Not Found", "The object doesn't exist"),
        ("HeadObject", "403", "Forbidden", "You don't have permission to read this object"),
        ("HeadBucket", "403", "Forbidden", "You don't have permission to list this bucket"),
        ("HeadObject", "400", "Bad Request", "The request isn't valid"),
        ("HeadObject", "412", "Precondition Failed", "The object changed"),
        ("HeadObject", "301", "Moved Permanently", "The bucket is in another Region"),
        ("HeadObject", "503", "Service Unavailable", "The server couldn't process the request"),
    ],
)
def test_responses_without_a_body(operation, code, message, title):
    error = app_error(response(code, message, operation, int(code)), bucket="b", key="k")
    check_text(error)
    assert (error.code, error.title) == (code, title)


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "The server rejected the request"),
        (418, "The server rejected the request"),
        (500, "The server couldn't process the request"),
        (599, "The server couldn't process the request"),
        (200, "The server reported an error"),
    ],
)
def test_unknown_codes_keep_code_and_message(status, title):
    error = app_error(response("Peculiar", "It is odd.", status=status))
    check_text(error)
    assert (error.title, error.code) == (title, "Peculiar")
    assert "It is odd." in error.detail


def test_an_empty_response():
    error = app_error(ClientError({}, "PutObject"))
    check_text(error)
    assert error.code == ""


@pytest.mark.parametrize("code", ["InternalError", "500"])
@pytest.mark.parametrize("operation", ["PutObject", "CreateMultipartUpload"])
def test_a_server_error_with_kms_names_the_key_as_the_likely_cause(code, operation):
    server_error = response(code, "We encountered an internal error.", operation, 500)
    error = app_error(server_error, sse="aws:kms", key_name="aws/s3")
    check_text(error)
    assert "S3-compatible servers do this if they don't have the KMS key “aws/s3”" in error.detail
    assert error.code == code


def test_a_server_error_without_kms_does_not():
    server_error = response("InternalError", "We encountered an internal error.", status=500)
    assert "KMS" not in str(app_error(server_error, sse="AES256"))
    assert "If you chose a KMS key" in app_error(server_error).hint


@pytest.mark.parametrize(
    ("reason", "words", "whom"),
    [
        ("because no identity-based policy allows the A action", "user or role doesn't", "your"),
        ("because no resource-based policy allows the A action", "key policy doesn't", "the"),
        (
            "because no VPC endpoint policy allows the A action",
            "VPC endpoint policy doesn't",
            "network",
        ),
        ("because no permissions boundary allows the A action", "boundary of your user", "your"),
        ("because no session policy allows the A action", "session policy doesn't", "your"),
        (
            "because no service control policy allows the A action",
            "A service control policy of your organization doesn't",
            "organization's",
        ),
        ("with an explicit deny in an identity-based policy", "user or role denies", "your"),
        ("with an explicit deny in a resource-based policy", "The key policy denies", "key's"),
        ("with an explicit deny in a VPC endpoint policy", "VPC endpoint policy denies", "network"),
        ("with an explicit deny in a permissions boundary", "role denies", "your"),
        (
            "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/x",
            "service control policy of your organization denies",
            "organization's",
        ),
        (
            "with an explicit deny in a resource control policy",
            "resource control policy of your organization denies",
            "organization's",
        ),
        (
            "because the resource does not exist in this Region, no resource-based policies allow "
            "access, or a resource-based policy explicitly denies access",
            "It doesn't exist in this Region, or you don't have access to it.",
            "the key's owner",
        ),
        ("", "You can write to the bucket, but you can't use", "your administrator"),
    ],
)
def test_the_long_form_names_the_policy_and_who_can_allow_it(reason, words, whom):
    error = denied("kms:GenerateDataKey", reason, KEY)
    check_text(error)
    assert error.title == "You don't have permission to encrypt with this KMS key"
    assert words in error.detail
    assert whom in error.command_hint
    assert error.denial is not None
    assert error.denial.caller == USER
    assert {one.resource for one in error.denial.permissions} == {KEY}


def test_the_request_for_the_key_names_both_permissions():
    error = denied("kms:GenerateDataKey", "because no identity-based policy allows it", KEY)
    assert error.denial is not None
    actions = [one.action for one in error.denial.permissions]
    assert actions == ["kms:GenerateDataKey", "kms:Decrypt"]


def test_decrypt_on_a_part_explains_small_and_large_files():
    reason = "because no identity-based policy allows the kms:Decrypt action"
    part = denied("kms:Decrypt", reason, KEY, "UploadPart")
    read = denied("kms:Decrypt", reason, KEY, "GetObject")
    assert "Small files work. Large files are sent in parts" in part.detail
    assert "Small files" not in read.detail


def test_the_bucket_policy_is_the_likely_cause_of_an_explicit_deny():
    error = denied("s3:PutObject", "with an explicit deny in a resource-based policy")
    assert error.title == "The bucket policy denies this upload"
    assert "requires a specific encryption" in error.detail
    assert error.command_hint.startswith(
        "Choose the encryption and the KMS key that the policy requires"
    )
    assert error.code == "AccessDenied"


@pytest.mark.parametrize(
    ("action", "title", "advice"),
    [
        (
            "s3:PutObject",
            "You don't have permission to upload to this bucket",
            "Choose another bucket",
        ),
        (
            "s3:PutObjectTagging",
            "You don't have permission to set tags in this bucket",
            "Leave out the tags",
        ),
        ("s3:PutObjectAcl", "You don't have permission to set an ACL", "Bucket settings"),
        (
            "s3:ListAllMyBuckets",
            "You don't have permission to list buckets",
            "Enter the bucket's name",
        ),
        ("kms:ListAliases", "You don't have permission to list KMS keys", "Custom KMS ARN"),
        (
            "sts:AssumeRole",
            "You don't have permission to assume this role",
            "Choose another connection",
        ),
        ("s3:Novelty", "You don't have permission to do this", "Choose another connection"),
    ],
)
def test_each_action_has_its_own_advice(action, title, advice):
    error = denied(action, f"because no identity-based policy allows the {action} action")
    check_text(error)
    assert error.title == title
    assert advice in error.command_hint
    assert action in error.detail


@pytest.mark.parametrize("operation", ["PutObject", "CreateMultipartUpload"])
def test_a_denied_write_without_a_reason_names_the_policy(operation):
    error = app_error(response("AccessDenied", "Access Denied", operation, 403), bucket="reports")
    check_text(error)
    assert "The policy of the bucket “reports” may require another encryption." in error.detail
    assert "s3:PutObject" in error.detail
    assert "kms:GenerateDataKey" not in error.detail
    assert "owner" in error.command_hint


def test_a_denied_write_with_kms_names_the_key_too():
    denial = response("AccessDenied", "Access Denied", status=403)
    error = app_error(denial, bucket="b", sse="aws:kms", key_name="alias/x")
    assert (
        "You may not have permission to use the KMS key “alias/x” (kms:GenerateDataKey)."
        in error.detail
    )


@pytest.mark.parametrize(
    ("operation", "piece"),
    [
        ("UploadPart", "kms:Decrypt"),
        ("CompleteMultipartUpload", "kms:Decrypt"),
        ("ListBuckets", "s3:ListAllMyBuckets"),
        ("ListAliases", "kms:ListAliases"),
        ("DescribeKey", "kms:DescribeKey on alias/x"),
        ("GetBucketEncryption", "s3:GetEncryptionConfiguration on reports"),
        ("DeleteObject", "s3:DeleteObject on reports"),
        ("Unheard", "Unheard"),
    ],
)
def test_a_denial_without_a_reason_says_what_to_request(operation, piece):
    denial = response("AccessDenied", "Access Denied", operation, 403)
    error = app_error(denial, bucket="reports", key_name="alias/x")
    check_text(error)
    assert piece in error.detail


@pytest.mark.parametrize(
    ("message", "title"),
    [
        (
            "The ciphertext refers to a customer master key that does not exist, does not exist "
            "in this region, or you are not allowed to access.",
            "The object's KMS key can't be used",
        ),
        ("Access Denied because object protected by object lock.", "The object is locked"),
        ("Request has expired", "The link has expired"),
        (
            "MultiFactorAuthentication failed with invalid MFA one time pass code.",
            "The MFA code isn't valid",
        ),
        (
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your "
            "MFA serial number is valid and associated with this user.",
            "The MFA code can't be checked",
        ),
    ],
)
def test_denials_known_by_their_text(message, title):
    error = app_error(response("AccessDenied", message, "GetObject", 403), key="k")
    check_text(error)
    assert error.title == title


def test_a_redirect_names_the_region():
    response_with_header = ClientError(
        {
            "Error": {"Code": "301", "Message": "Moved Permanently"},
            "ResponseMetadata": {"HTTPHeaders": {"x-amz-bucket-region": "eu-north-1"}},  # type: ignore[typeddict-item]
        },
        "HeadObject",
    )
    assert "It is in eu-north-1." in app_error(response_with_header, bucket="b").detail
    by_body = app_error(response("AuthorizationHeaderMalformed", "Expecting.", Region="eu-south-1"))
    assert "It is in eu-south-1." in by_body.detail


def test_the_option_is_named_but_not_its_value():
    error = app_error(
        response("InvalidArgument", "Bad.", ArgumentName="x-amz-acl", ArgumentValue="v")
    )
    assert error.detail == "The server said: “Bad. (ArgumentName: x-amz-acl).”"


@pytest.mark.parametrize("code", ["InvalidRequest", "InvalidArgument", "BadRequest", "400"])
def test_names_are_not_taken_for_the_servers_message(code):
    names = {"bucket": "crc64", "key": "checksum.txt", "key_name": "checksum"}
    assert not refuses_checksum(app_error(response(code, "Bad Request"), **names))
    assert refuses_checksum(app_error(response(code, "Unknown checksum"), **names))


SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize(
    "error",
    [
        be.CredentialRetrievalError(provider="custom-process", error_msg=f"key is {SECRET}\n"),
        be.CredentialRetrievalError(provider="p", error_msg=f'{{"SecretAccessKey": "{SECRET}"}}'),
        be.HTTPClientError(error=f"Invalid header value b'{SECRET}\\n'"),
        be.ConnectionClosedError(endpoint_url=f"https://h/?X-Amz-Security-Token={SECRET}&x=1"),
        be.EndpointConnectionError(endpoint_url=f"http://ann:{SECRET}@h/"),
        response("Odd", f"token={SECRET}"),
    ],
    ids=str,
)
def test_no_secret_gets_into_the_message(error):
    text = repr(app_error(error))
    assert SECRET not in text
    assert "•••" in text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("password=hunter", "password=•••"),
        ("aws_session_token : x1", "aws_session_token : •••"),
        ('"Token": "abc"', '"Token": "•••"'),
    ],
)
def test_named_secrets_are_masked_however_short(said, shown):
    error = app_error(be.CredentialRetrievalError(provider="p", error_msg=said))
    assert shown in error.detail


@pytest.mark.parametrize(
    "said",
    [
        "SSO Token: Token for corp does not exist",
        f"{KEY} is disabled",
        f"{OBJECT} of {USER}: not there",
    ],
)
def test_other_values_are_not_masked(said):
    assert said in app_error(be.InvalidConfigError(error_msg=said)).detail


def test_a_bucket_name_is_refused_without_the_regex():
    report = 'Invalid bucket name "a b": Bucket name must match the regex "^[a-z]$"'
    error = app_error(be.ParamValidationError(report=report), bucket="a b")
    assert error.detail.startswith("The bucket “a b” has a name that S3 doesn't allow.")
    assert "regex" not in error.detail


def test_exceptions_keep_their_text():
    error = app_error(be.ProfileNotFound(profile="nobody"))
    assert "Details: The config profile (nobody) could not be found." in error.detail


@pytest.mark.parametrize(
    ("error", "code", "piece"),
    [
        (FileNotFoundError(2, "No such file or directory", "/no/helper"), "ENOENT", "/no/helper"),
        (PermissionError(13, "Permission denied", "/token"), "EACCES", "/token"),
        (ConnectionResetError(104, "Connection reset by peer"), "ECONNRESET", "reset by peer"),
        (OSError("odd"), "OSError", "odd"),
        (ValueError("Invalid endpoint: nonsense"), "ValueError", "nonsense"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "no"), "UnicodeEncodeError", "aren't text"),
    ],
)
def test_exceptions_that_botocore_does_not_catch_have_messages(error, code, piece):
    with pytest.raises(AppError) as caught, translated():
        raise error
    check_text(caught.value)
    assert caught.value.code == code
    assert piece in f"{caught.value.title} {caught.value.detail}"


def test_a_credential_process_without_json():
    import json

    with pytest.raises(AppError) as caught, translated():
        json.loads(f"hello {SECRET}")
    assert caught.value.title == "The sign-in failed"
    assert SECRET not in repr(caught.value)


@pytest.mark.parametrize("error", [AppError("As it is"), Cancelled(), KeyError("a bug")])
def test_other_errors_pass(error):
    with pytest.raises(type(error)) as caught, translated(bucket="b"):
        raise error
    assert caught.value is error


def test_the_original_exception_is_the_cause():
    original = response("NoSuchBucket")
    with pytest.raises(AppError) as caught, translated(bucket="b"):
        raise original
    assert caught.value.__cause__ is original


def test_importing_it_imports_no_boto3():
    program = (
        "import sys, s3enc_gui.s3.errors.translation\n"
        "sys.exit(any(m in sys.modules for m in"
        " ('boto3', 'botocore.session', 'botocore.handlers', 'awscrt')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("code", ["InvalidRegionName", "InvalidRegion"])
def test_a_region_that_the_server_does_not_have(code):
    """Cloudflare R2 names those that it has."""
    said = "Must be one of: wnam, enam, weur, eeur, apac, auto"
    body: Any = {
        "Error": {"Code": code, "Message": said},
        "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": {}},
    }
    error = app_error(ClientError(body, "ListObjectsV2"), bucket="b")
    assert error.title == "The server doesn't accept this Region"
    assert said in error.detail
    assert "--region" in error.command_hint
