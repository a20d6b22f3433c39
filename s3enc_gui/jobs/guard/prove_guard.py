"""Proves what a bucket's policy does, with tiny objects of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.trial import NAME, Decision, Sent, TrialUpload, uploads_for, wanted
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets.guard_probe import has_replication, store_trial
from s3enc_gui.s3.buckets.probe_object import has_object_lock
from s3enc_gui.s3.buckets.versioning import read_versioning
from s3enc_gui.s3.session.bucket_session import BucketSession

TRIES = 5
PAUSE = 2.0  # seconds; a new policy is in force after some seconds


@dataclass(frozen=True, slots=True)
class CheckProvable:
    """Find out whether test objects can be removed again."""

    connection: Connection
    bucket: str

    def run(self, context: Context) -> AppError | None:
        """Return why a proof isn't offered; None: it is. Raises AppError without such a bucket."""
        at = context.services.aws_session(self.connection).at(self.bucket)
        return _not_provable(at)


@dataclass(frozen=True, slots=True)
class ProveGuard:
    """Upload a tiny object for each trial of a guard, and remove it; reports Proof after each.

    The names are random and begin with `prefix`. Objects are removed by their version.
    """

    connection: Connection
    bucket: str
    guard: Guard
    prefix: str = ""

    def run(self, context: Context) -> tuple[Proof, ...]:
        """Return one proof per upload.

        Raises AppError, and sends nothing, where the objects might have to stay.
        """
        at = context.services.aws_session(self.connection).at(self.bucket)
        if problem := _not_provable(at):
            raise problem
        found = []
        for upload in uploads_for(self.guard):
            context.checkpoint()
            proof = self._proof(at, upload, context)
            found.append(proof)
            context.report(proof)
        return tuple(found)

    def _proof(self, at: BucketSession, upload: TrialUpload, context: Context) -> Proof:
        expected = wanted(self.guard, upload)
        if problem := self._cannot_send(at, upload):
            return Proof(upload, expected, None, problem)
        lefts: list[AppError] = []
        for proof in self._tries(at, upload, expected):
            lefts += [proof.left] if proof.left else []
            if proof.is_as_expected or proof.left or proof.answer is Decision.UNKNOWN:
                break
            context.stopped.wait(PAUSE)
            context.checkpoint()
        return replace(proof, left=lefts[0] if lefts else None)

    def _tries(self, at: BucketSession, upload: TrialUpload, expected: Decision) -> Iterator[Proof]:
        for _ in range(TRIES):
            key = f"{self.prefix}{NAME}-{uuid4().hex}.txt"
            result = store_trial(at.client, self.bucket, key, upload)
            error, answer = result.problem, Decision.ACCEPTED
            by_policy = False
            if error:
                by_policy, answer = _denied(error)
            yield Proof(upload, expected, answer, error, by_policy, result.left)

    def _cannot_send(self, at: BucketSession, upload: TrialUpload) -> AppError | None:
        secure = urlsplit(at.client.meta.endpoint_url).scheme == "https"
        if Rule.TLS in self.guard.rules and upload.secure is not secure:
            return AppError(
                text("S3enc doesn't send it over {scheme}", scheme=_scheme(not secure)),
                text("This connection uses {scheme}.", scheme=_scheme(secure)),
                code="NotTried",
            )
        if upload.sent is Sent.SSE_C and self.connection.sends_in_the_clear:
            return AppError(
                text("S3enc doesn't send keys over http"),
                text("Customer-provided keys need https."),
                code="NotTried",
            )
        return None


def _denied(error: AppError) -> tuple[bool, Decision]:
    """Return whether the bucket's policy denied an upload, and what that proves.

    A denial by a policy of the caller or of the key says nothing about the bucket's.
    """
    if error.code not in DENIED:
        return False, Decision.UNKNOWN
    denial = error.denial
    if denial is None or not denial.policy:
        return False, Decision.DENIED
    is_bucket = denial.policy == "resource-based" and denial.permissions[0].service == "s3"
    return is_bucket, Decision.DENIED if is_bucket else Decision.UNKNOWN


def _scheme(secure: bool) -> str:
    return "https" if secure else "http"


def _not_provable(at: BucketSession) -> AppError | None:
    """Return why a test object couldn't be removed without a trace."""
    title = text("S3enc doesn't try it with objects here")
    try:
        if has_object_lock(at.client, at.bucket):
            return AppError(
                title,
                text("The bucket has Object Lock: test objects might have to stay."),
                code="NotProvable",
            )
        if has_replication(at.client, at.bucket):
            return AppError(
                title,
                text("The bucket is replicated: test objects would be copied to other buckets."),
                code="NotProvable",
            )
        if read_versioning(at.client, at.bucket) is Versioning.SUSPENDED:
            return AppError(
                title,
                text("Versioning is suspended: test objects have no version of their own."),
                code="NotProvable",
            )
    except AppError as error:
        return AppError(
            title,
            text(
                "S3enc can't tell whether test objects could be removed: {reason}.",
                reason=error.texts[0],
            ),
            code="NotProvable",
        )
    return None
