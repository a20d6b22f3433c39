from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.names.unicode_forms import TWIN
from s3enc_gui.gui.browser.models import objects_model
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.models.row_sorting import Column, RowFilter, SortRows
from s3enc_gui.gui.icons import icon
from s3enc_gui.jobs.listing.browse import ResolvedKey
from tests.fakes.folders import KEY, SSE_KMS, SSE_S3, listed, looked, page

PLACE = Location("my-bucket", "in/")
Descending, Ascending = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


@pytest.fixture
def model(qtmodeltester):
    model = ObjectsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.open(PLACE)
    return model


def names(model):
    return [row.name for row in model.rows()]


def text(model, row, column):
    return model.index(row, column).data()


def set_status(model, *keys, status=SSE_S3, cached=False, **more):
    rows = [model.all.find(f"in/{key}") for key in keys]
    model.set_statuses(tuple((row.listed, looked(status, **more)) for row in rows), cached=cached)


def totals(model):
    return {
        group and (group.kind, group.key): (total.objects, total.bytes)
        for group, total in model.all.totals.items()
    }


def test_folders_come_before_objects_whatever_page_they_are_on(model):
    model.add(page("in/b", "in/x/"))
    model.add(page("in/c", "in/y/"))
    assert names(model) == ["x/", "y/", "b", "c"]
    assert [row.position for row in model.rows()] == [0, 1, 2, 3]


def test_names_that_look_the_same_are_said(model):
    model.add(page("in/\u00e4.txt", "in/b", "in/\u00f6/"))
    model.add(page("in/a\u0308.txt", "in/o\u0308/", "in/\u00fc"))
    roles = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    told = {
        row.name: [str(TWIN) in model.index(row.position, Column.NAME).data(role) for role in roles]
        for row in model.rows()
    }
    alike = [name for name, said in told.items() if all(said)]
    assert sorted(alike) == sorted(["\u00e4.txt", "a\u0308.txt", "\u00f6/", "o\u0308/"])
    assert not any(any(said) for name, said in told.items() if name not in alike)


def test_repeated_prefixes_and_the_folder_itself_are_no_rows(model):
    model.add(page("in/x/"))
    model.add(Page(("in/x/",), (listed("in/", 0), listed("in/a"))))
    assert names(model) == ["x/", "a"]


def test_the_texts_of_a_row(model):
    model.add(page("in/x/", "in/a.pdf", sizes={"in/a.pdf": 1_234_567}))
    assert text(model, 0, Column.NAME) == "x/"
    assert [text(model, 0, column) for column in (1, 2, 3, 4)] == ["", "", "", ""]
    assert text(model, 1, Column.SIZE) == "1.2 MB"
    assert text(model, 1, Column.ENCRYPTION) == "Checking…"
    assert text(model, 1, Column.CLASS) == "STANDARD"
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.index(1, Column.NAME).data(tip) == "s3://my-bucket/in/a.pdf"
    assert model.index(1, Column.SIZE).data(tip) == "1,234,567 bytes"


def test_a_status_is_shown_and_counted(model):
    model.add(page("in/a", "in/b", sizes={"in/a": 5, "in/b": 7}))
    assert totals(model) == {None: (2, 12)}
    set_status(model, "a")
    assert text(model, 0, Column.ENCRYPTION) == "SSE-S3"
    assert totals(model) == {(StatusKind.SSE_S3, None): (1, 5), None: (1, 7)}


def test_a_key_is_shown_by_its_alias_when_kms_reports_it(model):
    model.add(page("in/a", "in/b"))
    set_status(model, "a", "b", status=SSE_KMS)
    assert text(model, 0, Column.ENCRYPTION).startswith("SSE-KMS 0ecd1de5")
    model.set_keys({KEY: ResolvedKey(("alias/test_key",), False)})
    assert text(model, 0, Column.ENCRYPTION) == "SSE-KMS test_key"
    assert totals(model) == {(StatusKind.SSE_KMS, KEY): (2, 2)}


@pytest.mark.parametrize("state", ["Disabled", "PendingDeletion", "NotFound"])
def test_a_key_that_cannot_be_used_warns(model, state):
    model.add(page("in/a"))
    set_status(model, "a", status=SSE_KMS)
    cell = model.index(0, Column.ENCRYPTION)
    before = cell.data(Qt.ItemDataRole.DecorationRole).cacheKey()
    model.set_keys({KEY: ResolvedKey(("alias/test_key",), False, state)})
    words = {
        "Disabled": "Key disabled",
        "PendingDeletion": "Key pending deletion",
        "NotFound": "Key not found",
    }
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        assert f"{words[state]}: SSE-KMS test_key" in cell.data(role)
    after = cell.data(Qt.ItemDataRole.DecorationRole).cacheKey()
    assert after == icon("warning", "warning").cacheKey() != before


def test_aws_s3_is_recognized_when_kms_reports_it(model):
    model.add(page("in/a"))
    set_status(model, "a", status=SSE_KMS)
    model.set_keys({KEY: ResolvedKey(("alias/aws/s3",), True)})
    assert totals(model) == {(StatusKind.SSE_KMS_AWS, KEY): (1, 1)}
    assert text(model, 0, Column.ENCRYPTION) == "SSE-KMS aws/s3"


def test_a_cached_status_never_replaces_a_current_one(model):
    model.add(page("in/a"))
    set_status(model, "a", status=SSE_KMS)
    set_status(model, "a", status=SSE_S3, cached=True)
    assert model.row(0).group.kind is StatusKind.SSE_KMS


def test_a_cached_status_shows_its_age(model):
    model.add(page("in/a"))
    set_status(model, "a", cached=True, at=datetime.now(UTC) - timedelta(days=3))
    index = model.index(0, Column.ENCRYPTION)
    assert index.data() == "SSE-S3 · 3 d ago"
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert "Refresh to check again." in index.data(Qt.ItemDataRole.ToolTipRole)
    set_status(model, "a")
    assert index.data() == "SSE-S3"
    assert index.data(Qt.ItemDataRole.ForegroundRole) is None


def test_filter_by_name(model):
    model.add(page("in/x/", "in/Report.pdf", "in/a.txt"))
    model.set_filter(RowFilter("rep"))
    assert names(model) == ["Report.pdf"]
    model.add(page("in/report-2", "in/z"))
    assert names(model) == ["Report.pdf", "report-2"]
    model.set_filter(RowFilter())
    assert names(model) == ["x/", "a.txt", "report-2", "Report.pdf", "z"]


def test_filter_by_encryption_and_its_inverse(model):
    model.add(page("in/x/", "in/a", "in/b", "in/c"))
    set_status(model, "a")
    set_status(model, "b", status=SSE_KMS)
    kms = frozenset({Group(StatusKind.SSE_KMS, KEY, "aws:kms")})
    model.set_filter(RowFilter("", StatusFilter(kms)))
    assert names(model) == ["b"]
    model.set_filter(RowFilter("", StatusFilter(kms, excluded=True)))
    assert names(model) == ["a", "c"]


def test_a_status_that_no_longer_matches_the_filter_makes_it_stale(qtbot, model):
    model.add(page("in/a", "in/b"))
    model.set_filter(RowFilter("", StatusFilter(frozenset({None}))))
    with qtbot.waitSignal(model.stale):
        set_status(model, "a")
    model.sort_again()
    assert names(model) == ["b"]


UNSORTED = ("b10", "b9", "B8", "\u00e4", "z", "Zoo")
AS_LISTED = sorted(UNSORTED, key=str.encode)
BY_NAME = ["\u00e4", "B8", "b9", "b10", "z", "Zoo"]


def add(model, *names):
    """List a folder "10/" and "9/" and objects, in the order of S3."""
    keys = sorted(names, key=str.encode)
    model.add(page("in/10/", "in/9/", *(f"in/{name}" for name in keys)))


def test_names_are_compared_as_people_do_once_all_are_listed(model):
    add(model, *UNSORTED)
    assert names(model) == ["10/", "9/", *AS_LISTED]
    model.end_listing()
    assert names(model) == ["9/", "10/", *BY_NAME]
    model.sort(Column.NAME, Descending)
    assert names(model) == ["10/", "9/", *reversed(BY_NAME)]
    model.sort(Column.SIZE)
    assert names(model)[:2] == ["9/", "10/"]


def test_names_can_be_in_the_order_of_s3(model):
    add(model, *UNSORTED)
    model.end_listing()
    model.sort_by_bytes(True)
    assert names(model) == ["10/", "9/", *AS_LISTED]
    model.sort(Column.NAME, Descending)
    assert names(model) == ["9/", "10/", *reversed(AS_LISTED)]
    model.sort_by_bytes(False)
    assert names(model) == ["10/", "9/", *reversed(BY_NAME)]


def test_letters_are_in_the_order_of_the_users_language(model):
    before = QLocale()
    QLocale.setDefault(QLocale("sv_SE"))
    try:
        add(model, *UNSORTED)
        model.end_listing()
        assert names(model)[2:] == [*BY_NAME[1:], "\u00e4"]
    finally:
        QLocale.setDefault(before)


def test_versions_of_an_object_stay_in_the_order_of_s3(model):
    versions = [listed("in/a", version_id=str(number)) for number in (3, 1, 2)]
    model.add(Page((), tuple(versions)))
    model.end_listing()
    assert [model.row(row).listed.version_id for row in range(3)] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (Column.NAME, Descending, ["y/", "x/", "c", "b", "a"]),
        (Column.SIZE, Ascending, ["x/", "y/", "b", "c", "a"]),
        (Column.SIZE, Descending, ["x/", "y/", "a", "c", "b"]),
        (Column.MODIFIED, Ascending, ["x/", "y/", "b", "c", "a"]),
        (Column.ENCRYPTION, Ascending, ["x/", "y/", "c", "b", "a"]),
        (Column.CLASS, Ascending, ["x/", "y/", "a", "b", "c"]),
    ],
)
def test_sorting_keeps_folders_first(model, column, order, expected):
    sizes = {"in/a": 9, "in/b": 2, "in/c": 5}
    model.add(page("in/x/", "in/y/", "in/a", "in/b", "in/c", sizes=sizes))
    set_status(model, "a", status=SSE_S3)
    set_status(model, "b", status=SSE_KMS)
    model.sort(column, order)
    assert names(model) == expected
    assert [row.position for row in model.rows()] == list(range(5))
    model.sort(Column.NAME, Ascending)
    assert names(model) == ["x/", "y/", "a", "b", "c"]


def test_many_rows_are_sorted_by_a_job(qtbot, model, monkeypatch):
    monkeypatch.setattr(objects_model, "AT_ONCE", 2)
    model.add(page("in/a", "in/b", "in/c", sizes={"in/a": 1, "in/b": 2, "in/c": 3}))
    with qtbot.waitSignal(model.sort_requested) as requested:
        model.sort(Column.SIZE, Descending)
    (job,) = requested.args
    assert isinstance(job, SortRows)
    assert names(model) == ["a", "b", "c"]
    rows = job.run(objects_model.NO_CONTEXT)
    model.add(page("in/d"))  # during the job
    model.remove([model.all.find("in/b")])
    model.show_sorted(rows)
    assert names(model) == ["c", "a", "d"]


def test_a_refresh_is_shown_when_complete_and_keeps_statuses(model):
    model.add(page("in/a", "in/b"))
    set_status(model, "a", "b")
    model.begin_refresh()
    model.add(page("in/a", "in/c", "in/new/"))
    assert names(model) == ["a", "b"]
    model.end_listing()
    assert names(model) == ["new/", "a", "c"]
    assert totals(model) == {(StatusKind.SSE_S3, None): (1, 1), None: (1, 1)}


def test_a_changed_object_loses_its_status(model):
    model.add(page("in/a"))
    set_status(model, "a")
    model.begin_refresh()
    model.add(page("in/a", sizes={"in/a": 2}))
    model.end_listing()
    assert model.row(0).status is None


def test_a_failed_refresh_changes_nothing(model):
    model.add(page("in/a"))
    model.begin_refresh()
    model.add(page("in/b"))
    model.give_up_refresh()
    model.end_listing()
    assert names(model) == ["a"]


def test_versions_are_rows_and_delete_markers_have_no_encryption(model):
    new = listed("in/a", version_id="2")
    old = listed("in/a", version_id="1", is_latest=False)
    marker = listed("in/gone", 0, version_id="9", is_delete_marker=True)
    model.add(Page((), (new, old, marker)))
    shown = [text(model, row, Column.VERSION) for row in range(3)]
    assert shown == ["current: 2", "1", "current: 9"]
    assert [text(model, row, Column.NAME) for row in range(3)] == ["a", "    ↳ a", "gone"]
    spoken = model.index(1, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Older version of a"
    tip = model.index(0, Column.VERSION).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "2 (current version)"
    assert text(model, 2, Column.ENCRYPTION) == "Delete marker"
    assert totals(model) == {None: (2, 2)}
    model.set_statuses(((old, looked()),), cached=False)
    assert (model.row(0).status, model.row(1).group.kind) == (None, StatusKind.SSE_S3)


def test_removed_rows_are_not_counted(model):
    model.add(page("in/a", "in/b", "in/x/"))
    model.remove([model.row(0), model.row(1)])
    assert (names(model), totals(model), model.all.folders) == (["b"], {None: (1, 1)}, 0)


def test_another_folder_of_the_bucket_keeps_known_keys(model):
    model.set_keys({KEY: ResolvedKey(("alias/test_key",), False)})
    model.open(Location("my-bucket", "other/"))
    assert KEY in model.all.keys
    model.open(Location("elsewhere"))
    assert model.all.keys == {}


def test_keys_reported_during_a_refresh_are_kept(model):
    model.add(page("in/a", "in/b"))
    set_status(model, "a", status=SSE_KMS)
    model.begin_refresh()
    model.add(page("in/a", "in/b"))
    set_status(model, "b", status=SSE_KMS)
    model.set_keys({KEY: ResolvedKey(("alias/aws/s3",), True)})
    model.end_listing()
    assert totals(model) == {(StatusKind.SSE_KMS_AWS, KEY): (2, 2)}


def test_an_earlier_sort_result_is_ignored_after_a_later_one(qtbot, model, monkeypatch):
    monkeypatch.setattr(objects_model, "AT_ONCE", 2)
    model.add(page("in/a", "in/b", "in/c", sizes={"in/a": 1, "in/b": 2, "in/c": 3}))
    with qtbot.waitSignal(model.sort_requested) as requested:
        model.sort(Column.SIZE, Descending)
    early = requested.args[0].run(objects_model.NO_CONTEXT)
    model.remove([model.all.find("in/b")])
    model.set_filter(RowFilter("c"))  # few enough to be done at once
    assert names(model) == ["c"]
    model.show_sorted(early)
    assert names(model) == ["c"]


KEYS = ("in/a//", "in/a", "in/a/", "in/line\nbreak", "in/😀", "in/" + "ä" * 510, "in//", "in/ ")


def test_unusual_keys_are_separate_rows(model):
    model.add(page(*KEYS))
    assert sorted(names(model)) == sorted(key[3:] for key in KEYS)
    assert [model.location_of(row).key for row in model.rows()] == [
        *(key for key in KEYS if key.endswith("/")),
        *(key for key in KEYS if not key.endswith("/")),
    ]
    assert "\n" not in text(model, names(model).index("line\nbreak"), Column.NAME)


def test_a_name_is_never_markup(model):
    model.add(page("in/<b>bold.txt"))
    tip = model.index(0, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip


def test_a_known_key_is_kept_if_kms_reports_nothing(model):
    model.add(page("in/a"))
    set_status(model, "a", status=SSE_KMS)
    model.set_keys({KEY: ResolvedKey(("alias/aws/s3",), True)})
    model.set_keys({KEY: ResolvedKey((), None)})
    assert text(model, 0, Column.ENCRYPTION) == "SSE-KMS aws/s3"


def test_all_roles_of_a_cell_at_once_equal_single_calls(model):
    model.add(page("in/x/", "in/a"))
    set_status(model, "a")
    for row in range(2):
        for column in Column:
            index = model.index(row, column)
            view = QStyleOptionViewItem()
            QStyledItemDelegate().initStyleOption(view, index)
            assert view.text == (index.data() or "")
            assert view.icon.isNull() is (index.data(Qt.ItemDataRole.DecorationRole) is None)
