"""What may be done about a name that is taken, in a word."""

from __future__ import annotations

from s3enc_gui.domain.uploads.plan import IfExists

IF_EXISTS_TEXTS: dict[IfExists, str] = {
    IfExists.FAIL: "Ask",
    IfExists.SKIP: "Skip",
    IfExists.OVERWRITE: "Overwrite",
    IfExists.RENAME: "Keep both",
}


def if_exists_choices() -> list[tuple[str, IfExists]]:
    """Return (text, value) for `If the name is taken`; the first is the default."""
    return [(word, policy) for policy, word in IF_EXISTS_TEXTS.items()]
