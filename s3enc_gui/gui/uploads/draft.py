"""The upload that the wizard's pages edit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.client_side.choice import ClientSideKey, key_problem
from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import UNMANAGED
from s3enc_gui.domain.uploads.plan import (
    IfExists,
    UploadItem,
    UploadOptions,
    UploadPlan,
    option_problems,
)
from s3enc_gui.gui.models.pairs_model import PairsModel
from s3enc_gui.gui.uploads.models.files_model import FilesModel
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.keys import DescribedKey
from s3enc_gui.jobs.listing.buckets import BucketFacts

FALLBACK_REGION = "us-east-1"  # S3's own default


class UploadDraft(QObject):
    """Files, destination and options; pages set the attributes and call `touch`.

    `facts` None: the bucket isn't read yet. `bucket_error`: its name is invalid, or it doesn't
    exist. `key` None is `aws/s3`; `key_arn` is the ARN that it resolves to, if known. `client_key`
    is that of files that are encrypted before upload (`encrypts_before`); empty: none is chosen.
    """

    changed = Signal()
    bucket_known = Signal()  # its facts are read, or the bucket has changed

    def __init__(self, connection: Connection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.connection = connection
        self.identity: Identity | None = None
        self.identity_error: AppError | None = None
        self.identity_asked = False
        self.files = FilesModel(self)
        self.scanning = False
        self.bucket = ""
        self.bucket_error: AppError | None = None
        self.facts: BucketFacts | None = None
        self.acl: str | None = None
        self.storage_class: str | None = None
        self.content_type: str | None = None
        self.if_exists = IfExists.FAIL
        self.kind = Encryption.SSE_S3
        self.kind_settled = False
        self.key: str | None = None
        self.key_arn: str | None = None
        self.key_described: DescribedKey | None = None
        self.key_problem: AppError | None = None
        self.bucket_key = False
        self.context = PairsModel(self)  # counts for kinds that use KMS
        self.customer_key = ""  # the MD5 of the key for SSE-C
        self.customer_key_problem: AppError | None = None
        self.encrypts_before = False
        self.client_key: str | None = ""
        self.client_key_problem: AppError | None = None
        self.client_context = PairsModel(self)  # counts if `encrypts_before`
        self.metadata = PairsModel(self)
        self.tags = PairsModel(self)
        self.files.total_changed.connect(self.touch)
        self.context.changed.connect(self.touch)
        self.client_context.changed.connect(self.touch)
        self.metadata.changed.connect(self.touch)
        self.tags.changed.connect(self.touch)

    def touch(self) -> None:
        """Emit `changed`."""
        self.changed.emit()

    @property
    def region(self) -> str | None:
        """The bucket's Region, else the connection's; None while it isn't known yet."""
        if self.facts is None:
            return None
        known = self.facts.region or self.connection.region
        if known or not self.identity_asked:
            return known
        return (self.identity.region if self.identity else None) or FALLBACK_REGION

    @property
    def location(self) -> str | None:
        """The Region or place that the server reports for the bucket, else `region`."""
        return (self.facts.location if self.facts else None) or self.region

    @property
    def key_region(self) -> str | None:
        """The Region of KMS keys that the bucket can use; None while it isn't known yet."""
        return (self.facts.key_region if self.facts else None) or self.region

    # --- checks ---------------------------------------------------------------------------------

    def problem(self) -> AppError | None:
        """Return what the user must correct; what is only missing doesn't count."""
        return self.bucket_error or self.files_problem() or self.options_problem()

    def missing(self) -> str:
        """Return what is still missing before the upload can start; empty: nothing."""
        if self.scanning:
            return _("Looking for files…")
        if not self.files.count:
            return _("Add files or a folder.")
        if not self.bucket:
            return _("Choose a bucket.")
        if self.facts is None:
            return _("Reading the bucket…")
        return ""

    @property
    def can_be_sent(self) -> bool:
        """Whether the upload can start."""
        return not self.missing() and self.problem() is None

    def files_problem(self) -> AppError | None:
        """Return what is wrong with the list of files."""
        name = self.files.duplicate_name()
        if name is None:
            return None
        return AppError(
            text("Two files would get the same name"),
            text("Only one of them would be stored as “{name}”.", name=name),
            text("Remove one of them, or upload them to different folders."),
            code="DuplicateKey",
        )

    def options_problem(self) -> AppError | None:
        """Return what is wrong with key, content type, metadata or tags."""
        if self.kind.uses_kms and self.key_problem:
            return self.key_problem
        if self.kind is Encryption.SSE_C and self.customer_key_problem:
            return self.customer_key_problem
        if problem := self.client_side_problem():
            return problem
        return next(option_problems(self.options()), None) or self._forbidden()

    def client_side_problem(self) -> AppError | None:
        """Return what is wrong with the key of files that are encrypted before upload."""
        if not self.encrypts_before:
            return None
        return key_problem(self.client_key) or self.client_key_problem

    def client_side(self) -> ClientSideKey | None:
        """Return the key of files that are encrypted before upload; None: they aren't."""
        if not self.encrypts_before or self.client_key is None:
            return None
        return ClientSideKey(self.client_key, self.client_context.pairs())

    def _forbidden(self) -> AppError | None:
        """Return why the administrator doesn't allow the encryption."""
        managed, choice = self.facts.managed if self.facts else UNMANAGED, self.choice()
        is_alias = "alias/" in (choice.key or "") and managed.allows_kind(choice.kind)
        if is_alias and self.key_described is None:
            return None  # which key it is will be known soon; the upload is checked again
        try:
            managed.check_encryption(choice, self.resolved_key())
        except AppError as error:
            return error
        return None

    # --- the plan -------------------------------------------------------------------------------

    def choice(self) -> EncryptionChoice:
        """Return the requested encryption."""
        bucket_key = self.bucket_key if self.kind is Encryption.SSE_KMS else None
        if self.kind is Encryption.SSE_C:
            return EncryptionChoice(self.kind, customer_key=self.customer_key)
        if not self.kind.uses_kms:
            return EncryptionChoice(self.kind)
        return EncryptionChoice(self.kind, self.key, bucket_key, context=self.context.pairs())

    def plan(
        self,
        if_exists: IfExists | None = None,
        items: Sequence[UploadItem] | None = None,
    ) -> UploadPlan:
        """Return the plan for all files, or for `items`; call only if `can_be_sent`.

        `if_exists` overrides the choice for names that already exist.
        """
        files = self.files.items() if items is None else tuple(items)
        return UploadPlan(self.bucket, files, self.options(if_exists))

    def options(self, if_exists: IfExists | None = None) -> UploadOptions:
        """Return how to store the objects; `if_exists` as in `plan`."""
        return UploadOptions(
            self.choice(),
            self.acl,
            self.storage_class,
            self.metadata.pairs(),
            self.tags.pairs(),
            if_exists or self.if_exists,
            self.content_type,
            self.client_side(),
        )

    def resolved_key(self) -> str | None:
        """Return the chosen key's ARN, if KMS has reported it."""
        return self.key_arn if self.kind.uses_kms and self.key else None
