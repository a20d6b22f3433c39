"""Choices of `If an object already exists`, with their explanations."""

from __future__ import annotations

from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import N_, translate

IF_EXISTS_TEXTS: dict[IfExists, str] = {
    IfExists.FAIL: N_("Ask"),
    IfExists.SKIP: N_("Skip"),
    IfExists.OVERWRITE: N_("Overwrite"),
    IfExists.RENAME: N_("Keep both"),
}
UPLOAD_HELP: dict[IfExists, str] = {
    IfExists.FAIL: N_("The existing object isn't changed, and S3enc asks what to do."),
    IfExists.SKIP: N_("The existing object isn't changed, and the file isn't uploaded."),
    IfExists.OVERWRITE: N_("The existing object is overwritten without asking."),
    IfExists.RENAME: N_("The existing object isn't changed. The file gets a number: name (1).txt."),
}


def if_exists_choices() -> list[tuple[str, IfExists]]:
    """Return (text, value) of each choice; the first is the default."""
    return [(translate(label), policy) for policy, label in IF_EXISTS_TEXTS.items()]
