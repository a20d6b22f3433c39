"""All checks of an upload, from what was read so far: pure, and fast enough for every change."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import Check, Subject
from s3enc_gui.domain.preflight.facts import Facts
from s3enc_gui.domain.preflight.key_check import check_key
from s3enc_gui.domain.preflight.planned_upload import PlannedUpload
from s3enc_gui.domain.preflight.policy_check import check_policy, unread
from s3enc_gui.domain.preflight.settings_checks import all_settings_checks

_ORDER = {subject: number for number, subject in enumerate(Subject)}


def preflight(upload: PlannedUpload, facts: Facts) -> tuple[Check, ...]:
    """Return the checks of what is read so far, in the order of Subject."""
    found = [*all_settings_checks(facts, upload), check_key(upload, facts)]
    policy = facts.settings.policy
    if isinstance(policy, AppError):
        found.append(unread(policy))
    elif policy is not None:
        found.append(check_policy(policy, upload, facts))
    return tuple(
        sorted((one for one in found if one is not None), key=lambda one: _ORDER[one.subject])
    )
