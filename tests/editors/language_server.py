"""The YAML language server, spoken to as an editor does: JSON-RPC over its standard streams."""

import contextlib
import json
import os
import subprocess
from pathlib import Path

SERVER = Path(__file__).parent / "node_modules/yaml-language-server/bin/yaml-language-server"
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
}


@contextlib.contextmanager
def language_server(node, schema, folder):
    """A server that has this schema, in a process that ends with the context."""
    command, pipe = [node, str(SERVER), "--stdio"], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        try:
            yield LanguageServer(process, schema, folder)
        finally:
            process.kill()


class LanguageServer:
    """A running server that takes one schema for all `.yaml` files, as an editor's settings say it.

    Each text that is asked about is opened as a file of its own; `|` marks the cursor.
    """

    def __init__(self, process, schema, folder):
        self._settings = {
            "yaml": {"schemas": {schema.as_uri(): "*.yaml"}, "schemaStore": {"enable": False}}
        }
        self._folder = folder
        self._count = 0
        self._published = {}
        self._process = process
        root = {"uri": folder.as_uri(), "name": folder.name}
        self._ask(
            "initialize",
            processId=os.getpid(),
            rootUri=root["uri"],
            workspaceFolders=[root],
            capabilities=CAPABILITIES,
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self._settings)
        self._wait_for_the_schema()

    def complete(self, text):
        """What is proposed at the cursor, in order."""
        found = self._ask("textDocument/completion", **self._open(text))
        return found["items"] if isinstance(found, dict) else found

    def hover(self, text):
        """What is told of the place at the cursor."""
        found = self._ask("textDocument/hover", **self._open(text))
        return found["contents"]["value"] if found else ""

    def diagnose(self, text, path=None):
        """The messages about a text, each with its line, counted from one."""
        uri = self._open(text, path)["textDocument"]["uri"]
        while uri not in self._published:
            self._read()
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in self._published[uri]]

    def _wait_for_the_schema(self):
        """Until the settings have come through, a file has no schema and so no fault."""
        uri = self._open("wtspec: 2")["textDocument"]["uri"]
        while not self._published.get(uri):
            self._read()

    def _open(self, text, path=None):
        """Opens a text; the place of the cursor in it."""
        self._count += 1
        uri = (path or self._folder / f"{self._count}.yaml").as_uri()
        before, _, after = text.partition("|") if path is None else (text, "", "")
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": before + after}
        self._tell("textDocument/didOpen", textDocument=document)
        lines = before.split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        return {"textDocument": {"uri": uri}, "position": position}

    def _ask(self, method, **params):
        self._count += 1
        number = self._count
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                return message["result"]

    def _tell(self, method, **params):
        self._send({"method": method, "params": params})

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._process.stdin.flush()

    def _read(self):
        """The next message; what the server asks on its part is answered."""
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message):
        if message["method"] != "workspace/configuration":
            return None
        sections = [item.get("section", "") for item in message["params"]["items"]]
        return [self._settings.get(section, {}) for section in sections]
