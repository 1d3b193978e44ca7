"""Files on object storage (S3, and what speaks its protocol), through the clients of Delta Lake and Polars.

Credentials and the endpoint are taken from where these take them: the AWS_ variables of the environment. No lock
reaches other machines: an entry of the log is the creation of a Delta table, which the storage itself lets succeed
once only. What a build has read so far stays on its own machine, or in the folder that FIGTRACK_SCRATCH names.
"""

from __future__ import annotations

import os
import re
import warnings
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

import polars as pl
from deltalake import CommitProperties, write_deltalake

# These two have no public name that works without PyArrow, which is not installed.
from deltalake._internal import DeltaFileSystemHandler
from deltalake.exceptions import CommitFailedError, DeltaError
from polars.io._expand_paths import _expand_paths

from tracker.locks import held

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from contextlib import AbstractContextManager

FIRST_COMMIT = "_delta_log/00000000000000000000.json"
ENTRY = "entry"
"""The field of a log entry's commit that holds its content."""

_BLOCK = 4 * 1024 * 1024
_PATIENCE = {"max_retries": "3", "retry_timeout": "20s", "connect_timeout": "5s"}
_POLARS_PATIENCE = {"max_retries": 3}
_CAUSES = (
    (re.compile(r"NoSuchBucket"), "there is no such bucket", "make it, or mend the address"),
    (
        re.compile(r"scheme is not allowed"),
        "its endpoint has no https",
        "set AWS_ALLOW_HTTP=true if that is meant",
    ),
    (
        re.compile(r"AuthorizationHeaderMalformed|PermanentRedirect|without LOCATION"),
        "the bucket is in another region",
        "set AWS_REGION to its own",
    ),
    (re.compile(r"ExpiredToken|TokenRefreshRequired"), "the credentials have expired", "set new ones"),
    (
        re.compile(r"169\.254\.169\.254|metadata endpoint|redential|Missing SecretAccessKey"),
        "no credentials were found",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ),
    (
        re.compile(r"AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|40[13] (?:Unauthorized|Forbidden)"),
        "it refuses these credentials",
        "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and what they allow",
    ),
    (
        re.compile(r"error sending request|dns error|[Cc]onnect|timed out"),
        "it can't be reached",
        "check the network and AWS_ENDPOINT_URL, then run it again",
    ),
    (
        re.compile(r"object with invalid path: [^\"]{0,99}+(\"(?:[^\"\\]|\\.){0,999}+\")", re.DOTALL),
        "an object there has a name that can't be read, {0}",
        "rename it (`//`, `.` and `..` can be no part of a name), or give what is beside it",
    ),
)
_NOISE = re.compile(r"\x1b\[[0-9;]*m|[\s↳]+")
_IN_ADDRESS = re.compile(r"//[^/@\s]*@")
_SECRETS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_PLAIN = re.compile(r"[\w .+=&'()$!,@/-]*/", re.ASCII)
"""Folders whose names Polars lists by; of others it takes letters for patterns, or finds nothing below them."""


@dataclass(frozen=True, slots=True)
class Object:
    """What a name in a bucket leads to: an object, or, as in a folder, those below it."""

    bucket: Bucket
    name: str

    @property
    def address(self) -> str:
        """`s3://BUCKET/NAME`."""
        return self.bucket.address(self.name).rstrip("/")


class Ranges(Protocol):
    """An object's bytes, of which each reading asks for a range; raises OSError."""

    def size(self) -> int:
        """How many there are."""

    def seek(self, position: int) -> int:
        """Go to the byte with this number."""

    def read(self, nbytes: int) -> bytes:
        """What is there, so many bytes or up to the end."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A `Store` below an address like `s3://bucket/prefix`."""

    name: str

    @property
    def way_out(self) -> str:
        """What to do where it can't be written to."""
        return "mend that and run it again"

    def address(self, name: str) -> str:
        """The address of a file or table."""
        return f"{self.name}/{name}"

    @property
    def scratch(self) -> Path:
        """A folder of this machine, one for each address."""
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        base = Path(os.environ.get("FIGTRACK_SCRATCH") or Path(cache) / "figtrack")
        return base / blake2b(self.name.encode(), digest_size=8).hexdigest()

    def prepare(self) -> None:
        """Nothing: a prefix is there as soon as something is below it."""

    def has_other(self, own: Collection[str]) -> bool:
        """Whether something else is below the address."""
        return any(name.split("/")[0] not in own for name in self.names(""))

    def names(self, folder: str) -> set[str]:
        """The files below a folder."""
        return set(self.listed(folder))

    def listed(self, folder: str) -> pl.Series:
        """The names of the files below a folder, in no certain order and without those that are empty."""
        bucket, _, within = self.address(f"{folder}/" if folder else "").removeprefix("s3://").partition("/")
        plain = _PLAIN.match(within)
        base = f"s3://{bucket}/{plain[0] if plain else ''}"
        # Not by boto3, which Polars would ask where it happens to be installed: credentials are found as Delta does.
        found = _expand_paths(f"{base}**/*", storage_options=_POLARS_PATIENCE, credential_provider=None)
        below = found.filter(pl.col("path").str.starts_with(f"s3://{bucket}/{within}"))
        with warnings.catch_warnings():
            # Without AWS_REGION Polars asks the bucket for its region, which is well.
            warnings.filterwarnings("ignore", message=".*region. not set", category=UserWarning)
            return below.select(pl.col("path").str.slice(len(self.name) + 1)).collect()["path"]

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        return self.open(name).size()

    def sign(self, name: str) -> tuple[int, ...]:  # noqa: ARG002 -- as every store
        """Nothing: to ask takes a request each time."""
        return ()

    def is_cut(self, name: str, size: int) -> bool:  # noqa: ARG002 -- as every store
        """False: object storage keeps no half a file, and to ask for each would take long."""
        return False

    def read(self, name: str) -> bytes:
        """A file's bytes."""
        return b"".join(self._blocks(name))

    def checksum(self, name: str) -> str:
        """The checksum of a file's bytes."""
        digest = blake2b(digest_size=16)
        for block in self._blocks(name):
            digest.update(block)
        return digest.hexdigest()

    def open(self, name: str) -> Ranges:
        """A file's bytes, to be read as they are wanted."""
        return cast("Ranges", self._files().open_input_file(name))

    def _blocks(self, name: str) -> Iterator[bytes]:
        file = self.open(name)
        left = file.size()
        while left > 0:
            block = bytes(file.read(min(left, _BLOCK)))
            left -= len(block)
            yield block

    def write(self, name: str, content: bytes) -> None:
        """Put a file."""
        with closing(cast("IO[bytes]", self._files().open_output_stream(name))) as file:
            file.write(content)

    def create(self, name: str, content: bytes) -> None:
        """Put an entry of a log: in the first commit of a Delta table of that name, which succeeds for one only."""
        once = CommitProperties(custom_metadata={ENTRY: content.decode()}, max_commit_retries=0)
        nothing = pl.DataFrame(schema={ENTRY: pl.String})
        try:
            write_deltalake(self.address(name), nothing, mode="error", commit_properties=once)
        except CommitFailedError as error:
            raise FileExistsError(f"{self.address(name)} is there already") from error
        except DeltaError as error:
            if "exists" in str(error):
                raise FileExistsError(f"{self.address(name)} is there already") from error
            raise

    def remove(self, name: str) -> None:
        """Take a file away."""
        self._files().delete_file(name)

    def hold(self, name: str, wait: float, on_wait: Callable[[str], None] | None) -> AbstractContextManager[None]:
        """Keep others on this machine out; raises what `tracker.locks.held` raises."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        return held(self.scratch / name, wait, on_wait)

    def told(self, error: BaseException) -> str:
        """What an error means, with the way out where that is known."""
        return "; ".join(filter(None, why(error)))

    def _files(self) -> DeltaFileSystemHandler:
        own = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("AWS_")))
        return _client(self.name, own)


def why(error: BaseException) -> tuple[str, str]:
    """What an error of object storage means, and the way out, which is empty where it isn't known.

    Servers answer with what they were sent; credentials are no part of what is told.
    """
    text = _NOISE.sub(" ", str(error))
    for pattern, reason, remedy in _CAUSES:
        if found := pattern.search(text):
            return reason.format(*found.groups()), remedy
    text = _IN_ADDRESS.sub("//", text)
    for secret in filter(None, map(os.environ.get, _SECRETS)):
        text = text.replace(secret, "…")
    return text[:300], ""


@lru_cache(maxsize=16)
def _client(address: str, _environment: tuple[tuple[str, str], ...]) -> DeltaFileSystemHandler:
    """What talks to a storage, and keeps its connections, as long as the environment leads to the same."""
    return DeltaFileSystemHandler(address, _PATIENCE)
