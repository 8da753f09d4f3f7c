"""Each key has a line for whoever hovers over it."""

import pytest

from wtspec.schema.docs import docs
from wtspec.spec import Section

KEYS = {
    f"{section.__name__}.{key}": docs(section).get(key)
    for section in Section.__subclasses__()
    for key in section.model_fields
}


@pytest.mark.parametrize("doc", KEYS.values(), ids=KEYS)
def test_the_doc_of_a_key_is_a_sentence_on_one_line(doc):
    assert doc is not None
    assert doc.endswith(".")
    assert doc[0].isupper() or doc.startswith("...")
    assert "\n" not in doc
    assert len(doc) <= 100
