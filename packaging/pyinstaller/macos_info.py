"""The Info.plist of S3enc.app."""

from __future__ import annotations

from typing import Any

IDENTIFIER = "io.github.s3enc.S3enc"
OLDEST = "13.0"  # PySide6 6.11 (Qt 6.11, Supported Platforms)


def info(version: str) -> dict[str, Any]:
    """Return what is added to PyInstaller's own entries (Apple: Information Property List)."""
    return {
        "CFBundleDisplayName": "S3enc",
        "CFBundleName": "S3enc",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        # Any file or folder can be dropped on the icon or opened with it; it is nobody's default.
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "File or folder",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "None",
                "LSItemContentTypes": ["public.data", "public.folder"],
            }
        ],
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark mode
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": "Apache License 2.0",
        # Why macOS asks for access when files in these folders are chosen or dropped.
        "NSDesktopFolderUsageDescription": "S3enc reads the files that you upload.",
        "NSDocumentsFolderUsageDescription": "S3enc reads the files that you upload.",
        "NSDownloadsFolderUsageDescription": "S3enc reads the files that you upload.",
        "NSRemovableVolumesUsageDescription": "S3enc reads the files that you upload.",
        "NSNetworkVolumesUsageDescription": "S3enc reads the files that you upload.",
        "NSLocalNetworkUsageDescription": "S3enc connects to S3 services in your network.",
    }
