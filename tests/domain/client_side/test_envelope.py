from __future__ import annotations

import pytest

from s3enc_gui.domain.client_side.choice import Legacy
from s3enc_gui.domain.client_side.envelope import (
    ClientSideFormat,
    Content,
    Generation,
    is_instruction_file,
    read_format,
    without_envelope,
)

V3 = {
    "x-amz-c": "115",
    "x-amz-w": "12",
    "x-amz-3": "wrapped",
    "x-amz-d": "d",
    "x-amz-i": "i",
    "x-amz-t": '{"a": "b", "aws:x-amz-cek-alg": "115"}',
}
V3_FILE = {name: V3[name] for name in ("x-amz-c", "x-amz-d", "x-amz-i")}
V2 = {
    "x-amz-key-v2": "wrapped",
    "x-amz-iv": "iv",
    "x-amz-cek-alg": "AES/GCM/NoPadding",
    "x-amz-wrap-alg": "kms+context",
    "x-amz-matdesc": '{"aws:x-amz-cek-alg": "AES/GCM/NoPadding"}',
}
V2_CBC = V2 | {"x-amz-cek-alg": "AES/CBC/PKCS5Padding", "x-amz-wrap-alg": "kms"}
V1 = {"x-amz-key": "wrapped", "x-amz-iv": "iv", "x-amz-matdesc": '{"kms_cmk_id": "k"}'}


@pytest.mark.parametrize(
    ("metadata", "found", "needs", "title"),
    [
        (
            V3,
            ClientSideFormat(
                Generation.V3, Content.COMMITTING, "kms+context", (("a", "b"),), "wrapped"
            ),
            Legacy.NONE,
            "V3: AES-256-GCM with key commitment",
        ),
        (
            V3_FILE,
            ClientSideFormat(Generation.V3, Content.COMMITTING, in_file=True),
            Legacy.NONE,
            "V3: AES-256-GCM with key commitment, with an instruction file",
        ),
        (
            V3 | {"x-amz-w": "22", "x-amz-m": '{"m": "1"}'},
            ClientSideFormat(
                Generation.V3, Content.COMMITTING, "RSA-OAEP-SHA1", (("m", "1"),), "wrapped"
            ),
            Legacy.NONE,
            "V3: AES-256-GCM with key commitment",
        ),
        (
            V3 | {"x-amz-c": "999"},
            ClientSideFormat(Generation.V3, None, "kms+context", (("a", "b"),), "wrapped"),
            Legacy.V2,
            "V3: other algorithm",
        ),
        (
            V2,
            ClientSideFormat(Generation.V2, Content.GCM, "kms+context", (), "wrapped"),
            Legacy.V2,
            "V2: AES-256-GCM",
        ),
        (
            V2_CBC,
            ClientSideFormat(Generation.V2, Content.CBC, "kms", (), "wrapped"),
            Legacy.CBC,
            "V2: AES-CBC, not authenticated",
        ),
        (
            V1,
            ClientSideFormat(Generation.V1, Content.CBC, "", (), "wrapped"),
            Legacy.CBC,
            "V1: AES-CBC, not authenticated",
        ),
        (
            V3 | {"x-amz-t": "{broken"},
            ClientSideFormat(Generation.V3, Content.COMMITTING, "kms+context", None, "wrapped"),
            Legacy.NONE,
            "V3: AES-256-GCM with key commitment",
        ),
    ],
)
def test_generations_are_told_apart(metadata, found, needs, title):
    read = read_format({name.upper(): value for name, value in metadata.items()})
    assert read == found
    assert read is not None
    assert (read.needs, str(read.title)) == (needs, title)


@pytest.mark.parametrize(
    "metadata", [{}, {"x-amz-c": "115"}, {"x-amz-iv": "iv"}, {"name": "x-amz-3"}]
)
def test_other_metadata_says_nothing(metadata):
    assert read_format(metadata) is None


def test_instruction_files_have_a_mark():
    assert is_instruction_file({"X-Amz-Crypto-Instr-File": ""})
    assert not is_instruction_file(V3)


def test_metadata_of_the_user_is_left():
    assert without_envelope(V3 | {"made": "by me"}) == {"made": "by me"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], False),
        (["author"], False),
        (["x-amz-key-v2", "x-amz-iv"], True),
        (["X-Amz-Key"], True),
        (["x-amz-c", "x-amz-d", "x-amz-i"], True),
        (["x-amz-c", "x-amz-d"], False),
    ],
)
def test_the_encryption_client_is_recognized(names, expected):
    assert (read_format(dict.fromkeys(names, "v")) is not None) is expected
