"""AppStream metainfo of the program (AppStream 1.0), which software centers show."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

from entries import DESKTOP_ID
from texts import COMMENT, FEATURES, NAME, PARAGRAPHS, translations

# The name of the program in reverse-DNS form: also the bundle ID on macOS.
COMPONENT_ID = "io.github.s3enc.S3enc"


def metainfo(version: str, day: date, homepage: str = "") -> str:
    """Return the XML. `homepage`: an https URL, or "" to leave it out."""
    root = ET.Element("component", type="desktop-application")
    _add(root, "id", COMPONENT_ID)
    _add(root, "metadata_license", "CC0-1.0")
    _add(root, "project_license", "Apache-2.0")
    _add(root, "name", NAME)
    _localized(root, "summary", COMMENT.rstrip("."))
    description = ET.SubElement(root, "description")
    for paragraph in PARAGRAPHS:
        _localized(description, "p", paragraph)
    items = ET.SubElement(description, "ul")
    for feature in FEATURES:
        _localized(items, "li", feature)
    _add(root, "launchable", DESKTOP_ID, type="desktop-id")
    _add(root, "icon", "s3enc", type="stock")
    categories = ET.SubElement(root, "categories")
    for category in ("Network", "FileTransfer"):
        _add(categories, "category", category)
    provides = ET.SubElement(root, "provides")
    for binary in ("s3enc", "s3enc-gui"):
        _add(provides, "binary", binary)
    if homepage:
        _add(root, "url", homepage, type="homepage")
    developer = ET.SubElement(root, "developer", id="io.github.s3enc")
    _add(developer, "name", "S3enc contributors")
    ET.SubElement(root, "content_rating", type="oars-1.1")
    releases = ET.SubElement(root, "releases")
    ET.SubElement(releases, "release", version=version, date=day.isoformat())
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _localized(parent: ET.Element, tag: str, text: str) -> None:
    _add(parent, tag, text)
    for language, translated in translations(text).items():
        element = _add(parent, tag, translated)
        element.set("xml:lang", language)
