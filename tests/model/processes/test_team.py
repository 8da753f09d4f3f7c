"""What processes that train together hear of each other."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from wtspec.errors import SpecError
from wtspec.model.processes.meet import meet
from wtspec.model.processes.messages import BrokenMessageError, Peer, Unpacker
from wtspec.model.processes.place import Address, Rank
from wtspec.model.processes.relay import Relay
from wtspec.model.processes.team import Team

SECONDS = 30


def peer(index, count=3):
    return Peer(index, count, f"node-{index}", 100 + index, {"jax": "1"})


@pytest.fixture
def teams():
    """Three processes, as threads of this one, that have met."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = Address("127.0.0.1", probe.getsockname()[1])
    with ThreadPoolExecutor(3) as pool:
        met = list(
            pool.map(
                lambda index: meet(Rank(address, 3, index), peer(index), SECONDS, None), range(3)
            )
        )
    ended = threading.Event()
    made = [
        Team(at, one.members, one.peers, None, lambda _: ended.set()) for at, one in enumerate(met)
    ]
    yield made
    for one in made:
        one.leave()


def in_each(teams, work):
    with ThreadPoolExecutor(len(teams)) as pool:
        return list(pool.map(work, teams))


def ended(team):
    with pytest.raises(SpecError) as caught:
        team.check(SECONDS)
    return caught.value.diagnostics[0].message


def test_each_hears_what_all_say_by_index(teams):
    assert (
        in_each(teams, lambda one: one.gather(f"from {one.index}"))
        == [["from 0", "from 1", "from 2"]] * 3
    )


def test_rounds_follow_each_other(teams):
    def talk(one):
        return [one.gather(f"{number}")[2] for number in range(20)]

    assert in_each(teams, talk) == [[str(number) for number in range(20)]] * 3


def test_topics_do_not_wait_for_each_other(teams):
    first, *others = teams
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(first.gather, "slow", "slow")
        assert in_each(teams, lambda one: one.gather("quick", "quick"))[0] == ["quick"] * 3
        in_each(others, lambda one: one.gather("slow", "slow"))
        assert waiting.result(SECONDS) == ["slow"] * 3


def test_a_failure_is_told_to_all_with_its_reason(teams):
    teams[1].leave("has failed: no file")
    expected = "process 1 (`node-1`, pid 101) of 3 has failed: no file"
    assert [ended(teams[0]), ended(teams[2])] == [expected] * 2


def test_the_death_of_the_first_is_heard_by_all_others(teams):
    teams[0]._is_over.set()  # it says nothing more
    for connection in teams[0]._peers.values():
        connection.shutdown(socket.SHUT_RDWR)
    assert all("process 0" in ended(one) and "has died" in ended(one) for one in teams[1:])


def test_one_that_waits_for_another_that_has_ended_is_not_left_waiting(teams):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(teams[0].gather, "")
        teams[2].leave("was interrupted")
        with pytest.raises(SpecError, match="was interrupted"):
            waiting.result(SECONDS)


def test_one_that_is_done_is_no_loss(teams):
    teams[2].leave()
    teams[0].check(0.2)


def test_the_near_end_of_a_relay_stays_open_when_the_far_one_closes():
    with socket.create_server(("127.0.0.1", 0)) as far:
        relay = Relay(Address("127.0.0.1", far.getsockname()[1]))
        with socket.create_connection(("127.0.0.1", relay.port)) as near:
            there, _ = far.accept()
            near.sendall(b"to")
            assert there.recv(2) == b"to"
            there.sendall(b"fro")
            assert near.recv(3) == b"fro"
            there.close()
            near.settimeout(0.3)
            with pytest.raises(TimeoutError):
                near.recv(1)


@pytest.mark.parametrize("data", [b"\xff\xff\xff\xff", b"\0\0\0\2{}", b"GET / HTTP/1.1\r\n"])
def test_what_is_no_message_is_refused(data):
    with pytest.raises(BrokenMessageError):
        list(Unpacker().feed(data))
