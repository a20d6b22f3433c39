"""The native transport: awscrt carries the bytes, botocore decides what they say.

Each request is a single one (`S3RequestType.DEFAULT`): our engine cuts the parts. awscrt signs, and
tries again with a growing pause on 5xx, SlowDown and lost connections. It takes no proxy:
`can_serve` tells where the botocore transport has to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event, Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from awscrt.auth import AwsCredentials, AwsSigningConfig
from awscrt.exceptions import AwsCrtError
from awscrt.http import HttpHeaders, HttpRequest
from awscrt.s3 import S3Client as CrtClient
from awscrt.s3 import S3Request, S3RequestType

from s3enc_gui.s3.answers import read_answer
from s3enc_gui.s3.crt_answers import answer_fields, error_of, failure_of
from s3enc_gui.s3.crt_client import Credentials, crt_client, signing
from s3enc_gui.s3.errors import app_error, subject, translated
from s3enc_gui.s3.request_template import FilledRequest, Serialiser
from s3enc_gui.s3.transport import Answer, Body
from s3enc_gui.s3.visible_body import VisibleBody

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ATTENTION = 0.1  # seconds between two looks at the wish to stop


def can_serve(client: S3Client) -> bool:
    """Whether nothing stands between us and the endpoint that awscrt cannot pass: a proxy."""
    from botocore.utils import get_environ_proxies

    configured: Any = client.meta.config
    return not (configured.proxies or get_environ_proxies(client.meta.endpoint_url))


class NativeTransport:
    """Sends through one awscrt client; several threads may call.

    `serialiser` is a client of the same connection that is used for nothing else; `frozen` gives
    the session's credentials as they are now; `ca_bundle` None trusts what the system trusts.
    """

    def __init__(
        self, serialiser: S3Client, frozen: Callable[[], Any], ca_bundle: str | None
    ) -> None:
        self._serialiser = Serialiser(serialiser)
        self._lock = Lock()
        self._url = serialiser.meta.endpoint_url
        self._credentials = Credentials(frozen)
        tls = urlsplit(self._url).scheme == "https"
        self._region = serialiser.meta.region_name
        self._crt = crt_client(self._region, self._credentials, tls=tls, ca_bundle=ca_bundle)

    def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> Answer:
        """See Transport."""
        return read_answer(self._ask("PutObject", bucket, key, parameters, body))

    def upload_part(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        number: int,
        body: Body,
        parameters: Mapping[str, object],
    ) -> Answer:
        """See Transport."""
        names = {"UploadId": upload_id, "PartNumber": number, **parameters}
        return read_answer(self._ask("UploadPart", bucket, key, names, body))

    def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """See Transport."""
        wish: dict[str, object] = {"VersionId": version_id} if version_id else {}
        if checksum:
            wish["ChecksumMode"] = "ENABLED"
        return self._ask("HeadObject", bucket, key, wish, None)

    def _ask(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body | None,
    ) -> Mapping[str, object]:
        about = subject({"Bucket": bucket, "Key": key, **parameters})
        if body:
            body.checkpoint()
        length = len(body.data) if body else None
        with self._lock, translated(**about):
            self._credentials.refresh()
            request = self._serialiser.fill(operation, bucket, key, parameters, length)
        exchange = _Exchange(operation, request, body)
        tries = _Tries(self._credentials) if "IfNoneMatch" in parameters else None
        exchange.begin(self._crt, signing(self._region, tries.hand_over) if tries else None)
        exchange.wait()
        if exchange.error is None:
            return answer_fields(exchange.headers)
        cause = self._cause(operation, exchange, tries.count if tries else 1)
        raise app_error(cause, **about) from cause

    def _cause(self, operation: str, exchange: _Exchange, tries: int) -> Exception:
        """Return what botocore would have raised."""
        if exchange.status is not None:
            answer = exchange.status, exchange.headers, exchange.error_body
            return error_of(operation, *answer, tries=tries)
        return failure_of(exchange.error or AwsCrtError(0, "", ""), self._url)


class _Tries:
    """Counts the tries of one request: each is signed anew.

    A conditional write that is refused at the second try may be refused because of the first.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self.count = 0

    def hand_over(self) -> AwsCredentials | None:
        """Return the credentials for one more try."""
        self.count += 1
        return self._credentials.hand_over()


class _Exchange:
    """One request on its way; the callbacks come from awscrt's threads.

    `status` is None where no answer came at all.
    """

    def __init__(self, operation: str, request: FilledRequest, body: Body | None) -> None:
        self._operation = operation
        self._request = request
        self.headers: list[tuple[str, str]] = []
        self.error: Exception | None = None
        self.error_body = b""
        self.status: int | None = None
        self._done = Event()
        self._body = body
        # awscrt prints what a stream raises: this one does not look at the wish to stop.
        self._stream = VisibleBody(Body(body.data, body.on_sent)) if body else None
        self._sent: S3Request | None = None

    def begin(self, crt: CrtClient, signing_config: AwsSigningConfig | None) -> None:
        """Hand the request to awscrt."""
        request = self._request
        headers = HttpHeaders(request.headers)
        self._sent = crt.make_request(
            type=S3RequestType.DEFAULT,
            operation_name=self._operation,
            request=HttpRequest(request.method, request.path, headers, self._stream),
            signing_config=signing_config,
            on_headers=self._on_headers,
            on_done=self._on_done,
        )

    def wait(self) -> None:
        """Wait for the end. Raises what the body's checkpoint raised."""
        if self._body is None or self._stream is None:
            self._done.wait()
            return
        while not self._done.wait(ATTENTION):
            self._look(self._body, self._stream)

    def _look(self, body: Body, stream: VisibleBody) -> None:
        """Stop a request that hangs before all of its body is read."""
        if stream.is_sent:
            return  # the server may be storing it already
        try:
            body.checkpoint()
        except BaseException:
            if self._sent:
                self._sent.cancel()
                self._done.wait()
            raise

    def _on_headers(self, status_code: int, headers: list[tuple[str, str]], **_: object) -> None:
        self.headers = headers

    def _on_done(
        self,
        error: Exception | None,
        error_headers: list[tuple[str, str]] | None,
        error_body: bytes | None,
        status_code: int | None,
        **_: object,
    ) -> None:
        if error is not None:
            self.error = error
            self.headers = error_headers or []
            self.error_body = error_body or b""
            self.status = status_code if error_headers is not None else None
        self._done.set()
