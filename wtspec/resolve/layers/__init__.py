"""What a layer or the model declares, one file a key: `weights`, `layers`, `requires` and so on."""
