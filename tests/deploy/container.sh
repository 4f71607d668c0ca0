#!/usr/bin/env bash
# Build the image, start the service, read a page through it, take it down. See README.md beside this file.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
export COMPOSE_PROJECT_NAME=blockletter-deploy-test BLOCKLETTER_PORT=${BLOCKLETTER_PORT:-18000}
files=(-f docker-compose.yml)
if [[ ${BLOCKLETTER_HOST_NETWORK:-} == 1 ]]; then
  sed '/^    ports:$/,+1d' docker-compose.yml >"$work/docker-compose.yml"
  files=(-f "$work/docker-compose.yml" -f tests/deploy/host-network.yml)
  BLOCKLETTER_PORT=8000
fi
compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose --project-directory "$PWD" "${files[@]}" "$@"
  else
    docker-compose --project-directory "$PWD" "${files[@]}" "$@"
  fi
}
address=http://127.0.0.1:$BLOCKLETTER_PORT

clean_up() {
  status=$?
  if ((status)); then compose logs --tail 50 || true; fi
  compose down --volumes >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$status"
}
trap clean_up EXIT

say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

if curl --silent --output /dev/null "$address"; then fail "port $BLOCKLETTER_PORT is in use"; fi
say "building"
compose build >"$work/build.log" 2>&1 || { tail -40 "$work/build.log" >&2; fail "the image does not build"; }
compose up --detach >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "the container does not start"; }
container=$(compose ps --quiet blockletter)

say "waiting until it is healthy"
health=starting
for _ in $(seq 60); do
  health=$(docker inspect --format '{{.State.Health.Status}}' "$container")
  [[ $health == starting ]] || break
  sleep 1
done
[[ $health == healthy ]] || fail "the container is $health"

say "reading a page"
curl --fail-with-body --silent --show-error --form image=@examples/todo.jpg "$address/api/v1/read" >"$work/answer.json"
curl --fail-with-body --silent --show-error --header 'Accept: image/png' --form image=@examples/todo.jpg \
  "$address/api/v1/read" >"$work/answer.png"
curl --fail-with-body --silent --show-error "$address/" >"$work/page.html"
python3 tests/deploy/check_answer.py "$work/answer.json" "$work/answer.png"

say "checking how it runs"
[[ $(docker exec "$container" id -u) != 0 ]] || fail "it runs as root"
if docker exec "$container" touch /opt/blockletter/new 2>/dev/null; then fail "its file system can be written"; fi
if docker exec "$container" python3 -c 'import torch' 2>/dev/null; then fail "it holds torch"; fi
code=$(curl --silent --output "$work/problem.json" --write-out '%{http_code}' --form image=@Makefile "$address/api/v1/read")
[[ $code == 4* ]] || fail "a text file is answered $code"
say "stopping"
compose stop --timeout 10 >/dev/null 2>&1
[[ $(docker inspect --format '{{.State.ExitCode}}' "$container") != 137 ]] || fail "it had to be killed"
say "the container works: image of $(docker image inspect --format '{{.Size}}' blockletter) bytes"
