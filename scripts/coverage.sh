#!/usr/bin/env bash
# One coverage report from two observers: vitest sees what runs inside it (the sources), c8 sees the
# built command line as child processes run it. Neither sees what the other does.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf coverage
npm run build
npx vitest run --coverage --exclude '**/*.slow.test.ts'
npx c8 --clean --reporter=json --reports-dir=coverage/cli --include='dist/**' --exclude-after-remap=false \
  npx vitest run src/cli.test.ts
npx tsx scripts/merge-coverage.ts
