"""What is learned from the training rows: the same bit for bit however they are cut in pieces."""
