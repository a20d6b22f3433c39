from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, parse_requirement
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Position
from s3enc_gui.jobs.audits.export import (
    AuditFormat,
    ExportAudit,
    objects_to_review,
    opened,
    report_of,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.audits.file import AuditFile
from tests.store.audits.test_file import KMS, S3, listed

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NO_SERVICES: Any = None
CONTEXT = Context(NO_SERVICES)


@pytest.fixture
def path(tmp_path):
    """An audit of 40 objects with a KMS key and 5 with SSE-S3."""
    path = tmp_path / "a.sqlite"
    file = AuditFile(path)
    file.begin(AuditFacts(AuditScope("bucket"), NOW))
    file.add_listed([listed(f"{number:02}") for number in range(45)], Position("44"), last=True)
    file.add_statuses([(number + 1, S3 if number < 5 else KMS) for number in range(45)])
    file.end(NOW)
    file.close()
    return str(path)


@pytest.mark.parametrize("form", AuditFormat)
def test_each_format_is_written(path, tmp_path, form):
    target = tmp_path / "report"
    assert ExportAudit(path, str(target), form).run(CONTEXT) == str(target)
    assert "SSE-S3" in target.read_text("utf-8")


def test_the_requirement_is_judged(path, tmp_path):
    target = tmp_path / "r.json"
    required = parse_requirement("aws:kms")
    ExportAudit(path, str(target), AuditFormat.JSON, required).run(CONTEXT)
    assert json.loads(target.read_text("utf-8"))["complies"] is False


def test_a_target_that_cannot_be_written_stays_unchanged(path, tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(AppError, match="Can't export the audit"):
        ExportAudit(path, str(target), AuditFormat.CSV).run(CONTEXT)
    assert sorted(one.name for one in tmp_path.iterdir() if "part" in one.name) == []


@pytest.mark.parametrize("each", [3, 100])
def test_a_large_group_does_not_hide_small_ones(path, each):
    with opened(path) as file:
        report = report_of(file, parse_requirement("AES256"))
        keys = [one.listed.key for one in objects_to_review(file, report, 10, each)]
    assert keys == [f"{number:02}" for number in range(5, 5 + min(each, 10))]


def test_no_audit(tmp_path):
    with pytest.raises(AppError, match="Can't find the audit"), opened(str(tmp_path / "none")):
        pass


def test_an_unfinished_audit_is_exported_with_all_listed_objects(tmp_path):
    path, target = tmp_path / "a.sqlite", tmp_path / "r.json"
    file = AuditFile(path)
    file.begin(AuditFacts(AuditScope("bucket"), NOW))
    file.add_listed([listed(f"{number:04}") for number in range(2500)], Position("2499"))
    file.add_statuses([(number + 1, S3) for number in range(0, 2500, 500)])
    file.close()
    ExportAudit(str(path), str(target), AuditFormat.JSON).run(CONTEXT)
    document = json.loads(target.read_text("utf-8"))
    assert len({one["key"] for one in document["objects"]}) == document["not_looked_at"] + 5 == 2500
