"""What a model gives, as people want it: names, probabilities, and the target's own units."""
