from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.profile import Profile, ProfileKind
from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    CompanySource,
    KeySource,
    Place,
    ProfileSource,
)
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.ways import Way, way_of
from s3enc_gui.jobs.connections.list_profiles import ListProfiles
from s3enc_gui.jobs.connections.saved_connections import (
    FindSession,
    ListAccounts,
    ListRoles,
    SaveConnection,
)
from s3enc_gui.jobs.connections.sign_in import SignInToCompany, SignInWithConsole
from tests.gui.connections.samples import (
    ACCOUNTS,
    ALL,
    COMPANY,
    CONSOLE,
    KEY,
    PUBLIC,
    SESSION,
    START,
)

SIGNED_OUT = AppError("Not signed in", code="SSOTokenLoadError")


@pytest.fixture
def signing_in(make_dialog, runner):
    """A company sign-in whose form is filled in: nobody is signed in yet."""
    dialog = make_dialog(Way.COMPANY)
    dialog.form.start_url.setText(START)
    dialog.form.region.setEditText("eu-west-1")
    dialog.go.click()
    assert runner.started[-1] == FindSession(START, "eu-west-1")
    runner.succeed(SESSION)
    assert runner.started[-1] == ListAccounts(SESSION)
    runner.fail(SIGNED_OUT)
    return dialog


@pytest.fixture
def choosing(signing_in, runner):
    runner.handle_of(SignInToCompany).succeed(None)
    runner.succeed(ACCOUNTS)
    return signing_in


def the_save(runner):
    (job,) = runner.jobs_of(SaveConnection)
    return job


def test_company_sign_in_from_nothing(choosing, runner, results):
    assert runner.jobs_of(SignInToCompany) == [SignInToCompany(SESSION, False)]
    choosing.picker.accounts.setCurrentRow(0)
    assert runner.started[-1] == ListRoles(SESSION, "111122223333")
    runner.succeed(["Admin", "Uploads"])
    assert not choosing.go.isEnabled()
    choosing.picker.roles.setCurrentRow(1)
    assert choosing.picker.name.text() == "production (Uploads)"
    choosing.go.click()
    job = the_save(runner)
    assert job.as_default
    assert job.connection == replace(COMPANY, id=job.connection.id)
    runner.succeed(None)
    assert results == [(job.connection, None)]
    assert not choosing.isVisible()


def test_a_single_account_and_role_are_not_asked_for(signing_in, runner):
    runner.handle_of(SignInToCompany).succeed(None)
    runner.succeed(ACCOUNTS[:1])
    runner.succeed(["Uploads"])
    source = the_save(runner).connection.source
    assert source == CompanySource(SESSION, "111122223333", "Uploads")


def test_the_sign_in_of_the_aws_cli_is_used(make_dialog, runner):
    dialog = make_dialog(Way.COMPANY)
    dialog.form.start_url.setText("https://ssoins-1.portal.eu-west-1.app.aws")
    dialog.go.click()
    runner.succeed(SsoSession("https://ssoins-1.portal.eu-west-1.app.aws", "eu-west-1", "cli"))
    runner.succeed(ACCOUNTS)
    assert not runner.jobs_of(SignInToCompany)
    assert dialog.picker.isVisible()


def test_accounts_are_found_by_name_id_or_email(choosing):
    accounts = choosing.picker.accounts
    for typed in ("sand", "4444", "PLAY@"):
        choosing.picker.search.setText(typed)
        assert [accounts.isRowHidden(row) for row in (0, 1)] == [True, False]


def test_without_any_account_it_is_said(signing_in, runner):
    runner.handle_of(SignInToCompany).succeed(None)
    runner.succeed([])
    assert "no access" in signing_in.picker._note.text()
    assert not signing_in.go.isEnabled()


def test_an_entered_name_stays(qtbot, choosing, runner):
    choosing.picker.accounts.setCurrentRow(0)
    runner.succeed(["Admin", "Uploads"])
    choosing.picker.roles.setCurrentRow(0)
    choosing.picker.name.clear()
    qtbot.keyClicks(choosing.picker.name, "mine")
    choosing.picker.roles.setCurrentRow(1)
    choosing.go.click()
    assert the_save(runner).connection.name == "mine"


def test_a_declined_sign_in_goes_back_to_the_form(signing_in, runner):
    runner.fail(AppError("Access denied"))
    assert signing_in.form.isVisible()
    assert signing_in.banner.isVisible()
    assert signing_in.go.isVisible()


def test_going_back_cancels_the_sign_in(signing_in, runner):
    assert not signing_in.go.isVisible()
    signing_in.back.click()
    assert runner.cancelled == runner.jobs_of(SignInToCompany)
    assert signing_in.form.isVisible()


def test_closing_cancels_the_sign_in(signing_in, runner):
    signing_in.reject()
    assert runner.cancelled == runner.jobs_of(SignInToCompany)


def test_console_sign_in_from_nothing(make_dialog, runner):
    dialog = make_dialog(Way.CONSOLE)
    dialog.go.click()
    assert runner.started[-1] == SignInWithConsole("us-east-1")
    runner.succeed(CONSOLE.source)
    job = the_save(runner)
    assert (job.connection.name, job.connection.source) == ("ana", CONSOLE.source)
    assert job.connection.place == Place("us-east-1")
    assert job.as_default


def test_a_name_that_is_taken_gets_a_number(make_dialog, runner):
    dialog = make_dialog(Way.CONSOLE, CONSOLE)
    dialog.go.click()
    runner.succeed(CONSOLE.source)
    job = the_save(runner)
    assert job.connection.name == "ana (2)"
    assert not job.as_default


def test_an_access_key_in_two_steps(make_dialog, runner, results):
    dialog = make_dialog(Way.KEY)
    dialog.form.fields.show_key(AccessKey("AKIAX", "secret"))
    assert dialog.page.name.placeholderText() == "AKIAX"
    dialog.go.click()
    job = the_save(runner)
    assert job.connection.source == KeySource("AKIAX")
    assert job.connection.name == "AKIAX"
    assert job.key == AccessKey("AKIAX", "secret")
    problem = AppError("The secret is kept for this session only")
    runner.succeed(problem)
    assert results == [(job.connection, problem)]


def test_text_that_is_still_in_the_field_counts(make_dialog, runner):
    dialog = make_dialog(Way.KEY)
    dialog.form.fields.paste.setPlainText("AKIAABCDEFGHIJKLMNOP\nsecret")
    dialog.go.click()
    assert the_save(runner).key == AccessKey("AKIAABCDEFGHIJKLMNOP", "secret")


def test_what_is_missing_is_said_in_the_form(make_dialog, runner):
    dialog = make_dialog(Way.KEY)
    dialog.go.click()
    assert "access key ID is missing" in dialog.form._problem.text()
    assert not dialog.banner.isVisible()
    assert not runner.started


def test_public_data(qtbot, make_dialog, runner):
    dialog = make_dialog(Way.PUBLIC)
    dialog.form.bucket.setText("open-data/a/")
    qtbot.keyClick(dialog.form.bucket, Qt.Key.Key_Return)  # the button is the default
    assert the_save(runner).connection == replace(
        PUBLIC, name="open-data", id=the_save(runner).connection.id
    )


def test_a_failed_save_can_be_repeated(make_dialog, runner):
    dialog = make_dialog(Way.PUBLIC)
    dialog.form.bucket.setText("open-data")
    dialog.go.click()
    runner.fail(AppError("The disk is full"))
    assert dialog.banner.isVisible()
    dialog.go.click()
    first, second = runner.jobs_of(SaveConnection)
    assert first == second  # the same id: it isn't added twice


@pytest.mark.parametrize("saved", ALL, ids=lambda saved: saved.name)
def test_an_edited_connection_is_saved_without_signing_in(make_dialog, runner, saved):
    dialog = make_dialog(way_of(saved), *ALL, edited=saved)
    dialog.page.name.setText("renamed")
    dialog.go.click()
    job = the_save(runner)
    assert (job.connection, job.key, job.as_default) == (
        replace(saved, name="renamed"),
        None,
        False,
    )


def test_the_fields_wait_while_it_is_saved(make_dialog, runner):
    dialog = make_dialog(Way.KEY, KEY, edited=KEY)
    dialog.go.click()
    assert not dialog.form.fields.access_key.isEnabled()
    runner.fail(AppError("no"))
    assert dialog.form.fields.access_key.isEnabled()


def test_anonymous_access_has_no_key(make_dialog, runner):
    dialog = make_dialog(Way.PUBLIC)
    dialog.form.bucket.setText("open-data")
    dialog.go.click()
    assert isinstance(the_save(runner).connection.source, AnonymousSource)
    assert the_save(runner).key is None


def test_the_profiles_are_read_by_a_job(make_dialog, runner, results):
    dialog = make_dialog(Way.PROFILE)
    assert runner.jobs_of(ListProfiles) == [ListProfiles()]
    runner.succeed((Profile("work", ProfileKind.KEYS),))
    dialog.form.profile.setCurrentIndex(0)
    dialog.go.click()
    assert runner.jobs_of(SaveConnection)[-1].connection.source == ProfileSource("work")


def test_a_closed_dialog_reads_no_profiles(make_dialog, runner):
    make_dialog(Way.PROFILE).reject()
    assert runner.cancelled == [ListProfiles()]
