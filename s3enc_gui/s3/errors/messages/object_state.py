"""Messages about the state of an object that a code alone doesn't tell."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

DELETED = ErrorMessage(
    text("The object was deleted"),
    text(
        "The latest version of {the_object} in {the_bucket} is a delete marker. Older versions may"
        " still exist."
    ),
    text("To use an older version, choose it in the list of versions (--version-id)."),
)
MARKER = ErrorMessage(
    text("This version is a delete marker"),
    text("It records that {the_object} was deleted, and has no content."),
    text("Choose an older version (--version-id)."),
)
CHANGED = ErrorMessage(
    text("The object changed"),
    text("{The_object} was overwritten after it was listed or read."),
    text("Refresh, then try again."),
)
LOCKED = ErrorMessage(
    text("The object is locked"),
    text("S3 Object Lock protects {the_object} from being deleted or overwritten."),
    text(
        "Wait until the retention period ends. If the object has a legal hold, or is in governance"
        " mode, the bucket's owner can remove the lock."
    ),
)
LOCKED_TEXTS = (
    "object protected by object lock",
    "forbidden by object lock",  # Ceph
    "worm protected",  # MinIO, with the code InvalidRequest
)
"""Parts of servers' messages about a locked object, in lower case."""
MFA_DELETE = ErrorMessage(
    text("The bucket requires MFA to delete versions"),
    text("{The_bucket} has MFA delete enabled. {The_object} wasn't deleted."),
    text("Delete the version with the AWS CLI and a code of the root user's MFA device."),
)
