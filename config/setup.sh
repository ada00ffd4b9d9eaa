#!/bin/sh
# Set up what `run` and/or `test` need: config/setup.sh run [test]. Quick when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var

say() { printf '%s\n' "set-up: $*"; }

# --- Python packages -------------------------------------------------------------------------------
install_python() { # $1: requirements file
  stamp="var/.$1.stamp"
  if [ -x .venv/bin/python ] && cmp -s "$1" "$stamp"; then return; fi
  if [ ! -x .venv/bin/python ]; then
    python=$(command -v python3.11 || command -v python3) || { say "Python 3.11 is not on this machine"; exit 1; }
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "$python is older than Python 3.11"; exit 1; }
    say "virtual environment in .venv ($("$python" --version))"
    "$python" -m venv .venv || { say "'$python -m venv' failed: on Debian, install python3-venv as root"; exit 1; }
  fi
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
  say "packages of $1"
  .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
  cp "$1" "$stamp"
}

for part in "$@"; do
  case $part in
    run) wanted=requirements.txt ;;
    test) wanted=requirements-dev.txt ;;
    *) say "unknown part '$part': expected run or test"; exit 2 ;;
  esac
  install_python "$wanted"
done

if [ ! -s var/secret_key ]; then
  (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))' > var/secret_key)
fi
