"""What certainly does not fit, and how it is said: inputs, weights, `requires` and statements."""
