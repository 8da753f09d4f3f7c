"""The units of a target's column, of what a model gives on the scale of the target's formula."""
