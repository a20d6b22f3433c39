"""The desktop entry and the actions of file managers.

Sources: Desktop Entry Specification; KIO service menus; Nemo actions; Thunar's Send To;
Desktop Entry Specification for file manager actions (DES-EMA). No entry takes `inode/directory`:
on a desktop without a file manager of its own, the program would become the one that opens folders.
"""

from __future__ import annotations

from collections.abc import Iterator

from texts import COMMENT, DEMO, GENERIC_NAME, KEYWORDS, NAME, UPLOAD, UPLOAD_COMMENT, translations

DESKTOP_ID = "s3enc.desktop"  # as in QGuiApplication.setDesktopFileName
# All files that aren't text are of a subtype of the first, all that are, of the second.
_ANY_FILE = "application/octet-stream;text/plain;"


def desktop_files(program: str, *, demo: bool) -> dict[str, str]:
    """Return the files by path. `program`: how the window is started; may be an absolute path."""
    run = _quoted(program)
    return {
        f"share/applications/{DESKTOP_ID}": _application(run, demo=demo),
        "share/applications/s3enc-upload.desktop": _upload(run),
        "share/kio/servicemenus/s3enc.desktop": _service_menu(run),
        "share/nemo/actions/s3enc.nemo_action": _nemo(run),
        "share/Thunar/sendto/s3enc.desktop": _send_to(run),
        "share/file-manager/actions/s3enc.desktop": _file_manager_action(run),
        "share/s3enc/nautilus-scripts/Upload with S3enc": _nautilus(program),
    }


def _application(run: str, *, demo: bool) -> str:
    groups = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.4",
        f"Name={NAME}",
        *_localized("GenericName", GENERIC_NAME),
        *_localized("Comment", COMMENT),
        *_localized("Keywords", KEYWORDS),
        "Icon=s3enc",
        f"Exec={run} %F",
        "Terminal=false",
        "Categories=Network;FileTransfer;Qt;",
        "StartupNotify=true",
        "StartupWMClass=s3enc",
    ]
    if demo:
        groups += ["Actions=demo;", "", "[Desktop Action demo]"]
        groups += [*_localized("Name", DEMO), "Icon=s3enc", f"Exec={run} --demo"]
    return _text(groups)


def _upload(run: str) -> str:
    """Not in menus: what `Open with` offers for a file."""
    return _text(
        [
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.4",
            *_localized("Name", UPLOAD),
            *_localized("Comment", UPLOAD_COMMENT),
            "Icon=s3enc",
            f"Exec={run} %F",
            "Terminal=false",
            "NoDisplay=true",
            f"MimeType={_ANY_FILE}",
            "InitialPreference=0",  # KDE: never before a program that shows the file
            "StartupNotify=true",
            "StartupWMClass=s3enc",
        ]
    )


def _service_menu(run: str) -> str:
    return _text(
        [
            "[Desktop Entry]",
            "Type=Service",
            "MimeType=all/all;",  # files and folders
            "X-KDE-ServiceTypes=KonqPopupMenu/Plugin",
            "Actions=upload;",
            "",
            "[Desktop Action upload]",
            *_localized("Name", UPLOAD),
            "Icon=s3enc",
            f"Exec={run} %F",
        ]
    )


def _nemo(run: str) -> str:
    return _text(
        [
            "[Nemo Action]",
            *_localized("Name", UPLOAD),
            *_localized("Comment", UPLOAD_COMMENT),
            f"Exec={run} %F",
            "Icon-Name=s3enc",
            "Selection=notnone",
            "Extensions=any;",
        ]
    )


def _send_to(run: str) -> str:
    return _text(
        [
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.4",
            *_localized("Name", UPLOAD),
            "Icon=s3enc",
            f"Exec={run} %F",
        ]
    )


def _file_manager_action(run: str) -> str:
    return _text(
        [
            "[Desktop Entry]",
            "Type=Action",
            *_localized("Name", UPLOAD),
            *_localized("Tooltip", UPLOAD_COMMENT),
            "Icon=s3enc",
            "Profiles=files;",
            "",
            "[X-Action-Profile files]",
            "MimeTypes=all/all;",
            f"Exec={run} %F",
        ]
    )


def _nautilus(program: str) -> str:
    """A script of ~/.local/share/nautilus/scripts; its name is what the menu shows."""
    word = program.replace("'", "'\\''")
    return (
        f"#!/bin/sh\n# Nautilus gives the selected files as arguments.\nexec '{word}' -- \"$@\"\n"
    )


def _localized(key: str, text: str) -> Iterator[str]:
    yield f"{key}={text}"
    for language, translated in translations(text).items():
        yield f"{key}[{language}]={translated}"


def _quoted(program: str) -> str:
    """Return a word of Exec: quoted where it has reserved characters."""
    if not set(program) & set(" \t\n\"'\\><~|&;$*?#()`%"):
        return program
    escaped = "".join(rf"\{one}" if one in '"`$\\' else one for one in program)
    # As a value of a desktop entry, each backslash is written twice; `%%` is a percent sign.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
