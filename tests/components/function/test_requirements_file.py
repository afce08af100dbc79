from pathlib import Path

import pytest

from components.function.python_platform import PythonPlatform
from components.function.requirements_file import read_requirements

ARM = PythonPlatform("python3.13", "arm64")
DIGEST = "0123456789abcdef" * 4

FILE = f"""\
# What the orders need.
Requests[socks, security]==2.32.3  # for the carrier's API
ruamel.yaml==0.18.6 \\
    --hash=sha256:{DIGEST} \\
    --hash=sha256:{DIGEST[::-1]}

colorama==0.4.6 ; sys_platform == "win32"
tomli==2.2.1 ; python_version < "3.11"
fast==1.0 ; platform_machine == "aarch64"
fast==2.0 ; platform_machine == "x86_64"
"""


def lines(file: Path, platform: PythonPlatform = ARM) -> list[str]:
    pins, problems = read_requirements(str(file), platform)
    assert problems == []
    return [pin.line for pin in pins]


def test_pins_are_read_for_the_platform_of_the_function(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(FILE)
    hashes = f"--hash=sha256:{DIGEST} --hash=sha256:{DIGEST[::-1]}"
    assert lines(file) == ["fast==1.0", "requests[security,socks]==2.32.3", f"ruamel-yaml==0.18.6 {hashes}"]
    assert lines(file, PythonPlatform("python3.10", "x86_64"))[0] == "fast==2.0"
    assert "tomli==2.2.1" in lines(file, PythonPlatform("python3.10", "x86_64"))


def test_order_case_and_comments_change_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("a-b==1\nc==2\n")
    two.write_bytes(b"# another\r\nC==2\r\nA_B==1 # same\r\n")
    assert lines(one) == lines(two)


CASES = {
    "requests": '"requests" without one version',
    "requests>=2": '"requests>=2" without one version',
    "requests==2.*": '"requests==2.*" without one version',
    "requests==2,<3": '"requests==2,<3" without one version',
    "requests===2": '"requests===2" without one version',
    "./carrier": '"./carrier"',
    "carrier @ https://example.com/carrier.whl": '"carrier @ https://example.com/carrier.whl"',
    "-r more.txt": 'the option "-r more.txt"',
    "--index-url https://example.com": 'the option "--index-url https://example.com"',
    "-e .": 'the option "-e ."',
    "requests==2 --hash=md5:00": 'the hash "md5:00"',
    'requests==2 ; sys_platform ~= "linux"': 'the marker sys_platform ~= "linux"',
    "Known==2": "known a second time",
}


@pytest.mark.parametrize(("line", "found"), CASES.items())
def test_a_line_that_is_no_pin_is_a_problem_with_its_number(tmp_path: Path, line: str, found: str) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"known==1 \\\n  --hash=sha256:{DIGEST}\n\n{line}\n")
    pins, problems = read_requirements(str(file), ARM)
    assert [(one.where, one.found) for one in problems] == [(f"{file}, line 4", found)]
    assert [pin.name for pin in pins] == ["known"]


def test_a_file_is_read_as_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("known==1  # größer\n", encoding="utf-8-sig")
    assert lines(file) == ["known==1"]
    file.write_text("known==1\n", encoding="utf-16")
    pins, problems = read_requirements(str(file), ARM)
    assert (pins, [one.found for one in problems]) == ([], ["bytes that are no UTF-8"])


def test_every_line_that_is_no_pin_is_told(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("a\nb==1\nc>1 \\\n")
    assert [one.where for one in read_requirements(str(file), ARM)[1]] == [f"{file}, line 1", f"{file}, line 3"]


@pytest.mark.parametrize(
    ("runtime", "architecture", "newest"),
    [
        ("python3.13", "arm64", "manylinux_2_34_aarch64"),
        ("python3.12", "x86_64", "manylinux_2_34_x86_64"),
        ("python3.11", "x86_64", "manylinux_2_17_x86_64"),
    ],
)
def test_wheels_are_chosen_for_the_c_library_of_the_runtime(runtime: str, architecture: str, newest: str) -> None:
    platforms = PythonPlatform(runtime, architecture).wheel_platforms
    machine = newest.partition("_")[2].split("_", 2)[2]
    assert platforms[0] == newest
    assert platforms[-1] == f"manylinux2014_{machine}"


@pytest.mark.parametrize(("runtime", "architecture"), [("nodejs22.x", "arm64"), ("python3.13", "arm")])
def test_a_platform_without_wheels_is_unknown(runtime: str, architecture: str) -> None:
    assert not PythonPlatform(runtime, architecture).known
