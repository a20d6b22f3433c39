"""Which words of a text no message of the catalog has brought there."""

from __future__ import annotations

import re

from tests.i18n.pseudo import untranslated

# Of no language, or not the program's own: names of AWS, formats, units, keys of the keyboard.
EXEMPT = re.compile(
    r"arn:[\w:/*.-]+|s3://[^\s·]*|https?://[^\s·]*|aws(?::kms)?/?\w*|alias/\S+|[a-z]{2}-[a-z]+-\d"
    r"|\b(?:S3enc|AES256|CRC64NVME|CRC32C?|SHA256|MD5|STANDARD(?:_IA)?|PySide6?|Qt|boto3|Python|KMS"
    r"|Ctrl|Shift|Alt|Esc|Del|Enter|Return|Tab|Space|Backspace|F\d+|PgUp|PgDown|Home|End|Menu"
    r"|Left|Right|Up|Down|Ins|ETag|UTC|[AP]M|[kKMGT]i?B(?:/s)?|bytes?|min|GOVERNANCE)\b"
    r"|%[YmdHMS]|\[[A-Za-z.]+\]|\S*\d\S*|\w+/[\w.+-]+"  # error codes, ETags, media types
    r"|D?SSE-(?:S3|KMS|C)|\((?:[A-Z_]+|[a-z]+(?:-[a-z]+)*)\)"  # a constant of S3
)
_MARKUP = re.compile(r"<style.*?</style>|<title>[^<]*S3enc</title>|<[^<>]*>|&\w+;", re.DOTALL)
_LETTERS = re.compile(r"[A-Za-z]{2,}")


def bare(text: str, *data: str) -> str:
    """Return the words that stand outside of every message; `data` are the test's own."""
    plain = untranslated(_MARKUP.sub(" ", text)).replace("\u200b", "")  # where lines may break
    for one in sorted(data, key=len, reverse=True):
        plain = plain.replace(one, " ")
    return " ".join(_LETTERS.findall(EXEMPT.sub(" ", plain)))
