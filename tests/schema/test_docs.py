"""Each key has a line for whoever hovers over it."""

import json

import pytest

from wtspec.schema import json_schema
from wtspec.schema.docs import DOCS, TITLES
from wtspec.spec import Section, TrainSpec
from wtspec.spec.later import NOT_YET

SECTIONS = sorted(Section.__subclasses__(), key=lambda one: one.__name__)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.__name__)
def test_each_key_of_a_section_has_a_doc_and_no_doc_is_left_over(section):
    assert DOCS[section].keys() == section.model_fields.keys()
    assert section in TITLES


def test_no_section_is_left_over():
    assert DOCS.keys() == TITLES.keys() == set(SECTIONS)


@pytest.mark.parametrize("doc", [doc for docs in DOCS.values() for doc in docs.values()])
def test_a_doc_is_a_sentence_on_one_line(doc):
    assert doc.endswith(".")
    assert doc[0].isupper() or doc.startswith("...")
    assert "\n" not in doc
    assert len(doc) <= 100


def test_what_can_not_be_run_yet_is_told():
    definitions = json.loads(json_schema("7"))["definitions"]
    keys = definitions["section.train"]["properties"]
    docs = {key: schema["description"] for key, schema in keys.items()}
    late = {key for key, doc in docs.items() if doc.endswith("This version can't run it yet.")}
    assert late == set(NOT_YET[TrainSpec])
