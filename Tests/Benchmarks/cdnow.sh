#!/usr/bin/env bash
# Fits the models of `daicho report ltv` to the data of the paper they are from, the CDNOW sample of Fader,
# Hardie and Lee (2005), as a workspace of 2,357 customers, and prints the estimates beside the published ones
# as a Markdown table. The data come with PyPI's `Lifetimes`, fetched into a virtual environment of its own;
# without PyPI this says so and ends with 0. It prints, it never gates.
#
#   cdnow.sh DAICHO_BINARY
set -euo pipefail
export LC_ALL=C.UTF-8

[[ $# -ge 1 ]] || { echo 'usage: cdnow.sh DAICHO_BINARY' >&2; exit 64; }
daicho=$(command -v -- "$1") || { echo "cdnow.sh: error: no program at $1" >&2; exit 64; }
daicho=$(cd "$(dirname "$daicho")" && pwd)/$(basename "$daicho")

cache=${TMPDIR:-/tmp}
environment=$cache/daicho-lifetimes-venv
find_sample() { find "$environment" -name CDNOW_sample.txt 2> /dev/null | head -n 1; }
if [[ -z $(find_sample) ]]; then
  if ! { python3 -m venv "$environment" && "$environment/bin/pip" install --quiet --no-deps lifetimes==0.11.3; } >&2
  then
    echo 'cdnow.sh: skipped: lifetimes cannot be installed (no network, or no python3-venv)' >&2
    exit 0
  fi
fi
scratch=$(mktemp -d "$cache/daicho-cdnow.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

python3 - "$daicho" "$scratch" "$(find_sample)" << 'PYTHON'
import json, os, subprocess, sys, time

daicho, shop, sample = sys.argv[1:]
os.makedirs(os.path.join(shop, "customers"))
os.makedirs(os.path.join(shop, "orders"))
with open(os.path.join(shop, "daicho.yml"), "w") as file:
    file.write("name: CDNOW\ntimezone: America/New_York\nlocale: en\ncurrency: USD\n")
people = set()
with open(sample) as lines, open(os.path.join(shop, "orders", "cdnow.csv"), "w") as out:
    out.write("date,order,line,customer,quantity,amount\n")
    for number, line in enumerate(lines):
        _, customer, day, quantity, amount = line.split()
        people.add(customer)
        date = "%s-%s-%s" % (day[:4], day[4:6], day[6:])
        out.write("%s,%d,1,c%s,%s,%s\n" % (date, number, customer, quantity, amount))
for customer in people:
    with open(os.path.join(shop, "customers", "c%s.md" % customer), "w") as out:
        out.write("---\nname: %s\n---\n" % customer)
subprocess.run([daicho, "-C", shop, "index", "--rebuild"], check=True, stdout=subprocess.DEVNULL)
# The 39 weeks that the paper calibrates on end on 30 September 1997.
command = [daicho, "-C", shop, "report", "ltv", "--today", "1997-09-30", "--format", "json"]
start = time.monotonic()
answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
seconds = time.monotonic() - start
orders, values = answer["models"]["bg_nbd"], answer["models"]["gamma_gamma"]
published = [
    ("customers", orders, "customers", "2357"), ("r", orders, "r", "0.243"), ("α (weeks)", orders, "alpha", "4.414"),
    ("a", orders, "a", "0.793"), ("b", orders, "b", "2.426"), ("log-likelihood", orders, "log_likelihood", "-9582.4"),
    # brucehardie.com/notes/025
    ("p", values, "p", "6.25"), ("q", values, "q", "3.74"), ("v ($)", values, "v", "15.44"),
]
print("| CDNOW, 39 weeks | ours | published | |\n| --- | ---: | ---: | --- |")
for name, model, key, theirs in published:
    digits = len(theirs.partition(".")[2])
    ours = model.get(key)
    shown = "-" if ours is None else "%.*f" % (digits, ours)
    print("| %s | %s | %s | %s |" % (name, shown, theirs, "same" if shown == theirs else "**differs**"))
print("| report ltv, whole process | %.2f s | | |" % seconds)
PYTHON
