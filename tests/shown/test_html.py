"""What notebooks show of errors, specs, plans and runs."""

import copy
import pickle
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import pytest

import wtspec
from tests.runs.written_run import write_run
from wtspec.document.yaml_html import yaml_as_html
from wtspec.errors import Diagnostic, Source, Span
from wtspec.errors.render.html import (
    block,
    errors_as_html,
    heading,
    image,
    link,
    never_raising,
    table,
)
from wtspec.model.outline import LayerOutline
from wtspec.model.plan import Plan, Row
from wtspec.runs.listing.run_html import run_as_html
from wtspec.spec import File, Layer

EVIL = "</pre><script>alert(1)</script><img src=x onerror='alert(1)'>\"{{x}}\x1b[2J\u202e"
TAGS = {
    *("div", "b", "span", "pre", "details", "summary", "table", "thead", "tbody", "tr", "th"),
    *("td", "img", "a"),
}


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = set(), [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def check(text):
    """The text of a page that holds nothing but what it may."""
    page = Tags(text)
    assert page.tags <= TAGS
    assert not page.open
    for name, value in page.attributes:
        assert name in {"style", "src", "href", "alt", "open"}
        assert name != "src" or value.startswith("data:image/svg+xml;base64,")
        assert name != "href" or ":" not in value
        assert name != "style" or not re.search("url|expression|@", value)
    assert not {"\x1b", "\u202e"} & set(text)
    return "".join(page.text)


def an_error():
    source = Source(EVIL, f"k: {EVIL}")
    return wtspec.SpecError(Diagnostic("c", EVIL, Span(source, 1, 4, 1, 9), help=EVIL))


def a_spec(tmp_path, doc="text"):
    path = tmp_path / "model.yaml"
    inner = {"Own": Layer(inputs={"x": ["..."]}, call="return x", doc=doc)}
    file = File(
        wtspec=1,
        doc=doc,
        layers=inner,
        model={"inputs": {"x": ["batch", 4]}, "sequential": ["Own", {"Dense": 2}]},
    )
    path.write_text(file.to_yaml())
    return path, file


def test_an_error_shows_its_excerpt_in_colors():
    text = an_error()._repr_html_()
    assert "error[c]" in check(text)
    assert "color: #d9443c" in text


def test_an_error_raised_in_a_notebook_is_its_excerpt_and_the_line_that_raised_it():
    with pytest.raises(wtspec.SpecError) as raised:
        wtspec.load("no such file.yaml")
    line, _, told = raised.value._render_traceback_()
    assert line.endswith('wtspec.load("no such file.yaml")')
    assert "\x1b[1;31merror[file-not-found]" in told
    assert "Traceback" not in told


def test_the_text_of_a_line_that_raised_is_visible_alone():
    code = compile("raise error  # \u202e", "<ipython-input-1>", "exec")
    with pytest.raises(wtspec.SpecError) as raised:
        exec(code, {"error": an_error()})  # noqa: S102
    assert "\u202e" not in "".join(raised.value._render_traceback_())


def test_a_plain_repr_of_an_error_is_short():
    faults = [Diagnostic("unknown-key", "no key `x`"), Diagnostic("c", "m")]
    assert repr(wtspec.SpecError(faults)) == "<SpecError unknown-key: no key `x`; 1 more>"
    assert repr(wtspec.SpecError(())) == "SpecError()"


def test_a_spec_shows_what_it_says_with_what_set_changed(tmp_path):
    path, _ = a_spec(tmp_path)
    spec = wtspec.load(path, set={"layers.Own.doc": "another"})
    assert "doc: another" in check(spec._repr_html_())


def test_a_spec_in_python_shows_its_yaml(tmp_path):
    _, file = a_spec(tmp_path)
    assert "sequential:" in check(file._repr_html_())
    assert "return x" in check(file.layers["Own"]._repr_html_())


def test_a_long_spec_folds_and_a_short_one_does_not():
    short, long = (
        "a: 1\nb: 2\n",
        "doc: x\n"
        + "".join(
            f"part_{at}:\n" + "".join(f"  key_{line}: 1\n" for line in range(20)) for at in range(3)
        ),
    )
    assert "<details" not in yaml_as_html(short)
    shown = yaml_as_html(long, without=["doc"])
    assert shown.count("<details") == 3
    assert "doc" not in shown
    assert "key_0, key_1" in shown


def test_a_plan_shows_weights_layers_and_a_picture(tmp_path):
    path, _ = a_spec(tmp_path, doc=EVIL)
    plan = wtspec.plan(path)
    shown = plan._repr_html_()
    text = check(shown)
    assert "dense/kernel" in text
    assert "10 parameters in 2 weights; 40 B" in text
    assert "<img " in shown
    assert repr(plan) == "<Plan model: 10 parameters in 2 weights; 40 B>"
    assert pickle.loads(pickle.dumps(plan)) == copy.deepcopy(plan) == plan  # noqa: S301 - its own


def test_a_plan_without_a_picture_shows_the_rest():
    row = Row(EVIL, (2,), "float32", EVIL, trainable=False, parameters=2, bytes=8)
    tree = LayerOutline(EVIL, EVIL, None, 2, (LayerOutline(EVIL, EVIL, (None, 2), 2, ()),))

    def fail():
        raise RuntimeError

    shown = Plan((row,), tree, fail)._repr_html_()
    assert "(frozen)" in check(shown)
    assert "<img " not in shown


def test_a_run_shows_metrics_curves_and_a_link_to_its_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "runs" / "javascript:alert(1)<b>"
    folder.mkdir(parents=True)
    (folder / "report.html").touch()
    history = [{"loss": 3 - at, EVIL: float("nan"), "val_loss": 2.0} for at in range(3)]
    shown = run_as_html(folder, "finished", history, {"test": {"loss": 0.123456, EVIL: 1.0}})
    text = check(shown)
    assert "0.12346" in text
    assert "█▅▁" in text
    assert 'href="runs/javascript%3Aalert%281%29%3Cb%3E/report.html"' in shown


def test_a_run_whose_folder_is_gone_or_broken_still_shows(tmp_path):
    folder = write_run(tmp_path / "runs" / "0001")
    run = wtspec.open(folder)
    assert "0001" in check(run._repr_html_())
    (folder / "metrics.jsonl").write_text("{broken")
    assert "0001" in check(run._repr_html_())
    shutil.rmtree(folder)
    assert "0001" in check(run._repr_html_())


def test_a_run_is_found_where_it_was_wherever_one_works_now(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (write_run(tmp_path / "runs" / "0001") / "report.html").touch()
    run = wtspec.open("runs/0001")
    assert 'href="runs/0001/report.html"' in run._repr_html_()
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert 'href="../runs/0001/report.html"' in run._repr_html_()


def test_a_list_of_runs_is_a_list_and_shows_a_table(tmp_path):
    write_run(tmp_path / "runs" / "0001")
    write_run(tmp_path / "runs" / "0002")
    runs = wtspec.list_runs(tmp_path / "runs")
    assert isinstance(runs, list)
    assert runs == list(runs)
    assert "0002" in check(runs._repr_html_())
    assert re.fullmatch(
        "<RunSummary .*/runs/0001: finished, 3/. epochs; best val_loss 1>", repr(runs[0])
    )
    assert "no runs" in check(type(runs)()._repr_html_())


def test_what_fails_to_show_itself_is_shown_plainly():
    class Broken:
        def __repr__(self):
            return f"Broken({EVIL})"

        @never_raising
        def _repr_html_(self):
            raise OSError

    assert "Broken(" in check(Broken()._repr_html_())


@pytest.mark.parametrize(
    "shown",
    [
        block(EVIL),
        heading(EVIL, EVIL, EVIL),
        table([EVIL, "n"], [[EVIL, "1"]] * 300, right=[1]),
        image("<svg/>", EVIL),
        link(EVIL, EVIL),
        yaml_as_html(f"a: {EVIL}\n"),
        yaml_as_html(f"{EVIL}:\n" + f"  - {EVIL}\n" * 50),
        errors_as_html(an_error().diagnostics),
    ],
)
def test_nothing_that_a_file_says_is_markup(shown):
    check(shown)


def test_runs_and_specs_are_shown_without_keras(tmp_path):
    write_run(tmp_path / "runs" / "0001")
    path, _ = a_spec(tmp_path)
    code = (
        "import sys, wtspec\n"
        f"wtspec.load({str(path)!r})._repr_html_()\n"
        f"wtspec.open({str(tmp_path / 'runs' / '0001')!r})._repr_html_()\n"
        f"wtspec.list_runs({str(tmp_path)!r})._repr_html_()\n"
        "print([name for name in ('keras', 'jax') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
