"""The watch hears of all that an attack could do, so that its silence means something."""

import json
import subprocess
import sys

import pytest

from tests.hostile.client import ROOT, bare_environment

PROGRAM = """
import json, os, socket, subprocess, sys, tempfile, threading, ast
from tests.hostile.watch import watch
seen = []
watch(os.getcwd(), seen.append)
try:
    exec(compile(ast.parse(sys.argv[1]), sys.argv[2], "exec"))
except Exception:
    pass
print(json.dumps(seen))
"""
DEEDS = {
    "writes a file": "open('a', 'w')",
    "appends to a file": "os.open('a', os.O_WRONLY | os.O_CREAT)",
    "reads outside its folder": "open('/etc/passwd')",
    "climbs out of its folder": "open('../' * 20 + 'etc/passwd')",
    "reads a link that leads outside": "open('link')",
    "lists another folder": "os.listdir('/etc')",
    "removes a file": "os.remove('a')",
    "renames a file": "os.rename('a', 'b')",
    "makes a folder": "os.mkdir('a')",
    "opens a socket": "socket.socket()",
    "resolves a name": "socket.getaddrinfo('localhost', 80)",
    "starts a process": "subprocess.run(['true'])",
    "calls the shell": "os.system('true')",
    "forks": "os.fork() or os._exit(0)",
    "imports what lies beside it": "import lying_here",
    "imports a heavy library": "import numpy",
    "compiles a text": "compile('1', 'a.yaml', 'eval')",
    "runs a text": "eval('1')",
    "runs a parsed formula": "exec(compile(ast.parse('1'), '<unknown>', 'exec'))",
    "makes a temporary file": "tempfile.mkstemp()",
    "calls C": "import ctypes; ctypes.CDLL(None)",
}


def heard(deed, folder):
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "lying_here.py").write_text("")
    environment = {**bare_environment(), "PYTHONPATH": str(ROOT)}
    # As if the deed stood in a module of ours, so that only what it does is heard.
    command = [sys.executable, "-c", PROGRAM, deed, str(ROOT / "wtspec" / "deed.py")]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_a_deed_is_heard(deed, tmp_path):
    assert heard(deed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize(
    "deed", ["open('lying_here.py').read()", "os.listdir('.')", "ast.parse('x + 1')", "import csv"]
)
def test_what_validate_does_is_not(deed, tmp_path):
    assert heard(deed, tmp_path) == []
