"""Audits: what was counted, the compliance rule, and how objects are selected."""
