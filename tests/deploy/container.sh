#!/usr/bin/env bash
# Build the images, start the service alone and as a cluster, read a page through each, take them down. See README.md
# beside this file.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Layers above the base; the service alone.
most_bytes=550000000
work=$(mktemp -d)
export COMPOSE_PROJECT_NAME=blockletter-deploy-test BLOCKLETTER_PORT=${BLOCKLETTER_PORT:-18000}
export BLOCKLETTER_CLUSTER_PORT=${BLOCKLETTER_CLUSTER_PORT:-18001} BLOCKLETTER_WORKERS=2
files=(-f docker-compose.yml)
if [[ ${BLOCKLETTER_HOST_NETWORK:-} == 1 ]]; then
  sed '/^    ports:$/,+1d' docker-compose.yml >"$work/docker-compose.yml"
  files=(-f "$work/docker-compose.yml" -f tests/deploy/host-network.yml)
  BLOCKLETTER_PORT=8000 BLOCKLETTER_CLUSTER_PORT=8001
fi
compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose --project-directory "$PWD" "${files[@]}" "$@"
  else
    docker-compose --project-directory "$PWD" "${files[@]}" "$@"
  fi
}

clean_up() {
  status=$?
  if ((status)); then compose --profile cluster logs --tail 50 || true; fi
  compose --profile cluster down --volumes >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$status"
}
trap clean_up EXIT

say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

# start SERVICE SECONDS WORD...: build and start a service, with the words before `up`, and wait until it is healthy.
start() {
  local service=$1 seconds=$2 health=starting
  shift 2
  say "building $service"
  compose "$@" build >"$work/build.log" 2>&1 || { tail -40 "$work/build.log" >&2; fail "the image does not build"; }
  compose "$@" up --detach >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "the container does not start"; }
  container=$(compose "$@" ps --quiet "$service")
  say "waiting until it is healthy"
  for _ in $(seq "$seconds"); do
    health=$(docker inspect --format '{{.State.Health.Status}}' "$container")
    [[ $health == starting ]] || break
    sleep 1
  done
  [[ $health == healthy ]] || fail "the container is $health"
}

# read_page ADDRESS: post a page, and a file that is none.
read_page() {
  local address=$1
  say "reading a page"
  curl --fail-with-body --silent --show-error --form image=@examples/todo.jpg "$address/api/v1/read" >"$work/answer.json"
  curl --fail-with-body --silent --show-error --header 'Accept: image/png' --form image=@examples/todo.jpg \
    "$address/api/v1/read" >"$work/answer.png"
  curl --fail-with-body --silent --show-error "$address/" >"$work/page.html"
  python3 tests/deploy/check_answer.py "$work/answer.json" "$work/answer.png"
  code=$(curl --silent --output "$work/problem.json" --write-out '%{http_code}' --form image=@Makefile "$address/api/v1/read")
  [[ $code == 4* ]] || fail "a text file is answered $code"
}

check_container() {
  say "checking how it runs"
  [[ $(docker exec "$container" id -u) != 0 ]] || fail "it runs as root"
  if docker exec "$container" touch /opt/blockletter/new 2>/dev/null; then fail "its file system can be written"; fi
  if docker exec "$container" python3 -c 'import torch' 2>/dev/null; then fail "it holds torch"; fi
}

stop() {
  say "stopping"
  compose "$@" stop --timeout 30 >/dev/null 2>&1
  [[ $(docker inspect --format '{{.State.ExitCode}}' "$container") != 137 ]] || fail "it had to be killed"
}

# above_base IMAGE: bytes of its layers that are not those of the base.
above_base() {
  local base
  base=$(sed -n 's/^FROM \([^ ]*\)$/\1/p' Dockerfile)
  echo $(($(docker image inspect --format '{{.Size}}' "$1") - $(docker image inspect --format '{{.Size}}' "$base")))
}

# nodes: how many the cluster has.
nodes() {
  docker exec --env RAY_LOG_TO_DRIVER=0 "$container" python3 -c \
    'import ray; ray.init("auto", log_to_driver=False, logging_level="ERROR"); print(sum(n["Alive"] for n in ray.nodes()))'
}

for port in "$BLOCKLETTER_PORT" "$BLOCKLETTER_CLUSTER_PORT"; do
  if curl --silent --output /dev/null "http://127.0.0.1:$port"; then fail "port $port is in use"; fi
done

start blockletter 60
read_page "http://127.0.0.1:$BLOCKLETTER_PORT"
check_container
stop
bytes=$(above_base blockletter)
((bytes <= most_bytes)) || fail "the image has $bytes bytes above its base, at most $most_bytes are wanted"
say "the container works: $bytes bytes above its base"

start head 240 --profile cluster
for _ in $(seq 60); do
  count=$(nodes)
  ((count < 1 + BLOCKLETTER_WORKERS)) || break
  sleep 1
done
((count == 1 + BLOCKLETTER_WORKERS)) || fail "the cluster has $count nodes"
read_page "http://127.0.0.1:$BLOCKLETTER_CLUSTER_PORT"
check_container
stop --profile cluster
say "the cluster works: $count nodes, $(above_base blockletter-cluster) bytes above the base"
