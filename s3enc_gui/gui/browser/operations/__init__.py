"""Actions on selected objects: the question, the job, and its result."""
