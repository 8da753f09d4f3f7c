"""The rooms of wtspec, as the import contracts in `pyproject.toml` name them."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]


def contract(name: str) -> dict:
    """One of the import contracts."""
    return next(one for one in SETTINGS["importlinter"]["contracts"] if one["id"] == name)


def light_rooms() -> list[str]:
    """Those that never import Keras, JAX or NumPy."""
    return [module.split(".")[1] for module in contract("light")["source_modules"]]
