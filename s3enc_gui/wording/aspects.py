"""Names of what is compared: of an object with what was requested, of a copy with its source."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.copies.comparison import Trait
from s3enc_gui.domain.encryption.finding import Aspect
from s3enc_gui.i18n import N_, translate

ASPECT_TEXTS: Mapping[Aspect | Trait, str] = {
    Aspect.ALGORITHM: N_("Server-side encryption"),
    Aspect.KEY: N_("KMS key"),
    Aspect.CUSTOMER_KEY: N_("MD5 of the customer-provided key"),
    Aspect.BUCKET_KEY: N_("Bucket key"),
    Aspect.CONTEXT: N_("Encryption context"),
    Aspect.CLIENT_SIDE: N_("Client-side encryption"),
    Aspect.DATA_KEY: N_("Wrapped data key"),
    Aspect.CLIENT_CONTEXT: N_("Client-side encryption context"),
    Aspect.SIZE: N_("Size"),
    Aspect.CHECKSUM: N_("Checksum"),
    Aspect.STORAGE_CLASS: N_("Storage class"),
    Aspect.CONTENT_TYPE: N_("Content type"),
    Aspect.METADATA: N_("User metadata"),
    Aspect.TAGS: N_("Tags"),
    Aspect.OBJECT: N_("Object"),
    Trait.ENCRYPTION: N_("Server-side encryption"),
    Trait.KEY: N_("KMS key"),
    Trait.BUCKET_KEY: N_("Bucket key"),
    Trait.CONTEXT: N_("Encryption context"),
    Trait.CUSTOMER_KEY: N_("MD5 of the customer-provided key"),
    Trait.SIZE: N_("Size"),
    Trait.CONTENT: N_("Content"),
    Trait.STORAGE_CLASS: N_("Storage class"),
    Trait.HEADERS: N_("Content headers"),
    Trait.METADATA: N_("User metadata"),
    Trait.TAGS: N_("Tags"),
    Trait.ANNOTATIONS: N_("Annotations"),
    Trait.LOCK: N_("Object Lock"),
    Trait.OBJECT: N_("Object"),
}


def aspect_text(aspect: Aspect | Trait) -> str:
    """Name what was compared."""
    return translate(ASPECT_TEXTS[aspect])
