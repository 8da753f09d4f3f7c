"""Each key has a line for whoever hovers over it."""

import json

import pytest

from wtspec.schema import json_schema
from wtspec.schema.docs import docs
from wtspec.spec import RuntimeSpec, Section
from wtspec.spec.later import NOT_YET

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


def test_what_can_not_be_run_yet_is_told():
    definitions = json.loads(json_schema("7"))["definitions"]
    keys = definitions["section.runtime"]["properties"]
    docs = {key: schema["description"] for key, schema in keys.items()}
    late = {key for key, doc in docs.items() if doc.endswith("This version can't run it yet.")}
    assert late == set(NOT_YET[RuntimeSpec])
