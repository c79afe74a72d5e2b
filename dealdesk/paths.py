"""Where things lie: the desk, its backups, the configuration, the crash report; and who may read them.

``DEALDESK_HOME`` moves data and configuration together, ``DEALDESK_DB`` names the file itself. Without them the
folders are those platformdirs gives; on Linux they are worked out here in the same way (a test compares), because
importing platformdirs costs as much as the whole glance.
"""

from __future__ import annotations

import os
import sys


def private() -> None:
    """Make everything this process creates readable by its owner alone."""
    os.umask(0o077)


def _folder(kind: str, variable: str, fallback: str) -> str:
    home = os.environ.get("DEALDESK_HOME")
    if home:
        return os.path.join(os.path.expanduser(home), kind)
    if sys.platform.startswith("linux"):
        base = os.environ.get(variable, "").strip() or os.path.expanduser(fallback)
        return os.path.join(base, "dealdesk")
    import platformdirs

    folders = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "state": platformdirs.user_state_dir,
    }
    return folders[kind]("dealdesk", appauthor=False)


def data_folder() -> str:
    """Return the folder of the desk and its backups."""
    return _folder("data", "XDG_DATA_HOME", "~/.local/share")


def config_folder() -> str:
    """Return the folder of looks, keys and own templates."""
    return _folder("config", "XDG_CONFIG_HOME", "~/.config")


def state_folder() -> str:
    """Return the folder of crash reports."""
    return _folder("state", "XDG_STATE_HOME", "~/.local/state")


def desk_file() -> str:
    """Return the file of the desk: ``DEALDESK_DB``, or ``desk.db`` in the data folder."""
    named = os.environ.get("DEALDESK_DB")
    return os.path.expanduser(named) if named else os.path.join(data_folder(), "desk.db")


def demo_file() -> str:
    """Return the file of the demo desk, which never is the real one."""
    return os.path.join(data_folder(), "demo.db")


def backup_folder(desk: str) -> str:
    """Return the folder of the backups of ``desk``, beside it."""
    name = os.path.basename(desk)
    return os.path.join(os.path.dirname(os.path.abspath(desk)), "backups", name)


def make_folder(path: str) -> None:
    """Create ``path`` and its parents, for the owner alone; a folder that exists keeps its mode."""
    parent = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(parent):  # os.makedirs gives its mode to the last folder only
        make_folder(parent)
    os.makedirs(path, mode=0o700, exist_ok=True)
