"""The model of a folder beside a naive one, through whatever may happen in whatever order."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from s3enc_gui.domain.encryption.groups import group_of
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models import objects_model
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import Column, RowFilter
from s3enc_gui.jobs.listing.browse import ResolvedKey
from tests.fakes.folders import KEY, SSE_KMS, SSE_S3, looked, page

NAMES = ("a", "a/", "b", "b//", "cc", "d😀", "line\nbreak", "x/", "y/", "z")
KINDS = (StatusKind.SSE_S3, StatusKind.SSE_KMS)
names = st.sets(st.sampled_from(NAMES), min_size=1, max_size=6)
sizes = st.integers(0, 3)


class Folder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.model = ObjectsModel()
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning, self.model
        )
        self.jobs: list = []
        self.is_stale = False
        self.model.sort_requested.connect(self.save_job)
        self.model.stale.connect(self.set_stale)
        self.model.open(Location("my-bucket"))
        self.shown: dict[str, int] = {}  # name: size, in the order listed
        self.refreshed: dict[str, int] | None = None

    def save_job(self, job: object) -> None:
        self.jobs.append(job)

    def set_stale(self) -> None:
        self.is_stale = True

    @rule(what=names, size=sizes)
    def add_page(self, what, size):
        self.model.add(page(*sorted(what), sizes=dict.fromkeys(what, size)))
        into = self.shown if self.refreshed is None else self.refreshed
        for name in sorted(what, key=lambda name: (not name.endswith("/"), name)):
            into.setdefault(name, size)

    @rule(what=names, is_kms=st.booleans(), cached=st.booleans())
    def set_statuses(self, what, is_kms, cached):
        rows = [row for row in map(self.model.all.find, sorted(what)) if row]
        status = looked(SSE_KMS if is_kms else SSE_S3)
        self.model.set_statuses(
            tuple((row.listed, status) for row in rows if row.listed), cached=cached
        )

    @rule(is_aws=st.booleans())
    def set_key(self, is_aws):
        self.model.set_keys({KEY: ResolvedKey((), is_aws)})

    @rule(text=st.sampled_from(["", "a", "b"]), unread=st.booleans())
    def filter_names(self, text, unread):
        groups = frozenset({None}) if unread else frozenset()
        self.model.set_filter(RowFilter(text, StatusFilter(groups)))

    @rule(column=st.sampled_from([Column.NAME, Column.SIZE, Column.ENCRYPTION]), down=st.booleans())
    def sort(self, column, down):
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.model.sort(column, order)

    @rule(by_bytes=st.booleans())
    def sort_by_bytes(self, by_bytes):
        self.model.sort_by_bytes(by_bytes)

    @rule(what=names)
    def remove_rows(self, what):
        rows = [row for row in map(self.model.all.find, what) if row]
        self.model.remove(rows)
        for row in rows:
            del self.shown[row.key]

    @rule(fresh=st.booleans())
    def begin_refresh(self, fresh):
        self.model.begin_refresh(fresh=fresh)
        self.refreshed = {}

    @rule(complete=st.booleans())
    def end_listing(self, complete):
        (self.model.end_listing if complete else self.model.give_up_refresh)()
        if complete and self.refreshed is not None:
            self.shown = self.refreshed
        self.refreshed = None

    @rule(place=st.integers(0, 3))
    def finish_sort_job(self, place):
        if self.jobs:
            job = self.jobs.pop(place % len(self.jobs))
            self.model.show_sorted(job.run(objects_model.NO_CONTEXT))

    @rule()
    def finish_all_jobs(self):
        for _ in range(3):
            self.is_stale = False
            while self.jobs:
                self.finish_sort_job(len(self.jobs) - 1)
            if not self.is_stale:
                break
            self.model.sort_again()
        self.model.sort_again()
        while self.jobs:
            self.finish_sort_job(len(self.jobs) - 1)
        assert [row.key for row in self.model.rows()] == self.expected()

    def expected(self) -> list[str]:
        request, order = self.model.filter, self.model.order
        rows = [self.model.all.find(name) for name in self.shown]
        shown = [row for row in rows if row and request.accepts(row)]
        folders = [row.key for row in shown if row.is_folder]
        objects = [row for row in shown if not row.is_folder]
        if not order.by_bytes:
            folders.sort()
            if order.column is Column.NAME:
                objects.sort(key=lambda row: row.key)
        if order.column is Column.SIZE:
            objects.sort(key=lambda row: self.shown[row.key], reverse=order.descending)
        elif order.column is Column.ENCRYPTION:
            objects.sort(key=self.model.encryption, reverse=order.descending)
        elif order.descending:
            objects.reverse()
            folders.reverse()
        return [*folders, *(row.key for row in objects)]

    @invariant()
    def rows_have_their_positions(self):
        rows = self.model.rows()
        assert [row.position for row in rows] == list(range(len(rows)))
        assert len({row.key for row in rows}) == len(rows)
        folders = [row.is_folder for row in rows]
        assert folders == sorted(folders, reverse=True)

    @invariant()
    def totals_are_correct(self):
        counted: Counter = Counter()
        for row in self.model.all:
            if row.listed:
                counted[row.group] += 1
                if row.status:
                    assert row.group == group_of(row.status, self.model.all.keys)
        assert {group: one.objects for group, one in self.model.all.totals.items()} == counted

    @invariant()
    def all_rows_are_known(self):
        assert {row.key: row.listed.size if row.listed else None for row in self.model.all} == {
            name: None if name.endswith("/") else size for name, size in self.shown.items()
        }


@pytest.mark.usefixtures("qapp")
def test_an_object_that_returns_before_a_refresh_is_shown_is_one_row(monkeypatch):
    """A sequence that the state machine found."""
    monkeypatch.setattr(objects_model, "AT_ONCE", 2)
    folder = Folder()
    folder.add_page({"a"}, 0)
    folder.begin_refresh(fresh=False)
    folder.add_page({"a/", "b//", "b"}, 0)
    folder.end_listing(complete=True)
    folder.add_page({"a"}, 0)
    folder.rows_have_their_positions()
    folder.finish_all_jobs()


@pytest.mark.usefixtures("qapp")
def test_rows_match_a_naive_model(monkeypatch):
    monkeypatch.setattr(objects_model, "AT_ONCE", 2)
    run_state_machine_as_test(
        Folder,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
