"""Bucket settings that decide about uploads, returned wrongly or not at all."""

from __future__ import annotations

from tests.servers.hostile.answers import Answer, refusal, xml
from tests.servers.hostile.faults.building_blocks import Work, edited
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
