from wtspec import load
from wtspec.model.processes.meet import meet
from wtspec.model.processes.messages import Peer
from wtspec.model.processes.place import Address, Rank

place = Rank(Address("localhost", 41789), 2, 0)
span = load("main.yaml").file.runtime.span("processes")
meet(place, Peer(0, 2, "node-1", 4711, {}), 0, span)
