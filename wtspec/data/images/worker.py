"""What a process does that decodes pictures for another: see `Decoders`.

A request is a line of JSON. The answer is one too, an item for each file; behind it come the
numbers of all pictures, where these are asked for.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import BinaryIO

import numpy as np

from wtspec.data.images.decode_image import decode_image, image_size

START = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from wtspec.data.images.worker import serve
serve()
"""
"""What such a process runs; it is given where modules lie."""


def serve() -> None:
    """Answers requests until there are no more, whatever else prints."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run that asks decides what Ctrl-C ends
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        size = request["size"]
        if size is None:
            _answer(answers, [_size(file) for file in request["files"]])
        else:
            _decode(answers, request, (size[0], size[1]))
        answers.flush()


def _decode(answers: BinaryIO, request: dict[str, list[str]], size: tuple[int, int]) -> None:
    files, (channels, resize) = request["files"], request["form"]
    pictures = np.zeros((len(files), *size, int(channels)), "uint8")
    reasons: list[str | None] = []
    for at, file in enumerate(files):
        try:
            pictures[at] = decode_image(file, size, int(channels), resize)
            reasons.append(None)
        except ValueError as error:
            reasons.append(str(error))
    _answer(answers, reasons)
    answers.write(pictures.data)


def _size(file: str) -> tuple[int, int] | str:
    try:
        return image_size(file)
    except ValueError as error:
        return str(error)


def _answer(answers: BinaryIO, items: object) -> None:
    answers.write(json.dumps(items).encode() + b"\n")
