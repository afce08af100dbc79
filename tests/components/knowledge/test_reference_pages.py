import pytest

from components.knowledge.reference_pages import DOCS, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_what_the_tables_give(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == pages()[name], "write the pages anew: python -m components.knowledge.reference_pages"
