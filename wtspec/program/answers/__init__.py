"""What targets and outputs mean: classes and their names, or values on a scale."""
