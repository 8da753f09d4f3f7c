"""What a trained model made of held-out rows: whom it mistook, how far off it was, where most."""
