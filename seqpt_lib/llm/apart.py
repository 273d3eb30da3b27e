"""Run asynchronous work from code that is not, inside a Jupyter kernel too."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run asynchronous work in a thread with an event loop of its own, and wait for it.

    A kernel's own thread already runs an event loop, which takes no second one.
    Who interrupts the wait (Ctrl-C, a stopped cell) also ends the work.

    Args:
        work: What to run.

    Returns:
        Its result.
    """
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = Future()

    async def watched() -> Result:
        task = asyncio.current_task()
        if task is not None:
            begun.set_result((asyncio.get_running_loop(), task))
        return await work

    with ThreadPoolExecutor(1, "seqpt-llm") as worker:
        running = worker.submit(lambda: asyncio.run(watched()))
        try:
            return running.result()
        finally:
            if not running.done():
                loop, task = begun.result()
                with suppress(RuntimeError):  # the work has just ended, and its loop with it
                    loop.call_soon_threadsafe(task.cancel)
