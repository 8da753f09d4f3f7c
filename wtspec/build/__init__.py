"""From source to a live Keras model. Keras and JAX are imported when they are first needed."""

from wtspec.build.backend import prepare_backend
from wtspec.build.constrain import constrain
from wtspec.build.execute import execute
from wtspec.build.faults import locate_fault
from wtspec.build.groups import apply_groups
from wtspec.build.model import build_model
from wtspec.build.paths import state, weights
from wtspec.build.plan import Plan, Row, plan
from wtspec.build.pretrained import check_pretrained, load_pretrained
from wtspec.build.process import alone
from wtspec.build.storage import load_weights, save_weights

__all__ = [
    "Plan",
    "Row",
    "alone",
    "apply_groups",
    "build_model",
    "check_pretrained",
    "constrain",
    "execute",
    "load_pretrained",
    "load_weights",
    "locate_fault",
    "plan",
    "prepare_backend",
    "save_weights",
    "state",
    "weights",
]
