import json
import re

import pytest

from components.knowledge.kinds import Kind
from components.knowledge.log_lines import FORMATS, TYPICAL, line_bytes, typical_line


@pytest.mark.parametrize("kind", Kind)
def test_a_line_is_the_format_with_every_variable_filled_in(kind: Kind) -> None:
    line = json.loads(typical_line(kind))
    assert line.keys() == json.loads(FORMATS[kind]).keys()
    assert line["status"] == "200"
    assert line["errorMessage"] == "-"
    assert "$context" not in typical_line(kind)
    assert line_bytes(kind) == len(typical_line(kind))


def test_no_value_is_kept_for_a_variable_that_no_format_has() -> None:
    known = {name for text in FORMATS.values() for name in re.findall(r"\$context\.([A-Za-z.]+)", text)}
    assert TYPICAL.keys() <= known


def test_a_rest_api_says_the_most_of_a_request() -> None:
    assert line_bytes(Kind.REST) > line_bytes(Kind.HTTP) > 600
