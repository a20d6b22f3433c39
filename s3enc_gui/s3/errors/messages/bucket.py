"""Messages for S3's error codes about buckets, objects and options."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import REPORT, ErrorMessage

OTHER_REGION = ErrorMessage(
    text("The bucket is in another Region"),
    text("{The_bucket} isn't in the Region that the request was sent to."),
    text("Choose the bucket's Region (--region) and try again."),
)
INVALID_NAME = ErrorMessage(
    text("The bucket name isn't valid"),
    text("{The_bucket} has a name that S3 doesn't allow."),
    text("Correct the name, or choose another bucket."),
)
_ARCHIVED = ErrorMessage(
    text("The object is archived"),
    text("{The_object} must be restored before it can be read."),
    text("Restore it in the S3 console or with the AWS CLI, then try again."),
)
_NO_SUCH_REGION = ErrorMessage(
    text("The server doesn't accept this Region"),
    text("The request was signed for a Region that the server doesn't have."),
    text("Correct the Region (--region). Servers other than AWS often use auto or us-east-1."),
)
BUCKET: dict[str, ErrorMessage] = {
    "InvalidRegionName": _NO_SUCH_REGION,  # Cloudflare R2
    "InvalidRegion": _NO_SUCH_REGION,
    "PermanentRedirect": OTHER_REGION,
    "TemporaryRedirect": OTHER_REGION,
    "AuthorizationHeaderMalformed": OTHER_REGION,
    "IllegalLocationConstraintException": OTHER_REGION,
    "NoSuchBucket": ErrorMessage(
        text("The bucket doesn't exist"),
        text("{The_bucket} was deleted, or its name is misspelled."),
        text("Check the name, or choose another bucket."),
    ),
    "InvalidBucketName": INVALID_NAME,
    "NoSuchKey": ErrorMessage(
        text("The object doesn't exist"),
        text("{The_object} isn't in {the_bucket}, or was deleted."),
        text("Check the name: uppercase and lowercase letters differ."),
    ),
    "NoSuchVersion": ErrorMessage(
        text("The version doesn't exist"),
        text("This version of {the_object} isn't in {the_bucket}, or was deleted."),
        text("Use the current version instead."),
    ),
    "ServerSideEncryptionConfigurationNotFoundError": ErrorMessage(
        text("The bucket has no default encryption"),
        text("{The_bucket} doesn't encrypt objects by default."),
        text("Choose an encryption yourself."),
    ),
    "AccessControlListNotSupported": ErrorMessage(
        text("The bucket doesn't accept ACLs"),
        text("{The_bucket} controls access with policies only."),
        text("Choose “Bucket settings (send no ACL)” and upload again."),
    ),
    "InvalidStorageClass": ErrorMessage(
        text("The storage class isn't available"),
        text("The server doesn't support the selected storage class."),
        text("Choose another storage class."),
    ),
    "InvalidTag": ErrorMessage(
        text("The tags aren't valid"),
        text("A tag is too long, has a character that isn't allowed, or appears twice."),
        text("Correct the tags, or leave them out."),
    ),
    "KeyTooLongError": ErrorMessage(
        text("The name is too long for S3"),
        text("Folder and file name together can have up to 1,024 bytes."),
        text("Shorten the folder's name, or rename the file."),
    ),
    "MetadataTooLarge": ErrorMessage(
        text("The metadata is too large"),
        text("Names and values together can have up to 2,048 bytes."),
        text("Shorten the metadata."),
    ),
    "NoSuchBucketPolicy": ErrorMessage(
        text("The bucket has no policy"),
        text("{The_bucket} has no bucket policy, so that none restricts encryption."),
        text("Choose an encryption yourself."),
    ),
    "MalformedPolicy": ErrorMessage(
        text("The server doesn't accept the policy"),
        text("The text of the bucket policy isn't valid."),
        text("Correct the policy as the message says."),
    ),
    "InvalidBucketOwnerAWSAccountID": ErrorMessage(
        text("The account ID isn't valid"),
        text("An AWS account ID has 12 digits."),
        text("Check which account the connection belongs to."),
    ),
    "RestoreAlreadyInProgress": ErrorMessage(
        text("The object is being restored"),
        text("A restore of {the_object} is in progress."),
        text("Wait until the restore is complete, then try again."),
    ),
    "InvalidObjectState": _ARCHIVED,
    "ObjectNotInActiveTierError": _ARCHIVED,  # from CopyObject
    "MethodNotAllowed": ErrorMessage(
        text("The server doesn't allow this operation"),
        text("The operation isn't supported for this bucket or object."),
        text("Check the bucket and the name. Object Lock and delete markers can also cause this."),
    ),
    "MissingContentLength": ErrorMessage(
        text("The server requires a content length"),
        text("It doesn't accept an upload that is sent in chunks."),
        text("If you use a proxy, try again without it. Otherwise, use another server."),
    ),
    "MissingSecurityHeader": ErrorMessage(
        text("The request was incomplete"), text("A required header is missing."), REPORT
    ),
    "UnsupportedSignature": ErrorMessage(
        text("The server doesn't support this signature version"),
        text("S3-compatible servers may support only older versions."),
        text("Check the server's address, and signature_version in the profile."),
    ),
    "InvalidEncryptionAlgorithmError": ErrorMessage(
        text("The server doesn't support this encryption"),
        text("{The_bucket} doesn't accept the requested encryption."),
        text("Choose another encryption."),
    ),
    # Without a detail: callers search the detail for the server's own message.
    "InvalidRequest": ErrorMessage(
        text("The request isn't valid"),
        "",
        text(
            "Check the selected options. If they are correct, show this message to an "
            "administrator."
        ),
    ),
    "InvalidArgument": ErrorMessage(
        text("One of the options isn't valid"),
        "",
        text("Check encryption, key, storage class, ACL, tags and metadata."),
    ),
    "BadRequest": ErrorMessage(
        text("The request isn't valid"),
        "",
        text("Check the Region and the credentials. An SSE-C object can also cause this."),
    ),
    "ValidationError": ErrorMessage(
        text("The request isn't valid"),
        text("A setting of the profile is out of range, for example the session duration."),
        text("Check the profile, or ask your administrator."),
    ),
    "ValidationException": ErrorMessage(
        text("The request isn't valid"),
        text("A value doesn't have the required format."),
        text("Check the values that you entered."),
    ),
}
