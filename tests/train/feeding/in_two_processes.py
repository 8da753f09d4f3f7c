"""Reads rows as one of two processes of two devices each, and tells how; a process."""

import json
import sys

import jax

from tests.train.feeding.rows_on_devices import (
    COUNT,
    lying,
    mesh_of,
    places,
    reading,
    some_rows,
    streamed,
)
from wtspec.data.batches import epoch_order
from wtspec.data.rows import joined
from wtspec.train.feeding.feed import Feed, Order

WORK = {
    "whole": (4, 1),
    "in stretches": (4, 1),
    "streamed": (4, 1),
    "streamed, rows not divided": (1, 4),
}


def tell() -> dict[str, dict[str, object]]:
    """By case: what steps read, and what lies here."""
    told = {}
    for case, axes in WORK.items():
        rows = streamed(some_rows()) if case.startswith("streamed") else some_rows()
        budget = None if case == "whole" else 400
        feed = Feed(rows, Order(5), 6, 2, budget, mesh_of(*axes))
        told[case] = {
            "expected": expected(rows),
            "read": places(feed, reading(feed), 1),
            "lying": lying(feed),
        }
    return told


def expected(rows):
    """The places of all rows in an epoch's order."""
    if rows.stream is None:
        return epoch_order(COUNT, 5, 1).tolist()
    return joined(list(rows.stream.epoch(5, 1, 0, shuffle=True))).inputs["y"].tolist()


if __name__ == "__main__":
    port, index = sys.argv[1:]
    jax.distributed.initialize(f"127.0.0.1:{port}", 2, int(index))
    sys.stdout.write(f"\n{json.dumps(tell())}\n")  # Gloo has written as well
    jax.distributed.shutdown()
