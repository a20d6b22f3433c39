from __future__ import annotations

import pytest

from s3enc_gui.domain.connections.pasted_keys import AccessKey, key_problems, parse_pasted

TEMPORARY = AccessKey("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCY", "IQoJb3JpZ2lu/+==")
LONG_TERM = AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCY")
ID, SECRET, TOKEN = TEMPORARY.access_key, TEMPORARY.secret_key, TEMPORARY.session_token

FORMS = {
    "export": f'export AWS_ACCESS_KEY_ID="{ID}"\nexport AWS_SECRET_ACCESS_KEY="{SECRET}"\n'
    f'export AWS_SESSION_TOKEN="{TOKEN}"\n',
    "export without quotes": f"export AWS_ACCESS_KEY_ID={ID}\r\nexport AWS_SECRET_ACCESS_KEY="
    f"{SECRET}\r\nexport AWS_SESSION_TOKEN={TOKEN}",
    "set": f"SET AWS_ACCESS_KEY_ID={ID}\nSET AWS_SECRET_ACCESS_KEY={SECRET}\n"
    f"SET AWS_SESSION_TOKEN={TOKEN}",
    "PowerShell": f'$Env:AWS_ACCESS_KEY_ID="{ID}"\n$Env:AWS_SECRET_ACCESS_KEY="{SECRET}"\n'
    f'$Env:AWS_SESSION_TOKEN="{TOKEN}"',
    "profile": f"[111122223333_Admin]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n"
    f"aws_session_token={TOKEN}",
    "profile with blanks": f"[default]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}"
    f"\naws_session_token = {TOKEN}\nregion = eu-west-1",
    "three lines": f"  {ID}\n{SECRET}  \n\n{TOKEN}\n",
    "JSON": f'{{\n  "Credentials": {{\n    "AccessKeyId": "{ID}",\n'
    f'    "SecretAccessKey": "{SECRET}",\n    "SessionToken": "{TOKEN}"\n  }}\n}}',
    "the portal's labels": f"AWS access key ID: {ID}\nAWS secret access key: {SECRET}\n"
    f"AWS session token: {TOKEN}",
    "typographic quotes": f"AWS_ACCESS_KEY_ID=“{ID}”\nAWS_SECRET_ACCESS_KEY=“{SECRET}”\n"
    f"AWS_SESSION_TOKEN=“{TOKEN}”",
    "a zero-width blank": f"\u200b{ID}\n{SECRET}\u200b\n{TOKEN}\ufeff",
}


@pytest.mark.parametrize("pasted", FORMS.values(), ids=FORMS.keys())
def test_temporary_credentials(pasted: str) -> None:
    assert parse_pasted(pasted) == TEMPORARY


@pytest.mark.parametrize(
    "pasted",
    [
        f"Access key ID,Secret access key\n{LONG_TERM.access_key},{LONG_TERM.secret_key}\n",
        f"User name,Access key ID,Secret access key\nana,{LONG_TERM.access_key},"
        f"{LONG_TERM.secret_key}",
        f"{LONG_TERM.access_key}\n{LONG_TERM.secret_key}",
        f"{LONG_TERM.access_key} {LONG_TERM.secret_key}",
        f"{LONG_TERM.access_key}\t{LONG_TERM.secret_key}\r\n",
    ],
)
def test_a_long_term_key(pasted: str) -> None:
    assert parse_pasted(pasted) == LONG_TERM


@pytest.mark.parametrize("pasted", ["", "\n\n", "hello", "a = b", "[profile x]\nregion = y"])
def test_nothing_is_found_in_other_text(pasted: str) -> None:
    assert parse_pasted(pasted) == AccessKey()


def test_the_secret_isn_t_in_its_text() -> None:
    assert SECRET not in repr(TEMPORARY)
    assert TOKEN not in repr(TEMPORARY)


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        (TEMPORARY, []),
        (LONG_TERM, []),
        (AccessKey("minio", "password"), []),
        (AccessKey(ID, SECRET), ["SessionToken"]),
        (AccessKey(), ["AccessKey", "SecretKey"]),
        (AccessKey("A B", "x"), ["AccessKey"]),
    ],
)
def test_what_is_missing_is_said(key: AccessKey, codes: list[str]) -> None:
    assert [problem.code for problem in key_problems(key)] == codes
