"""AWS's library, with this program's requests: the only module that imports `s3_encryption`.

The library wraps a client of S3, and encrypts what that client's `put_object` and `upload_part`
send. It gets a client that keeps everything in memory: so the library only encrypts and decrypts,
and the program sends and receives the encrypted bytes as any other, with checksums, conditions,
parallel parts and retries. A client that sends has methods that the library doesn't encrypt
(`upload_file`, `copy`, `download_file`); this one has none.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from threading import local
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import BotoCoreError  # its other modules are slow: not at a start

from s3enc_gui.domain.client_side.choice import ClientSideKey, Legacy
from s3enc_gui.domain.client_side.envelope import Content, read_format
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.client_side.errors import kms_error, library_error, not_encrypted, security_error
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

FetchFile = Callable[[str], tuple[bytes, Mapping[str, str]]]
"""Takes the key of an instruction file; returns its content and its metadata."""


class Readable(Protocol):
    """A source of bytes."""

    def read(self, amount: int | None = None) -> bytes:
        """Return up to `amount` bytes; None: all that are left."""
        ...


class Library:
    """The encryption client of one KMS key; thread-safe. `kms` returns the client to use now.

    `legacy` are the generations that it may decrypt. `streams`: plaintext is released before it is
    authenticated, so that it needn't fit into memory: the caller must read all of it once, and
    use nothing of it if that fails. Every method raises AppError.
    """

    def __init__(
        self,
        kms: Callable[[], KMSClient],
        key: ClientSideKey,
        legacy: Legacy = Legacy.NONE,
        *,
        streams: bool = False,
    ) -> None:
        from s3_encryption import S3EncryptionClient, S3EncryptionClientConfig
        from s3_encryption.materials.kms_keyring import KmsKeyring
        from s3_encryption.materials.materials import CommitmentPolicy

        policy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
        if legacy is not Legacy.NONE:
            policy = CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT
        is_cbc = legacy is Legacy.CBC
        keyring = KmsKeyring(_KmsRequests(kms, key.key), key.key, is_cbc)
        config = S3EncryptionClientConfig(
            keyring,
            commitment_policy=policy,
            enable_legacy_unauthenticated_modes=is_cbc,
            enable_delayed_authentication=streams,
        )
        self._memory = _InMemoryClient()
        self._client: Any = S3EncryptionClient(self._memory, config)
        self._context = dict(key.context)

    def encrypt(self, data: bytes) -> tuple[bytes, dict[str, str]]:
        """Return the encrypted bytes and the envelope; sends one request to KMS."""
        with _library_errors():
            sent: Any = self._client.put_object(
                Bucket="", Key="", Body=data, EncryptionContext=dict(self._context)
            )
        prefix = "x-amz-meta-"
        envelope = {name.removeprefix(prefix): value for name, value in sent["headers"].items()}
        _check(envelope)
        return sent["body"], envelope

    def encrypting(self) -> EncryptingStream:
        """Begin a file that is encrypted piece by piece; sends one request to KMS."""
        with _library_errors():
            made: Any = self._client.create_multipart_upload(
                Bucket="", Key="", EncryptionContext=dict(self._context)
            )
        _check(made["Metadata"])
        return EncryptingStream(self._client, made["UploadId"], made["Metadata"])

    def decrypting(
        self,
        ciphertext: Readable,
        size: int,
        key: str,
        metadata: Mapping[str, str],
        fetch: FetchFile,
    ) -> Readable:
        """Return the plaintext of an object of `size` encrypted bytes.

        `fetch` returns its instruction file where there must be one. Sends one request to KMS.
        Wrap reading in `reading`.
        """
        from botocore.response import StreamingBody

        self._memory.stored.key, self._memory.stored.fetch = key, fetch
        self._memory.stored.response = {
            "Body": StreamingBody(ciphertext, size),  # type: ignore[arg-type]
            "Metadata": {name.lower(): value for name, value in metadata.items()},
            "ContentLength": size,
        }
        with _library_errors():
            response: Any = self._client.get_object(
                Bucket="memory", Key=key, EncryptionContext=dict(self._context)
            )
        body: Readable = response["Body"]
        return body


class EncryptingStream:
    """One file that is encrypted in order; `envelope` is its metadata. Not thread-safe."""

    def __init__(self, client: Any, upload_id: str, envelope: Mapping[str, str]) -> None:  # noqa: ANN401 - the library has no types
        self._client, self._id = client, upload_id
        self._numbers = count(1)
        self.envelope = dict(envelope)

    def encrypt(self, data: bytes, *, last: bool) -> bytes:
        """Return the next bytes encrypted; the last ones end with the authentication tag."""
        with _library_errors():
            sent: Any = self._client.upload_part(
                UploadId=self._id, PartNumber=next(self._numbers), Body=data, IsLastPart=last
            )
        if last:
            self.close()
        encrypted: bytes = sent["Body"]
        return encrypted

    def close(self) -> None:
        """Forget the data key."""
        self._client.abort_multipart_upload(UploadId=self._id)


def _check(envelope: Mapping[str, str]) -> None:
    """Raise AppError unless the library has encrypted as it should."""
    found = read_format(envelope)
    if found is None or found.content is not Content.COMMITTING or not found.wrapped_key:
        raise not_encrypted()


@contextmanager
def reading() -> Iterator[None]:
    """Raise AppError for what the library raises while its stream is read."""
    with _library_errors():
        yield


@contextmanager
def _library_errors() -> Iterator[None]:
    from s3_encryption.exceptions import S3EncryptionClientError, S3EncryptionClientSecurityError

    try:
        yield
    except S3EncryptionClientSecurityError as error:
        raise security_error() from error
    except S3EncryptionClientError as error:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, AppError):
                raise cause from error.__cause__
            if isinstance(cause, S3EncryptionClientSecurityError):
                raise security_error() from error
            cause = cause.__cause__
        raise library_error(str(error)) from error
    except BotoCoreError as error:  # a stream that ends early
        raise security_error() from error
    except (ValueError, RuntimeError, TypeError, LookupError, AttributeError) as error:
        raise library_error(str(error)) from error  # malformed metadata


class _InMemoryClient:
    """In the place of a client of S3: returns what the library would have sent.

    It has the attributes and methods that the library uses, and emits its events.
    """

    def __init__(self) -> None:
        from botocore.hooks import HierarchicalEmitter

        self.meta = SimpleNamespace(
            events=HierarchicalEmitter(), config=SimpleNamespace(user_agent_extra="")
        )
        self.stored: Any = local()  # the object that a thread decrypts
        self._ids = count(1)

    def put_object(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - as of boto3
        """Return the body and headers of the request."""
        params: dict[str, Any] = {"body": request["Body"], "headers": {}}
        self.meta.events.emit("before-call.s3.PutObject", params=params)
        return params

    def create_multipart_upload(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Return a number, and the metadata of the request."""
        return {"UploadId": str(next(self._ids)), "Metadata": request["Metadata"]}

    def upload_part(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Return the body of the request."""
        return {"Body": request["Body"]}

    def abort_multipart_upload(self, **request: Any) -> None:  # noqa: ANN401 - as above
        """Do nothing: the library forgets the key."""

    def get_object(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Return the object to decrypt, or its instruction file."""
        if request["Key"] == self.stored.key:
            parsed = dict(self.stored.response)
        else:
            from botocore.response import StreamingBody

            content, metadata = self.stored.fetch(request["Key"])
            body = StreamingBody(io.BytesIO(content), len(content))
            parsed = {"Body": body, "Metadata": metadata, "ContentLength": len(content)}
        self.meta.events.emit("after-call.s3.GetObject", parsed=parsed)
        return parsed


class _KmsRequests:
    """In the place of a client of KMS: the two requests of the library, with this program's errors.

    The library changes the user agent of the client it gets; the program's stays as it is.
    """

    def __init__(self, kms: Callable[[], KMSClient], key: str) -> None:
        self._kms, self._key = kms, key
        self.meta = SimpleNamespace(config=SimpleNamespace(user_agent_extra=""))

    def generate_data_key(self, **request: Any) -> Any:  # noqa: ANN401 - as of boto3
        """Send GenerateDataKey."""
        try:
            with translated(key_name=self._key):
                return self._kms().generate_data_key(**request)
        except AppError as error:
            raise kms_error(error, self._key, encrypts=True) from error

    def decrypt(self, **request: Any) -> Any:  # noqa: ANN401 - as of boto3
        """Send Decrypt."""
        try:
            with translated(key_name=self._key):
                return self._kms().decrypt(**request)
        except AppError as error:
            raise kms_error(error, self._key, encrypts=False) from error
