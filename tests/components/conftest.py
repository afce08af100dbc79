import pytest

from tests.support.recording import Cloud, new_cloud


@pytest.fixture
def cloud() -> Cloud:
    return new_cloud()


@pytest.fixture
def preview() -> Cloud:
    return new_cloud(preview=True)
