"""The upload wizard in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.fakes.samples import ERROR, outcome
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "invoices/text.txt", "/home/anna/text.txt", "text.txt", "test_key", "old_key")
MORE = ("work", "/home/a.txt", "/home", "a.txt", "in/", "in", *map(str, ERROR.texts), "invoices")


def test_every_page(with_keys):
    check_texts(with_keys, *DATA, *MORE)
    for _ in range(3):
        with_keys.go_next()
        check_texts(with_keys, *DATA, *MORE)


@pytest.mark.parametrize("kind", list(Result))
def test_every_result(ready, runner, kind):
    ready.upload()
    check_texts(ready, *DATA, *MORE)
    runner.handle_of(UploadFiles).succeed((outcome(kind),))
    check_texts(ready, *DATA, *MORE)
