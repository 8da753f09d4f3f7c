"""What a case finds round it that can't be made for it, as other hardware."""

import importlib


def load_keras_on_numpy(monkeypatch):
    keras = importlib.import_module("keras")
    monkeypatch.setattr(keras.config, "backend", lambda: "numpy")


def start_on_gpu(monkeypatch):
    jax = importlib.import_module("jax")
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    monkeypatch.delenv("XLA_FLAGS", raising=False)


SURROUNDINGS = {"numpy": load_keras_on_numpy, "gpu": start_on_gpu}
