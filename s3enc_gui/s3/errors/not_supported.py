"""Explains 501 NotImplemented: what the server doesn't support, among what was requested."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce

from s3enc_gui.i18n import AnyText, Text, sentences, text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

_COPIES = frozenset({"CopyObject", "UploadPartCopy"})
_TITLE = text("The server doesn't support a requested feature")
_OTHER_ENCRYPTION = text(
    "Choose “Bucket default” (--sse none), so that the server encrypts by itself, or another"
    " encryption."
)

# Parameter: its headers, its name, and what to do.
_OPTIONS: Mapping[str, tuple[tuple[str, ...], Text, Text]] = {
    "ServerSideEncryption": (
        ("x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"),
        text("encryption"),
        _OTHER_ENCRYPTION,
    ),
    "BucketKeyEnabled": (
        ("x-amz-server-side-encryption-bucket-key-enabled",),
        text("S3 Bucket Key"),
        text("Don't request an S3 Bucket Key."),
    ),
    "SSEKMSEncryptionContext": (
        ("x-amz-server-side-encryption-context",),
        text("encryption context"),
        text("Leave out the encryption context."),
    ),
    "StorageClass": (
        ("x-amz-storage-class",),
        text("storage class"),
        text("Leave out the storage class."),
    ),
    "ACL": (("x-amz-acl",), text("ACL"), text("Choose “Bucket settings (send no ACL)”.")),
    "Tagging": (("x-amz-tagging",), text("tags"), text("Leave out the tags.")),
    "Metadata": ((), text("metadata"), text("Leave out the metadata.")),
}
SEPARATOR = " "


def options_in(parameters: Collection[str]) -> str:
    """Return the options among a request's parameters, for `not_supported`."""
    return SEPARATOR.join(name for name in _OPTIONS if name in parameters)


def not_supported(operation: str, options: str, named: Collection[str]) -> ErrorMessage:
    """Return the message for a request with some `options` (see `options_in`).

    `named` are the headers that the response names, in lower case.
    """
    used = options.split(SEPARATOR) if options else []
    found = [name for name in used if set(named) & set(_OPTIONS[name][0])]
    rejected: AnyText = ""
    if found or operation in _COPIES:
        header = next(iter(sorted(named)), "")
        rejected = text("It rejects the header {header}.", header=header) if header else ""
    if operation in _COPIES:
        return ErrorMessage(
            text("The server doesn't support this copy"),
            rejected or text("It rejects the request to copy the object with its properties."),
            text("Download the object, then upload it again."),
        )
    if found[:1] == ["ServerSideEncryption"]:
        title = text("The server doesn't support the requested encryption")
        return ErrorMessage(title, rejected, _OTHER_ENCRYPTION)
    some = text("S3-compatible servers often support only some of the options.")
    if found:
        return ErrorMessage(_TITLE, sentences(rejected, some), _OPTIONS[found[0]][2])
    if not used:
        return ErrorMessage(
            text("The server doesn't support this operation"),
            text("It doesn't implement {operation}, or a part of it.", operation=operation),
            text("Use another server, or ask the server's owner."),
        )
    if len(used) == 1:
        return ErrorMessage(_TITLE, some, _OPTIONS[used[0]][2])
    names = [_OPTIONS[name][1] for name in used]
    hint = text("Leave out the options that it may not support: {options}.", options=_list(names))
    return ErrorMessage(_TITLE, some, hint)


def _list(names: list[Text]) -> Text:
    return reduce(
        lambda before, name: text("{names}, {name}", names=before, name=name), names[1:], names[0]
    )
