from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from s3enc_gui.s3.transport.request_template import RequestTemplate
from s3enc_gui.s3.transport.signing import EMPTY, UNSIGNED, AccessKeys, RequestSigner

NOW = datetime(2026, 11, 24, 16, 15, 15, tzinfo=UTC)
HOST = "my-bucket.s3.eu-central-1.amazonaws.com"
KEYS = AccessKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
WITH_TOKEN = AccessKeys(KEYS.access_key, KEYS.secret_key, "a/token+with=signs")


@contextmanager
def clock_at(now):
    """Fix botocore's clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda **_: now.replace(tzinfo=None))
        yield


def botocores(keys, method, scheme, path, query, headers, payload, now=NOW):
    """Return botocore's authorization of a request."""
    url = f"{scheme}://{HOST}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method, url)
    for name, value in headers:
        if name != "host":
            request.headers[name] = value
    request.headers["X-Amz-Content-SHA256"] = payload
    request.context["payload_signing_enabled"] = False
    credentials = Credentials(keys.access_key, keys.secret_key, keys.token)
    auth: Any = S3SigV4Auth(credentials, "s3", "eu-central-1")
    auth.payload = lambda _: payload
    with clock_at(now):
        auth.add_auth(request)
    return request.headers["Authorization"]


def ours(keys, method, path, query, headers, payload, now=NOW):
    signer = RequestSigner("eu-central-1", "s3")
    added = signer.signed(keys, now.timestamp(), method, path, query, headers, payload)
    return dict(added)["authorization"]


def filled(method, key, varying, headers=(), length=None, scheme="https"):
    """Return a request as sent, with its signed headers."""
    template = RequestTemplate(
        method, scheme, HOST, "/", "", (), (("host", HOST), *headers), "eu-central-1", "s3"
    )
    request = template.fill(key, varying, length)
    signed = [one for one in request.headers if one[0] == "host" or one[0].startswith("x-amz-")]
    return request, signed


VALUES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=30)
NAMES = st.from_regex(r"x-amz-meta-[a-z0-9-]{1,10}", fullmatch=True)
HEADERS = st.dictionaries(NAMES, VALUES, max_size=4).map(lambda found: tuple(found.items()))
OPERATIONS = st.one_of(
    st.fixed_dictionaries({"ChecksumCRC64NVME": st.just("rosUhgp5mIg=")}),
    st.fixed_dictionaries({"PartNumber": st.integers(1, 10_000), "UploadId": VALUES}),
    st.fixed_dictionaries({"VersionId": VALUES, "ChecksumMode": st.just("ENABLED")}),
)
ODD_KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(deadline=None)
@given(
    st.sampled_from(["PUT", "HEAD"]),
    ODD_KEYS,
    OPERATIONS,
    HEADERS,
    st.sampled_from([KEYS, WITH_TOKEN]),
    st.sampled_from([EMPTY, UNSIGNED, sha256(b"body").hexdigest()]),
)
def test_signatures_are_botocores(method, key, varying, headers, keys, payload):
    request, signed = filled(method, key, varying, headers)
    theirs = botocores(keys, method, "https", request.path, request.query, signed, payload)
    assert ours(keys, method, request.path, request.query, request.headers, payload) == theirs


@pytest.mark.parametrize(
    "key",
    ["a b/ž.txt", "/slash", "a//b", "a/../b", "./a", "~a-_.", "%41", "a+b&c=d?#f", "'\"*!()"],
)
def test_unusual_keys(key):
    request, signed = filled("PUT", key, {})
    theirs = botocores(KEYS, "PUT", "https", request.path, "", signed, UNSIGNED)
    assert ours(KEYS, "PUT", request.path, "", request.headers, UNSIGNED) == theirs


def test_a_session_token_is_sent_and_signed():
    signer = RequestSigner("eu-central-1", "s3")
    headers = [("host", HOST)]
    added = dict(signer.signed(WITH_TOKEN, 0.0, "HEAD", "/", "", headers, EMPTY))
    assert added["x-amz-security-token"] == WITH_TOKEN.token
    assert "x-amz-security-token" in added["authorization"]
    assert "x-amz-security-token" not in dict(
        signer.signed(KEYS, 0.0, "HEAD", "/", "", headers, EMPTY)
    )


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3 * 86_400), st.booleans()), min_size=1, max_size=8))
def test_one_signer_across_midnight_and_refreshed_credentials(moments):
    signer, headers = RequestSigner("eu-central-1", "s3"), [("host", HOST)]
    for second, token in moments:
        keys, now = WITH_TOKEN if token else KEYS, datetime.fromtimestamp(second, UTC)
        found = signer.signed(keys, second + 0.9, "HEAD", "/a", "", headers, EMPTY)
        theirs = botocores(keys, "HEAD", "https", "/a", "", headers, EMPTY, now)
        assert dict(found)["authorization"] == theirs


def test_a_signer_that_signed_before_signs_as_a_new_one():
    """It remembers headers without a body for the second in which they are the same."""
    keys, other = AccessKeys("key", "secret"), AccessKeys("key", "secret", "token")
    signer = RequestSigner("eu-central-1", "s3")
    headers = [("host", HOST), ("x-amz-checksum-mode", "ENABLED")]
    for now in (NOW, NOW, NOW.replace(minute=(NOW.minute + 1) % 60)):
        for used in (keys, other):
            for path in ("/a", "/b"):
                added = signer.signed(used, now.timestamp(), "HEAD", path, "", headers, EMPTY)
                new = ours(used, "HEAD", path, "", headers, EMPTY, now)
                assert dict(added)["authorization"] == new
