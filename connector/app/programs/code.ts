/**
 * Short programs that read a table to its end, for whoever writes code. Each takes the token from the environment variable
 * CLICKTIME_TOKEN, follows the links to the next pages, and fails where an answer is an error.
 */
import type { TableSource } from './table-source.ts';

export const languages = ['Python', 'R', 'curl', 'JavaScript'] as const;
export type Language = (typeof languages)[number];

/** The program in a language, as text to copy. */
export function snippet(language: Language, source: TableSource): string {
  return snippets[language](addressOf(source));
}

/** The address of the table's first page. */
export function addressOf({ root, entitySet, fields }: TableSource): string {
  const select = fields === undefined ? '' : `?$select=${fields.map(encodeURIComponent).join(',')}`;
  return `${root}${encodeURIComponent(entitySet)}${select}`;
}

/** Seconds; a page of many rows may take minutes at ClickTime's pace. */
const TIMEOUT = 300;

const snippets: { readonly [Each in Language]: (url: string) => string } = {
  Python: (url) => `import os

import pandas as pd
import requests

session = requests.Session()
session.auth = ("clicktime", os.environ["CLICKTIME_TOKEN"])

rows = []
url = ${JSON.stringify(url)}
while url:
    answer = session.get(url, timeout=${TIMEOUT})
    if not answer.ok:
        raise SystemExit(f"{answer.status_code}: {answer.text}")
    page = answer.json()
    rows.extend(page["value"])
    url = page.get("@odata.nextLink")

table = pd.DataFrame(rows)
print(table)
`,
  R: (url) => `library(httr2)

pages <- list()
url <- ${JSON.stringify(url)}
while (!is.null(url)) {
  page <- request(url) |>
    req_auth_basic("clicktime", Sys.getenv("CLICKTIME_TOKEN")) |>
    req_timeout(${TIMEOUT}) |>
    req_perform() |>
    resp_body_json(simplifyVector = TRUE)
  pages[[length(pages) + 1]] <- page$value
  url <- page[["@odata.nextLink"]]
}

table <- dplyr::bind_rows(pages)
print(table)
`,
  curl: (url) => `#!/bin/sh
# Needs jq. Writes one row a line, as JSON.
set -eu
url='${url.replaceAll("'", "'\\''")}'
while [ "$url" ]; do
  page=$(printf 'user = "clicktime:%s"\\n' "$CLICKTIME_TOKEN" |
    curl --config - --fail-with-body --silent --show-error --compressed --max-time ${TIMEOUT} "$url") || { printf '%s\\n' "$page" >&2; exit 1; }
  printf '%s' "$page" | jq --compact-output '.value[]'
  url=$(printf '%s' "$page" | jq --raw-output '."@odata.nextLink" // empty')
done
`,
  JavaScript: (url) => `const { CLICKTIME_TOKEN } = process.env;
const headers = { Authorization: \`Basic \${btoa(\`clicktime:\${CLICKTIME_TOKEN}\`)}\` };

const rows = [];
let url = ${JSON.stringify(url)};
while (url) {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(${TIMEOUT}_000) });
  if (!answer.ok) throw new Error(\`\${answer.status}: \${await answer.text()}\`);
  const page = await answer.json();
  rows.push(...page.value);
  url = page['@odata.nextLink'];
}

console.table(rows.slice(0, 10));
console.log(rows.length, 'rows');
`,
};
