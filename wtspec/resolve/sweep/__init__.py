"""What a sweep looks for, and whether the file may have the values that it tries."""
