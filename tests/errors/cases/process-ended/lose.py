import socket

from wtspec import load
from wtspec.model.processes.messages import Peer
from wtspec.model.processes.team import Team

span = load("main.yaml").file.runtime.span("processes")
members = [Peer(0, 2, "node-1", 4711, {}), Peer(1, 2, "node-2", 1147, {})]
here, there = socket.socketpair()
team = Team(0, members, {1: here}, span, print)
there.close()
try:
    team.check(30)
finally:
    team.leave("")
