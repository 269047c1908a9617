/** What the documentation refers to exists: files, headings, settings, codes of errors; and each page can be found from the index. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../src/config.ts';
import { catalogue } from '../src/errors/catalogue.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...['docs', 'grammar', 'connector'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** Text outside of examples. */
const prose = (page: string): string => read(page).replaceAll(/^ *```.*?^ *```$/gms, '');

/** The links of a page to this repository, as the file and the heading they lead to. */
function linksOf(page: string) {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(?:https?|mailto):/.test(target))
    .map((target) => {
      const [path = '', heading] = target.split('#', 2);
      return { page, path: path === '' ? page : posix.join(posix.dirname(page), path), heading };
    });
}

/** Headings as GitHub names them in addresses. */
const headingsOf = (page: string): readonly string[] =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('every link leads to a file, and to a heading in it', () => {
  const links = pages.flatMap(linksOf);
  expect(links.length).toBeGreaterThan(60);
  const dead = links.filter(
    ({ path, heading }) =>
      !existsSync(new URL(path, ROOT)) || (heading !== undefined && !headingsOf(path).includes(heading)),
  );
  expect(dead).toEqual([]);
});

test('the index leads to every page', () => {
  const targets = new Set(linksOf('docs/README.md').map(({ path }) => path));
  expect(pages.filter((page) => page !== 'docs/README.md' && !targets.has(page))).toEqual([]);
});

/** What README shows as misspelt, the beginning of several, and Tableau's own. */
const others = new Set(['LOG_LVL', 'OWN_DATA', 'WDC_CA_CERT_PATH']);

test('every setting that is named exists', () => {
  // What changed once may name what is no more.
  const named = pages
    .filter((page) => page !== 'CHANGELOG.md')
    .flatMap((page) =>
      [...prose(page).matchAll(/`([A-Z]{3,}(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => ({ page, name })),
    );
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter(({ name }) => !(name in settings) && !others.has(name))).toEqual([]);
});

test('the codes that troubleshooting names are those of errors', () => {
  const named = [...prose('docs/troubleshooting.md').matchAll(/`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`/g)]
    .map(([, name = '']) => name)
    .filter((name) => !['StartDate', 'EndDate', 'CreatedDate', 'SubmittedDate'].includes(name));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !(name in catalogue))).toEqual([]);
});
