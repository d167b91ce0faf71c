"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings

from accounts.models import Role, User
from judge.env import ROOT
from judge.frontend import build_bundle, compile_catalogues
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import Package, read_package
from sandbox import apt
from sandbox.docker_engine import DockerSandbox
from sandbox.engine_setup import ensure_engine
from sandbox.image_build import build_images
from sandbox.registry import Installation
from tests.cheats.meanwhile import Meanwhile
from tests.cheats.suites import CLASSIFIER, DIALOGUE
from tests.packages import write_package
from tests.site_process import FUNCTION, NGRAM, Site

MakeUser = Callable[..., User]

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile("fuzz", max_examples=10_000, suppress_health_check=SLOW)


@pytest.fixture(scope="session", autouse=True)
def site_files() -> None:
    """What every page needs: the bundle, the translations and the collected static files."""
    build_bundle(ROOT / "frontend")
    compile_catalogues(ROOT / "locale")
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Make a user of a role, named after it unless told otherwise."""

    def make(role: Role = Role.CANDIDATE, username: str = "") -> User:
        return User.objects.create(username=username or role.value, role=role)

    return make


@pytest.fixture
def fake_package(tmp_path: Path) -> Package:
    """A package of the fake kind, freshly written."""
    return read_package(write_package(tmp_path / "fake-problem"))


@pytest.fixture
def fake_version(db: None, fake_package: Package) -> ProblemVersion:
    """A published version of a problem of the fake kind."""
    version = load_package(fake_package).version
    version.published = True
    version.save()
    return version


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation of this test run alone, on an engine that answers and has the images: both are
    made here when they are missing."""
    home = tmp_path_factory.mktemp("home")
    mine = Installation(name=f"test-{home.parent.name}-{home.name}", home=home)
    ensure_engine(mine, print)
    build_images(mine, print)
    return mine


@pytest.fixture(scope="session")
def sandbox(installation: Installation) -> DockerSandbox:
    """The real sandbox."""
    return DockerSandbox(installation)


@pytest.fixture(scope="session")
def tuning_cheats(
    installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Meanwhile]:
    """The cheats on fine-tuning, which are judged from now on. Their containers are no other test's."""
    own = replace(installation, name=f"{installation.name}-cheats")
    judging = Meanwhile(own, tmp_path_factory.mktemp("tuning"), (CLASSIFIER.name, DIALOGUE.name))
    yield judging
    judging.stop()


@pytest.fixture(scope="session", autouse=True)
def started_early(request: pytest.FixtureRequest, site_files: None) -> None:
    """What runs beside the tests before those that ask for it begins with the first."""
    if any("tuning_cheats" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("tuning_cheats")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait for what runs beside the others come late, those that want the whole machine last."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("whole_machine") is not None,
            "tuning_cheats" in getattr(item, "fixturenames", ()),
        )
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A whole site with a problem of each kind that is judged in seconds, up and proved by their references
    and canaries; stopped at the end of the run."""
    running = Site(tmp_path_factory.mktemp("site"), more={"TUNEROOM_PROBLEMS": f"{NGRAM},{FUNCTION}"})
    running.start()
    running.wait_until_ready()
    yield running
    assert running.stop() == 0


FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's browser, not one that the test tool would download."""
    if shutil.which("chromium") is None:
        apt.install("chromium")
        apt.install("fonts-noto-cjk")
    return {"executable_path": shutil.which("chromium"), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A visitor at a desk who reads English."""
    return {"locale": "en-US", "viewport": {"width": 1280, "height": 900}}
