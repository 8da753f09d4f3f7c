"""The YAML language server, spoken to as an editor does: JSON-RPC over its standard streams."""

import contextlib
import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SERVER = HERE / "node_modules/yaml-language-server/bin/yaml-language-server"


class LanguageServer:
    """A running server with one schema for all files, as an editor's settings would name it."""

    def __init__(self, schema, folder):
        self._folder = folder
        self._process = subprocess.Popen(
            [shutil.which("node"), str(SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._count = 0
        self._settings = {
            "yaml": {"schemas": {schema.as_uri(): "*.yaml"}, "schemaStore": {"enable": False}}
        }
        self._published = {}
        folder_ = {"uri": folder.as_uri(), "name": folder.name}
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
        }
        self._ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            workspaceFolders=[folder_],
            capabilities=capabilities,
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self._settings)

    def complete(self, text):
        """What is proposed at the bar in a text: label to proposal."""
        where = self._open(text)
        found = self._ask("textDocument/completion", **where)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: item for item in items}

    def hover(self, text):
        """What is told of the place at the bar in a text."""
        found = self._ask("textDocument/hover", **self._open(text))
        return found["contents"]["value"] if found else ""

    def diagnose(self, text, name=None):
        """The messages about a text, each with its line, counted from one."""
        uri = self._open(text, name)["textDocument"]["uri"]
        while uri not in self._published:
            self._read()
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in self._published[uri]]

    def close(self):
        """Ends the server."""
        self._ask("shutdown")
        self._tell("exit")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._process.kill()
        self._process.stdin.close()
        self._process.stdout.close()

    def _open(self, text, name=None):
        """Opens a text as a file of its own; the place of the bar in it."""
        before, _, _ = text.partition("|")
        self._count += 1
        uri = (self._folder / (name or f"{self._count}.yaml")).as_uri()
        document = {
            "uri": uri,
            "languageId": "yaml",
            "version": 1,
            "text": text.replace("|", "", 1),
        }
        self._tell("textDocument/didOpen", textDocument=document)
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
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
        return [self._settings.get(section.partition(".")[0], {}) for section in sections]
