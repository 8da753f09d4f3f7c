"""What a resolved section must hold to besides its names, one file a rule."""
