"""How our own PostgreSQL is sized: by the memory of the machine or of the container."""

from __future__ import annotations

import os
from pathlib import Path

from roadstead.platform.database.server_settings import machine_mb, memory_settings


def test_buffers_are_a_quarter_of_what_our_own_processes_leave() -> None:
    assert memory_settings(24 * 1024) == {"shared_buffers": "5632MB", "effective_cache_size": "16896MB"}


def test_a_small_machine_has_the_least_and_a_large_one_is_bounded() -> None:
    assert memory_settings(1024) == {"shared_buffers": "256MB", "effective_cache_size": "1024MB"}
    assert memory_settings(512 * 1024)["shared_buffers"] == "8192MB"


def test_a_container_counts_with_its_limit_and_not_with_the_memory_of_the_machine(tmp_path: Path) -> None:
    limit, whole = tmp_path / "memory.max", os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    assert machine_mb(limit) == whole  # no such file
    limit.write_text("max\n")
    assert machine_mb(limit) == whole
    limit.write_text(f"{512 * 2**20}\n")
    assert machine_mb(limit) == 512
