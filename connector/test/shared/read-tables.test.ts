// Reading whole tables over a service that is a list of prepared answers. URLs, columns, values and retry decisions have
// tests of their own; this file is about paging, and about never taking a part for the whole.
import { expect, test } from 'vitest';
import { readTables, type TablePiece } from '../../shared/read-tables.ts';
import { csdl, ROOT, setRequest, tableRequest } from '../samples.ts';

type Answer = unknown;

/** A service that gives each address its answers in turn; an Error is thrown. */
function service(answers: Readonly<Record<string, readonly Answer[]>>) {
  const asked: string[] = [];
  const headers: Readonly<Record<string, string>>[] = [];
  const delays: number[] = [];
  const left = new Map<string, readonly Answer[]>(
    Object.entries({ [`${ROOT}$metadata?$format=json`]: [csdl], ...answers }),
  );
  return {
    asked,
    headers,
    delays,
    surroundings: {
      today: '2026-03-15',
      fetchJson: (url: string, sent: Readonly<Record<string, string>>): Promise<unknown> => {
        asked.push(url);
        headers.push(sent);
        const [answer, ...rest] = left.get(url) ?? [new Error(`Nothing is prepared for ${url}`)];
        left.set(url, rest);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      delay: (milliseconds: number): Promise<void> => {
        delays.push(milliseconds);
        return Promise.resolve();
      },
    },
  };
}

async function collect(pieces: AsyncIterable<TablePiece>): Promise<readonly TablePiece[]> {
  const all: TablePiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

const USERS = `${ROOT}Users?$select=ID,Name`;
const users = tableRequest(setRequest('Users', { fields: ['Name'] }));
const row = (id: string) => ({ ID: id, Name: `Name of ${id}` });
const status = (code: number) => new Error(`fetchJson: unexpected response. [status]: ${code}, [statusText]: Because`);

test('follows next links, absolute and relative, and keeps the order of rows and sets', async () => {
  const { surroundings, asked, headers } = service({
    [USERS]: [{ value: [row('1'), row('2')], '@odata.nextLink': `${USERS}&$skiptoken=a` }],
    [`${USERS}&$skiptoken=a`]: [{ value: [], '@odata.nextLink': 'Users?$select=ID,Name&$skiptoken=b' }],
    [`${USERS}&$skiptoken=b`]: [{ value: [row('3')] }],
    [`${ROOT}Timesheets?$select=ID,StartDate,EndDate`]: [{ value: [] }],
  });
  const request = tableRequest(setRequest('Users', { fields: ['Name'] }), setRequest('Timesheets'));
  const pieces = await collect(readTables(request, 'secret', surroundings));
  expect(pieces.map(({ table, rows }) => [table, rows.map((r) => r['ID'])])).toEqual([
    ['Users', ['1', '2']],
    ['Users', []],
    ['Users', ['3']],
    ['Timesheets', []],
  ]);
  expect(pieces.at(-1)?.columns.map(({ id }) => id)).toEqual(['ID', 'StartDate', 'EndDate']);
  expect(asked).toHaveLength(5);
  expect(new Set(headers.map(({ Authorization }) => Authorization))).toEqual(new Set(['Token secret']));
  expect(asked.join(' ')).not.toContain('secret');
});

test('waits and asks again where that may help, and loses nothing', async () => {
  const { surroundings, delays } = service({
    [USERS]: [{ value: [row('1')], '@odata.nextLink': `${USERS}&$skiptoken=a` }],
    [`${USERS}&$skiptoken=a`]: [status(429), new Error('socket hang up'), { value: [row('2')] }],
  });
  const pieces = await collect(readTables(users, 't', surroundings));
  expect(pieces.flatMap(({ rows }) => rows)).toEqual([row('1'), row('2')]);
  expect(delays).toEqual([5_000, 2_000]);
});

const again = (error: Error): readonly Error[] => [error, error, error, error, error];
test.each([
  ['the token is reset', [status(401)], 'TokenRefused'],
  ['the permission is taken away', [status(403)], 'NotPermitted'],
  ['the link is out of date', [status(410)], 'NextLinkExpired'],
  ['the service breaks', [status(500)], 'ServiceRefused'],
  ['the service stays away', again(status(503)), 'ServiceRefused'],
  ['ClickTime stays busy', again(status(429)), 'Throttled'],
  ['the connection breaks off every time', again(new Error('socket hang up')), 'ServiceUnreachable'],
  ['the answer is cut short every time', again(new Error('Unexpected end of JSON input')), 'ServiceUnreachable'],
  ['something else answers', [{ hello: 'world' }], 'AnswerUnreadable'],
  ['rows are no objects', [{ value: [1] }], 'AnswerUnreadable'],
  ['a value has another type', [{ value: [{ ID: 'x', Name: 'n', IsActive: 'perhaps' }] }], 'AnswerUnreadable'],
  ['a link is no text', [{ value: [], '@odata.nextLink': 7 }], 'AnswerUnreadable'],
  [
    'a link leads elsewhere',
    [{ value: [], '@odata.nextLink': 'https://other.example/odata/v4/Users' }],
    'NextLinkForeign',
  ],
  ['a link leads back', [{ value: [], '@odata.nextLink': 'Users?$select=ID,Name,IsActive,Hired' }], 'NextLinkRepeated'],
])('in the middle of a table, %s: an error by name, not a short table', async (_, answers, code) => {
  const first = `${ROOT}Users?$select=ID,Name,IsActive,Hired`;
  const { surroundings } = service({
    [first]: [{ value: [row('1'), row('2')], '@odata.nextLink': `${first}&$skiptoken=a` }],
    [`${first}&$skiptoken=a`]: answers,
  });
  const reading = collect(readTables(tableRequest(setRequest('Users')), 't', surroundings));
  await expect(reading).rejects.toMatchObject({ code });
  await expect(reading).rejects.toThrow(/^Reading 'Users' stopped after 2 rows, so nothing was kept\./);
});

test.each([
  ['a set', setRequest('Expenses'), 'EntitySetMissing', "no 'Expenses' any more"],
  ['a field', setRequest('Users', { fields: ['Name', 'Shoe'] }), 'FieldMissing', "no 'Shoe' in 'Users' any more"],
])('%s that the service no longer has is named', async (_, set, code, text) => {
  const reading = collect(readTables(tableRequest(set), 't', service({}).surroundings));
  await expect(reading).rejects.toMatchObject({ code });
  await expect(reading).rejects.toThrow(text);
});

test('without a token nothing is asked', async () => {
  const { surroundings, asked } = service({});
  await expect(collect(readTables(users, '', surroundings))).rejects.toMatchObject({ code: 'MissingToken' });
  expect(asked).toEqual([]);
});
