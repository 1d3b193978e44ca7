"""Who may read the dashboard, and who may judge: credentials, sessions, the log-in page and the proxy's word.

`current()` says who sent the request that is being answered.
"""

from dashboard.access.readers import NOBODY, Reader, current, local, recognise
from tracker.credentials import Role

__all__ = ["NOBODY", "Reader", "Role", "current", "local", "recognise"]
