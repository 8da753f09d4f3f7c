"""The rooms of wtspec, as the import contracts in `pyproject.toml` name them."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
RUNTIME = Path("wtspec/codegen/runtime")  # read as text, never imported


def contract(name: str) -> dict:
    """One of the import contracts."""
    return next(one for one in SETTINGS["importlinter"]["contracts"] if one["id"] == name)


def light_rooms() -> list[str]:
    """Those that never import Keras, JAX or NumPy."""
    return [module.split(".")[1] for module in contract("light")["source_modules"]]


def light_modules(room: str) -> list[str]:
    """The names of all modules of a room."""
    paths = (path.relative_to(ROOT) for path in (ROOT / "wtspec" / room).rglob("*.py"))
    paths = (path for path in paths if not path.is_relative_to(RUNTIME))
    return sorted(".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths)
