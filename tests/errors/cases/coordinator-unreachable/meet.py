from wtspec import load
from wtspec.model.processes.meet import meet
from wtspec.model.processes.messages import Peer
from wtspec.model.processes.place import Address, Rank

place = Rank(Address("localhost", 1), 2, 1)
span = load("main.yaml").file.runtime.span("processes")
meet(place, Peer(1, 2, "node-2", 4711, {}), 0, span)
