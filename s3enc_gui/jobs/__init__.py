"""What can be done: use cases as frozen dataclasses with `run(context)`. No Qt."""
