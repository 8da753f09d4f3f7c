from concurrent.futures import ThreadPoolExecutor
from functools import partial

from wtspec import load
from wtspec.model.processes.meet import meet
from wtspec.model.processes.messages import Peer
from wtspec.model.processes.place import Address, Rank

span = load("main.yaml").file.runtime.span("processes")
address = Address("localhost", 41790)
first = Peer(0, 2, "node-1", 4711, {"jax": "0.10.2"})
second = Peer(1, 2, "node-2", 1147, {"jax": "0.11.0"})
with ThreadPoolExecutor() as pool:
    other = pool.submit(partial(meet, Rank(address, 2, 1), second, 30, span))
    meet(Rank(address, 2, 0), first, 30, span)
