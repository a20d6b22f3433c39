"""Qt's own translations, for the texts of its standard dialogs and buttons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def install_qt_translations(application: QCoreApplication, locale: QLocale) -> bool:
    """Install Qt's translations for a locale if Qt comes with them."""
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(locale, "qtbase", "_", folder):
        return False
    return application.installTranslator(translator)
