from __future__ import annotations

import pytest

from s3enc_gui.domain.log.secret_masking import without_secrets

LONG = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Authorization: Bearer abc-def.ghi", "abc-def"),
        ("'Authorization': 'Basic YW5uYTpwYXNz'", "YW5u"),
        ("{'authorization': b'Bearer tiny', 'x': 1}", "tiny"),
        ("Proxy-Authorization: Basic dTpw", "dTpw"),
        ("got Bearer abcdefghi", "abcdefghi"),
        ("Set-Cookie: sid=secret-of-session; Path=/", "secret-of"),
        ("DPoP: eyJhbGciOi.eyJqdGki.sig", "eyJ"),
        ("GET /?X-Amz-Signature=0123abcd&X-Amz-Expires=60", "0123abcd"),
        ("/?X-Amz-Credential=AKIA123/20260101&x=1", "AKIA123"),
        ("?X-Amz-Security-Token=tok%2Fen&x=1", "tok%2F"),
        ("Credential=AKIA1/2026, SignedHeaders=host, Signature=abcd", "abcd"),
        ("AWS_SECRET_ACCESS_KEY=short", "short"),
        ("export AWS_SESSION_TOKEN='x y'", "'x"),
        ('{"refreshToken": "rt-1", "a": 1}', "rt-1"),
        ("{'accessToken': 'at-1'}", "at-1"),
        ("{'clientSecret': 'cs-1'}", "cs-1"),
        ("code_verifier=vvv&x=1", "vvv"),
        ("'deviceCode': 'dc-1'", "dc-1"),
        ("http://127.0.0.1:5555/oauth/callback?code=c0de&state=st4te", "c0de"),
        ("http://127.0.0.1:5555/oauth/callback?code=c0de&state=st4te", "st4te"),
        ("http://anna:pa55@proxy:3128 refused", "pa55"),
        ("token eyJraWQiOiJrZXk.eyJzdWIi.c2ln", "eyJ"),
        (f"key {LONG}", LONG),
        ("-----BEGIN EC PRIVATE KEY-----\nab\n-----END EC PRIVATE KEY-----", "ab\n"),
        ("-----BEGIN PRIVATE KEY-----\nnever ends", "never"),
    ],
)
def test_masked(said, secret):
    assert secret not in without_secrets(said)
    assert "•••" in without_secrets(said)


@pytest.mark.parametrize(
    "said",
    [
        "SSO Token: Token for corp does not exist",
        "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "The request signature we calculated does not match",
        "s3://my-bucket/2026/report.pdf: AccessDenied. Request ID: 4442587FB7D0A2F9",
        "basic options, bearer of news, the authorization failed",
        "Cookies are off",
    ],
)
def test_not_masked(said):
    assert without_secrets(said) == said
