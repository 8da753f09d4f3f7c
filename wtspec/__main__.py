"""`python -m wtspec`, and what the command `wtspec` calls."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the working directory: a `yaml.py` that lies there is never imported


def main() -> None:
    """Runs the verb that the command line names, and exits."""
    from wtspec.cli.main import run_command

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
