from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.profile import Profile, ProfileKind
from s3enc_gui.domain.connections.s3_services import SERVICES
from s3enc_gui.domain.connections.saved_connection import (
    Addressing,
    AnonymousSource,
    AssumedRole,
    CompanySource,
    ConsoleSource,
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.forms.forms import FORMS
from s3enc_gui.gui.connections.forms.more_options import MoreOptions
from s3enc_gui.gui.connections.forms.profiles_model import ProfilesModel
from s3enc_gui.gui.connections.ways import Way, way_of
from tests.gui.connections.samples import ALL, COMPANY, KEY, SERVICE, START

NEW = SavedConnection("", ProfileSource(), id="new")
KEY_ID, SECRET, TOKEN = "ASIAABCDEFGHIJKLMNOP", "wJalr/XUtnFEMI", "token=="
EXPORT = f"""export AWS_ACCESS_KEY_ID="{KEY_ID}"
export AWS_SECRET_ACCESS_KEY="{SECRET}"
export AWS_SESSION_TOKEN="{TOKEN}"
"""
SET = EXPORT.replace("export", "SET").replace('"', "")
POWERSHELL = EXPORT.replace("export ", "$Env:")
PROFILE_TEXT = f"""[111122223333_Uploads]
aws_access_key_id={KEY_ID}
aws_secret_access_key={SECRET}
aws_session_token={TOKEN}
"""
VALUES = f"  {KEY_ID}\r\n{SECRET}\r\n{TOKEN}\r\n"


@pytest.fixture
def make(qtbot):
    def make(way):
        form = FORMS[way]()
        form.end()
        qtbot.addWidget(form)
        form.show()
        return form

    return make


def clipboard(text):
    data = QMimeData()
    data.setText(text)
    return data


def problem(form):
    return form._problem.text()


@pytest.mark.parametrize("way", Way)
def test_every_field_has_a_label(make, way):
    form = make(way)
    named = {label.buddy() for label in form.findChildren(QLabel) if label.buddy()}
    fields = [
        one for one in form.findChildren(QLineEdit) if one.parent() is form and not one.isHidden()
    ]
    assert fields or named
    assert set(fields) <= named
    assert all(field.accessibleName() for field in named)


@pytest.mark.parametrize("saved", ALL, ids=lambda saved: way_of(saved).value)
def test_a_saved_connection_comes_back_as_it_was(make, saved):
    form = make(way_of(saved))
    form.fill(saved)
    assert form.draft(saved) == saved
    assert form.key is None


# --- company -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", [START, "d-1234567890.awsapps.com", f"{START}/#/console?account_id=1", f' "{START}/" ']
)
def test_any_page_of_the_portal_is_understood(make, typed):
    form = make(Way.COMPANY)
    form.start_url.setText(typed)
    assert not form.region.isHidden()
    form.region.setEditText("eu-west-1")
    source = form.draft(NEW).source
    assert isinstance(source, CompanySource)
    assert (source.session.start_url, source.session.region) == (START, "eu-west-1")


def test_the_region_is_asked_for_only_if_the_address_does_not_name_it(make):
    form = make(Way.COMPANY)
    form.start_url.setText("https://ssoins-1.portal.eu-central-1.app.aws/")
    assert form.region.isHidden()
    draft = form.draft(NEW)
    assert draft.source.session.region == draft.place.region == "eu-central-1"


@pytest.mark.parametrize(
    ("typed", "code"), [("example.com", "StartUrl"), (START, "ConnectionRegion")]
)
def test_a_start_url_that_will_not_do_is_refused(make, typed, code):
    form = make(Way.COMPANY)
    form.start_url.setText(typed)
    with pytest.raises(AppError) as caught:
        form.draft(NEW)
    assert caught.value.code == code


def test_another_portal_has_other_accounts(make):
    form = make(Way.COMPANY)
    form.fill(COMPANY)
    form.start_url.setText("https://other.awsapps.com/start")
    source = form.draft(COMPANY).source
    assert (source.account, source.role) == ("", "")


def test_where_the_sign_in_is_stored_is_said(make):
    for way, place in ((Way.COMPANY, "~/.aws/sso/cache"), (Way.CONSOLE, "~/.aws/login/cache")):
        form = make(way)
        assert any(place in label.text() for label in form.findChildren(QLabel))


# --- console -------------------------------------------------------------------------------------


def test_the_console_needs_only_a_region(make):
    form = make(Way.CONSOLE)
    draft = form.draft(NEW)
    assert draft.source == ConsoleSource("", "us-east-1")
    assert draft.place == Place("us-east-1")
    form.region.setEditText(" ")
    with pytest.raises(AppError, match="Region"):
        form.draft(NEW)


# --- keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("pasted", [EXPORT, SET, POWERSHELL, PROFILE_TEXT, VALUES])
def test_pasted_text_fills_the_fields_and_is_not_shown(make, pasted):
    form = make(Way.KEY)
    form.fields.paste.insertFromMimeData(clipboard(pasted))
    assert form.key == AccessKey(KEY_ID, SECRET, TOKEN)
    assert form.fields.paste.toPlainText() == ""
    assert form.fields.secret_key.echoMode() is QLineEdit.EchoMode.Password
    assert form.fields.session_token.echoMode() is QLineEdit.EchoMode.Password
    assert form.draft(NEW).source == KeySource(KEY_ID)
    assert problem(form) == ""


@pytest.mark.parametrize("pasted", [EXPORT, PROFILE_TEXT])
def test_a_block_pasted_into_the_first_field_is_understood(qtbot, make, pasted):
    form = make(Way.KEY)
    form.fields.access_key.insert(pasted)  # as Qt pastes it: in one line
    form.fields.access_key.textEdited.emit(form.fields.access_key.text())
    assert form.key == AccessKey(KEY_ID, SECRET, TOKEN)


def test_typed_text_is_taken_when_the_field_is_left(make):
    form = make(Way.KEY)
    form.fields.paste.setPlainText(EXPORT)
    form.fields.paste.take_typed()
    assert form.key == AccessKey(KEY_ID, SECRET, TOKEN)
    assert form.fields.paste.toPlainText() == ""


def test_other_text_stays_in_the_field(make):
    form = make(Way.KEY)
    form.fields.paste.insertFromMimeData(clipboard("hello"))
    assert form.fields.paste.toPlainText() == "hello"


def test_a_missing_session_token_is_said_in_place(make):
    form = make(Way.KEY)
    form.fields.paste.insertFromMimeData(clipboard(f"{KEY_ID}\n{SECRET}"))
    assert "session token" in problem(form)
    form.fields.session_token.setText(TOKEN)
    assert problem(form) == ""


def test_an_edited_key_keeps_its_secret_unless_another_is_entered(make):
    form = make(Way.KEY)
    form.fill(KEY)
    assert form.key is None
    form.fields.access_key.setText("AKIAOTHER")
    with pytest.raises(AppError, match="secret"):
        form.draft(KEY)
    form.fields.secret_key.setText(SECRET)
    assert form.key == AccessKey("AKIAOTHER", SECRET)


# --- services ------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_each_service_asks_for_what_its_address_needs(make, service):
    form = make(Way.SERVICE)
    form.service.setCurrentIndex(SERVICES.index(service))
    assert form._about.text() == service.encryption
    assert form.host.isHidden() != service.asks_for_host
    assert form.account.isHidden() != service.asks_for_account
    form.host.setText("minio.example.com")
    form.account.setText("abc")
    if service.asks_for_region:
        form.region.setText("eu-1")
    form.fields.access_key.setText("id")
    form.fields.secret_key.setText("secret")
    form.bucket.setText("data/in/")
    draft = form.draft(NEW)
    region = "eu-1" if service.asks_for_region else ""
    assert draft.place == service.place(host="minio.example.com", account="abc", region=region)
    assert (draft.bucket, draft.prefix) == ("data", "in/")
    assert form.key == AccessKey("id", "secret")


def test_what_a_service_needs_and_lacks_is_said(make):
    form = make(Way.SERVICE)
    for service, word in (("minio", "address"), ("r2", "account"), ("b2", "Region")):
        index = [one.id for one in SERVICES].index(service)
        form.service.setCurrentIndex(index)
        with pytest.raises(AppError, match=word):
            form.draft(NEW)


def test_what_the_form_of_a_service_does_not_show_stays(make):
    form = make(Way.SERVICE)
    form.fill(SERVICE)
    form.host.setText("https://other.example.com")
    assert form.draft(SERVICE).place.kms_endpoint_url == ""


# --- public data and profiles --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "bucket", "prefix"),
    [
        ("open-data", "open-data", ""),
        ("s3://open-data/a/b", "open-data", "a/b"),
        ("arn:aws:s3:::open-data/a", "open-data", "a"),
        ("https://open-data.s3.eu-west-1.amazonaws.com/a/", "open-data", "a/"),
    ],
)
def test_public_data_has_a_bucket(make, typed, bucket, prefix):
    form = make(Way.PUBLIC)
    form.bucket.setText(typed)
    draft = form.draft(NEW)
    assert (draft.source, draft.bucket, draft.prefix) == (AnonymousSource(), bucket, prefix)
    assert form.suggested_name == bucket


def test_public_data_needs_a_bucket(make):
    with pytest.raises(AppError, match="bucket"):
        make(Way.PUBLIC).draft(NEW)


def test_a_profile_or_the_default_credentials(make):
    form = make(Way.PROFILE)
    assert form.draft(NEW).source == ProfileSource(None)
    form.edit.setText(" work ")
    assert form.draft(NEW).source == ProfileSource("work")


PROFILES = (
    Profile("default", ProfileKind.KEYS),
    Profile("work", ProfileKind.SSO, "eu-west-1"),
)


def kind(form):
    return form._kind.text()


def test_a_profile_is_chosen_from_the_list(make, qtbot):
    form = make(Way.PROFILE)
    form.show_profiles(PROFILES)
    combo = form.profile
    assert [combo.model().index(n, 0).data() for n in range(combo.count())] == [
        "default  –  access key",
        "work  –  company sign-in (SSO), eu-west-1",
    ]
    assert form.draft(NEW).source == ProfileSource(None)  # nothing is chosen by itself
    form.edit.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert form.edit.text() == "work"
    assert form.draft(NEW).source == ProfileSource("work")
    assert kind(form) == "Credentials: company sign-in (SSO), eu-west-1."
    assert form.edit.accessibleName() == "Profile"


def test_what_was_typed_before_the_list_was_read_stays(make):
    form = make(Way.PROFILE)
    form.edit.setText("typed")
    form.show_profiles(PROFILES)
    assert form.draft(NEW).source == ProfileSource("typed")
    assert kind(form) == "There is no profile of this name."


def test_without_a_list_a_name_can_be_typed(make):
    form = make(Way.PROFILE)
    form.show_unread(AppError("The AWS configuration can't be read", "Line 3."))
    assert kind(form) == "The AWS configuration can't be read. Line 3."
    form.edit.setText("work")
    assert form.draft(NEW).source == ProfileSource("work")


def test_the_model_of_profiles(qtmodeltester):
    model = ProfilesModel()
    qtmodeltester.check(model)
    model.set_profiles(PROFILES)
    qtmodeltester.check(model)


# --- more options --------------------------------------------------------------------------------


def more_options(qtbot, *, asks_for_bucket=True):
    more = MoreOptions(asks_for_bucket=asks_for_bucket)
    qtbot.addWidget(more)
    more.show()
    return more


FULL = replace(
    COMPANY,
    bucket="data",
    prefix="in/",
    role=AssumedRole("arn:aws:iam::1:role/x", "me", "ext", "arn:aws:iam::1:mfa/ana"),
    place=Place(
        "eu-west-1",
        addressing=Addressing.VIRTUAL,
        kms_endpoint_url="https://kms.example.com",
        requester_pays=True,
        ca_bundle="/ca.pem",
        fips=True,
        dual_stack=True,
        ipv6_only=True,
    ),
)


@pytest.mark.parametrize("option", ["fips", "dual_stack", "ipv6_only", "older_server"])
def test_options_of_endpoints_are_shown_where_one_is_on(qtbot, option):
    more = more_options(qtbot)
    on: dict[str, Any] = {option: True}
    off: dict[str, Any] = {option: False}
    saved = replace(KEY, place=replace(KEY.place, **on))
    more.fill(saved)
    assert more.button.isChecked()
    assert more.draft(saved) == saved
    box = more.fields.endpoints.boxes[option]
    assert box.accessibleDescription()
    box.click()
    assert more.draft(saved) == replace(saved, place=replace(saved.place, **off))


@pytest.mark.parametrize("saved", [*ALL, FULL], ids=lambda one: one.name + one.bucket)
def test_more_options_come_back_as_they_were(qtbot, saved):
    more = more_options(qtbot)
    more.fill(saved)
    assert more.draft(saved) == saved


def test_more_options_are_shown_where_there_are_any(qtbot):
    more = more_options(qtbot)
    assert not more.fields.isVisible()
    more.fill(FULL)
    assert more.fields.isVisible()
    more.button.click()
    assert not more.fields.isVisible()


def test_what_is_not_changed_stays_as_the_form_makes_it(qtbot):
    more = more_options(qtbot, asks_for_bucket=False)
    draft = replace(SERVICE, place=replace(SERVICE.place, addressing=Addressing.PATH))
    assert more.draft(draft) == draft


def test_more_options_are_entered(qtbot):
    more = more_options(qtbot)
    fields = more.fields
    fields.bucket.setText("s3://data/in/")
    fields.role.setText(" arn:aws:iam::1:role/x ")
    fields.session_name.setText("me")
    fields.external_id.setText("ext")
    fields.mfa.setText("arn:aws:iam::1:mfa/ana")
    fields.ca_bundle.setText("/ca.pem")
    fields.addressing.setCurrentIndex(2)
    fields.kms.setText("https://kms.example.com")
    fields.pays.setChecked(True)
    for option in ("fips", "dual_stack", "ipv6_only"):
        fields.endpoints.boxes[option].setChecked(True)
    assert more.draft(COMPANY) == FULL
    fields.no_kms.setChecked(True)
    assert not fields.kms.isEnabled()
    assert more.draft(COMPANY).place.kms_endpoint_url == ""
