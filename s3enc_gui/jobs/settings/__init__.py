"""Use cases of the settings file: layout of the window, Requester Pays."""
