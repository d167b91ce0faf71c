"""Images are named after what goes into them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sandbox import image_recipes
from sandbox.image_recipes import (
    GPU_IMAGES,
    IMAGES,
    PARENTS,
    last_layer,
    needed,
    packages,
    packages_tag,
    place,
    tag,
)

ROOT = Path(image_recipes.__file__).parent.parent


def pins(path: Path) -> set[str]:
    return set(re.findall(r"^[\w.-]+==\S+", path.read_text(), re.MULTILINE))


def test_every_image_folder_is_known() -> None:
    assert {path.name for path in IMAGES.iterdir() if path.is_dir()} == {*PARENTS, "supervisor"}


def test_pins_of_the_base_are_those_of_the_lock() -> None:
    assert pins(IMAGES / "base" / "requirements.txt") <= pins(ROOT / "requirements.lock")


@pytest.mark.parametrize("name", PARENTS)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (IMAGES / name / "requirements.txt").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    starts = [line for line in lines if not line.startswith("    --hash=sha256:")]
    assert [line for line in starts if not re.fullmatch(r"[\w.-]+==[\w.+]+ \\", line)] == []
    assert all(line.startswith("    --hash") for line in lines[lines.index(starts[-1]) + 1 :])


def test_images_repeat_nothing_of_their_parents() -> None:
    names = {
        name: {pin.split("==")[0] for pin in pins(IMAGES / name / "requirements.txt")} for name in PARENTS
    }
    assert {name: names[name] & names[parent] for name, parent in PARENTS.items() if parent} == {
        "torch": set(),
        "torch-cuda": set(),
    }


def test_torch_is_the_build_without_cuda() -> None:
    assert "torch==2.13.0+cpu" in pins(IMAGES / "torch" / "requirements.txt")


def test_torch_cuda_differs_from_torch_in_pytorch_and_cuda_alone() -> None:
    torch, cuda = (pins(IMAGES / name / "requirements.txt") for name in ("torch", "torch-cuda"))
    assert torch - cuda == {"torch==2.13.0+cpu"}
    others = {pin.split("==")[0] for pin in cuda - torch}
    assert {name for name in others if not name.startswith(("cuda-", "nvidia-"))} == {"torch", "triton"}
    assert "torch==2.13.0" in cuda


def test_only_machines_with_gpus_need_the_images_for_them() -> None:
    assert (needed(gpus=False), needed(gpus=True)) == (["base", "torch"], ["base", "torch", "torch-cuda"])
    assert set(PARENTS) >= GPU_IMAGES
    assert not {parent for name, parent in PARENTS.items() if name not in GPU_IMAGES} & GPU_IMAGES


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ("torch/nn/__init__.py", "torch/nn/__init__.py"),
        ("torch/bin/torch_shm_manager", "torch/bin/torch_shm_manager"),
        ("torch/bin/protoc", None),
        ("torch/include/ATen/ATen.h", None),
        ("torch/test/some_test", None),
        ("torch/testing/__init__.py", "torch/testing/__init__.py"),
        ("a-1.data/platlib/a/b.so", "a/b.so"),
        ("a-1.data/purelib/a/b.py", "a/b.py"),
        ("a-1.data/data/share/man/man1/a.1", None),
    ],
)
def test_files_of_wheels_have_their_place(entry: str, path: str | None) -> None:
    assert place(entry) == path


@pytest.mark.parametrize("entry", ["a-1.data/scripts/x", "a-1.data/data/etc/x", "a-1.data/headers/x.h"])
def test_files_for_elsewhere_have_no_place(entry: str) -> None:
    with pytest.raises(ValueError, match="outside of the packages"):
        place(entry)


@pytest.fixture
def recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with recipes that a test may change."""
    for folder in ("images/base", "images/torch", "images/supervisor", "supervisor"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "Dockerfile").write_text("FROM x")
    (tmp_path / "supervisor/main.py").write_text("1")
    monkeypatch.setattr(image_recipes, "IMAGES", tmp_path / "images")
    monkeypatch.setattr(image_recipes, "SUPERVISOR", tmp_path / "supervisor")
    monkeypatch.setattr(image_recipes, "packages_tag", packages_tag.__wrapped__)
    return tmp_path


def test_tag_changes_with_every_input(recipes: Path) -> None:
    seen = {tag.__wrapped__("torch")}
    for path, content in (
        ("supervisor/main.py", "2"),
        ("supervisor/b.py", ""),
        ("images/base/Dockerfile", "FROM y"),
        ("images/torch/Dockerfile", "FROM z"),
        ("images/supervisor/Dockerfile", "FROM z"),
    ):
        (recipes / path).write_text(content)
        seen.add(tag.__wrapped__("torch"))
    assert len(seen) == 6


def test_packages_stay_when_the_supervisor_changes(recipes: Path) -> None:
    before = packages_tag.__wrapped__("torch")
    (recipes / "supervisor/main.py").write_text("2")
    assert packages_tag.__wrapped__("torch") == before


def test_last_layer_holds_the_whole_supervisor() -> None:
    names = {f"supervisor/{path.name}" for path in (ROOT / "sandbox" / "supervisor").glob("*.py")}
    assert set(last_layer()) == names | {"Dockerfile"}
    assert set(packages("base")) == {"Dockerfile", "requirements.txt"}
