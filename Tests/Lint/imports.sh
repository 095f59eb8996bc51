#!/usr/bin/env bash
# Who may import whom, where the compiler cannot tell: each third-party or system module has one
# importing target, neighbours on a floor never import one another, and the ground floor imports nothing of ours.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Each import as `TARGET FILE:LINE MODULE`.
grep -rnE --include='*.swift' '^[[:space:]]*(@[^[:space:]]+[[:space:]]+|[a-z]+[[:space:]]+)*import[[:space:]]' \
  Sources Templates | sed -E '
  s,^Templates/,DaichoTemplates &,; s,^Sources/([^/]+)/,\1 &,
  s,:[^:]*import[[:space:]]+((struct|class|enum|protocol|func|let|var|typealias)[[:space:]]+)?, ,
  s,^([^ ]+ [^ ]+ [A-Za-z0-9_]+).*,\1,' | awk '
  BEGIN {
    split("CGit2 DaichoGit CCmark DaichoRender Mustache DaichoRender CYAML DaichoFiles CFileRoom DaichoFiles " \
      "CPCRE2 DaichoQuery GRDB DaichoIndex GRDBSQLite DaichoIndex ArgumentParser DaichoCLI " \
      "CCurl DaichoMail CGMime DaichoMail Crypto DaichoDigest Hummingbird DaichoServer NIOCore DaichoServer", pair)
    for (i = 1; i in pair; i += 2) importer[pair[i]] = pair[i + 1]
    split("DaichoFiles DaichoQuery DaichoInsight DaichoGit DaichoRender DaichoMail", crafts)
    for (i in crafts) floor[crafts[i]] = "crafts"
    split("DaichoServer DaichoLanguageServer DaichoCLI", faces)
    for (i in faces) floor[faces[i]] = "faces"
  }
  function refuse(why) { print $2 ": error: " $1 " imports " $3 ": " why; status = 1 }
  $3 in importer && $1 != importer[$3] { refuse("only " importer[$3] " may") }
  $1 != $3 && ($1 in floor) && ($3 in floor) && floor[$1] == floor[$3] { refuse(floor[$1] " never import one another") }
  ($1 == "DaichoModel" || $1 == "DaichoDigest") && $3 ~ /^Daicho/ { refuse("the ground floor imports nothing of ours") }
  END { exit status }' >&2
