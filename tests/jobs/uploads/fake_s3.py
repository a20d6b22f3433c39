"""A fake S3 in memory, and an event loop that a test advances step by step."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError

from s3enc_gui.aio.cancellation import PendingReply, await_reply
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Expectation
from s3enc_gui.jobs.uploads.client_side_target import ClientSideTarget
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.jobs.uploads.verification import Verifier
from s3enc_gui.s3.checksums import (
    as_header,
    combined,
    crc64nvme,
    md5,
    multipart_etag,
    of_parts,
)
from s3enc_gui.s3.errors.translation import app_error
from s3enc_gui.s3.kms.key_cache import KeyCache
from s3enc_gui.s3.objects.conditional_writes import ConditionalWrites
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.header_fields import failure_of
from s3enc_gui.s3.transport.http.connection import NoResponse
from s3enc_gui.s3.transport.responses import read_write_response

CHOICE = EncryptionChoice(Encryption.SSE_S3)


class ManualThreads(ThreadPoolExecutor):
    """An executor whose work runs when `run_one` is called; started work can't be canceled."""

    def __init__(self):
        super().__init__(1)
        self.jobs: list[Any] = []

    def submit(self, work, /, *arguments, **more):
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self.jobs.append((future, work, arguments, more))
        return future

    def run_one(self):
        """Run the oldest work."""
        future, work, arguments, more = self.jobs.pop(0)
        try:
            future.set_result(work(*arguments, **more))
        except BaseException as error:  # noqa: BLE001 - raised where the future is awaited
            future.set_exception(error)


def refused(code, status):
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Any")


class FakeS3:
    """Client, transport and session in one. While `held`, requests wait in `pending`.

    `answer(at, how)` ends one: "ok"; "lost" (not executed) or "unheard" (executed), both with a
    lost response; or an error code. `expectation` is the verifier's. `claims` are added to the
    responses to uploads; `shown` returns the fields that HEAD reports of an object's fields.
    """

    def __init__(self):
        self.objects: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, dict[int, Any]] = {}
        self.keys: dict[str, str] = {}
        self.metadata: dict[str, dict[str, str]] = {}  # of uploads
        self.client_side: ClientSideTarget | None = None
        self.puts: list[str] = []
        self.pending: list[Any] = []
        self.held = True
        self.mute = 0  # responses to CreateMultipartUpload that are lost
        self.dead = False  # probes fail
        self.created = 0
        self.unsure: set[str] = set()  # keys whose requests failed or got no response
        self.expectation = Expectation(CHOICE, "AES256")
        self.claims: dict[str, Any] = {}
        self.shown: Callable[[dict[str, Any]], dict[str, Any]] = dict
        self.known_identity = None
        self.has_sts = False
        self.region = "eu-central-1"
        events = SimpleNamespace(register_first=lambda *_, **__: None)
        self.meta = SimpleNamespace(
            region_name=self.region, endpoint_url="https://s3.invalid", events=events
        )

    def target(self):
        aws_session: Any = self
        verifier = Verifier(
            aws_session, self.region, self.expectation, KeyCache(lambda: aws_session)
        )
        return UploadTarget(self.region, "bucket", verifier, self.client_side)

    # --- the session ------------------------------------------------------------------------------

    def s3(self, _region=None):
        return self

    probe_client = transport = s3
    at = AwsSession.at

    def kms(self, _region):
        return FakeKms()

    def server(self, _region=None):
        return ServerKnowledge(self.meta.endpoint_url)

    def conditional_writes(self, _region):
        return ConditionalWrites("https://s3.eu-central-1.amazonaws.com")

    # --- the client, which blocks -----------------------------------------------------------------

    def get_bucket_location(self, **_):
        if self.dead:
            raise failure_of(NoResponse("dead"), "https://s3.invalid")
        return {}

    def generate_presigned_url(self, _, Params, **more):
        return f"https://s3.invalid/{Params['Key']}"

    def create_multipart_upload(self, Key, Metadata=None, **_):
        self.created += 1
        name = f"upload-{self.created}"
        self.uploads[name], self.keys[name] = {}, Key
        self.metadata[name] = Metadata or {}
        if self.mute:
            self.mute -= 1
            raise failure_of(NoResponse("cut"), "https://s3.invalid")
        return {"UploadId": name}

    def complete_multipart_upload(self, Key, UploadId, MultipartUpload, IfNoneMatch=None, **_):
        parts = self._parts(UploadId)
        if IfNoneMatch and Key in self.objects:
            raise refused("PreconditionFailed", 412)
        data = [parts[one["PartNumber"]] for one in MultipartUpload["Parts"]]
        whole = combined((crc64nvme(one), len(one)) for one in data)
        self.abort_multipart_upload(UploadId=UploadId)
        self._store(Key, b"".join(data), multipart_etag([md5(one) for one in data]), whole)
        self.objects[Key]["Metadata"] = self.metadata[UploadId]
        of_all = as_header(of_parts(crc64nvme(one) for one in data))
        self.objects[Key]["composite"] = f"{of_all}-{len(data)}"
        response = {"ETag": self.objects[Key]["ETag"], "ServerSideEncryption": "AES256"}
        return {**response, **self.claims}

    def abort_multipart_upload(self, UploadId, **_):
        self._parts(UploadId)
        del self.uploads[UploadId]

    def list_parts(self, UploadId, **_):
        found = sorted(self._parts(UploadId).items())
        return {
            "Parts": [{"PartNumber": n, "Size": len(d), "ETag": md5(d).hex()} for n, d in found]
        }

    def get_paginator(self, name):
        assert name == "list_parts"
        return SimpleNamespace(paginate=lambda **params: [self.list_parts(**params)])

    def list_multipart_uploads(self, **_):
        begun = datetime.now(UTC)
        found = [{"Key": self.keys[u], "UploadId": u, "Initiated": begun} for u in self.uploads]
        return {"Uploads": found}

    def _parts(self, upload_id):
        if upload_id not in self.uploads:
            raise refused("NoSuchUpload", 404)
        return self.uploads[upload_id]

    # --- the transport ----------------------------------------------------------------------------

    async def put_object(self, bucket, key, body, parameters):
        def put():
            if parameters.get("IfNoneMatch") and key in self.objects:
                raise refused("PreconditionFailed", 412)
            data = bytes(body.data)
            self._store(key, data, md5(data).hex(), crc64nvme(data))
            self.objects[key]["Metadata"] = parameters.get("Metadata", {})
            return read_write_response({**self.objects[key], **self.claims})

        return await self._ask(put, body, key)

    async def upload_part(self, bucket, key, upload_id, number, body, parameters):
        def upload():
            self._parts(upload_id)[number] = data = bytes(body.data)
            return read_write_response({"ETag": md5(data).hex()})

        return await self._ask(upload, body, key)

    async def head_object(self, bucket, key, version_id=None, *, checksum=False):
        def look():
            if key not in self.objects:
                raise refused("404", 404)
            found = self.shown(self.objects[key])
            return {k: v for k, v in found.items() if k not in ("data", "composite")}

        return await self._ask(look, None, key)

    def _store(self, key, data, etag, crc):
        self.puts.append(key)
        self.objects[key] = {
            "data": data,
            "ContentLength": len(data),
            "ETag": etag,
            "ChecksumCRC64NVME": as_header(crc),
            "ServerSideEncryption": "AES256",
        }

    async def _ask(self, work, body, key):
        """Count the bytes as sent at once; wait for the test to answer."""
        if body:
            body.stop.check()
            body.on_sent(len(body.data))
        reply: PendingReply[Any] = PendingReply()
        self.pending.append((reply, work, key))
        if not self.held:
            self.answer(-1, "ok")
        try:
            return await await_reply(reply)
        except BaseException:
            if body:
                body.on_sent(-len(body.data))
            raise

    def answer(self, at, how):
        """End a request."""
        reply, work, key = self.pending.pop(at)
        cause = failure_of(NoResponse("cut"), "https://s3.invalid")
        if how not in ("ok", "lost", "unheard"):
            cause = refused(how, 503 if how == "SlowDown" else 403)
        try:
            found = work() if how in ("ok", "unheard") else None
        except ClientError as refusal:
            cause, how = refusal, "refused"
        if how != "ok":
            self.unsure.add(key)
        if how == "ok":
            reply.set_result(found)
        else:
            error = app_error(cause)
            error.__cause__ = cause
            reply.set_exception(error)


class FakeKms:
    """Wraps data keys by writing them down; what it encrypts, everybody can decrypt."""

    def generate_data_key(self, KeyId, KeySpec, EncryptionContext):
        key = os.urandom(32)
        wrapped = json.dumps([KeyId, EncryptionContext, key.hex()], sort_keys=True).encode()
        return {"CiphertextBlob": wrapped, "Plaintext": key}

    def decrypt(self, KeyId, CiphertextBlob, EncryptionContext):
        key, context, data_key = json.loads(CiphertextBlob)
        if (key, context) != (KeyId, EncryptionContext):
            raise refused("InvalidCiphertextException", 400)
        return {"Plaintext": bytes.fromhex(data_key)}


class Stage:
    """An event loop that a test advances, one turn at a time.

    Its clock stands at `seconds`: on a busy machine as on any other, no read becomes slow.
    """

    def __init__(self):
        self.loop: Any = asyncio.new_event_loop()
        self.seconds = 0.0
        vars(self.loop)["time"] = lambda: self.seconds
        self.threads = ManualThreads()
        self.loop.set_default_executor(self.threads)
        self.s3 = FakeS3()

    def turn(self, count=1):
        """Run the loop for `count` turns; one work item of the threads before each."""
        for _ in range(count):
            if self.threads.jobs:
                self.threads.run_one()
            self.loop.call_soon(self.loop.stop)
            self.loop.run_forever()

    def settle(self):
        """Run until everything waits for answers."""
        for _ in range(5000):
            if not (self.threads.jobs or self.loop._ready or self.loop._scheduled):
                return
            self.turn()
        raise AssertionError("it never settles")

    def run(self, work):
        """Run a coroutine to its end."""
        task = self.loop.create_task(work)
        self.settle()
        return task.result()

    def close(self):
        """Close the loop; return the tasks that were left on it."""
        left = asyncio.all_tasks(self.loop)
        for _ in range(500):
            while self.s3.pending:
                self.s3.answer(0, "AccessDenied")
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.turn()
            if not asyncio.all_tasks(self.loop):
                break
        self.loop.close()
        return left
