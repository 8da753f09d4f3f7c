"""A formula's text → Python's syntax tree: nothing reaches Python's parser that could harm it."""
