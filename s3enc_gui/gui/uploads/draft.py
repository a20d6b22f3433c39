"""What the pages of the wizard have in common: the upload as far as it is known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import (
    IfExists,
    UploadItem,
    UploadOptions,
    UploadPlan,
    metadata_problems,
    tag_problems,
)
from s3enc_gui.gui.models.pairs_model import PairsModel
from s3enc_gui.gui.uploads.models.files_model import FilesModel
from s3enc_gui.jobs.listing.buckets import BucketFacts

FALLBACK_REGION = "us-east-1"  # what S3 itself takes where none is named


class UploadDraft(QObject):
    """Files, destination and options; pages set the attributes and call `touch`.

    `facts` None: the bucket is not read yet. `bucket_error` is what is wrong with its name, or that
    it does not exist. `key` None is `aws/s3`; `key_arn` is what it is resolved to, where known.
    """

    changed = Signal()
    bucket_known = Signal()  # its facts have come, or another bucket is named

    def __init__(self, connection: Connection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.connection = connection
        self.identity: Identity | None = None
        self.identity_asked = False
        self.files = FilesModel(self)
        self.scanning = False
        self.bucket = ""
        self.bucket_error: AppError | None = None
        self.facts: BucketFacts | None = None
        self.acl: str | None = None
        self.storage_class: str | None = None
        self.if_exists = IfExists.FAIL
        self.kind = Encryption.SSE_S3
        self.kind_settled = False
        self.key: str | None = None
        self.key_arn: str | None = None
        self.key_problem: AppError | None = None
        self.bucket_key = False
        self.metadata = PairsModel(self)
        self.tags = PairsModel(self)
        self.files.total_changed.connect(self.touch)
        self.metadata.changed.connect(self.touch)
        self.tags.changed.connect(self.touch)

    def touch(self) -> None:
        """Tell that something has changed."""
        self.changed.emit()

    @property
    def region(self) -> str | None:
        """The bucket's Region, else the one calls go to; None while that is being found out."""
        if self.facts is None:
            return None
        known = self.facts.region or self.connection.region
        if known or not self.identity_asked:
            return known
        return (self.identity.region if self.identity else None) or FALLBACK_REGION

    # --- is it complete -------------------------------------------------------------------------

    def wrong(self) -> AppError | None:
        """Return what the user must put right; what is only missing yet does not count."""
        return self.bucket_error or self.files_problem() or self.options_problem()

    def missing(self) -> str:
        """Say what there is still to do or to wait for before it can be sent; empty: nothing."""
        if self.scanning:
            return self.tr("Looking for files…")
        if not self.files.count:
            return self.tr("Add files or a folder.")
        if not self.bucket:
            return self.tr("Choose a bucket.")
        if self.facts is None:
            return self.tr("Reading the bucket…")
        return ""

    @property
    def can_be_sent(self) -> bool:
        """Whether everything needed is known."""
        return not self.missing() and self.wrong() is None

    def files_problem(self) -> AppError | None:
        """Return what is wrong with the list of files."""
        name = self.files.double()
        if name is None:
            return None
        return AppError(
            self.tr("Two files would get the same name"),
            self.tr("Only one of them would be left as “{}”.").format(name),
            self.tr("Remove one of them, or upload them under different prefixes."),
            code="DuplicateKey",
        )

    def options_problem(self) -> AppError | None:
        """Return what is wrong with key, metadata or tags."""
        if self.kind.uses_kms and self.key_problem:
            return self.key_problem
        found = [*metadata_problems(self.metadata.pairs()), *tag_problems(self.tags.pairs())]
        return found[0] if found else None

    # --- what comes of it -----------------------------------------------------------------------

    def choice(self) -> EncryptionChoice:
        """Return the encryption asked for."""
        bucket_key = self.bucket_key if self.kind is Encryption.SSE_KMS else None
        return EncryptionChoice(self.kind, self.key if self.kind.uses_kms else None, bucket_key)

    def plan(
        self,
        if_exists: IfExists | None = None,
        items: Sequence[UploadItem] | None = None,
    ) -> UploadPlan:
        """Return the plan, of all files or of these; only what can be sent makes one.

        `if_exists` is what is done where a name is taken, if that is another way than was chosen.
        """
        options = UploadOptions(
            self.choice(),
            self.acl,
            self.storage_class,
            self.metadata.pairs(),
            self.tags.pairs(),
            if_exists or self.if_exists,
        )
        return UploadPlan(
            self.bucket, self.files.items() if items is None else tuple(items), options
        )

    def resolved_key(self) -> str | None:
        """Return the chosen key's ARN, where there is a key and KMS has told it."""
        return self.key_arn if self.kind.uses_kms and self.key else None
