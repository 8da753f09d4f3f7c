"""The reader: any bytes are a spec, or give diagnostics."""

from scripts.fuzz.folder import folder, validate

SEPARATOR = b"\n%%%\n"
"""Parts the files of an input: `main.yaml`, `base.yaml`, `library.yaml`, then `--set`s by line."""

NAMES = ("base.yaml", "library.yaml")


def read(data: bytes) -> str:
    """Reads and checks files, whatever they hold; gives what is said of them."""
    main, *others = data.split(SEPARATOR)
    home = folder()
    for name, part in zip(NAMES, others, strict=False):
        (home / name).write_bytes(part)
    path = home / "main.yaml"
    path.write_bytes(main)
    settings = others[2].decode("utf-8", "surrogateescape") if len(others) > 2 else ""
    lines = [line.partition("=") for line in settings.split("\n") if line]
    _, said = validate(path, tuple((key, value) for key, _, value in lines))
    for name in NAMES:
        (home / name).unlink(missing_ok=True)
    return said
