"""The requests of an upload that isn't started, as policies see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
from s3enc_gui.domain.partitions import partition_of
from s3enc_gui.domain.policy.conditions import NOT_KNOWN, Context, UnknownText, Value
from s3enc_gui.domain.policy.evaluation import Objects, Request
from s3enc_gui.domain.preflight.check import Correction
from s3enc_gui.domain.preflight.facts import KEY_ID, Facts, KnownKey, is_key_arn
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions

SSE = "s3:x-amz-server-side-encryption"
CUSTOMER_ALGORITHM = "s3:x-amz-server-side-encryption-customer-algorithm"
ACL = "s3:x-amz-acl"
STORAGE_CLASS = "s3:x-amz-storage-class"
IF_NONE_MATCH = "s3:if-none-match"
CREATION = "s3:objectcreationoperation"
SECURE_TRANSPORT = "aws:securetransport"
TLS_VERSION = "s3:tlsversion"

MOST_KEYS = 500
"""Number of objects above which only the prefix is compared with a policy's resources."""

# Headers that S3enc never sends.
_ABSENT = (
    *(f"s3:x-amz-grant-{name}" for name in ("read", "write", "read-acp", "write-acp")),
    "s3:x-amz-grant-full-control",
    "s3:x-amz-copy-source",
    "s3:x-amz-metadata-directive",
    "s3:x-amz-website-redirect-location",
    "s3:if-match",
)


@dataclass(frozen=True, slots=True)
class PlannedUpload:
    """Destination and options of an upload.

    `keys` are those of its objects, empty if there are more than MOST_KEYS; all begin with
    `prefix`. `chosen_key` is what KMS reports of the chosen key, None while it isn't known.
    `in_parts`: a file is large enough for a multipart upload.
    """

    bucket: str
    options: UploadOptions
    prefix: str = ""
    keys: tuple[str, ...] = ()
    chosen_key: KnownKey | None = None
    in_parts: bool = False

    @property
    def choice(self) -> EncryptionChoice:
        """The requested encryption."""
        return self.options.encryption

    def with_correction(self, correction: Correction) -> PlannedUpload:
        """Return the upload with another option."""
        kept = self.chosen_key if correction.encryption is None else None
        return replace(self, options=correction.applied_to(self.options), chosen_key=kept)

    def sent_key(self) -> str | None:
        """Return the key ARN that is sent; None: another form, or no key."""
        key = self.choice.key
        if key is None:
            return None
        if self.chosen_key and self.chosen_key.description:
            return self.chosen_key.description.arn
        return key if is_key_arn(key) else None

    def storing(self, facts: Facts) -> Iterator[Request]:
        """Yield the requests that store the objects, by the permissions they need.

        All requests of a multipart upload need `s3:PutObject`; tags and an ACL need more (S3 User
        Guide, required permissions for S3 API operations). Only the request that creates the object
        has `If-None-Match` (the same, enforcing conditional writes).
        """
        objects, context = self._objects(facts), self._context(facts)
        if self.in_parts:
            before = {**context, IF_NONE_MATCH: (None,), CREATION: ("false",)}
            yield Request("s3:PutObject", objects, before, facts.identity)
        actions = ["s3:PutObject"]
        if self.options.tags:
            actions.append("s3:PutObjectTagging")
        if self.options.acl:
            actions.append("s3:PutObjectAcl")
        for action in actions:
            yield Request(action, objects, context, facts.identity)

    def reading(self, facts: Facts) -> Request:
        """Return the request that reads an object back, to verify it."""
        known = _connection(facts) | _caller(facts.identity)
        return Request("s3:GetObject", self._objects(facts), known, facts.identity)

    def _objects(self, facts: Facts) -> Objects:
        region = facts.region if isinstance(facts.region, str) else ""
        return _objects(f"arn:{partition_of(region)}:s3:::{self.bucket}/", self.prefix, self.keys)

    def _context(self, facts: Facts) -> Context:
        options = self.options
        sends_encryption = self.choice.kind in BY_HEADER
        storage_class = options.storage_class
        known: dict[str, tuple[Value, ...]] = dict.fromkeys(_ABSENT, (None,))
        known |= _connection(facts) | _caller(facts.identity)
        known |= {
            SSE: (self.choice.kind.value if sends_encryption else None,),
            CUSTOMER_ALGORITHM: ("AES256" if self.choice.kind is Encryption.SSE_C else None,),
            KEY_ID: self._key_values(facts),
            ACL: (options.acl,),
            # Whether S3 fills in the default class is not documented.
            STORAGE_CLASS: (storage_class,) if storage_class else (None, "STANDARD"),
            IF_NONE_MATCH: ("*" if options.if_exists is not IfExists.OVERWRITE else None,),
            CREATION: ("true",),
        }
        known |= {f"s3:requestobjecttag/{name}".lower(): (value,) for name, value in options.tags}
        return known

    def _key_values(self, facts: Facts) -> tuple[Value, ...]:
        """Return the possible values of the condition key for the KMS key.

        Whether S3 resolves an alias, or fills in a key that the request doesn't name, before it
        evaluates the policy is not documented consistently.
        """
        choice = self.choice
        if choice.key is not None:
            sent = self.sent_key()
            return (sent,) if sent else (choice.key, UnknownText())
        if choice.kind.uses_kms:
            return (None, UnknownText(facts.customer_keys()))
        if choice.kind is not Encryption.BUCKET_DEFAULT:
            return (None,)
        default = facts.default_encryption
        if default is None:
            return NOT_KNOWN
        if not (default.algorithm or "").startswith("aws:kms"):
            return (None,)
        if default.key is None:
            return (None, UnknownText(facts.customer_keys()))
        known = facts.keys.get(default.key)
        if known and known.description:
            return (None, known.description.arn)
        return (None, default.key if default.key.startswith("arn:") else UnknownText())


@lru_cache(maxsize=4)
def _objects(bucket: str, prefix: str, keys: tuple[str, ...]) -> Objects:
    """Return the objects by the ARN of their bucket; once for all checks of an upload."""
    return Objects(tuple(bucket + key for key in keys), bucket + prefix)


def _connection(facts: Facts) -> dict[str, tuple[Value, ...]]:
    """Return the context of all requests: signed with Signature Version 4 in a header.

    What the keys of the signature are for anonymous requests isn't documented.
    """
    secure = facts.settings.secure
    signature: dict[str, tuple[Value, ...]] = {
        "s3:authtype": ("REST-HEADER",),
        "s3:signatureversion": ("AWS4-HMAC-SHA256",),
    }
    return {
        **({} if facts.identity and facts.identity.is_anonymous else signature),
        SECURE_TRANSPORT: ("true" if secure else "false",),
        TLS_VERSION: ("1.2", "1.3") if secure else (None,),  # Python's default since 3.10
        "aws:principalisawsservice": ("false",),
        "aws:viaawsservice": ("false",),
    }


def _caller(identity: Identity | None) -> dict[str, tuple[Value, ...]]:
    """Return the context of a caller (IAM User Guide, AWS global condition context keys)."""
    if identity is None:
        return {}
    if identity.is_anonymous:
        return {
            "aws:principalaccount": ("anonymous",),
            "aws:principalarn": (None,),
            "aws:username": (None,),
        }
    known: dict[str, tuple[Value, ...]] = {"aws:principalaccount": (identity.account,)}
    kind, _, name = identity.arn.rpartition(":")[2].partition("/")
    if kind == "user":
        known["aws:principalarn"] = (identity.arn,)
        known["aws:username"] = (name.rpartition("/")[2],)
    return known
