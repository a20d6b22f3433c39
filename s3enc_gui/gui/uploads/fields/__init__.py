"""Input fields of the wizard pages."""
