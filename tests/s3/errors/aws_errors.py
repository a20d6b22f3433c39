"""The errors of S3, KMS, STS and IAM Identity Center, as they arrive.

`source`: A the S3 API Reference (error responses), B botocore's model, G an issue on GitHub with
the message, L recorded from AWS by LocalStack's tests, U the S3 User Guide; ? the wording is
unverified.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import botocore.parsers
from botocore.exceptions import ClientError
from botocore.model import StructureShape

from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.s3.transport.header_fields import error_of

BUCKET, FILE = "reports", "2026/a.pdf"
USER = "arn:aws:iam::111122223333:user/ann"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OBJECT = f"arn:aws:s3:::{BUCKET}/{FILE}"
REPORT = "This is a bug in S3enc."
KMS_IN = {"sse": "aws:kms", "key_name": KEY}


@dataclass(frozen=True)
class Row:
    """An error as it arrives, and what the user must read; `lacks`: the permissions of a denial."""

    code: str
    status: int
    message: str
    title: str
    hint: str
    source: str = "A"
    operation: str = "PutObject"
    service: str = "s3"
    fields: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    remedy: Remedy | None = None
    lacks: tuple[str, ...] = ()

    @property
    def error(self) -> ClientError:
        """The ClientError for the response's bytes."""
        if self.service == "s3":
            return error_of(self.operation, self.status, _HEADERS, self._xml(), tries=1)
        headers = dict(_HEADERS)
        if self.service == "sts":
            protocol, body = "query", self._sts()
        else:
            protocol = "json" if self.service == "kms" else "rest-json"
            body = json.dumps({"__type": self.code, "message": self.message}).encode()
            headers["x-amzn-errortype"] = self.code
        nothing = StructureShape("Nothing", {"type": "structure", "members": {}})
        response = {"status_code": self.status, "headers": headers, "body": body}
        parsed: Any = botocore.parsers.create_parser(protocol).parse(response, nothing)
        return ClientError(parsed, self.operation)

    def _xml(self) -> bytes:
        if self.operation.startswith("Head"):
            return b""
        fields = {"Code": self.code, "Message": self.message, **self.fields}
        inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
        return f'<?xml version="1.0" encoding="UTF-8"?><Error>{inside}</Error>'.encode()

    def _sts(self) -> bytes:
        return (
            '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>'
            f"<Type>Sender</Type><Code>{self.code}</Code><Message>{escape(self.message)}</Message>"
            f"</Error><RequestId>{_REQUEST_ID}</RequestId></ErrorResponse>"
        ).encode()


_REQUEST_ID = "4442587FB7D0A2F9"
_HEADERS = (
    ("x-amz-request-id", _REQUEST_ID),
    ("x-amz-id-2", "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQ"),
    ("date", "Mon, 30 Nov 2026 15:00:00 GMT"),
    ("content-type", "application/xml"),
)


def denied(action: str, resource: str, reason: str) -> str:
    """Return the message of a denial in the long form."""
    return f'User: {USER} is not authorized to perform: {action} on resource: "{resource}" {reason}'


def _no(kind: str, action: str) -> str:
    return f"because no {kind} policy allows the {action} action"


_USE = ("kms:GenerateDataKey", "kms:Decrypt")
_CANT_ENCRYPT = "You don't have permission to encrypt with this KMS key"
_NO_KEY = "The KMS key doesn't exist"
_DISABLED = "The KMS key is disabled"
_SSE_C = "The customer-provided key (SSE-C) wasn't accepted"

OF_KMS = (
    *(
        Row(
            "AccessDenied",
            403,
            denied("kms:GenerateDataKey", KEY, reason),
            _CANT_ENCRYPT,
            "Choose another key.",
            "G",
            about=KMS_IN,
            remedy=Remedy.CHOOSE_KEY,
            lacks=_USE,
        )
        for reason in (
            _no("identity-based", "kms:GenerateDataKey"),
            _no("resource-based", "kms:GenerateDataKey"),
            "because the resource does not exist in this Region, no resource-based policies allow "
            "access, or a resource-based policy explicitly denies access",
            "with an explicit deny in a resource-based policy",
        )
    ),
    *(
        Row(
            "AccessDenied",
            403,
            denied("kms:Decrypt", KEY, _no("identity-based", "kms:Decrypt")),
            "You don't have permission to decrypt with this KMS key",
            "Choose another key.",
            "G",
            operation,
            remedy=Remedy.CHOOSE_KEY,
            lacks=("kms:Decrypt",),
        )
        for operation in ("UploadPart", "CompleteMultipartUpload")
    ),
    Row(
        "AccessDenied",
        403,
        "The ciphertext refers to a customer master key that does not exist, does not exist in "
        "this region, or you are not allowed to access.",
        "The object's KMS key can't be used",
        "Ask the key's owner",
        "G",
        "GetObject",
        lacks=("kms:Decrypt",),
    ),
    *(
        Row(
            "KMS.NotFoundException",
            400,
            message,
            title,
            "Choose a key in the bucket's Region.",
            "L",
            about=KMS_IN,
            remedy=Remedy.CHOOSE_KEY,
        )
        for message, title in (
            ("Invalid keyId 'test'", _NO_KEY),
            (f"Key '{KEY}' does not exist", _NO_KEY),
            ("Invalid arn us-west-2", "The key is in a different Region than the bucket"),
        )
    ),
    *(
        Row(
            "KMS.DisabledException",
            400,
            f"{KEY} is disabled.",
            _DISABLED,
            "Ask the key's owner to enable it, or choose another key.",
            "L",
            operation,
            remedy=Remedy.CHOOSE_KEY,
        )
        for operation in ("PutObject", "GetObject")
    ),
    Row(
        "KMS.KMSInvalidStateException",
        400,
        f"{KEY} is pending deletion.",
        "The KMS key is scheduled for deletion",
        "cancel the deletion now",
        "L",
        remedy=Remedy.CHOOSE_KEY,
    ),
    *(
        Row(
            "KMS.KMSInvalidStateException",
            400,
            f"{KEY} is {state}.",
            "The KMS key isn't ready",
            "Choose another key",
            "?",
            remedy=Remedy.CHOOSE_KEY,
        )
        for state in ("pending import", "unavailable", "creating")
    ),
    *(
        Row(
            code,
            400,
            f"{KEY} key usage is SIGN_VERIFY which is not valid for GenerateDataKey.",
            "The KMS key can't encrypt objects",
            "Choose a symmetric encryption key.",
            "?",
            remedy=Remedy.CHOOSE_KEY,
        )
        for code in ("KMS.InvalidKeyUsageException", "KMS.UnsupportedOperationException")
    ),
    Row(
        "InvalidArgument",
        400,
        "Server Side Encryption with AWS KMS managed key requires HTTP header "
        "x-amz-server-side-encryption : aws:kms",
        "A KMS key was sent without SSE-KMS",
        REPORT,
    ),
    *(
        Row(code, 400, "Rate exceeded", "AWS KMS is throttling requests", "Wait a moment", "?")
        for code in ("ThrottlingException", "KMS.ThrottlingException")
    ),
)

OF_CUSTOMER_KEYS = (
    Row(
        "InvalidRequest",
        400,
        "The object was stored using a form of Server Side Encryption. The correct parameters must "
        "be provided to retrieve the object.",
        "The object is encrypted with SSE-C",
        "Ask the person who uploaded the object for the key.",
        "L",
        "GetObject",
    ),
    Row("400", 400, "", "The request isn't valid", "An SSE-C object", "L", "HeadObject"),
    Row(
        "AccessDenied",
        403,
        "Requests specifying Server Side Encryption with Customer provided keys must provide the "
        "correct secret key.",
        "The object has a different SSE-C key",
        "Use the key that it was stored with.",
        "L",
        "GetObject",
    ),
    *(
        Row("InvalidArgument", 400, message, _SSE_C, REPORT, "L")
        for message in (
            "The secret key was invalid for the specified algorithm.",
            "The calculated MD5 hash of the key did not match the hash that was provided.",
            "Requests specifying Server Side Encryption with Customer provided keys must provide "
            "an appropriate secret key.",
            "Requests specifying Server Side Encryption with Customer provided keys must provide "
            "a valid encryption algorithm.",
            "Server Side Encryption with Customer provided key is incompatible with the encryption "
            "method specified",
        )
    ),
    Row(
        "InvalidEncryptionAlgorithmError",
        400,
        "The Encryption request you specified is not valid. Supported value: AES256.",
        "The server doesn't support this encryption",
        "Choose another encryption.",
        "L",
    ),
    *(
        Row(
            "InvalidRequest",
            400,
            message,
            "The upload was started with another encryption",
            "Upload the file again.",
            "L",
            "UploadPart",
        )
        for message in (
            "The multipart upload initiate requested encryption. Subsequent part requests must "
            "include the appropriate encryption parameters.",
            "The provided encryption parameters did not match the ones used originally.",
        )
    ),
)

_REGION = "The bucket is in another Region"
_ACCOUNT = "There is a problem with the AWS account"

OF_BUCKETS = (
    Row(
        "PermanentRedirect",
        301,
        "The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint.",
        _REGION,
        "Choose the bucket's Region (--region)",
        "G",
        fields={"Endpoint": "reports.s3.eu-west-1.amazonaws.com"},
    ),
    Row(
        "AuthorizationHeaderMalformed",
        400,
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting "
        "'eu-west-1'",
        _REGION,
        "Choose the bucket's Region (--region)",
        "L",
        fields={"Region": "eu-west-1"},
        remedy=Remedy.EDIT_CONNECTION,
    ),
    Row(
        "IllegalLocationConstraintException",
        400,
        "The eu-west-1 location constraint is incompatible for the region specific endpoint this "
        "request was sent to.",
        _REGION,
        "Choose the bucket's Region (--region)",
        "L",
    ),
    Row("301", 301, "", _REGION, "Choose the bucket's Region (--region)", "L", "HeadBucket"),
    Row("400", 400, "", "The request isn't valid", "Check the Region", "L", "HeadBucket"),
    Row(
        "NoSuchBucket",
        404,
        "The specified bucket does not exist",
        "The bucket doesn't exist",
        "Check the name, or choose another bucket.",
    ),
    Row(
        "InvalidBucketName",
        400,
        "The specified bucket is not valid.",
        "The bucket name isn't valid",
        "Correct the name",
    ),
    Row(
        "NoSuchKey",
        404,
        "The specified key does not exist.",
        "The object doesn't exist",
        "Check the name",
        operation="GetObject",
    ),
    Row(
        "AccessDenied",
        403,
        "Access Denied",
        "The bucket denies this upload",
        "Choose the encryption and the KMS key that the policy requires.",
        lacks=("s3:PutObject",),
    ),
    Row(
        "AccessDenied",
        403,
        denied("s3:PutObject", OBJECT, _no("identity-based", "s3:PutObject")),
        "You don't have permission to upload to this bucket",
        "Choose another bucket or folder.",
        "U",
        lacks=("s3:PutObject",),
    ),
    Row(
        "AccessDenied",
        403,
        denied("s3:PutObject", OBJECT, "with an explicit deny in a resource-based policy"),
        "The bucket policy denies this upload",
        "Choose the encryption and the KMS key that the policy requires.",
        "U",
        lacks=("s3:PutObject",),
    ),
    Row(
        "403",
        403,
        "",
        "You don't have permission to list this bucket",
        "Choose another bucket",
        "L",
        "HeadBucket",  # with ExpectedBucketOwner, too
        lacks=("s3:ListBucket",),
    ),
    Row(
        "InvalidBucketOwnerAWSAccountID",
        400,
        "The value of the expected bucket owner parameter must be an AWS Account ID... [test]",
        "The account ID isn't valid",
        "Check which account",
        "L",
        "GetBucketPolicy",
    ),
    *(
        Row(
            "InvalidAccessKeyId",
            403,
            message,
            "The access key isn't valid",
            "Enter a valid access key",
            remedy=Remedy.EDIT_CONNECTION,
        )
        for message in (
            "The AWS Access Key Id you provided does not exist in our records.",
            "The AWS access key ID that you provided does not exist in our records.",
        )
    ),
    Row(
        "SignatureDoesNotMatch",
        403,
        "The request signature we calculated does not match the signature you provided. Check your "
        "key and signing method.",
        "The secret access key doesn't match the access key ID",
        "Enter the secret access key again",
        "L",
        remedy=Remedy.EDIT_CONNECTION,
    ),
    Row(
        "ExpiredToken",
        400,
        "The provided token has expired.",
        "Your credentials have expired",
        "Sign in again",
        remedy=Remedy.SIGN_IN,
    ),
    Row(
        "InvalidToken",
        400,
        "The provided token is malformed or otherwise not valid.",
        "The credentials aren't valid",
        "Sign in again",
        remedy=Remedy.SIGN_IN,
    ),
    Row(
        "TokenRefreshRequired",
        400,
        "The provided token must be refreshed.",
        "Your credentials have expired",
        "Sign in again",
        remedy=Remedy.SIGN_IN,
    ),
    Row(
        "RequestTimeTooSkewed",
        403,
        "The difference between the request time and the server's time is too large.",
        "This computer's clock is wrong",
        "Set the date and time automatically",
    ),
    Row(
        "AccessDenied",
        403,
        "Request has expired",
        "The link has expired",
        "Ask for a new link.",
        "L",
        "GetObject",
    ),
    *(
        Row(code, 403, "", _ACCOUNT, "Contact the owner of the AWS account.")
        for code in ("AccountProblem", "AllAccessDisabled", "NotSignedUp")
    ),
    Row(
        "NoSuchBucketPolicy",
        404,
        "The bucket policy does not exist",
        "The bucket has no policy",
        "Choose an encryption",
        "L",
        "GetBucketPolicy",
    ),
    *(
        Row(
            "ServerSideEncryptionConfigurationNotFoundError",
            status,
            "The server side encryption configuration was not found",
            "The bucket has no default encryption",
            "Choose an encryption yourself.",
            "A",
            "GetBucketEncryption",
        )
        for status in (400, 404)
    ),
    Row(
        "MalformedPolicy",
        400,
        "Your policy contains a principal that is not valid.",
        "The server doesn't accept the policy",
        "Correct the policy",
        "A",
        "PutBucketPolicy",
    ),
    Row(
        "MethodNotAllowed",
        405,
        "The specified method is not allowed against this resource.",
        "The server doesn't allow this operation",
        "Check the bucket and the name.",
    ),
    Row(
        "NotImplemented",
        501,
        "A header you provided implies functionality that is not implemented",
        "The server doesn't support a requested feature",
        "Leave out the storage class.",
        about={"options": "StorageClass"},
    ),
    Row(
        "AccessControlListNotSupported",
        400,
        "The bucket does not allow ACLs",
        "The bucket doesn't accept ACLs",
        "ACL",
    ),
    Row(
        "InvalidStorageClass",
        400,
        "The storage class you specified is not valid",
        "storage class",
        "Choose another storage class",
        "L",
    ),
    Row(
        "MissingSecurityHeader",
        400,
        "Your request was missing a required header",
        "The request was incomplete",
        REPORT,
        "L",
        fields={"MissingHeaderName": "x-amz-decoded-content-length"},
    ),
    Row(
        "InvalidRequest",
        400,
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with "
        "Object Lock parameters",
        "The request isn't valid",
        "Check the selected options.",
        "?",
    ),
    Row(
        "MissingContentLength",
        411,
        "You must provide the Content-Length HTTP header.",
        "The server requires a content length",
        "without it",
    ),
    Row(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header.",
        "The upload was interrupted",
        "Upload the file again.",
    ),
    Row(
        "NoSuchVersion",
        404,
        "The specified version does not exist.",
        "The version doesn't exist",
        "Use the current version instead.",
        operation="GetObject",
    ),
    Row(
        "RestoreAlreadyInProgress",
        409,
        "Object restore is already in progress.",
        "The object is being restored",
        "Wait until the restore is complete",
        operation="GetObject",
    ),
    Row(
        "UnsupportedSignature",
        400,
        "The provided request is signed with an unsupported STS Token version or the signature "
        "version is not supported.",
        "The server doesn't support this signature version",
        "Check the server's address",
    ),
    Row(
        "MissingAuthenticationToken",
        403,
        "The request was not signed.",
        "The request was sent without credentials",
        "Choose a connection with credentials.",
        remedy=Remedy.SIGN_IN,
    ),
)

_AGAIN = "Upload the file again."
_SAME_NAME = "Another request is writing the same object"
_OTHER_DATA = "The server received different data than S3enc sent"

OF_TRANSFERS = (
    Row(
        "EntityTooLarge",
        400,
        "Your proposed upload exceeds the maximum allowed size",
        "The file is too large for this server",
        "Split the file",
        "L",
        fields={"MaxSizeAllowed": "5368709120", "ProposedSize": "5368709121"},
    ),
    Row(
        "EntityTooSmall",
        400,
        "Your proposed upload is smaller than the minimum allowed size",
        "A part of the upload was too small",
        REPORT,
        "L",
        "CompleteMultipartUpload",
        fields={"MinSizeAllowed": "5242880", "PartNumber": "1"},
    ),
    Row(
        "NoSuchUpload",
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have "
        "been aborted or completed.",
        "The incomplete upload no longer exists",
        _AGAIN,
        "L",
        "CompleteMultipartUpload",
    ),
    Row(
        "InvalidPart",
        400,
        "One or more of the specified parts could not be found.  The part may not have been "
        "uploaded, or the specified entity tag may not match the part's entity tag.",
        "A part of the upload is missing",
        _AGAIN,
        "L",
        "CompleteMultipartUpload",
    ),
    Row(
        "InvalidPartOrder",
        400,
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
        "The parts of the upload are out of order",
        REPORT,
        "L",
        "CompleteMultipartUpload",
    ),
    Row(
        "PreconditionFailed",
        412,
        "At least one of the pre-conditions you specified did not hold",
        "The object already exists",
        "Overwrite it, keep both or skip it.",
        "L",
        fields={"Condition": "If-None-Match"},
    ),
    Row(
        "ConditionalRequestConflict",
        409,
        "The conditional request cannot succeed due to a conflicting operation against this "
        "resource.",
        _SAME_NAME,
        _AGAIN,
        "U",
    ),
    Row(
        "OperationAborted",
        409,
        "A conflicting conditional operation is currently in progress against this resource. Try "
        "again.",
        _SAME_NAME,
        _AGAIN,
    ),
    *(
        Row("BadDigest", 400, message, _OTHER_DATA, _AGAIN, "L")
        for message in (
            "The CRC32 you specified did not match the calculated checksum.",
            "The Content-MD5 you specified did not match what we received.",
            "The sha256 you specified for part 1 did not match what we received.",
        )
    ),
    Row(
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        _OTHER_DATA,
        _AGAIN,
        "?",
    ),
    Row("XAmzContentChecksumMismatch", 400, "Mismatch.", _OTHER_DATA, _AGAIN, "?"),
    Row(
        "InvalidDigest",
        400,
        "The Content-MD5 you specified was invalid.",
        "The server can't read the checksum",
        REPORT,
        "L",
    ),
    Row(
        "InvalidRequest",
        400,
        "The upload was created using a crc32 checksum. The complete request must include the "
        "checksum for each part. It was missing for part 1 in the request.",
        "A part's checksum is missing",
        REPORT,
        "L",
        "CompleteMultipartUpload",
    ),
    Row(
        "InvalidRequest",
        400,
        "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4",
        "The file changed during the upload",
        _AGAIN,
        "L",
        "CompleteMultipartUpload",
    ),
    Row(
        "RequestTimeout",
        400,
        "Your socket connection to the server was not read from or written to within the timeout "
        "period.",
        "The connection timed out",
        "Check the network connection",
    ),
    Row(
        "SlowDown",
        503,
        "Please reduce your request rate.",
        "The server is overloaded",
        "with fewer files at a time",
    ),
    *(
        Row(
            code,
            status,
            "",
            "The server couldn't process the request",
            "Try again in a few minutes.",
            operation="UploadPart",
        )
        for code, status in (("ServiceUnavailable", 503), ("InternalError", 500))
    ),
    Row(
        "InvalidObjectState",
        403,
        "The operation is not valid for the object's storage class",
        "The object is archived",
        "Restore it in the S3 console",
        "L",
        "GetObject",
    ),
    Row(
        "AccessDenied",
        403,
        "Access Denied because object protected by object lock.",
        "The object is locked",
        "Wait until the retention period ends.",
        "L",
        "DeleteObject",
    ),
    Row("KeyTooLongError", 400, "Your key is too long", "The name is too long for S3", "Shorten"),
    Row(
        "MetadataTooLarge",
        400,
        "Your metadata headers exceed the maximum allowed metadata size",
        "The metadata is too large",
        "Shorten the metadata.",
    ),
    Row(
        "InvalidArgument",
        400,
        "Part number must be an integer between 1 and 10000, inclusive",
        "The upload has too many parts",
        REPORT,
        "L",
        "UploadPart",
    ),
    *(
        Row(code, status, "Quota", "The server is out of storage", "Delete what you don't need")
        for code, status in (("QuotaExceeded", 403), ("InsufficientStorage", 507))
    ),
)

_ROLE = "arn:aws:iam::444455556666:role/uploads"
_NOT_YOURS = "You don't have access to the account or role"

OF_SIGN_IN = (
    Row(
        "AccessDenied",
        403,
        "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
        "The MFA code isn't valid",
        "Wait for the next code and enter it.",
        "G",
        "AssumeRole",
        "sts",
    ),
    Row(
        "AccessDenied",
        403,
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA "
        "serial number is valid and associated with this user.",
        "The MFA code can't be checked",
        "Check mfa_serial",
        "G",
        "AssumeRole",
        "sts",
    ),
    Row(
        "AccessDenied",
        403,
        f"User: {USER} is not authorized to perform: sts:AssumeRole on resource: {_ROLE}",
        "You don't have permission to assume this role",
        "Choose another connection.",
        "G",
        "AssumeRole",
        "sts",
        lacks=("sts:AssumeRole",),
    ),
    Row(
        "InvalidClientTokenId",
        403,
        "The security token included in the request is invalid.",
        "The access key isn't valid",
        "Enter a valid access key",
        "?",
        "GetCallerIdentity",
        "sts",
        remedy=Remedy.EDIT_CONNECTION,
    ),
    Row(
        "ExpiredTokenException",
        400,
        "The security token included in the request is expired",
        "Your credentials have expired",
        "Sign in again",
        "B",
        "AssumeRole",
        "sts",
        remedy=Remedy.SIGN_IN,
    ),
    Row(
        "RegionDisabledException",
        403,
        "STS is not activated in this region for account:444455556666.",
        "The Region isn't enabled",
        "Choose another Region",
        "B",
        "AssumeRole",
        "sts",
        remedy=Remedy.EDIT_CONNECTION,
    ),
    Row(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        "The request isn't valid",
        "Check the profile",
        "B",
        "AssumeRole",
        "sts",
    ),
    Row(
        "UnauthorizedException",
        401,
        "Session token not found or invalid",
        "Your credentials have expired",
        "Sign in again",
        "B",
        "ListAccounts",
        "sso",
        remedy=Remedy.SIGN_IN,
    ),
    Row(
        "ForbiddenException",
        403,
        "No access",
        _NOT_YOURS,
        "ask your administrator",
        "?",
        "GetRoleCredentials",
        "sso",
        remedy=Remedy.EDIT_CONNECTION,
    ),
    Row(
        "TooManyRequestsException",
        429,
        "HTTP 429 Unknown Code",
        "The server is overloaded",
        "Wait a moment",
        "B",
        "GetRoleCredentials",
        "sso",
    ),
    Row(
        "ResourceNotFoundException",
        404,
        "Role not found",
        _NOT_YOURS,
        "ask your administrator",
        "B",
        "GetRoleCredentials",
        "sso",
    ),
    *(
        Row(
            code,
            400,
            "",
            "The sign-in isn't complete",
            "Confirm it in the browser.",
            "B",
            "CreateToken",
            "sso-oidc",
        )
        for code in ("AuthorizationPendingException", "SlowDownException")
    ),
    Row(
        "ExpiredTokenException",
        400,
        "",
        "The sign-in took too long",
        "Sign in again",
        "B",
        "CreateToken",
        "sso-oidc",
        remedy=Remedy.SIGN_IN,
    ),
    Row(
        "AccessDeniedException",
        400,
        "",
        "You aren't signed in",
        "Sign in again",
        "B",
        "CreateToken",
        "sso-oidc",
    ),
    Row(
        "InvalidGrantException",
        400,
        "",
        "Your credentials have expired",
        "Sign in again",
        "B",
        "CreateToken",
        "sso-oidc",
        remedy=Remedy.SIGN_IN,
    ),
    *(
        Row(
            code,
            status,
            "",
            "The sign-in failed",
            "Sign in again",
            "B",
            "CreateToken",
            "sso-oidc",
            remedy=Remedy.SIGN_IN,
        )
        for code, status in (
            ("InvalidClientException", 401),
            ("InvalidRedirectUriException", 400),
        )
    ),
)

ROWS = (*OF_KMS, *OF_CUSTOMER_KEYS, *OF_BUCKETS, *OF_TRANSFERS, *OF_SIGN_IN)
