"""What the desktop shows about the program; `make messages` adds it to the catalog."""

from __future__ import annotations

import gettext
from collections.abc import Mapping

from s3enc_gui.i18n import DOMAIN, LOCALE_FOLDER, N_

NAME = "S3enc"
GENERIC_NAME = N_("Encrypted uploads to Amazon S3")
COMMENT = N_("Verified, encrypted uploads to Amazon S3.")
UPLOAD = N_("Upload with S3enc")
UPLOAD_COMMENT = N_("Upload to Amazon S3, encrypted and verified")
DEMO = N_("Try the demo")
KEYWORDS = N_("S3;AWS;KMS;encryption;upload;download;bucket;cloud;")
PARAGRAPHS = (
    N_(
        "Drop files on the window. They arrive in Amazon S3 encrypted as you requested, and S3enc"
        " proves it: after every upload it asks S3 what it stored, and compares that with your"
        " choice."
    ),
    N_(
        "It shows how each object of a bucket is encrypted, audits whole buckets, and copies,"
        " moves, downloads and deletes objects. It works with AWS and with compatible services."
    ),
)
FEATURES = (
    N_("Encryption with Amazon S3 managed keys or AWS KMS keys, verified for each file"),
    N_("Uploads survive crashes, connection problems and expired sign-ins"),
    N_("Receipts of all uploads, to search and to export"),
    N_("No telemetry"),
)


def translations(text: str) -> Mapping[str, str]:
    """Return the translations of a text by language (`pt_BR`), in the order of the languages."""
    found = {}
    for path in sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        language = path.parts[-3]
        catalog = gettext.translation(DOMAIN, str(LOCALE_FOLDER), [language])
        if (translated := catalog.gettext(text)) != text:
            found[language] = translated
    return found
