"""What a real TensorBoard shows of a run, asked as its page asks it."""

import contextlib
import json
import math
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest

SECONDS = 60

pytestmark = pytest.mark.long


@contextlib.contextmanager
def tensorboard(folder):
    """The address of a TensorBoard that shows a folder."""
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", folder, "--port", "0"]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1"], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            found = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in process.stderr)
            yield next(one for one in found if one)[0]
        finally:
            process.kill()


@pytest.fixture(scope="module")
def ask(logged):
    """Asks until there is an answer: TensorBoard reads the files meanwhile."""
    with tensorboard(logged.folder.parent) as address:

        def ask(path, **query):
            url = f"{address}data/plugin/{path}?{urllib.parse.urlencode(query)}"
            for _ in range(SECONDS):
                with contextlib.suppress(OSError):
                    answer = json.load(urllib.request.urlopen(url))  # noqa: S310 - our own
                    if answer:
                        return answer
                time.sleep(1)
            pytest.fail(f"no answer to {path}")

        yield ask


def part(name):
    return f"0001/tensorboard/{name}"


def test_its_charts_have_the_metrics_of_both_parts(ask, logged):
    lines = (logged.folder / "metrics.jsonl").read_text().splitlines()
    epochs = [json.loads(line) for line in lines]
    for name, key in (("train", "loss"), ("validation", "val_loss")):
        points = ask("scalars/scalars", run=part(name), tag="epoch_loss")
        told = [(step, value) for _, step, value in points]
        assert told == [(one["epoch"], pytest.approx(one[key])) for one in epochs]


def test_its_histograms_hold_every_value_of_a_weight(ask, logged):
    shown = ask("histograms/histograms", run=part("train"), tag="hidden/kernel/histogram")
    size = math.prod(logged.model.get_layer("hidden").kernel.shape)
    assert [step for _, step, _ in shown] == [0, 1, 2]
    for _, _, bins in shown:
        assert sum(count for _, _, count in bins) == size
        assert all(left < right for left, right, _ in bins)


def test_it_shows_the_spec_as_it_is_written(ask):
    (shown,) = ask("text/text", run=part("train"), tag="spec")
    assert shown["text"].startswith("<pre><code>wtspec: 1")
    assert "loss: {SparseCategoricalCrossentropy: {from_logits: true}}" in shown["text"]
