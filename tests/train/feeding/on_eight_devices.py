"""Reads rows on eight devices that the CPU makes up, in all ways, and tells how; a process."""

import json
import sys

from tests.train.feeding.rows_on_devices import (
    COUNT,
    collectives,
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
    "2x1, batches of 8": ((2, 1), 8, 1, Order(5), ("whole", "in stretches", "streamed")),
    "4x2, batches of 10": ((4, 2), 10, 1, Order(5, shuffle=False), ("whole", "streamed")),
    "8x1, two of 3 a step": ((8, 1), 3, 2, Order(5, drop_remainder=True), ("in stretches",)),
    "4x2, two of 8 a step": ((4, 2), 8, 2, Order(5), ("streamed",)),
    "4x1, all rows in a batch": ((4, 1), 100, 1, Order(5), ("streamed",)),
    "1x2, batches of 8": ((1, 2), 8, 1, Order(5), ("in stretches",)),
}


def tell() -> dict[str, dict[str, object]]:
    """By case: the order in which rows are to be read, and what is read."""
    told, source = {}, streamed(some_rows())
    for case, (axes, size, accumulate, order, ways) in WORK.items():
        for way in ways:
            budget = None if way == "whole" else 400
            rows = source if way == "streamed" else some_rows()
            feed = Feed(rows, order, size, accumulate, budget, mesh_of(*axes))
            told[f"{case}, {way}"] = tell_of(rows, order, feed)
    return told


def tell_of(rows, order, feed):
    """What a feed gives, and what it is to give."""
    taken = feed.steps * feed.whole.rows + feed.short.rows
    read, late = reading(feed), min(2, feed.steps)
    stretch, (shapes, _) = next(feed.epoch(2)), feed.shapes
    return {
        "expected": [expected(rows, order, epoch)[:taken] for epoch in (0, 1)],
        "read": [places(feed, read, epoch) for epoch in (0, 1)],
        "later": places(feed, read, 1, late),
        "left_out": late * feed.whole.rows,
        "lying": lying(feed),
        "is_as_told": stretch.rows[0]["x"].sharding == shapes[0]["x"].sharding,
        "collectives": collectives(feed),
    }


def expected(rows, order, epoch):
    """The places of all rows in an epoch's order."""
    if rows.stream is None:
        return epoch_order(COUNT, order.seed, epoch, order.shuffle).tolist()
    coming = rows.stream.epoch(order.seed, epoch, 0, shuffle=order.shuffle)
    return joined(list(coming)).inputs["y"].tolist()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tell()))
