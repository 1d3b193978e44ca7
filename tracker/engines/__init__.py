"""Where the work of a build runs: in this process, on many cores in a pool of processes, or on a Dask cluster.

All run the same functions on the same parts, and what comes back is the same. When a worker dies, what it was at is
tried again, and what keeps killing its worker is found and told.
"""

from __future__ import annotations

from tracker.engines.daskcluster import cluster
from tracker.engines.pool import cores, local
from tracker.engines.running import Done, Engine, Lost, WorkerLostError

__all__ = ["Done", "Engine", "Lost", "WorkerLostError", "cluster", "cores", "local"]
