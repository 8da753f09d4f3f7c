"""What a run asks before its first step, of rows, targets, ids and measures."""
