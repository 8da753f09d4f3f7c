"""From source to a live Keras model. Keras and JAX are imported when they are first needed."""

from wtspec.model.backend import prepare_backend
from wtspec.model.build import build_model
from wtspec.model.constrain import constrain
from wtspec.model.execute import execute
from wtspec.model.faults.locate import locate_fault
from wtspec.model.generated import Generated, generated
from wtspec.model.groups import apply_groups
from wtspec.model.paths import state, weights
from wtspec.model.plan import Plan, Row, plan, weight_rows
from wtspec.model.pretrained.load import check_pretrained, load_pretrained
from wtspec.model.pretrained.storage import load_weights, save_weights
from wtspec.model.process import alone

__all__ = [
    "Generated",
    "Plan",
    "Row",
    "alone",
    "apply_groups",
    "build_model",
    "check_pretrained",
    "constrain",
    "execute",
    "generated",
    "load_pretrained",
    "load_weights",
    "locate_fault",
    "plan",
    "prepare_backend",
    "save_weights",
    "state",
    "weight_rows",
    "weights",
]
