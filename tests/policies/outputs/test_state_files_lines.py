import json
import os
from pathlib import Path

import pytest

from gateway_policies.outputs.state_files import lines_of_urns

PREVIEW = Path(__file__).parents[1] / "states" / "preview.json"


def test_the_line_is_the_first_that_holds_the_urn() -> None:
    lines = PREVIEW.read_text().splitlines()
    found = lines_of_urns(PREVIEW)
    assert len(found) > 3
    for urn, line in found.items():
        assert json.dumps(urn) in lines[line - 1]
        assert not any(f'"urn": {json.dumps(urn)}' in text for text in lines[: line - 1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_urn_with_escapes(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"said": "\\"urn\\": \\"no\\"",\n\n"urn" :\t"a\\u00e4\\"::b"}', encoding=encoding)
    assert lines_of_urns(file) == {'aä"::b': 3}


def test_a_pipe_is_not_read_again(tmp_path: Path) -> None:
    pipe = tmp_path / "state.json"
    os.mkfifo(pipe)
    assert lines_of_urns(pipe) == {}
