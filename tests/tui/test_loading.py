"""The ORM is loaded behind the first frame, on the thread that writes: the loop goes on answering keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.desks import add_deal, open_desk

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio, importlib.abc, sys, threading

loaded_on = set()


class Watch(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.startswith(("sqlmodel", "sqlalchemy", "dealdesk.store.tables")):
            loaded_on.add(threading.current_thread().name)


sys.meta_path.insert(0, Watch())
from dealdesk.clock import Clock
from dealdesk.store.desk import Desk
from dealdesk.tui.app import DealdeskApp


async def main():
    app = DealdeskApp(Desk(sys.argv[1], Clock()))
    async with app.run_test() as pilot:
        while not loaded_on:
            await pilot.pause()
        await app.workspace.call(lambda con: None)
        await app.workers.wait_for_complete()


asyncio.run(main())
print(*loaded_on)
"""


def test_the_orm_is_loaded_on_the_writer_thread(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    desk.close()
    argv = [sys.executable, "-c", PROGRAM, desk.path]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == (["writer"], "")
