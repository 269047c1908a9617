/**
 * docs/faults.md tells what a client sees of every fault of the simulator's catalogue: here they are injected into an
 * extract, one by one, and the table must say what came of it. `faults.spec.ts` has the details; this keeps the
 * documentation to the facts. Where it fails, the row that is true is in the message.
 */
import { readFileSync } from 'node:fs';
import type { FaultAction, PageLie, WrongShape } from '../../server/simulator/faults.ts';
import { tableau } from '../clients/tableau.ts';
import { expect, test, type Facade, type Fixtures } from '../fixtures.ts';

const TOKEN = 'demo-admin';
const TIME_ENTRIES = 300;
const PAGE = 60;

/** By kind of fault, then in words, so that the compiler asks for a row for each kind. */
const injected: Readonly<Record<FaultAction['kind'], Readonly<Record<string, FaultAction>>>> = {
  status: {
    '429 with `Retry-After: 1`': { kind: 'status', status: 429, retryAfter: 1 },
    '429 without `Retry-After`': { kind: 'status', status: 429 },
    '429 with `Retry-After: 300`': { kind: 'status', status: 429, retryAfter: 300 },
    'a bad request, 400': { kind: 'status', status: 400 },
    'a refused token, 401': { kind: 'status', status: 401 },
    'forbidden, 403': { kind: 'status', status: 403 },
    'not found, 404': { kind: 'status', status: 404 },
    'a refused token, 401, of a proxy': { kind: 'status', status: 401, body: 'proxy' },
    'forbidden, 403, of a proxy': { kind: 'status', status: 403, body: 'proxy' },
    'forbidden, 403, without a body': { kind: 'status', status: 403, body: 'empty' },
    'forbidden, 403, beside an empty list': { kind: 'status', status: 403, body: 'emptyData' },
    'forbidden, 403, in an envelope without errors': { kind: 'status', status: 403, body: 'wordless' },
    'forbidden, 403, with errors and no envelope': { kind: 'status', status: 403, body: 'dataless' },
    'a refused token, 401, with a message alone': { kind: 'status', status: 401, body: 'message' },
    'not found, 404, of a proxy': { kind: 'status', status: 404, body: 'proxy' },
    'a time that was over, 408': { kind: 'status', status: 408 },
    'too early, 425': { kind: 'status', status: 425 },
    'a redirect, 302': { kind: 'status', status: 302, body: 'empty' },
    'no content, 204': { kind: 'status', status: 204, body: 'empty' },
    'accepted, 202, with an empty list': { kind: 'status', status: 202, body: 'list' },
    'a part, 206, with an empty list': { kind: 'status', status: 206, body: 'list' },
    'an internal error, 500': { kind: 'status', status: 500 },
    '503 with a web page': { kind: 'status', status: 503, body: 'html' },
    '503 with `Retry-After: 0`': { kind: 'status', status: 503, retryAfter: 0 },
    '503 with a `Retry-After` of 40 digits': { kind: 'status', status: 503, retryAfter: '9'.repeat(40) },
    '503 with a `Retry-After` that is over': {
      kind: 'status',
      status: 503,
      retryAfter: 'Fri, 31 Jul 2026 12:00:00 GMT',
    },
    '503 without a body': { kind: 'status', status: 503, body: 'empty' },
  },
  delay: {
    'slow, but within the time allowed': { kind: 'delay', milliseconds: 100 },
    'no answer within the time allowed': { kind: 'delay', milliseconds: 20_000 },
  },
  stall: { 'silence in the middle of the answer': { kind: 'stall' } },
  reset: {
    'connection reset before the answer': { kind: 'reset', afterBytes: -1 },
    'connection reset in the answer': { kind: 'reset' },
  },
  truncate: { 'JSON that ends in the middle': { kind: 'truncate' } },
  html: {
    'maintenance page with 503': { kind: 'html', status: 503 },
    'maintenance page with 200': { kind: 'html', status: 200 },
  },
  garble: {
    'bytes that are no UTF-8': { kind: 'garble', how: 'invalidUtf8' },
    'a `NaN`': { kind: 'garble', how: 'notANumber' },
    'something behind the JSON': { kind: 'garble', how: 'trailing' },
  },
  shape: {
    ...shapes({
      dataNotArray: { kind: 'shape', shape: 'dataNotArray' },
      dataMissing: { kind: 'shape', shape: 'dataMissing' },
      dataNull: { kind: 'shape', shape: 'dataNull' },
      dataNullUncounted: { kind: 'shape', shape: 'dataNullUncounted' },
      recordNotObject: { kind: 'shape', shape: 'recordNotObject' },
      wrongFieldType: { kind: 'shape', shape: 'wrongFieldType', field: 'Hours' },
      missingField: { kind: 'shape', shape: 'missingField', field: 'ID' },
      unknownField: { kind: 'shape', shape: 'unknownField' },
      longTexts: { kind: 'shape', shape: 'longTexts', field: 'Comment', value: 150_000 },
      pageMissing: { kind: 'shape', shape: 'pageMissing' },
      errorsInSuccess: { kind: 'shape', shape: 'errorsInSuccess' },
      notAnObject: { kind: 'shape', shape: 'notAnObject' },
    }),
    'a record of 9 MB': { kind: 'shape', shape: 'wrongFieldType', field: 'Comment', value: 'x'.repeat(9_000_000) },
  },
  page: pages({
    count: {
      'a count smaller than what is there': { kind: 'page', lie: 'count', value: 70 },
      'a count of 0 beside rows': { kind: 'page', lie: 'count', value: 0 },
      'a count larger than what is there': { kind: 'page', lie: 'count', value: 3_000 },
    },
    ownCount: { "the page's own number of rows as count": { kind: 'page', lie: 'ownCount' } },
    wildCount: { 'another count each time': { kind: 'page', lie: 'wildCount' } },
    limit: { 'a limit that was not applied': { kind: 'page', lie: 'limit', value: 1 } },
    offset: { 'another offset than asked for, the right rows': { kind: 'page', lie: 'offset', value: 7 } },
    nextObject: { 'a next link that is an object': { kind: 'page', lie: 'nextObject' } },
    noNext: { 'no next link although there is more': { kind: 'page', lie: 'noNext' } },
    noCountNorLinks: { 'neither count nor links': { kind: 'page', lie: 'noCountNorLinks' } },
    emptyPage: { 'a page without rows where there are some': { kind: 'page', lie: 'emptyPage' } },
    emptyList: { 'an empty list in the middle': { kind: 'page', lie: 'emptyList' } },
    repeatedRow: { 'a row in the place of another': { kind: 'page', lie: 'repeatedRow' } },
    ignoredOffset: { 'the first page whatever was asked for': { kind: 'page', lie: 'ignoredOffset' } },
    ignoredLimit: { 'more rows than asked for': { kind: 'page', lie: 'ignoredLimit' } },
    ignoredFilter: { 'a filter that is ignored': { kind: 'page', lie: 'ignoredFilter' } },
    ownEnd: { "the page's own number of rows as count, and no next link": { kind: 'page', lie: 'ownEnd' } },
    ownCountAlone: { "the page's own number of rows as count, and no links": { kind: 'page', lie: 'ownCountAlone' } },
    countSoFar: { 'the number of rows so far as count, and no next link': { kind: 'page', lie: 'countSoFar' } },
    nextAlways: { 'a next link on the last page, too': { kind: 'page', lie: 'nextAlways' } },
    nextUntilEmpty: { 'no count, and a next link until a page is empty': { kind: 'page', lie: 'nextUntilEmpty' } },
    halfPages: { 'half of the rows, and nothing said': { kind: 'page', lie: 'halfPages' } },
    wholeList: { 'all rows on each page, and said so': { kind: 'page', lie: 'wholeList' } },
  }),
  ties: { 'rows of one day in another order each time': { kind: 'ties', field: 'Date' } },
  insertRows: { 'rows appear in front of the reader': { kind: 'insertRows', entity: 'TimeEntries', count: 3 } },
  deleteRows: { 'rows vanish in front of the reader': { kind: 'deleteRows', entity: 'TimeEntries', count: 3 } },
};

function shapes(all: Readonly<Record<WrongShape, FaultAction>>): Readonly<Record<string, FaultAction>> {
  return Object.fromEntries(Object.entries(all).map(([shape, action]) => [`\`${shape}\``, action]));
}

function pages(
  all: Readonly<Record<PageLie, Readonly<Record<string, FaultAction>>>>,
): Readonly<Record<string, FaultAction>> {
  return Object.fromEntries(Object.values(all).flatMap((faults) => Object.entries(faults)));
}

const documented = rowsOf(readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8'));

test('docs/faults.md has a row for each fault and no other', () => {
  const kinds = Object.entries(injected).flatMap(([kind, faults]) => Object.keys(faults).map((name) => [kind, name]));
  expect(documented.map(([kind, name]) => [kind, name])).toEqual(kinds.map(([kind, name]) => [`\`${kind}\``, name]));
});

for (const [kind, faults] of Object.entries(injected)) {
  for (const [name, action] of Object.entries(faults)) {
    test(`docs/faults.md is right about ${kind}: ${name}`, async ({ startFacade }) => {
      const [once, lasting] = await Promise.all([1, 4_000].map(async (times) => observe(startFacade, action, times)));
      const row = [`\`${kind}\``, name, once, once === lasting ? 'the same' : lasting];
      expect(documented).toContainEqual(row);
    });
  }
}

/** What comes of an extract whose third page meets the fault, and so many pages after it. */
async function observe(startFacade: Fixtures['startFacade'], action: FaultAction, times: number): Promise<string> {
  const facade = await startFacade({
    simulator: { users: 5, timeEntries: TIME_ENTRIES },
    env: { UPSTREAM_REQUESTS: '0', UPSTREAM_TIMEOUT_MS: '300', REQUEST_TIMEOUT_MS: '12000' },
  });
  facade.simulator.faults.add({ match: { path: '^/TimeEntries$' }, skip: 2, times, action });
  return outcome(facade);
}

/** What a client without retries of its own sees: every row once, or the page's error. */
async function outcome({ root, simulator }: Facade): Promise<string> {
  const client = tableau({ root, token: TOKEN, headers: { prefer: `odata.maxpagesize=${PAGE}` } });
  const ids: string[] = [];
  try {
    for (const row of await client.extract(new URL('TimeEntries', root).href)) ids.push(String(row['ID']));
  } catch (error) {
    return failureOf(error);
  }
  expect(simulator.faults.fired().length).toBeGreaterThan(0);
  const { always, sometimes } = simulator.mutate.existed('TimeEntries', 0);
  const complete = [...always].every((id) => ids.includes(id)) && ids.every((id) => sometimes.has(id));
  return complete && new Set(ids).size === ids.length ? 'every row once' : 'a wrong extract';
}

function failureOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, status = '', body = ''] = /^(\d{3}) \S+ (\{.*\})$/s.exec(text) ?? [];
  const { code, message } = (JSON.parse(body) as { error: { code: string; message: string } }).error;
  const steady = message.replace(/record '[^']+'/, "record '...'").replace(/announces \d+ /, 'announces ... ');
  return `${status} \`${code}\`: ${steady}`;
}

/** The cells of a Markdown table's rows, without its head. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}
