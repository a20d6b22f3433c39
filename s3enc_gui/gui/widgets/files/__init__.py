"""Files of this computer: saved, opened, and shown in their folder."""
