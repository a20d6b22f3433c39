"""The Content-Type of an object, by its name.

The table comes before the types that the computer knows: they differ from computer to computer (a
registry may call JavaScript `text/plain`). Sources: IANA, media types; RFC 9239 (JavaScript).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.regex import regex

# Compressed content has the type of its compression, whatever is inside: without a
# Content-Encoding, `text/csv` would be wrong for the bytes. S3enc sets no Content-Encoding, as
# clients unpack such an object on the way, and then its bytes match no checksum. This is also why
# `.svgz` isn't `image/svg+xml`: browsers only show it with `Content-Encoding: gzip`.
_BY_TYPE = {
    "application/gzip": "gz svgz taz tgz",  # RFC 6713
    "application/x-7z-compressed": "7z",
    "application/x-brotli": "br",
    "application/x-bzip2": "bz2 tbz tbz2",
    "application/x-compress": "z",
    "application/x-lz4": "lz4",
    "application/x-lzma": "lzma",
    "application/x-xz": "txz xz",
    "application/zip": "zip",
    "application/zstd": "tzst zst",  # RFC 8878
    # Documents
    "application/epub+zip": "epub",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/postscript": "eps ps",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/calendar": "ics",
    "text/markdown": "markdown md",
    "text/plain": "conf ini log text txt",
    "text/vcard": "vcf",
    # Data
    "application/geo+json": "geojson",
    "application/json": "json",
    "application/ld+json": "jsonld",
    "application/sql": "sql",
    "application/toml": "toml",
    "application/vnd.apache.arrow.file": "arrow feather",
    "application/vnd.apache.arrow.stream": "arrows",
    "application/vnd.apache.parquet": "parquet",
    "application/vnd.sqlite3": "sqlite sqlite3",
    "application/x-ndjson": "jsonl ndjson",
    "application/xml": "xml",
    "application/yaml": "yaml yml",  # RFC 9512
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    # Programs and archives
    "application/java-archive": "jar",
    "application/octet-stream": "bin dll dmg exe img iso so",
    "application/vnd.android.package-archive": "apk",
    "application/vnd.debian.binary-package": "deb",
    "application/x-rpm": "rpm",
    "application/x-sh": "sh",
    "application/x-tar": "tar",
    "text/x-python": "py",
    # The web
    "application/atom+xml": "atom",
    "application/manifest+json": "webmanifest",
    "application/rss+xml": "rss",
    "application/wasm": "wasm",
    "application/xhtml+xml": "xhtml",
    "font/otf": "otf",
    "font/ttf": "ttf",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "text/css": "css",
    "text/html": "htm html",
    "text/javascript": "js mjs",  # RFC 9239
    "text/vtt": "vtt",
    # Pictures
    "image/apng": "apng",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/jpeg": "jpe jpeg jpg",
    "image/jxl": "jxl",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tif tiff",
    "image/vnd.adobe.photoshop": "psd",
    "image/vnd.microsoft.icon": "ico",
    "image/webp": "webp",
    # Sound and video
    "application/dash+xml": "mpd",
    "application/vnd.apple.mpegurl": "m3u8",
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/midi": "mid midi",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "oga ogg opus",
    "audio/wav": "wav",
    "video/mp2t": "m2ts mts ts",  # not TypeScript, which has no registered type
    "video/mp4": "m4v mp4",
    "video/mpeg": "mpeg mpg",
    "video/quicktime": "mov qt",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/x-msvideo": "avi",
}
_TYPES = {suffix: kind for kind, suffixes in _BY_TYPE.items() for suffix in suffixes.split()}

FOLDER_CONTENT_TYPE = "application/x-directory"
"""Type of an empty object that stands for a folder, as the S3 console and most programs set it."""

# RFC 9110, 8.3.1: type/subtype and parameters.
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - no password
_PARAMETER = rf'[ \t]*;[ \t]*{_TOKEN}=(?:{_TOKEN}|"(?:[\t !#-\[\]-~]|\\[\t -~])*")'
_CONTENT_TYPE = regex(rf"{_TOKEN}/{_TOKEN}(?:{_PARAMETER})*", re.ASCII)


def suffix_of(key: str) -> str:
    """Return what follows the last dot of a name, in lower case; empty if there is no dot."""
    _, dot, suffix = key.rpartition("/")[2].rpartition(".")
    return suffix.lower() if dot else ""


def content_type_of(key: str, requested: str | None = None) -> str | None:
    """Return the requested type for a key, else that of the table; None: the table has none.

    Empty folders, whose keys end with a slash, have a type of their own.
    """
    if key.endswith("/"):
        return FOLDER_CONTENT_TYPE
    return requested or _TYPES.get(suffix_of(key))


def content_type_problems(content_type: str | None) -> Iterator[AppError]:
    """Yield what is wrong with a content type that the user entered; None: by name."""
    if content_type is not None and not _CONTENT_TYPE.fullmatch(content_type):
        yield AppError(
            text("The content type isn't valid"),
            text("“{value}” isn't a media type.", value=content_type),
            text("Enter a type such as text/csv or text/html; charset=utf-8."),
            code="InvalidContentType",
        )
