#!/bin/sh
# One short job of a pipeline: checks the key, takes the messages of the files, delivers them to Medplum, ends.
#
#   sh deploy/ci-job.sh FILE ...        paths from this app's folder; settings and secrets are variables
#
# The key is the pipeline's own, bound to a Device that is no analyzer: it can add test results and nothing else.
#
# The exit code is that of the first command that fails (README.md, "Exit codes"); 1 when Medplum did not take a message
# or did not answer in two minutes. A job that is repeated stores nothing twice.
set -eu
cd "$(dirname "$0")/.."

agent() { node --disable-warning=ExperimentalWarning src/main.ts "$@"; }

running=
temporary=
# A job that fails leaves neither an agent nor its queue behind: the files are still there, and a repetition is safe.
clean_up() {
  if [ -n "$running" ]; then kill "$running" 2>/dev/null && wait "$running" || true; fi
  if [ -n "$temporary" ]; then rm -rf "$temporary"; fi
}
trap clean_up EXIT
trap 'exit 143' HUP INT TERM

if [ -z "${DEVICE_AGENT_DATA_DIR:-}" ]; then
  temporary=$(mktemp -d)
  export DEVICE_AGENT_DATA_DIR="$temporary"
fi

agent check

node --disable-warning=ExperimentalWarning src/main.ts run &
running=$!

# 69: it does not listen yet.
send() {
  tries=0
  while :; do
    code=0
    agent send "$1" || code=$?
    tries=$((tries + 1))
    if [ "$code" -ne 69 ] || [ "$tries" -ge 30 ]; then return "$code"; fi
    sleep 0.5
  done
}
for file in "$@"; do
  send "$file"
done

tries=0
until agent queue ls | grep '^0 queued, '; do
  tries=$((tries + 1))
  if [ "$tries" -ge 120 ]; then
    echo 'Medplum has not taken all messages in two minutes.' >&2
    exit 1
  fi
  sleep 1
done
if ! agent queue ls | grep -q ' 0 parked, '; then
  agent queue ls parked >&2
  exit 1
fi
