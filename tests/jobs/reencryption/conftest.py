"""A plan, its run and its undoing, on an S3 in memory that behaves as AWS."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.reencryption.where import parse_where
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.reencryption import plan
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.s3.copies.copier import CopySizes

KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"


@pytest.fixture(autouse=True)
def no_checks(monkeypatch):
    """The S3 in memory has no KMS and no settings: test_read_checks has them."""
    monkeypatch.setattr(plan, "read_checks", lambda *_: ())
    monkeypatch.setattr(plan, "keys_to_copy_to", lambda _: frozenset())


class Changes:
    """Plans and runs changes of the objects in the bucket `here`."""

    def __init__(self, services, folder):
        self.services, self.folder = services, str(folder)
        self.reports = []
        self.sizes = CopySizes()

    def context(self, context=None):
        return context or Context(self.services, self.reports.append)

    def plan(self, to=f"aws:kms={KEY}", *, where=(), context=None, bucket_key=False, **more):
        """Plan a change of everything, or of what the fields of Selection say."""
        options = {name: more.pop(name) for name in ("update", "trial", "anew") if name in more}
        selection = Selection("here", **(more or {"prefixes": ("",)}))
        job = PlanReencryption(
            Connection(),
            selection,
            Wish(parse_requirement(to), bucket_key) if to else None,
            tuple(parse_where(one) for one in where),
            folder=self.folder,
            sizes=self.sizes,
            **options,
        )
        return job.run(self.context(context))

    def run(self, plan, context=None):
        return RunReencryption(Connection(), plan.path, self.sizes).run(self.context(context))

    def undo(self, path):
        """Plan and run the undoing of a run."""
        return self.run(self.plan(None, undoes=path))


@pytest.fixture
def changes(services, tmp_path):
    return Changes(services, tmp_path / "runs")
