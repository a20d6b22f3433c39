"""Item models of the upload wizard."""
