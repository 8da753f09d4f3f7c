"""Looks at a table of which nobody has said what its columns mean."""
