from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.wording.client_side.rows import client_side_rows
from s3enc_gui.wording.labels import status_text
from s3enc_gui.wording.object_details import metadata_text, more_rows
from tests.domain.client_side.test_envelope import V1, V2, V3, V3_FILE


def of(metadata):
    return ObjectDetails(Location("b", "dir/k"), EncryptionStatus(), 100, metadata=metadata)


@pytest.mark.parametrize(
    ("metadata", "values"),
    [
        (
            V3,
            (
                "V3: AES-256-GCM with key commitment",
                "wrapped by AWS KMS, with an encryption context",
                "a = b",
                "when it is downloaded with the key",
            ),
        ),
        (
            V3_FILE,
            (
                "V3: AES-256-GCM with key commitment, with an instruction file",
                "in the instruction file “dir/k.instruction”",
                "–",
                "when it is downloaded with the key",
            ),
        ),
        (
            V2,
            (
                "V2: AES-256-GCM",
                "wrapped by AWS KMS, with an encryption context",
                "–",
                "when it is downloaded with the key, and older encryption clients are allowed",
            ),
        ),
        (
            V1 | {"x-amz-matdesc": "{"},
            (
                "V1: AES-CBC, not authenticated",
                "Unknown",
                "Unknown",
                "when it is downloaded with the key, and content that can't be authenticated is"
                " allowed",
            ),
        ),
        (
            {"x-amz-crypto-instr-file": ""},
            (
                "Instruction file, with the data key of another object",
                *("–",) * 3,
            ),
        ),
        ({"a": "b"}, ("–",) * 4),
    ],
)
def test_generations_and_instruction_files_are_told_apart(metadata, values):
    assert tuple(value for _label, value in client_side_rows(of(metadata))) == values


def test_the_envelope_is_not_shown_twice():
    assert metadata_text(of(V3 | {"made": "by me"})) == "made = by me"
    assert dict(more_rows(of(V3)))["Format"] == "V3: AES-256-GCM with key commitment"


def test_the_status_names_the_generation():
    status = EncryptionStatus("AES256", client_side=True, generation="V2")
    assert status_text(status).endswith("encrypted before upload (client-side, V2)")
