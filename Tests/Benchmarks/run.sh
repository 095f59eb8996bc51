#!/usr/bin/env bash
# Measures daicho against the tools its users know, as whole processes with a warm file cache, and
# prints a Markdown table. It prints, it never gates: the exit status only says whether every command ran.
#
#   run.sh DAICHO_BINARY [SIZE…]        sizes in customers; default 1000 10000 100000
#
# DAICHO_BENCH_RUNS   runs of each command (default: 9, from 50,000 customers 5); medians are shown
# DAICHO_BENCH_SEED   seed of the workspaces (default 1)
# DAICHO_BENCH_PYTHON a Python with pandas for the comparison of reports (default: python3, and none without pandas)
# TMPDIR              where the workspaces are kept between runs (100,000 customers: 1.6 GB)
set -euo pipefail
export LC_ALL=C.UTF-8 LC_NUMERIC=C

fail() {
  printf 'run.sh: error: %s\n' "$1" >&2
  exit "${2:-2}"
}

say() { printf '%s\n' "$1" >&2; }

[[ ${BASH_VERSINFO[0]} -ge 5 ]] || fail "needs bash 5 for its clock; this is bash $BASH_VERSION"
[[ $# -ge 1 ]] || fail "usage: run.sh DAICHO_BINARY [SIZE…]" 64
daicho=$(command -v -- "$1") || fail "no program at $1" 64
daicho=$(cd "$(dirname "$daicho")" && pwd)/$(basename "$daicho")
shift
sizes=("$@")
[[ ${#sizes[@]} -gt 0 ]] || sizes=(1000 10000 100000)
for size in "${sizes[@]}"; do
  [[ $size =~ ^[1-9][0-9]{0,6}$ ]] || fail "not a number of customers: $size" 64
done

missing=()
for tool in git rg swift; do
  command -v "$tool" > /dev/null || missing+=("$tool")
done
[[ ${#missing[@]} -eq 0 ]] || fail "missing: ${missing[*]} (Debian: apt install git ripgrep; swift.org for swift)"
gnu_time=
for candidate in /usr/bin/time gtime; do
  if "$candidate" -v true > /dev/null 2>&1; then gnu_time=$candidate; break; fi
done
[[ -n $gnu_time ]] || say "no GNU time: peak memory is left out (Debian: apt install time)"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seed=${DAICHO_BENCH_SEED:-1}
cache=${TMPDIR:-/tmp}
scratch=$(mktemp -d "$cache/daicho-bench-run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Nobody's own settings: signing, file system monitors, hooks.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
unset RIPGREP_CONFIG_PATH NO_COLOR

# --- Workspaces -------------------------------------------------------------------------------------

stamp=$(cat "$here"/Sources/generate-workspace/*.swift | cksum)

# A repository with one commit, made once a size, seed and generator.
workspace() {
  local size=$1 folder=$cache/daicho-bench-$1-$seed
  if [[ $(cat "$folder/.git/generator" 2> /dev/null) != "$stamp" ]]; then
    say "making a workspace of $size customers in $folder …"
    local making=$folder.making.$$
    rm -rf "$folder" "$making"
    swift build --package-path "$here" -c release --quiet >&2
    "$(swift build --package-path "$here" -c release --show-bin-path)/generate-workspace" \
      --customers "$size" --seed "$seed" --out "$making" >&2
    git -C "$making" init -q -b main
    git -C "$making" config user.name 'Benchmark'
    git -C "$making" config user.email 'benchmark@example.com'
    git -C "$making" config gc.auto 0
    git -C "$making" add -A
    git -C "$making" commit -q -m 'Begin the register'
    git -C "$making" gc -q
    printf '%s\n' "$stamp" > "$making/.git/generator"
    mv "$making" "$folder"
  fi
}

# --- The clock --------------------------------------------------------------------------------------

# Runs a command with its output in a file and sets `elapsed` to its microseconds. `allowed` is the
# highest exit status that is no failure.
allowed=0
timed() {
  local start=$EPOCHREALTIME status=0
  "$@" > "$scratch/out" 2> "$scratch/err" < /dev/null || status=$?
  local end=$EPOCHREALTIME
  elapsed=$((${end/[.,]/} - ${start/[.,]/}))
  if [[ $status -gt $allowed ]]; then
    tail -n 5 "$scratch/err" >&2
    fail "exit status $status: $*" 1
  fi
}

median() {
  local sorted
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  echo "${sorted[$((${#sorted[@]} / 2))]}"
}

# measure OURS THEIRS: two function names. Alternates them, each first in turn, after one run of each
# that is not counted; sets `ours` and `theirs` to the medians.
measure() {
  local run our_times=() their_times=()
  "$1"
  "$2"
  for ((run = 0; run < runs; run++)); do
    if ((run % 2 == 0)); then
      "$1"; our_times+=("$elapsed")
      "$2"; their_times+=("$elapsed")
    else
      "$2"; their_times+=("$elapsed")
      "$1"; our_times+=("$elapsed")
    fi
  done
  ours=$(median "${our_times[@]}")
  theirs=$(median "${their_times[@]}")
}

# --- The table --------------------------------------------------------------------------------------

milliseconds() {
  if (($1 < 100000)); then printf '%d.%d ms' $(($1 / 1000)) $(($1 % 1000 / 100))
  else printf '%d.%02d s' $(($1 / 1000000)) $(($1 % 1000000 / 10000)); fi
}

# A number given in hundredths.
hundredths() { printf '%d.%02d' $(($1 / 100)) $(($1 % 100)); }

# row SIZE WHAT AT_MOST AIM: the limits in hundredths, `-` for none.
row() {
  local ratio=$((ours * 100 / (theirs > 0 ? theirs : 1))) verdict='' most='' aim=''
  if [[ $3 != - ]]; then
    most="$(hundredths "$3")×"
    verdict=within
    ((ratio <= $3)) || verdict='**over**'
  fi
  if [[ $4 != - ]]; then
    aim="$(hundredths "$4")×"
    ((ratio > $4)) || verdict='aim met'
  fi
  printf '| %s | %s | %s | %s | %s× | %s | %s | %s |\n' "$1" "$2" "$(milliseconds "$ours")" \
    "$(milliseconds "$theirs")" "$(hundredths "$ratio")" "$most" "$aim" "$verdict"
}

our_rebuild() { timed "$daicho" -C "$W" index --rebuild; }
their_scan() { allowed=1; timed rg -c zzzz "$W"; allowed=0; }
our_list() { timed "$daicho" -C "$W" list customers --limit 1; }
their_status() { timed git -C "$W" status --short; }
our_filter() {
  timed "$daicho" -C "$W" list customers --format ids \
    --where 'orders.count >= 3 and last_order older than 180 days'
}
# Of a day that is not today nothing is kept: each run fits the models.
our_ltv() { timed "$daicho" -C "$W" report ltv --today 2026-10-31; }
our_log() { timed "$daicho" -C "$ours_copy" log "customers/$reference" note x; }
their_commit() {
  printf -- '- 2026-10-31 10:00 note: x\n' >> "$theirs_copy/$file"
  timed add_and_commit
}
add_and_commit() { git -C "$theirs_copy" add "$file" && git -C "$theirs_copy" commit -q -m x; }
our_version() { timed "$daicho" --version; }
their_version() { timed git --version; }

# --- The run ----------------------------------------------------------------------------------------

say "$("$daicho" --version | head -n 1), $(git --version), $(rg --version | head -n 1), $(nproc 2> /dev/null || sysctl -n hw.ncpu) cores"
printf '| customers | what | ours | theirs | ratio | at most | aim | verdict |\n'
printf '| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |\n'
previous_size='' previous_rebuild=''
for size in "${sizes[@]}"; do
  runs=${DAICHO_BENCH_RUNS:-$((size >= 50000 ? 5 : 9))}
  workspace "$size"
  W=$cache/daicho-bench-$size-$seed
  say "measuring $size customers, $runs runs of each …"

  measure our_rebuild their_scan
  row "$size" 'index --rebuild / rg -c' 1400 800
  rebuild=$ours

  measure our_list their_status
  row "$size" 'list --limit 1 / git status --short' 150 80

  measure our_filter our_list
  row "$size" 'list --where … / list --limit 1' 200 -
  measure our_ltv our_list
  row "$size" 'report ltv with its fit / list --limit 1' - -

  our_filter
  matching=$(wc -l < "$scratch/out")
  timed "$daicho" -C "$W" list customers --format ids
  listed=$(wc -l < "$scratch/out")
  say "$((matching)) match, $((listed)) of $size listed"
  ((listed == size)) || say "warning: the listing is not complete; the times mean nothing"

  ours_copy=$scratch/ours theirs_copy=$scratch/theirs
  cp -a "$W" "$ours_copy"
  cp -a "$W" "$theirs_copy"
  file=$(cd "$W" && git ls-files customers | sed -n 2p)
  reference=$(basename "$file" .md)
  # Copies have new inodes: let every index see them first.
  git -C "$ours_copy" status --short > /dev/null
  git -C "$theirs_copy" status --short > /dev/null
  timed "$daicho" -C "$ours_copy" index --rebuild
  measure our_log their_commit
  row "$size" 'log REF note x / git add + commit' 60 30
  commits=$(git -C "$ours_copy" rev-list --count HEAD)
  ((commits == runs + 2)) || say "warning: $((commits - 1)) commits from $((runs + 1)) logs"
  rm -rf "$ours_copy" "$theirs_copy"

  if [[ -n $gnu_time ]]; then
    "$gnu_time" -v "$daicho" -C "$W" index --rebuild > /dev/null 2> "$scratch/time" || fail "index --rebuild" 1
    memory=$(sed -n 's/.*Maximum resident set size (kbytes): //p' "$scratch/time")
    verdict=within
    ((memory <= 400 * 1024)) || verdict='**over**'
    printf '| %s | peak memory of index --rebuild | %d MB | | | 400 MB | | %s |\n' \
      "$size" $((memory / 1024)) "$verdict"
  fi
  if [[ -n $previous_size ]]; then
    growth=$((rebuild * 100 / previous_rebuild))
    printf '| %s | index --rebuild, growth since %s (files: %d×) | %s | %s | %s× | | | |\n' "$size" \
      "$previous_size" $((size / previous_size)) "$(milliseconds "$rebuild")" \
      "$(milliseconds "$previous_rebuild")" "$(hundredths "$growth")"
  fi
  previous_size=$size previous_rebuild=$rebuild
done

# --- Reports against pandas -------------------------------------------------------------------------

python=${DAICHO_BENCH_PYTHON:-python3}
reports() {
  say "reports.py $1 …"
  "$python" "$here/reports.py" "$1" "$daicho" "${@:2}" > "$scratch/reports" || fail "reports.py $1 found a difference" 1
}
if "$python" -c 'import pandas' 2> /dev/null; then
  reports compare "$W" 2026-10-31
  comparison=$(sed '/^every figure/d' "$scratch/reports")
  if "$python" -c 'import mlxtend' 2> /dev/null; then reports random 1 2 3 4 5 6; fi
  if "$python" -c 'import lifetimes' 2> /dev/null; then reports cdnow; fi
else
  say "no pandas: the reports are not compared (pip install pandas mlxtend lifetimes, DAICHO_BENCH_PYTHON)"
fi

runs=${DAICHO_BENCH_RUNS:-21}
measure our_version their_version
row '' '--version / git --version' 800 -
if [[ -n ${comparison:-} ]]; then printf '\n%s\n' "$comparison"; fi

say "cdnow.sh …"
printf '\n'
"$here/cdnow.sh" "$daicho" || fail "cdnow.sh" 1
