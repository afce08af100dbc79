"""A creation that was interrupted, so that the engine never heard of it, and is asked for again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import grpc
import pytest

from local import unconfirmed
from tests.local.provider.all_samples import SAMPLES
from tests.local.provider.engine import Engine
from tests.local.provider.samples import Sample, sample_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("unconfirmed")


@pytest.fixture(scope="module")
def engine(emulator: str, notes: Path) -> Iterator[Engine]:
    with Engine(emulator, GATEWAY_UNCONFIRMED_FOLDER=str(notes)) as engine:
        yield engine


# A network has one private zone of a name, and no list of zones says of which network each is.
NOT_FOUND_AGAIN = ("Zone-private",)
FOUND_AGAIN = [sample for sample in SAMPLES if sample_id(sample) not in NOT_FOUND_AGAIN]


@pytest.mark.parametrize("sample", FOUND_AGAIN, ids=sample_id)
def test_it_succeeds_though_the_first_one_did_too(engine: Engine, notes: Path, sample: Sample) -> None:
    given = {**sample.inputs, **sample.parents(engine)}
    first = engine.create(sample.type, "interrupted", given)
    # The provider strikes its note out once the answer has been sent, which the answer may outrun.
    while unconfirmed.is_noted(notes, first.urn):
        time.sleep(0.01)
    unconfirmed.begin(notes, unconfirmed.Creation(first.urn, ""))
    second = engine.create(sample.type, "interrupted", given)
    assert second.inputs.keys() == first.inputs.keys()
    assert second.state.keys() == first.state.keys()
    if second.id != first.id:
        engine.delete(first)
    engine.delete(second)


def test_without_an_interruption_a_place_that_is_taken_is_refused(engine: Engine) -> None:
    given = {"name": "/aws/apigateway/taken"}
    taken = engine.create("aws:cloudwatch/logGroup:LogGroup", "taken", given)
    with pytest.raises(grpc.RpcError, match="ResourceAlreadyExistsException"):
        engine.create("aws:cloudwatch/logGroup:LogGroup", "another", given)
    engine.delete(taken)
