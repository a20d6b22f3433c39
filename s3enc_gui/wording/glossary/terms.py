"""Words of Amazon S3 in plain words, for people who see them for the first time."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from s3enc_gui.i18n import N_, translate


class Term(Enum):
    """A word that has an explanation."""

    BUCKET = auto()
    PREFIX = auto()
    ARN = auto()
    ACL = auto()
    REGION = auto()
    STORAGE_CLASS = auto()
    KMS = auto()
    BUCKET_KEY = auto()
    CONTEXT = auto()
    DSSE = auto()
    SSE_C = auto()
    ETAG = auto()
    CHECKSUM = auto()
    VERSION = auto()
    POLICY = auto()
    CA_BUNDLE = auto()


class Explanation(NamedTuple):
    """The name of a term, and what it means, in the source language."""

    name: str
    text: str


# Sources: S3 User Guide (key terms, Bucket Keys, ACL overview, DSSE-KMS, SSE-C), IAM User Guide
# (Amazon Resource Names), KMS Developer Guide.
TERMS: Mapping[Term, Explanation] = {
    Term.BUCKET: Explanation(
        N_("bucket"),
        N_(
            "Amazon S3 keeps files in buckets. A bucket is like a drive that has a name of its own."
        ),
    ),
    Term.PREFIX: Explanation(
        N_("prefix"),
        N_(
            "The beginning of the names of objects, such as invoices/2026/. S3 has no real folders:"
            " what is shown as a folder is a prefix."
        ),
    ),
    Term.ARN: Explanation(
        N_("ARN"),
        N_(
            "The full name of something in AWS (Amazon Resource Name). It begins with arn: and"
            " contains the service, often also the Region and the account."
        ),
    ),
    Term.ACL: Explanation(
        N_("access control list (ACL)"),
        N_(
            "A list of who may read or change a file. It is the old way to give access: most"
            " buckets use policies instead and reject ACLs."
        ),
    ),
    Term.REGION: Explanation(
        N_("Region"),
        N_(
            "The place in the world where AWS keeps the data, such as eu-central-1 for Frankfurt."
            " Each bucket and each KMS key is in one Region."
        ),
    ),
    Term.STORAGE_CLASS: Explanation(
        N_("storage class"),
        N_(
            "How S3 keeps a file, and at what price. Classes for files that are rarely read cost"
            " less; from some of them, a file must be restored before it can be read."
        ),
    ),
    Term.KMS: Explanation(
        N_("KMS"),
        N_(
            "AWS Key Management Service keeps keys for encryption. With SSE-KMS, only those who"
            " may use the key can read the files, and each use of the key can be logged."
        ),
    ),
    Term.BUCKET_KEY: Explanation(
        N_("S3 Bucket Key"),
        N_(
            "S3 asks AWS KMS once for many objects, not for each of them. That costs less, and the"
            " files are encrypted under the same KMS key."
        ),
    ),
    Term.CONTEXT: Explanation(
        N_("encryption context"),
        N_(
            "Names and values that AWS KMS binds to the key of each file. Rules for the KMS key can"
            " require some, and logs show them. They are not secret."
        ),
    ),
    Term.DSSE: Explanation(
        N_("DSSE-KMS"),
        N_(
            "Each file is encrypted twice, in two independent layers, with a key of AWS KMS. Some"
            " rules for authorities require it."
        ),
    ),
    Term.SSE_C: Explanation(
        N_("SSE-C"),
        N_(
            "You keep the key, and S3 forgets it after each request. Whoever loses the key loses"
            " the file: AWS can't read it either. MD5 is a fingerprint that tells keys apart."
        ),
    ),
    Term.ETAG: Explanation(
        N_("ETag"),
        N_("A short code for the contents of an object. If the contents change, it changes."),
    ),
    Term.CHECKSUM: Explanation(
        N_("checksum"),
        N_(
            "A short code computed from all bytes of a file. If yours and that of S3 are the same,"
            " the file has arrived unchanged."
        ),
    ),
    Term.VERSION: Explanation(
        N_("version"),
        N_(
            "A bucket with versioning also keeps what was overwritten or deleted. Each state of an"
            " object is a version with an ID of its own."
        ),
    ),
    Term.POLICY: Explanation(
        N_("bucket policy"),
        N_("Rules that the owner of a bucket sets: who may do what with it, and how."),
    ),
    Term.CA_BUNDLE: Explanation(
        N_("CA bundle"),
        N_(
            "A file with the authorities whose certificates this computer trusts. Only networks"
            " that inspect encrypted connections need one; the administrator has it."
        ),
    ),
}


def term_name(term: Term) -> str:
    """Return the word."""
    return translate(TERMS[term].name)


def term_text(term: Term) -> str:
    """Return what the word means."""
    return translate(TERMS[term].text)
