"""What a case finds round it that can't be made for it, as other hardware."""

import importlib
from pathlib import Path
from types import SimpleNamespace


def load_keras_on_numpy(monkeypatch):
    keras = importlib.import_module("keras")
    monkeypatch.setattr(keras.config, "backend", lambda: "numpy")


def start_on_gpu(monkeypatch):
    jax = importlib.import_module("jax")
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    monkeypatch.delenv("XLA_FLAGS", raising=False)


def have_seven_devices(monkeypatch):
    jax = importlib.import_module("jax")
    monkeypatch.setattr(jax, "device_count", lambda: 7)


def have_little_memory(monkeypatch):
    monkeypatch.setattr("wtspec.model.weight_room.room_bytes", lambda _=1: 2**34)


def lack_mlflow(monkeypatch):
    monkeypatch.setattr("wtspec.runs.checks.check_installed.find_spec", {}.get)


def train_elsewhere(monkeypatch):
    (path,) = Path().rglob(".lock")
    lock = importlib.import_module("filelock").FileLock(path)
    lock.acquire()
    monkeypatch.setitem(HELD, path, lock)
    monkeypatch.setattr("wtspec.runs.lock._PATIENCE_SECONDS", 0)


def join_without_sharing(monkeypatch):
    messages = importlib.import_module("wtspec.model.processes.messages")
    members = [messages.Peer(one, 2, f"node-{one + 1}", 4711 + one, {}) for one in range(2)]
    team = SimpleNamespace(index=1, members=members, gather=list, check=lambda _: None)
    monkeypatch.setattr("wtspec.runs.training.together.team", lambda: team)
    monkeypatch.setattr("wtspec.runs.training.together._SHARED_SECONDS", 0)


HELD = {}
"""Locks, held until the case is over."""

SURROUNDINGS = {
    "numpy": load_keras_on_numpy,
    "gpu": start_on_gpu,
    "devices": have_seven_devices,
    "memory": have_little_memory,
    "mlflow": lack_mlflow,
    "training": train_elsewhere,
    "elsewhere": join_without_sharing,
}
