import json
import random

import pyarrow as pa
import pytest
import yaml
from pyarrow import parquet

from wtspec.schema import json_schema

# Keras's own, as early stopping keeps the best weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def penguins(tmp_path):
    """A table of text and numbers with gaps, whose species follows from the bill."""
    draw = random.Random(0)  # noqa: S311 - a table, no secret
    rows = []
    for _ in range(90):
        kind = draw.randrange(3)
        gap = draw.random() < 0.1
        bill = "" if gap else f"{kind + draw.random() / 2:.3f}"
        sex = draw.choice(["male", "female", ""])
        rows.append(f"{'abc'[kind]},{draw.choice('xyz')},{bill},{draw.randrange(99)},{sex}\n")
    path = tmp_path / "penguins.csv"
    path.write_text("species,island,bill,flipper,sex\n" + "".join(rows), "utf-8")
    return path


def written(path):
    return yaml.safe_load(path.read_text("utf-8"))


def test_the_starter_is_valid_at_once(wtspec, tmp_path):
    assert wtspec("init").status == 0
    assert (tmp_path / "model.yaml").is_file()
    assert wtspec("validate", "model.yaml").err == "1 file checked: no errors\n"


def test_the_first_line_names_the_schema_beside_the_file(wtspec, tmp_path):
    said = wtspec("init")
    assert said.err.endswith("its schema, for editors, is wtspec-1.schema.json\n")
    text = (tmp_path / "model.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=wtspec-1.schema.json\n")
    assert (tmp_path / "wtspec-1.schema.json").read_text("utf-8") == json_schema("7")


def test_a_schema_of_the_project_serves_all_folders_below(wtspec, tmp_path):
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "wtspec-1.schema.json").write_text("{}", "utf-8")
    (tmp_path / "configs/small").mkdir(parents=True)
    said = wtspec("init", "configs/small/a.yaml")
    assert "schema" not in said.err
    first = (tmp_path / "configs/small/a.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../wtspec-1.schema.json"
    assert list(tmp_path.rglob("*.json")) == [tmp_path / "wtspec-1.schema.json"]
    assert (tmp_path / "wtspec-1.schema.json").read_text("utf-8") == "{}"


def test_a_schema_outside_the_project_is_not_its_own(wtspec, tmp_path):
    (tmp_path / "wtspec-1.schema.json").write_text("{}", "utf-8")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/pyproject.toml").touch()
    assert wtspec("init", "project/a.yaml").status == 0
    assert (tmp_path / "project/wtspec-1.schema.json").is_file()


def test_a_file_that_exists_stays_unless_forced(wtspec, small):
    text = small.read_text("utf-8")
    said = wtspec("init", small)
    assert said.status == 1
    assert "`--force` replaces it" in said.err
    assert small.read_text("utf-8") == text
    assert wtspec("init", small, "--force").status == 0
    assert small.read_text("utf-8") != text


@pytest.mark.long
def test_a_text_target_makes_a_classifier_that_trains(wtspec, penguins, tmp_path):
    assert wtspec("init", "--csv", penguins, "--target", "species").status == 0
    spec = written(tmp_path / "penguins.yaml")
    assert list(spec["model"]["inputs"]) == ["numbers", "gaps", "island", "sex"]
    assert spec["data"]["targets"] == "=lookup(species) - 1"
    assert spec["train"]["metrics"] == ["accuracy"]
    said = wtspec("run", "penguins.yaml", "--set", "train.epochs=2")
    assert said.status == 0, said.err
    assert "accuracy" in said.out


def test_an_amount_makes_a_regression_in_its_own_units(wtspec, penguins, tmp_path):
    assert wtspec("init", "--csv", penguins, "--target", "flipper").status == 0
    spec = written(tmp_path / "penguins.yaml")
    assert spec["train"]["loss"] == "MeanSquaredError"
    assert spec["train"]["metrics"] == ["MeanAbsoluteError", "R2Score"]
    scale = spec["model"]["layers"]["scale"]["Rescaling"]
    assert 40 < scale["offset"] < 60
    said = wtspec("run", "penguins.yaml", "--set", "train.epochs=2")
    assert said.status == 0, said.err
    assert "R2Score" in said.out


def test_the_last_column_is_the_target_and_its_gaps_are_dropped(wtspec, penguins, tmp_path):
    said = wtspec("init", "--csv", penguins)
    assert 'the target is "sex", the last column: which of 2 classes' in said.err
    spec = written(tmp_path / "penguins.yaml")
    assert spec["data"]["rows"] == '=sex != ""'
    assert spec["data"]["targets"] == "=lookup(sex) - 1"
    assert spec["train"]["metrics"] == ["accuracy", "AUC"]
    said = wtspec("run", "penguins.yaml", "--set", "train.epochs=1")
    assert said.status == 0, said.err


@pytest.mark.parametrize("rare", ["z", "\N{SNOWMAN} 'n"])
def test_rows_of_classes_with_hardly_any_are_left_out(wtspec, tmp_path, rare):
    lines = [f"{row / 7},{rare if row == 5 else 'pq'[row % 2]}\n" for row in range(60)]
    (tmp_path / "rare.csv").write_text("x,kind\n" + "".join(lines), "utf-8")
    said = wtspec("init", "--csv", "rare.csv")
    assert "Left out: the rows of classes with hardly any rows" in said.err
    assert "isin(kind" in written(tmp_path / "rare.yaml")["data"]["rows"]
    said = wtspec("data", "rare.yaml", "--json")
    assert said.status == 0, said.err
    assert [one["name"] for one in json.loads(said.out)["labels"][""]] == ["p", "q"]


def test_rare_numbers_are_left_out_as_classes_are(wtspec, tmp_path):
    lines = [f"{row / 7},{7 if row == 5 else row % 2}\n" for row in range(60)]
    (tmp_path / "rare.csv").write_text("x,kind\n" + "".join(lines) + "1,\n", "utf-8")
    assert wtspec("init", "--csv", "rare.csv").status == 0
    said = wtspec("data", "rare.yaml", "--json")
    assert said.status == 0, said.err
    assert sum(part["rows"] for part in json.loads(said.out)["parts"].values()) == 59


def test_numbers_beyond_what_can_be_squared_are_taken(wtspec, tmp_path):
    lines = [f"{(row + 1) * 1e300},{(row + 1) * 1e-300},{row % 7 / 3}\n" for row in range(60)]
    (tmp_path / "giant.csv").write_text("a,b,y\n" + "".join(lines), "utf-8")
    assert wtspec("init", "--csv", "giant.csv").status == 0
    said = wtspec("data", "giant.yaml")
    assert said.status == 0, said.err


def test_numbers_of_few_values_are_classes(wtspec, tmp_path):
    lines = [f"{row / 7};{row % 3 + 4}\n" for row in range(60)]
    (tmp_path / "wine.csv").write_text("acid;quality\n" + "".join(lines), "utf-8")
    assert wtspec("init", "--csv", "wine.csv").status == 0
    spec = written(tmp_path / "wine.yaml")
    assert spec["data"]["source"] == {"csv": {"path": "wine.csv", "separator": ";"}}
    assert spec["data"]["targets"] == "=lookup(quality) - 1"
    assert wtspec("validate", "wine.yaml").status == 0


@pytest.mark.parametrize(
    "name",
    [
        "fixed acidity",
        'say ""hi""',
        "true",
        "width",
        "naïve: col # 1",
        "x",
        "a]b",
        "=y",
        "- z",
        "1",
    ],
)
@pytest.mark.parametrize("place", ["number", "text", "target"])
def test_a_column_may_have_any_name(wtspec, tmp_path, name, place):
    names = {key: f'"{name}"' if key == place else key for key in ("number", "text", "target")}
    lines = [f"{row * 0.37},{'uvw'[row % 3]},{'pq'[row % 2]}\n" for row in range(60)]
    (tmp_path / "odd.csv").write_text(",".join(names.values()) + "\n" + "".join(lines), "utf-8")
    assert wtspec("init", "--csv", "odd.csv").status == 0
    said = wtspec("validate", "odd.yaml")
    assert said.err == "1 file checked: no errors\n"


def test_columns_that_say_nothing_are_left_out_and_named(wtspec, tmp_path):
    lines = [f"{row},person {row},1,{row * 0.5},{'pq'[row % 2]}\n" for row in range(60)]
    (tmp_path / "people.csv").write_text(",name,one,x,kind\n" + "".join(lines), "utf-8")
    said = wtspec("init", "--csv", "people.csv")
    assert said.status == 0
    text = (tmp_path / "people.yaml").read_text("utf-8")
    assert list(written(tmp_path / "people.yaml")["model"]["inputs"]) == ["numbers"]
    told = [
        'Left out: "" has no name.',
        'Left out: "name" has another text in nearly every row.',
        'Left out: "one" has the same value in every row.',
    ]
    assert [line for line in text.splitlines() if "Left out" in line] == [
        f"# {one}" for one in told
    ]
    assert all(one in said.err for one in told)


def test_a_target_that_the_table_lacks_gets_the_nearest(wtspec, penguins, tmp_path):
    said = wtspec("init", "--csv", penguins, "--target", "specie")
    assert said.status == 1
    assert "did you mean `species`?" in said.err
    assert not (tmp_path / "penguins.yaml").exists()


def test_a_table_that_is_not_there_writes_nothing(wtspec, tmp_path):
    said = wtspec("init", "--csv", "gone.csv")
    assert said.status == 1
    assert not (tmp_path / "gone.yaml").exists()


def test_a_column_of_names_is_no_target(wtspec, tmp_path):
    lines = [f"{row},person {row}\n" for row in range(60)]
    (tmp_path / "people.csv").write_text("x,name\n" + "".join(lines), "utf-8")
    said = wtspec("init", "--csv", "people.csv")
    assert said.status == 1
    assert "error[unusable-target]" in said.err


def test_a_target_without_a_table_is_misuse(wtspec):
    assert wtspec("init", "--target", "y").status == 2


def test_a_table_of_another_kind_is_taken_too(wtspec, tmp_path):
    columns = {"x": [row / 7 for row in range(60)], "kind": ["pq"[row % 2] for row in range(60)]}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert wtspec("init", "--csv", "a.parquet").status == 0
    assert written(tmp_path / "a.yaml")["data"]["source"] == {"parquet": "a.parquet"}
    assert wtspec("validate", "a.yaml").status == 0


def test_how_a_file_is_written_is_written_into_the_spec(wtspec, tmp_path):
    lines = [f"{row / 7:.2f};{row % 28 + 1:02}.03.2021;gr\xfcn\n" for row in range(60)]
    text = "größe;tag;art\n" + "".join(lines).replace(".", ",").replace(",03,", ".03.")
    (tmp_path / "a.csv").write_bytes(text.replace("gr\xfcn", "grün", 30).encode("latin-1"))
    assert wtspec("init", "--csv", "a.csv", "--target", "größe").status == 0
    csv = written(tmp_path / "a.yaml")["data"]["source"]["csv"]
    assert (csv["separator"], csv["decimal"], csv["encoding"]) == (";", ",", "latin-1")
    assert csv["types"] == {"tag": {"date": "%d.%m.%Y"}}
    assert wtspec("data", "a.yaml").status == 0


def test_uneven_classes_are_weighed(wtspec, tmp_path):
    lines = [f"{row / 7},{'q' if row % 20 else 'p'}\n" for row in range(400)]
    (tmp_path / "a.csv").write_text("x,kind\n" + "".join(lines), "utf-8")
    assert wtspec("init", "--csv", "a.csv").status == 0
    assert "class_weight" in written(tmp_path / "a.yaml")["train"]


def test_rows_of_one_person_stay_in_one_part(wtspec, tmp_path):
    lines = [f"{row // 4},{row / 7},{'pq'[row % 2]}\n" for row in range(160)]
    (tmp_path / "a.csv").write_text("patient,x,kind\n" + "".join(lines), "utf-8")
    assert wtspec("init", "--csv", "a.csv").status == 0
    assert written(tmp_path / "a.yaml")["data"]["split"]["group"] == "patient"
    assert wtspec("validate", "a.yaml").status == 0


def test_every_kind_of_column_is_made_what_the_model_takes(wtspec, tmp_path):
    draw = random.Random(0)  # noqa: S311 - a table, no secret
    words = ["red", "green", "blue", "big", "small", "cat", "dog", "house", "tree"]
    lines = [
        f"{draw.random():.3f},{'' if row % 9 == 0 else row},2020-0{1 + row % 9}-05,"
        f"{'|'.join(draw.sample('abc', draw.randrange(3)))},{' '.join(draw.sample(words, 4))},"
        f"{draw.choice('uvw')},{draw.random() ** 9 * 1e6:.1f}\n"
        for row in range(120)
    ]
    header = "y,gappy,when,tags,text,kind,income\n"
    (tmp_path / "a.csv").write_text(header + "".join(lines), "utf-8")
    assert wtspec("init", "--csv", "a.csv", "--target", "y").status == 0
    inputs = written(tmp_path / "a.yaml")["data"]["inputs"]
    assert "impute(" in inputs["numbers"]
    assert "log1p(maximum(income, 0))" in inputs["numbers"]
    assert inputs["when"] == '=standardize(date(when, "month weekday dayofyear"))'
    assert inputs["tags"] == "=many_hot(tags)"
    assert inputs["text"] == "=words(text, 5000, 4)"
    assert inputs["kind"] == "=lookup(kind)"
    assert "isnan(gappy)" in inputs["gaps"]
    said = wtspec("run", "a.yaml", "--set", "train.epochs=1")
    assert said.status == 0, said.err


def test_a_first_line_of_values_is_pointed_at(wtspec, tmp_path):
    lines = [f"{row / 7 + 0.5},{row % 9 / 4}\n" for row in range(60)]
    (tmp_path / "a.csv").write_text("".join(lines), "utf-8")
    said = wtspec("init", "--csv", "a.csv")
    assert said.status == 0
    assert "Does the file lack a header?" in said.err
    assert "Does the file lack a header?" in (tmp_path / "a.yaml").read_text("utf-8")
