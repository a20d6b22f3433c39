"""Bucket settings that decide about uploads, returned wrongly or not at all."""

from __future__ import annotations

import json
import re

from tests.servers.hostile.answers import Answer, refusal, xml
from tests.servers.hostile.faults.building_blocks import Work, edited, processed_but
from tests.servers.hostile.faults.foreign import STATIC_PAGE, answers
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile

_SETTINGS = ("GetBucketPolicy", "GetBucketOwnershipControls", "GetPublicAccessBlock")


@fault("settings-are-not-implemented", "Policy and ownership are answered with 501")
def settings_are_not_implemented(s3: Hostile) -> None:
    answers(s3, _SETTINGS, refusal(501, "NotImplemented"))


@fault("settings-are-denied", "Policy and ownership are answered with 403")
def settings_are_denied(s3: Hostile) -> None:
    answers(s3, _SETTINGS, refusal(403, "AccessDenied"))


@fault("settings-are-listings", "Policy and ownership are answered with a list of objects")
def settings_are_listings(s3: Hostile) -> None:
    """As by servers that ignore an unknown part of the query."""

    def listed(request: Request, work: Work) -> Answer:
        return OPERATIONS["ListObjects"](s3, request)

    for operation in _SETTINGS:
        s3.change(operation, listed)


@fault("settings-are-empty", "Policy and ownership are answered with 200 without a body")
def settings_are_empty(s3: Hostile) -> None:
    answers(s3, _SETTINGS, Answer())


@fault("settings-are-pages", "Policy and ownership are answered with a page")
def settings_are_pages(s3: Hostile) -> None:
    answers(s3, _SETTINGS, STATIC_PAGE)


@fault("settings-are-refused-with-200", "Policy and ownership are errors with status 200")
def settings_are_refused_with_200(s3: Hostile) -> None:
    answers(s3, _SETTINGS, Answer(200, {}, refusal(403, "AccessDenied").body))


@fault("policy-is-half", "GetBucketPolicy returns the first half, with a length that fits it")
def policy_is_half(s3: Hostile) -> None:
    def half(_: Request, answer: Answer) -> None:
        answer.body = answer.body[: len(answer.body) // 2]

    edited(s3, "GetBucketPolicy", half)


@fault("policy-is-in-xml", "GetBucketPolicy returns the policy inside an XML element")
def policy_is_in_xml(s3: Hostile) -> None:
    def wrapped(_: Request, answer: Answer) -> None:
        answer.body = xml("Policy", answer.body.decode()).body

    edited(s3, "GetBucketPolicy", wrapped)


@fault("policy-without-statements", "GetBucketPolicy returns a document without Statement")
def policy_without_statements(s3: Hostile) -> None:
    answers(s3, ["GetBucketPolicy"], Answer(200, {}, b'{"Version": "2012-10-17"}'))


@fault("policy-is-nested", "GetBucketPolicy returns 100,000 brackets")
def policy_is_nested(s3: Hostile) -> None:
    answers(s3, ["GetBucketPolicy"], Answer(200, {}, b"[" * 100_000))


@fault("ownership-of-unknown-kind", "The bucket's Object Ownership is an unknown word")
def ownership_of_unknown_kind(s3: Hostile) -> None:
    def unknown(_: Request, answer: Answer) -> None:
        answer.body = answer.body.replace(b"BucketOwnerEnforced", b"Everybody")

    edited(s3, "GetBucketOwnershipControls", unknown)


_WRITES = ("PutBucketPolicy", "DeleteBucketPolicy", "PutBucketEncryption", "DeleteBucketEncryption")


@fault("setting-writes-are-not-implemented", "Writes of policy and encryption are refused with 501")
def setting_writes_are_not_implemented(s3: Hostile) -> None:
    answers(s3, _WRITES, refusal(501, "NotImplemented"))


@fault("setting-writes-are-denied", "Writes of policy and encryption are refused with 403")
def setting_writes_are_denied(s3: Hostile) -> None:
    answers(s3, _WRITES, refusal(403, "AccessDenied"))


@fault("setting-writes-are-ignored", "Writes of policy and encryption are answered, and forgotten")
def setting_writes_are_ignored(s3: Hostile) -> None:
    """As by servers that take the request for CreateBucket."""
    answers(s3, _WRITES, Answer())


@fault("setting-writes-lose-their-answer", "Policy and encryption are written; the answer is a 500")
def setting_writes_lose_their_answer(s3: Hostile) -> None:
    for operation in _WRITES:
        processed_but(s3, operation, refusal(500, "InternalError"))


@fault("setting-writes-fail", "Writes of policy and encryption fail with 500, unprocessed")
def setting_writes_fail(s3: Hostile) -> None:
    answers(s3, _WRITES, refusal(500, "InternalError"))


@fault("policy-is-written-by-others", "Somebody writes another policy just after ours")
def policy_is_written_by_others(s3: Hostile) -> None:
    def others(request: Request, work: Work) -> Answer:
        answer = work()
        s3.buckets[request.bucket].policy = OTHERS_POLICY
        return answer

    s3.change("PutBucketPolicy", others)


OTHERS_POLICY = '{"Statement": [{"Sid": "Others", "Effect": "Deny", "Principal": "*"}]}'


@fault("policy-is-rewritten", "The server writes a policy in its own way: sorted, lists of one")
def policy_is_rewritten(s3: Hostile) -> None:
    def rewritten(request: Request, work: Work) -> Answer:
        answer = work()
        bucket = s3.buckets[request.bucket]
        document = json.loads(bucket.policy)
        for statement in document["Statement"]:
            for name in ("Action", "Resource"):
                if isinstance(statement.get(name), str):
                    statement[name] = [statement[name]]
        bucket.policy = json.dumps(document, sort_keys=True, indent=1)
        return answer

    s3.change("PutBucketPolicy", rewritten)


@fault("blocked-types-are-dropped", "PutBucketEncryption forgets the blocked encryption types")
def blocked_types_are_dropped(s3: Hostile) -> None:
    def dropped(request: Request, work: Work) -> Answer:
        answer = work()
        bucket = s3.buckets[request.bucket]
        pattern = r"(?s)<BlockedEncryptionTypes.*</BlockedEncryptionTypes>"
        bucket.configuration = re.sub(pattern, "", bucket.configuration)
        return answer

    s3.change("PutBucketEncryption", dropped)
