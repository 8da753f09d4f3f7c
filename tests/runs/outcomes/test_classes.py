"""Which classes are taken for which, as scikit-learn counts it."""

import numpy as np
from sklearn.metrics import confusion_matrix

from tests.runs.conftest import FLOWERS

OF_TEXT = FLOWERS.replace("=kind", "lookup(color) - 1")


def test_a_classifier_tells_which_class_it_took_for_which(learned, outcomes):
    job = learned(FLOWERS)
    found = outcomes(job)
    (one,) = found.outcomes
    rows = job.parts["test"]
    predicted = np.argmax(job.model.predict(rows.inputs, verbose=0), axis=-1)
    assert (one.output, one.part, one.rows, found.remarks) == ("", "test", rows.count, [])
    assert one.confusion.classes == ["0", "1", "2"]
    assert one.confusion.counts == confusion_matrix(rows.targets, predicted).tolist()


def test_classes_that_are_looked_up_have_their_names(learned, outcomes):
    job = learned(OF_TEXT)
    (one,) = outcomes(job).outcomes
    rows = job.parts["test"]
    predicted = np.argmax(job.model.predict(rows.inputs, verbose=0), axis=-1)
    assert one.confusion.classes == ["blue", "red", "white"]
    assert one.confusion.counts == confusion_matrix(rows.targets, predicted).tolist()
