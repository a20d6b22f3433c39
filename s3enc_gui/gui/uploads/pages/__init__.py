"""The pages of the upload wizard, in order."""
