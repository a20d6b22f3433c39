"""Running a parsed command, and ending the process after it."""
