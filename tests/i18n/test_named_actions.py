"""Every message that names an action (`Keys…`) names one that exists, and has its button."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import s3enc_gui
from s3enc_gui.domain.customer_keys.known_key import NEEDS_KEY, no_copy_error, unknown_key_error
from s3enc_gui.domain.downloads.download import customer_key_error
from s3enc_gui.gui.messages.remedies import Remedy, remedy_of, remedy_text

_CATALOG = Path(s3enc_gui.__file__).parent / "locale" / "s3enc.pot"
_ENTRY = re.compile(r'^msgid(?:_plural)? ((?:".*"\n)+)', re.MULTILINE)
_PIECE = re.compile(r'"(.*)"')
_NAMED = re.compile(r"\b(?:[Cc]hoose|[Ss]ee|one) [(“]?([A-Z][a-z]+(?: [a-z]+){0,3}…)")
_LONGEST_LABEL = 40

# Errors with a remedy: every banner, bar and list in the window has its button.
REMEDIES = (no_copy_error("k"), unknown_key_error("k"))
# Errors about one object. The place that knows which one has the button “Choose key…”: the bar of
# the copy and its details, the downloads, the result of a change of encryption, the properties.
CHOOSE_KEY = (customer_key_error("k"),)
# What has the button beside the text, or why there is none.
BESIDE = {
    "Choose its key first": "the bar of the copy, and its details",
    "The object was encrypted before upload": "the downloads: EncryptedBar, DecryptButton",
    "To copy objects, choose": "it needs a selection of objects first",
    "A name can't contain": "the dialog is about another action; both are in the same menu",
    "Choose a key, or create one": "CustomerKeyField, beside the list",
    "Only the newest part is shown": "the log, below its text",
    "Select objects or folders and": "it needs a selection of objects first",
    "Help, “Show log…” shows it": "the settings of the log, with a button of that name",
    "This bucket blocks SSE-C": "the bucket's owner does it, who may be somebody else",
    "To check, choose Incomplete": "retried; a job's log and the command line have it only",
}


def messages():
    """All messages of the program."""
    found = _ENTRY.finditer(_CATALOG.read_text("utf-8"))
    pieces = ("".join(_PIECE.findall(one.group(1))) for one in found)
    return [one.replace('\\"', '"').replace("\\n", "\n") for one in pieces]


def labels():
    """The texts of actions that open something."""
    ends = (one.replace("&", "") for one in messages() if one.endswith("…"))
    return {one for one in ends if len(one) < _LONGEST_LABEL and not re.search(r"[.{]", one)}


def naming():
    """Messages that name an action, with its name. At the beginning it is what happens now."""
    known = labels()
    for message in messages():
        plain = message.replace("&", "")
        for name in known:
            if plain != name and re.search(rf"(?<!^)(?<!\w){re.escape(name)}", plain):
                yield message, name


def test_the_catalog_has_messages_that_name_actions():
    assert {"Keys…", "Choose key…", "Decrypt…"} <= {name for _, name in naming()}


def test_every_action_that_is_named_exists():
    named = {name for one in messages() for name in _NAMED.findall(one)}
    assert "Decrypt…" in named
    assert named <= labels()


def test_every_message_that_names_an_action_has_its_button():
    hints = {error.command_hint for error in (*REMEDIES, *CHOOSE_KEY)}
    without = {
        message
        for message, _ in naming()
        if message not in hints and not message.startswith(tuple(BESIDE))
    }
    assert without == set()


def test_nothing_is_excused_that_is_not_said():
    said = [message for message, _ in naming()]
    assert [one for one in BESIDE if not any(it.startswith(one) for it in said)] == []


@pytest.mark.parametrize("error", REMEDIES)
def test_an_error_that_names_keys_has_that_remedy(error):
    assert remedy_of(error) is Remedy.KEYS
    assert remedy_text(Remedy.KEYS) in error.hint


@pytest.mark.parametrize("error", CHOOSE_KEY)
def test_an_error_that_names_choose_key_is_one_that_the_key_is_asked_for(error):
    assert error.code in NEEDS_KEY
