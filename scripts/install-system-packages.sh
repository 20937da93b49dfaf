#!/usr/bin/env bash
# What the witnesses and the Python adapters need from Debian (or Ubuntu). Installs nothing that is there.
set -euo pipefail

packages=(python3 python3-numpy python3-mpmath python3-gmpy2 python3-sklearn)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
    missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"
