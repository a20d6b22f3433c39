"""Values that the journal's tests store, and fake processes that can end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Sent, Verdict
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import FileFingerprint, OpenUpload, SentPart

NOT_TEXT = "/home/anna/\udcff\udc80.txt"  # a file name that isn't UTF-8
ARN = "arn:aws:kms:eu-central-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
CONNECTION = Connection("prod", "eu-central-1", "https://s3.example", "/etc/ca.pem", None)
OPTIONS = UploadOptions(
    EncryptionChoice(Encryption.SSE_KMS, ARN, bucket_key=True),
    "private",
    "STANDARD_IA",
    (("Author", "Anna"), ("author2", "")),
    (("Straße", "Köln"),),
    IfExists.RENAME,
)
ITEMS = tuple(UploadItem(f"/home/anna/{n}.txt", f"invoices/{n}.txt", n * 100) for n in range(4))
NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
MARK = FileFingerprint(100, 1_772_366_400_123_456_789, 1_772_366_400_987_654_321)
PART = SentPart(1, 5 * 2**20, '"9a0364b9"', 2**64 - 1, b"\0" * 16)
OTHER_PART = SentPart(2, 7, '"2"', 0)
UPLOAD = OpenUpload("VXBsb2FkIElE", 5 * 2**20, crc=True, asked="ServerSideEncryption=AES256")
SENT = Sent(100, "rosUhgp5mIg=", "9a0364b9e99bb480dd25e1f0284c8555-2", "AAAAAAAAAAA=-2")
RECEIPT = Receipt(
    Result.VERIFIED.value,
    NOT_TEXT,
    100,
    "my-bucket",
    "invoices/STRASSE.txt",
    "3HL4kqtJlcpXroDTDmJ",
    "eu-central-1",
    "aws:kms",
    ARN,
    bucket_key=True,
    storage_class="STANDARD",
    etag="9a0364b9",
    checksum="CRC64NVME rosUhgp5mIg=",
    last_modified=datetime(2026, 3, 1, 6, 30, tzinfo=UTC),
    request_id="0A49CE4060975EAC",
    findings=(
        Finding(Aspect.ALGORITHM, "SSE-KMS", "SSE-KMS", Verdict.VERIFIED),
        Finding(Aspect.SIZE, "1 byte", "2 bytes", Verdict.DIFFERENT),
    ),
    error=f"{NOT_TEXT}: gone.",
    started=NOW,
    ended=NOW + timedelta(seconds=5),
    who="arn:aws:iam::123456789012:user/anna",
)
BARE = Receipt("failed", "/a", 0, "other-bucket", "a")


class Programs:
    """Processes that a test starts and ends."""

    def __init__(self) -> None:
        self.living: set[str] = set()

    def start(self, name: str) -> Program:
        """Start a process."""
        self.living.add(name)
        return Program(name, self.living)


class Program:
    """A process, as ProcessOwner."""

    def __init__(self, name: str, living: set[str]) -> None:
        self.id = name
        self._living = living

    def is_alive(self, other_id: str) -> bool:
        """Whether the test has not ended it."""
        return other_id in self._living

    def close(self) -> None:
        """Do nothing: `die` ends it."""

    def die(self) -> None:
        """End the process."""
        self._living.discard(self.id)
