"""What the program does at a hostile server, judged by what the server truly has."""

from __future__ import annotations
