"""The schema as a document of its own."""

import json
import re

import jsonschema
import pytest

from wtspec.schema import SCHEMA_FILE, json_schema


@pytest.fixture(scope="module")
def editors():
    return json.loads(json_schema("7"))


def test_the_file_that_ships_is_the_schema_of_today(golden):
    golden(SCHEMA_FILE, json_schema("7"))


def test_each_draft_is_valid_against_its_own_schema(editors):
    jsonschema.Draft7Validator.check_schema(editors)
    jsonschema.Draft202012Validator.check_schema(json.loads(json_schema("2020-12")))


def test_every_reference_leads_to_a_definition_and_every_definition_is_referred_to(editors):
    used = set(re.findall(r'"#/definitions/([^"]+)"', json_schema("7")))
    assert used == editors["definitions"].keys()


def test_the_drafts_differ_in_where_definitions_stand():
    newer = json_schema("2020-12").replace("$defs", "definitions").split("\n", 2)
    older = json_schema("7").split("\n", 2)
    assert newer[2] == older[2]
    assert "2020-12" in newer[1]
    assert "draft-07" in older[1]


def test_it_is_small_enough_for_an_editor():
    assert len(json_schema("7")) < 1_000_000
