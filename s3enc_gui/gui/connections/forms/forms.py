"""Which form a way to sign in has."""

from __future__ import annotations

from s3enc_gui.gui.connections.forms.company_form import CompanyForm
from s3enc_gui.gui.connections.forms.console_form import ConsoleForm
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.key_form import KeyForm
from s3enc_gui.gui.connections.forms.profile_form import ProfileForm
from s3enc_gui.gui.connections.forms.public_form import PublicForm
from s3enc_gui.gui.connections.forms.service_form import ServiceForm
from s3enc_gui.gui.connections.ways import Way

FORMS: dict[Way, type[Form]] = {
    Way.COMPANY: CompanyForm,
    Way.CONSOLE: ConsoleForm,
    Way.KEY: KeyForm,
    Way.SERVICE: ServiceForm,
    Way.PUBLIC: PublicForm,
    Way.PROFILE: ProfileForm,
}
