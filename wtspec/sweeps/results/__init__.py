"""What a sweep leaves beside its trials: a page, the best trial as a spec, what matters."""
