"""Loggers that are to send somewhere, write elsewhere, or be what they are not."""

from tests.hostile.attack import one_file

SPEC = """\
wtspec: 1
model: {inputs: {x: [batch, 3]}, sequential: [{Dense: 1}]}
data: {source: {synthetic: {rows: 8, columns: {x: {shape: [3]}, y: {}}}}, inputs: {x: =x}, targets: =y}
train: {epochs: 1, optimizer: adam, loss: mse, loggers: LOGGERS}
"""

ADDRESSES = {
    key: f'[{{mlflow: {{{key}: "http://127.0.0.1:1/"}}}}]'
    for key in ("tracking_uri", "registry_uri", "artifact_location", "token", "host", "source_name")
}
FOLDERS = {
    key: f'[{{tensorboard: {{{key}: "../../elsewhere"}}}}]'
    for key in ("log_dir", "logdir", "profile_dir", "purge_step")
}
NAMES = {
    "a script": "<script>alert(1)</script>",
    "quotes": "'; DROP TABLE runs; --",
    "a path": "../../../../etc/cron.d/x",
    "an address": "s3://bucket/x",
    "a template": "{{7*7}}${7*7}",
    "a formula": "=open('CANARY', 'w')",
    "escapes": "\\e]0;title\\a\\e[2J",
    "direction": "\\u202etxt.exe",
}
TAGS = (
    "mlflow.source.name",
    "mlflow.user",
    "mlflow.parentRunId",
    "wtspec.folder",
    "../x",
    "a\\nb",
    "<b>",
)


def attacks():
    """Addresses, folders, names, tags, and what is no logger."""
    for key, loggers in {**ADDRESSES, **FOLDERS}.items():
        yield one_file(f"the option {key}", "unknown-key", SPEC.replace("LOGGERS", loggers))
    for name, text in NAMES.items():
        loggers = (
            f'[{{mlflow: {{experiment: "{text}", run_name: "{text}", tags: {{a: "{text}"}}}}}}]'
        )
        yield one_file(f"names with {name}", "harmless", SPEC.replace("LOGGERS", loggers))
    for tag in TAGS:
        loggers = f'[{{mlflow: {{tags: {{"{tag}": 1}}}}}}]'
        yield one_file(f"the tag {tag}", "invalid-name", SPEC.replace("LOGGERS", loggers))
    many = ", ".join(f"t{index}: 1" for index in range(20_000))
    yield one_file(
        "20,000 tags", "harmless", SPEC.replace("LOGGERS", f"[{{mlflow: {{tags: {{{many}}}}}}}]")
    )
    twice = ", ".join(["tensorboard"] * 2_000)
    yield one_file(
        "2,000 loggers",
        "duplicate-logger too-many-faults",
        SPEC.replace("LOGGERS", f"[{twice}]"),
    )
    for name in ("os.system", "tensorboard.main", "wandb", "http://127.0.0.1:1/", "__import__"):
        yield one_file(
            f"{name} for a logger", "invalid-choice", SPEC.replace("LOGGERS", f"['{name}']")
        )
