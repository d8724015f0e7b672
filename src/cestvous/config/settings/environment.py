"""Where settings come from: the environment, and the folders of this installation."""

from pathlib import Path

import environ

env = environ.Env()
ROOT = Path(__file__).resolve().parents[4]
PACKAGE = Path(__file__).resolve().parents[2]
STATE = Path(env.str("STATE_FOLDER", default=str(ROOT / "var")))
