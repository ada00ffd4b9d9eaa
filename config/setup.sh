#!/bin/sh
# Set up what `make run` and/or `make test` need: config/setup.sh run [test].
# Starts nothing. Does nothing, in a tenth of a second, when nothing has changed. What this user may
# not install is named in one line each, and the rest goes on.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var

say() { printf 'set-up: %s\n' "$*"; }

stop() {
  say "$*" >&2
  exit 1
}

# --- Debian packages -------------------------------------------------------------------------------
APT="-qq -o DPkg::Lock::Timeout=120"
apt_is_fresh=

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Debian packages of $2..., needed for $1.
install_debian() {
  purpose=$1
  shift
  missing=
  for package in "$@"; do is_installed "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    say "NOT INSTALLED, needs root:$missing ($purpose). Do: sudo apt-get install$missing"
    return 0
  fi
  say "Debian packages:$missing ($purpose)"
  if [ -z "$apt_is_fresh" ]; then apt-get update $APT >var/apt.log 2>&1 && apt_is_fresh=1 || true; fi
  # shellcheck disable=SC2086  # the lists are meant to split
  DEBIAN_FRONTEND=noninteractive apt-get install $APT -y --no-install-recommends $missing \
    >>var/apt.log 2>&1 || say "NOT INSTALLED, apt-get failed:$missing ($purpose). See var/apt.log"
}

# Without root the type faces of the documents are unpacked into var/fonts, where they are looked for.
unpack_fonts() {
  is_installed fonts-liberation2 && return 0
  [ -d var/fonts/usr ] && return 0
  say "type faces fonts-liberation2 into var/fonts (no root here)"
  mkdir -p var/fonts
  (cd var/fonts && apt-get download -qq fonts-liberation2 && dpkg-deb -x fonts-liberation2*.deb .) \
    >var/apt.log 2>&1 || say "NOT INSTALLED: type faces fonts-liberation2 (needed for PDF). See var/apt.log"
}

system_packages() {
  command -v apt-get >/dev/null || {
    say "no apt-get here: Pango, Liberation Serif 2 (for PDF), Chromium and LibreOffice (for tests) are up to you"
    return 0
  }
  case $1 in
    run)
      install_debian "needed for PDF" libpango-1.0-0 libpangoft2-1.0-0
      install_debian "PDF files are made without it too, a second slower" libharfbuzz-subset0
      if [ "$(id -u)" = 0 ]; then
        install_debian "type faces of the PDF" fonts-liberation2
      else
        unpack_fonts
      fi
      ;;
    test)
      install_debian "browser tests, reading PDF files back" chromium poppler-utils
      command -v soffice >/dev/null \
        || install_debian "Word files opened as an office opens them" libreoffice-writer-nogui
      ;;
  esac
}

# --- Python packages -------------------------------------------------------------------------------
find_python() {
  for name in python3.11 python3.12 python3.13 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

make_venv() {
  python=$(find_python) || stop "Python 3.11 or newer is not on this machine"
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    install_debian "makes the virtual environment" python3-venv
  fi
  say "virtual environment in .venv, $("$python" --version)"
  "$python" -m venv --clear .venv || stop "'$python -m venv' failed; on Debian: sudo apt-get install python3-venv"
}

# The packages pinned in $1. Stamps lie in .venv, so that they go when it goes.
python_packages() {
  cmp -s "$1" ".venv/$1.stamp" && return 0
  [ -x .venv/bin/pip ] || make_venv
  [ -x .venv/bin/uv ] || .venv/bin/pip install --quiet --disable-pip-version-check uv
  say "Python packages of $1"
  .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$1"
  cp "$1" ".venv/$1.stamp"
}

for part in "$@"; do
  case $part in
    run) requirements=requirements.txt ;;
    test) requirements=requirements-dev.txt ;;
    *) stop "unknown part '$part': expected run or test" ;;
  esac
  system_packages "$part"
  python_packages "$requirements"
done

if [ ! -s var/secret_key ]; then
  (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))' >var/secret_key)
fi
