#!/bin/sh
# Makes sure of a Chrome or Chromium for the browser tests.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then
        exit 0
    fi
done
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Debian's chromium for the browser tests ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
fi
echo "figtrack: the browser tests need Chrome or Chromium; install one (Debian: apt-get install chromium)," >&2
echo "or leave them out: make check" >&2
exit 2
