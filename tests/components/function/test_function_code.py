import zipfile
from pathlib import Path

import pulumi
import pytest

from components import ComponentError, LambdaFunction, python_package
from components.function.archive_contents import archive_contents, python_modules
from tests.components.archives import content_of
from tests.components.functions import FUNCTION, LAYER, args
from tests.components.wheels import build_wheel
from tests.support.recording import Cloud

REQUIREMENTS = "functions/orders/requirements.txt"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program with a package that needs a dependency, which pip finds in a folder."""
    package = tmp_path / "functions" / "orders"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "create.py").write_text("import greeting\n")
    (tmp_path / REQUIREMENTS).write_text("greeting==1.0\n")
    build_wheel(tmp_path / "wheels", "greeting", "1.0", {"greeting/__init__.py": "", "greeting/http.py": ""})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems_of(cloud: Cloud, **changes: object) -> list[tuple[str, str]]:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(**changes)))
    assert cloud.mocks.registrations == []
    return [(one.where, one.found) for one in caught.value.problems]


def test_a_function_gets_the_dependencies_of_its_platform(cloud: Cloud, program: Path) -> None:
    cloud.run(lambda: LambdaFunction("create", args(architecture="x86_64", runtime="python3.12")))
    code = cloud.mocks.of(FUNCTION)["create"]["code"]
    assert {"greeting/http.py", "orders/create.py"} <= {*content_of(code)}
    cached = [one.name for one in (program / ".local/python-dependencies").iterdir() if one.is_dir()]
    assert [name.rpartition("-")[0] for name in cached] == ["python3.12-x86_64"]


@pytest.mark.parametrize(
    "handler", ["orders.create.handler", "orders.handler", "orders/create.handler", "greeting.http.handler"]
)
def test_a_handler_may_be_any_module_of_the_archive(cloud: Cloud, program: Path, handler: str) -> None:
    assert program.is_dir()
    cloud.run(lambda: LambdaFunction("create", args(handler=handler)))
    assert cloud.mocks.of(FUNCTION)["create"]["handler"] == handler


def test_a_handler_of_no_module_is_told_with_the_modules_of_the_sources(cloud: Cloud, program: Path) -> None:
    assert program.is_dir()
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(handler="orders.crate.handler")))
    (problem,) = caught.value.problems
    assert (problem.where, problem.allowed) == ("handler", "orders, orders.create")
    assert problem.remedy == 'did you mean "orders.create"?'
    assert cloud.mocks.registrations == []


def test_a_layer_may_bring_the_handler(cloud: Cloud, program: Path) -> None:
    assert program.is_dir()
    cloud.run(lambda: LambdaFunction("create", args(handler="tracer.handler", layers=[LAYER])))
    assert cloud.mocks.of(FUNCTION)["create"]["layers"] == [LAYER]


def test_lines_that_are_no_pins_are_told_with_the_other_problems(cloud: Cloud, program: Path) -> None:
    (program / REQUIREMENTS).write_text("greeting\n")
    assert problems_of(cloud, timeout=0) == [
        ("timeout", "0"),
        (f"{REQUIREMENTS}, line 1", '"greeting" without one version'),
    ]
    assert not (program / ".local").exists()


def test_dependencies_need_a_python_runtime(cloud: Cloud, program: Path) -> None:
    assert program.is_dir()
    found = f'nodejs22.x-arm64, with the requirements file "{REQUIREMENTS}"'
    assert problems_of(cloud, runtime="nodejs22.x", handler="index.handler") == [("runtime", found)]


def test_code_of_more_than_250_mb_is_refused(cloud: Cloud, program: Path) -> None:
    (program / REQUIREMENTS).write_text("")
    for name, megabytes in (("model.bin", 200), ("words.bin", 51)):
        with (program / "functions/orders" / name).open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
    assert problems_of(cloud) == [("code", "251 MB unzipped (orders 251 MB)")]


def test_a_folder_or_a_zip_is_looked_into(cloud: Cloud, program: Path) -> None:
    with zipfile.ZipFile(program / "code.zip", "w") as archive:
        archive.writestr("orders/create.py", "")
    for code in (pulumi.FileArchive("functions"), pulumi.FileArchive("code.zip")):
        found = '"orders.crate.handler", but the code has no module "orders.crate"'
        assert problems_of(cloud, code=code, handler="orders.crate.handler") == [("handler", found)]
    cloud.run(lambda: LambdaFunction("create", args(code=pulumi.FileArchive("code.zip"))))


@pytest.mark.parametrize(
    "code",
    [
        pulumi.RemoteArchive("https://example.com/code.zip"),
        pulumi.FileArchive("nowhere.zip"),
        pulumi.AssetArchive({"orders.py": pulumi.RemoteAsset("https://example.com/orders.py")}),
        pulumi.AssetArchive({"orders": pulumi.RemoteArchive("https://example.com/code.zip")}),
    ],
)
def test_code_of_which_nothing_is_known_is_left_to_the_engine(cloud: Cloud, code: pulumi.Archive) -> None:
    assert archive_contents(code) is None
    cloud.run(lambda: LambdaFunction("create", args(code=code, handler="unseen.handler")))
    assert cloud.mocks.of(FUNCTION)["create"]["handler"] == "unseen.handler"


def test_code_that_is_no_archive_is_refused(cloud: Cloud) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(code="functions/orders")))
    assert [(one.where, one.found) for one in caught.value.problems] == [("code", "str")]


def test_modules_are_those_that_python_finds() -> None:
    files = ("a.py", "b/__init__.py", "b/c.py", "d/e.py", "f.cpython-313-aarch64-linux-gnu.so", "g.txt", "h/i.json")
    assert python_modules(files) == ["a", "b", "b.c", "d.e", "f"]


def test_contents_are_sizes_by_path(program: Path) -> None:
    assert program.is_dir()
    whole = pulumi.AssetArchive(
        {
            "note.txt": pulumi.StringAsset("ä"),
            "inner": pulumi.FileArchive("functions"),
            "orders/get.py": pulumi.FileAsset("functions/orders/create.py"),
        }
    )
    assert archive_contents(whole) == {
        "note.txt": 2,
        "inner/orders/__init__.py": 0,
        "inner/orders/create.py": 16,
        "inner/orders/requirements.txt": 14,
        "orders/get.py": 16,
    }
    assert archive_contents(python_package("functions/orders")) == {"orders/__init__.py": 0, "orders/create.py": 16}
