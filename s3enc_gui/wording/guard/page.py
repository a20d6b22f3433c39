"""The rows of a bucket's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import (
    BucketPage,
    ObjectLock,
    Owner,
    PolicySummary,
    PublicAccess,
    Rules,
    Versions,
)
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.wording.formats import format_moment
from s3enc_gui.wording.guard.rules import guard_text

LABELS: Mapping[str, str] = {
    "region": N_("Region"),
    "owner": N_("Owner"),
    "created": N_("Created"),
    "encryption": N_("Default encryption"),
    "key": N_("KMS key"),
    "bucket_key": N_("Bucket key"),
    "blocked": N_("Blocked encryption types"),
    "guard": N_("Required encryption"),
    "policy": N_("Bucket policy"),
    "versions": N_("Versioning"),
    "object_lock": N_("Object Lock"),
    "ownership": N_("Object Ownership"),
    "public_access": N_("Block Public Access"),
    "replication": N_("Replication"),
    "lifecycle": N_("Lifecycle"),
    "inventories": N_("Inventory"),
}
"""Labels by field of the page, in the order of the rows; the default encryption has four rows."""

_ALGORITHMS: Mapping[str, str] = {
    "AES256": N_("SSE-S3"),
    "aws:kms": N_("SSE-KMS"),
    "aws:kms:dsse": N_("DSSE-KMS"),
}
_VERSIONING: Mapping[Versioning, str] = {
    Versioning.OFF: N_("Off"),
    Versioning.ENABLED: N_("On"),
    Versioning.SUSPENDED: N_("Suspended"),
}
_OWNERSHIP: Mapping[str, str] = {
    "BucketOwnerEnforced": N_("Bucket owner enforced: ACLs are disabled"),
    "BucketOwnerPreferred": N_("Bucket owner preferred: ACLs are enabled"),
    "ObjectWriter": N_("Object writer: ACLs are enabled"),
    "": N_("Never set: ACLs are enabled"),
}
_NOT_REPORTED = frozenset(
    {"NotImplemented", "501", "MethodNotAllowed", "405", "NotReported", "AccessPoint"}
)


def page_values(page: BucketPage) -> dict[str, str]:
    """Return the values by the names of LABELS; empty while it isn't read yet."""
    return {name: _row(page, name) for name in LABELS}


def page_rows(page: BucketPage) -> Iterator[tuple[str, str]]:
    """Yield labels and values; a value is empty while it isn't read yet."""
    for name, label in LABELS.items():
        yield translate(label), _row(page, name)


def _row(page: BucketPage, name: str) -> str:
    value = getattr(page, _FIELDS.get(name, name))
    if value is None:
        return ""
    if isinstance(value, AppError):
        return unread_text(value)
    return _TEXTS[name](value)


def unread_text(error: AppError) -> str:
    """Say why a setting couldn't be read."""
    if error.code in DENIED or error.denial:
        permission = error.denial.permissions[0].action if error.denial else ""
        if permission:
            return _("You aren't allowed to look ({permission})").format(permission=permission)
        return _("You aren't allowed to look")
    if error.code in _NOT_REPORTED:
        return _("The server doesn't report it")
    return _("Couldn't be read: {reason}").format(reason=error.title)


def is_refused(value: object) -> bool:
    """Whether a value is why it couldn't be read."""
    return isinstance(value, AppError)


def encryption_text(encryption: BucketEncryption) -> str:
    """Name the kind of a default encryption."""
    algorithm = encryption.algorithm
    if algorithm is None:
        return _("None")
    return translate(_ALGORITHMS[algorithm]) if algorithm in _ALGORITHMS else algorithm


def _key(encryption: BucketEncryption) -> str:
    if not (encryption.algorithm or "").startswith("aws:kms"):
        return _("None")
    return encryption.key or _("aws/s3, the AWS managed key")


def _blocked(encryption: BucketEncryption) -> str:
    found = [one for one in encryption.blocked if one != "NONE"]
    if found:
        return ", ".join(found)
    return _("None") if encryption.blocked else _("The server doesn't report it")


def _on_off(on: bool) -> str:
    return _("On") if on else _("Off")


def _owner(owner: Owner) -> str:
    whose = {True: _("Your account"), False: _("Another account"), None: ""}[owner.own]
    name = owner.name or owner.id
    return f"{whose}: {name}" if whose and name else whose or name


def _versions(versions: Versions) -> str:
    state = translate(_VERSIONING[versions.state])
    return _("{state}, with MFA delete").format(state=state) if versions.mfa_delete else state


def _object_lock(lock: ObjectLock) -> str:
    if not lock.enabled:
        return _("Off")
    if not lock.mode:
        return _("On, without a default retention")
    period = (
        ngettext("{count:,} year", "{count:,} years", lock.years).format(count=lock.years)
        if lock.years
        else ngettext("{count:,} day", "{count:,} days", lock.days).format(count=lock.days)
    )
    return _("On: new objects are locked for {period} ({mode})").format(
        period=period, mode=lock.mode.lower()
    )


def _public_access(access: PublicAccess) -> str:
    parts = {
        _("new public ACLs"): access.block_acls,
        _("existing public ACLs"): access.ignore_acls,
        _("new public policies"): access.block_policy,
        _("access through public policies"): access.restrict,
    }
    blocked = [name for name, on in parts.items() if on]
    if len(blocked) == len(parts):
        return _("On: all public access is blocked")
    if not blocked:
        return _("Off")
    return _("Blocks only: {settings}").format(settings=", ".join(blocked))


def _rules(rules: Rules) -> str:
    if not rules.total:
        return _("None")
    count = ngettext("{count:,} rule", "{count:,} rules", rules.total).format(count=rules.total)
    if rules.enabled != rules.total:
        count = _("{rules}, {enabled:,} enabled").format(rules=count, enabled=rules.enabled)
    if rules.targets:
        count = _("{rules}, to {buckets}").format(rules=count, buckets=", ".join(rules.targets))
    return count


def _policy(policy: PolicySummary) -> str:
    if not policy.statements:
        return _("None")
    return ngettext("{count:,} statement", "{count:,} statements", policy.statements).format(
        count=policy.statements
    )


_FIELDS = {
    "key": "encryption",
    "bucket_key": "encryption",
    "blocked": "encryption",
    "guard": "policy",
}
_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "region": str,
    "owner": _owner,
    "created": format_moment,
    "encryption": encryption_text,
    "key": _key,
    "bucket_key": lambda encryption: _on_off(encryption.bucket_key),
    "blocked": _blocked,
    "guard": lambda policy: guard_text(policy.guard),
    "policy": _policy,
    "versions": _versions,
    "object_lock": _object_lock,
    "ownership": lambda found: translate(_OWNERSHIP[found]) if found in _OWNERSHIP else found,
    "public_access": _public_access,
    "replication": _rules,
    "lifecycle": _rules,
    "inventories": lambda names: ", ".join(names) or _("None"),
}
