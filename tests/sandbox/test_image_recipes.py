"""Images are named after what goes into them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sandbox import image_recipes
from sandbox.image_recipes import IMAGES, PARENTS, inputs, tag

ROOT = Path(image_recipes.__file__).parent.parent


def pins(path: Path) -> set[str]:
    return set(re.findall(r"^[\w.-]+==\S+", path.read_text(), re.MULTILINE))


def test_every_image_folder_is_known() -> None:
    assert {path.name for path in IMAGES.iterdir() if path.is_dir()} == set(PARENTS)


@pytest.mark.parametrize("name", PARENTS)
def test_pins_are_those_of_the_lock(name: str) -> None:
    assert pins(IMAGES / name / "requirements.txt") <= pins(ROOT / "requirements.lock")


def test_tag_changes_with_every_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("images/base", "supervisor"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "images/base/Dockerfile").write_text("FROM x")
    (tmp_path / "supervisor/main.py").write_text("1")
    monkeypatch.setattr(image_recipes, "IMAGES", tmp_path / "images")
    monkeypatch.setattr(image_recipes, "SUPERVISOR", tmp_path / "supervisor")
    seen = {tag.__wrapped__("base")}
    for path, content in (
        ("supervisor/main.py", "2"),
        ("images/base/Dockerfile", "FROM y"),
        ("supervisor/b.py", ""),
    ):
        (tmp_path / path).write_text(content)
        seen.add(tag.__wrapped__("base"))
    assert len(seen) == 4


def test_inputs_hold_the_whole_supervisor() -> None:
    names = {f"supervisor/{path.name}" for path in (ROOT / "sandbox" / "supervisor").glob("*.py")}
    assert set(inputs("base")) == names | {"Dockerfile", "requirements.txt"}
