/** Pages for people who meet the service in a browser and have come to the wrong place: where to go. */
import { createHash } from 'node:crypto';
import { escapeXml } from '../protocol/metadata/xml.ts';

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;background:#fff;color:#17212b}
a{color:#0b6e63}
body{max-width:38rem;margin:0 auto;padding:3rem 1rem}
h1{font-size:1.5rem;line-height:1.25}
code{font:0.95em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.go{display:inline-block;padding:.6rem 1.1rem;border-radius:.5rem;background:#0b6e63;color:#fff;text-decoration:none}
.go:hover{background:#085a51}
@media (prefers-color-scheme:dark){:root{background:#11161b;color:#e7edf2}a{color:#56c8b6}.go,.go:hover{background:#56c8b6;color:#06231f}}
@media (forced-colors:active){.go{border:1px solid}}`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Of such a page. It runs nothing, and what it shows of the request is text. */
export const signpostHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Language': 'en',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
};

interface Signpost {
  readonly title: string;
  /** What is wrong, in a sentence or two. */
  readonly text: string;
  /** Our addresses that were probably meant, with where each leads. */
  readonly meant?: readonly { readonly shown: string; readonly href: string }[];
  /** Where the connect page is. */
  readonly connect: string;
  /** The address that programs are told. */
  readonly serviceRoot: string;
}

/** HTML with what is wrong, what was perhaps meant, and the way to the connect page. */
export function signpost({ title, text, meant = [], connect, serviceRoot }: Signpost): string {
  const links = meant.map(({ shown, href }) => `<a href="${escapeXml(href)}"><code>${escapeXml(shown)}</code></a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
<p>${escapeXml(text)}</p>
${links.length === 0 ? '' : `<p>Did you mean ${links.join(' or ')}?</p>\n`}<p><a class="go" href="${escapeXml(connect)}">Connect Tableau, Power BI or Excel</a></p>
<p>Programs read from <code>${escapeXml(serviceRoot)}</code> with user name <code>clicktime</code> and your ClickTime API token as password.</p>
</main>
</body>
</html>
`;
}
