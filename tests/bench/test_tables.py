import json

from scripts.bench.contenders import CONTENDERS, KERAS, TORCH, WTSPEC
from scripts.bench.findings import Findings
from scripts.bench.machine import Machine
from scripts.bench.measure import Run
from scripts.bench.race import Raced
from scripts.bench.rate import share_of_peak, tokens_per_second
from scripts.bench.report import as_json, as_text
from scripts.bench.tables import as_time, race_table, whole_table
from scripts.bench.whole import AGAIN, BY_HAND, FIRST
from scripts.bench.workloads import WORKLOADS

OURS = Raced(50890, [1e-4, 1.1e-4], [1.5, 1.6], [2**28, 2**28], [0.4])
KERAS_FIT = Raced(50890, [3e-4, 3.3e-4], [1.5, 1.6], [2**29, 2**29], [0.4])
MISSING = Raced(refused="No module named 'torch'")
RACED = {WTSPEC: OURS, KERAS: KERAS_FIT, TORCH: MISSING}
LINE = ["Keras", "fit", "315", "µs", "4.8%", "3.00", "1.55", "s", "512", "0.400"]
MACHINE = Machine("gpu", "NVIDIA H100 80GB HBM3", 2, "Linux", {"keras": "3.15.1"})


def test_times_are_told_in_their_unit():
    assert [as_time(seconds) for seconds in (2.5, 0.0123, 95e-6)] == ["2.5 s", "12.3 ms", "95 µs"]


def test_each_contender_has_a_line_and_one_that_is_missing_says_why():
    lines = race_table(WORKLOADS["mlp"], 1875, RACED, "cpu").split("\n")
    assert lines[0].endswith("50,890 parameters, 1,875 steps an epoch")
    assert lines[3].split() == LINE
    assert lines[4].split(maxsplit=1) == [TORCH, "not measured: No module named 'torch'"]


def test_a_language_model_tells_its_tokens_and_its_share_of_the_peak():
    workload = WORKLOADS["gpt2"]
    assert tokens_per_second(workload, 0.1) == 81920
    share = share_of_peak(workload, 124_000_000, 0.1, MACHINE.kind)
    pairs = 12 * 12 * 768 * 1024
    assert share == 81920 * (6 * 124_000_000 + pairs) / 989e12
    assert "of the peak FLOPs of NVIDIA H100" in race_table(workload, 40, RACED, MACHINE.kind)


def test_a_device_that_nobody_knows_has_no_share():
    assert share_of_peak(WORKLOADS["gpt2"], 1, 0.1, "cpu") is None


def test_missing_ludwig_is_named():
    runs = {name: [Run(2.0, 1.0, 2**28)] for name in (FIRST, AGAIN, BY_HAND)}
    assert whole_table(runs).split("\n")[-1].startswith("Ludwig")


def test_report_holds_tables_and_goals_as_text_and_as_json():
    found = Findings(
        MACHINE, {"mlp": 1875}, training={"mlp": {**dict.fromkeys(CONTENDERS, MISSING), **RACED}}
    )
    assert "never above Keras fit" in as_text(found)
    told = json.loads(as_json(found))
    assert told["training"]["mlp"][KERAS]["step_seconds"] == [3e-4, 3.3e-4]
    assert {goal["verdict"] for goal in told["goals"]} == {"pass", "not measured"}
