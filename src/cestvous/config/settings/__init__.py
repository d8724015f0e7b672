"""Settings. Everything a city changes comes from the environment; docs/settings.md lists each variable."""

# Django reads one module: each file here holds the settings of one matter.
from cestvous.config.settings.accounts import *  # noqa: F403
from cestvous.config.settings.city import *  # noqa: F403
from cestvous.config.settings.databases import *  # noqa: F403
from cestvous.config.settings.environment import *  # noqa: F403
from cestvous.config.settings.files import *  # noqa: F403
from cestvous.config.settings.house import *  # noqa: F403
from cestvous.config.settings.keeping import *  # noqa: F403
from cestvous.config.settings.languages import *  # noqa: F403
from cestvous.config.settings.logs import *  # noqa: F403
from cestvous.config.settings.mail import *  # noqa: F403
from cestvous.config.settings.observation import *  # noqa: F403
from cestvous.config.settings.security import *  # noqa: F403
from cestvous.config.settings.spam import *  # noqa: F403
