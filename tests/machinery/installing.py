"""The program installed as its Containerfile says, in a folder of a test's own, by the same commands."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.deploy.reading import containerfile, settings_of_example
from tests.machinery.environment import ROOT

PATIENCE = 120.0
# Where the image has things, and the folder that is rebuilt in each test run.
PLACES = ("/opt/cestvous", "/var/lib/cestvous", "/build")
# Neither changes what is installed: the packages at hand are taken, and compiled when they are first read.
WITHOUT = {"UV_NO_CACHE", "UV_COMPILE_BYTECODE", "UV_LINK_MODE"}


class Installed:
    """What the image would hold, below ``root``; ``environment``: what a container of it would see."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for place in PLACES:
            (root / place[1:]).mkdir(parents=True, exist_ok=True)
        self.environment = self._environment("", settings_of_example())
        del self.environment["DATABASE_URL"]
        self.environment |= {
            "SECRET_KEY": secrets.token_urlsafe(60),
            "EMAIL_URL": "consolemail://",
            "STATE_FOLDER": self.here("/var/lib/cestvous"),
        }
        # What the image compiles when it is built is compiled here once it is read, and kept.
        del self.environment["PYTHONDONTWRITEBYTECODE"]

    def here(self, words: str) -> str:
        """The same words about our folder."""
        for place in PLACES:
            words = words.replace(place, str(self.root / place[1:]))
        return words

    def _environment(self, stage: str, more: Mapping[str, str]) -> dict[str, str]:
        told = {"PATH": "/usr/local/bin:/usr/bin:/bin", **more}
        for line in containerfile():
            if (line.stage, line.keyword) == (stage, "ENV"):
                told |= dict(self.here(word).split("=", 1) for word in line.words.split())
        return told

    def build(self) -> list[str]:
        """Run what the first stage of the Containerfile runs; returns the commands."""
        uv = ROOT / ".tools" / "bin"
        environment = {**os.environ, **self._environment("built", {})}
        environment = {name: value for name, value in environment.items() if name not in WITHOUT}
        environment["PATH"] = f"{uv}:{os.environ['PATH']}"
        for name in ("SECRET_KEY", "DATABASE_URL", "STATE_FOLDER", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"):
            environment.pop(name, None)
        ran = []
        for line in containerfile():
            if line.stage == "built" and line.keyword == "COPY":
                self._copy(line.words.split())
            elif line.stage == "built" and line.keyword == "RUN" and not line.words.startswith("pip "):
                ran.append(line.words)
                command = self.here(line.words)
                subprocess.run(
                    command, shell=True, check=True, cwd=self.root / "build", env=environment, timeout=PATIENCE
                )
        return ran

    def _copy(self, words: Sequence[str]) -> None:
        *sources, target = words
        for source in sources:
            to = self.root / "build" / (target if target != "./" else source)
            to.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, to, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
            else:
                shutil.copy(ROOT / source, to)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command as in a container of the image, to its end."""
        return subprocess.run(
            [self._program(command[0]), *command[1:]],
            env={**self.environment, **environment},
            cwd=self.environment["STATE_FOLDER"],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    @contextmanager
    def running(self, *command: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command as in a container of the image, meanwhile."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                [self._program(command[0]), *command[1:]],
                env={**self.environment, **environment},
                cwd=self.environment["STATE_FOLDER"],
                stdout=output,
                stderr=output,
            )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _program(self, name: str) -> str:
        found = shutil.which(name, path=self.environment["PATH"])
        assert found is not None, name
        return found
