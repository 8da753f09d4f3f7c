"""What the rows of each part are, before anything is trained on them."""
