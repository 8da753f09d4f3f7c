"""From a path to the trees of its file, and of those that it extends and imports."""
