"""Audits as text: labels, colors, HTML and CSV reports."""
