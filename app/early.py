"""Loading the reader while the rest of the service is still being imported: both take about as long."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

from app.reading import PageReader, load_for_service
from app.settings import Settings


class EarlyReader:
    """Loads readers as settings name them; the one of the deployment is begun at once, in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        """Begin."""
        # What is imported stays: looking through it for garbage again and again takes a tenth of the start.
        gc.disable()
        self._model = settings.model
        thread = ThreadPoolExecutor(1, thread_name_prefix="early")
        self._begun = thread.submit(load_for_service, settings)
        thread.shutdown(wait=False)

    def __call__(self, settings: Settings) -> PageReader:
        """The reader, as soon as it is loaded.

        Raises:
            CheckpointError: The checkpoint cannot be used.
            LinesMissingError: The line reader is asked for and not installed.
        """
        if settings.model != self._model:
            return load_for_service(settings)
        reader = self._begun.result()
        gc.freeze()
        gc.enable()
        return reader
