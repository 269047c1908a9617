/**
 * What may come in ClickTime's fields, through the whole service: every field in every JSON type gives a whole answer or
 * one that names the field, never 500. The decoders' own rules are in `clicktime/model/decode-record.test.ts`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { createRecordDecoder } from '../../src/clicktime/model/decode-record.ts';
import { parseJson } from '../../src/clicktime/upstream/parse-json.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import type { ODataError } from '../../src/errors/odata-error.ts';
import { clicktimeModel, entitySetDefinitions } from '../../src/clicktime/model/clicktime-model.ts';
import { wellFormed } from '../../src/protocol/quote.ts';
import { rowWriter } from '../../src/protocol/payload/row-writer.ts';
import { start } from '../../src/start.ts';
import { get } from './fixture.ts';

let simulator: Simulator;
let server: RunningServer;
const log: string[] = [];

beforeAll(async () => {
  const today = new Date().toISOString().slice(0, 10);
  simulator = await startSimulator({ timeEntries: 60, users: 12, today, awkward: true });
  server = await start(
    readConfig({ PORT: '0', UPSTREAM_CACHE_SECONDS: '0', ANSWER_CACHE_SECONDS: '0' }),
    { url: simulator.url, throttled: false },
    createLogger('warn', { write: (line) => void log.push(line) }),
  );
});
afterEach(() => simulator.faults.clear());
afterAll(async () => {
  await server.close();
  await simulator.close();
});

const asAdmin = { Authorization: 'Token demo-admin' };
const ask = (path: string) => get(server.serviceRoot, path, asAdmin);

/** The second record of every list has this JSON in this field. */
const bend = (path: string, field: string, json: string): void => {
  const action = { kind: 'shape', shape: 'wrongFieldType', field, json } as const;
  simulator.faults.add({ match: { path: `^/${path}$` }, times: Number.POSITIVE_INFINITY, action });
};

/** What is wrong with an answer, if anything is. */
function told(status: number, text: string, field: string): string {
  if (status === 200) return /(?<!\\)\\ud[89a-f]/.test(text) ? text : 'right';
  const { error } = JSON.parse(text) as { error: { code: string; message: string } };
  const names = field === 'ID' ? /: one of .* ID|'ID'/.test(error.message) : error.message.includes(`'${field}'`);
  return status === 502 && error.code === 'UpstreamInvalidResponse' && names ? 'right' : text;
}

const deep = `${'{"a b":[{"c":'.repeat(2_500)}1${'}]}'.repeat(2_500)}`;
const everyJson = [
  'null',
  'true',
  '0',
  '-1.5',
  '12345678901234567890',
  '1e400',
  '""',
  '"text"',
  '"2026-02-30"',
  String.raw`"\ud800 \u0000 ' / % \ud83d\ude00"`,
  `"${'x'.repeat(300)}"`,
  '[]',
  '["a",1,null]',
  '{}',
  '{"":{"@x.y":[{"a b":null}]},"__proto__":{"toString":1}}',
  deep,
];

test.each(entitySetDefinitions.map(({ entitySet, fields, upstream }) => [entitySet.name, fields, upstream] as const))(
  '%s: a field of every form in every JSON type is a value, null, or named in the error',
  async (name, fields, { path, form, gathering }) => {
    const bent = gathering?.kind === 'Each' ? `${path}/[^/]+/${gathering.below}` : path;
    // One field of each form here, all of them in the next test.
    const forms = new Map(fields.map((each) => [each.form, each]));
    for (const [at, { field, property }] of [...forms.values(), ...fields.slice(0, 1)].entries()) {
      for (const [index, json] of everyJson.entries()) {
        simulator.faults.clear();
        bend(bent, field, json);
        const sorted = field === 'CustomFields' ? 'CustomFields/a' : property.name;
        const isSorted = (at + index) % 3 === 0;
        const one = form === 'record' ? `$select=${property.name}` : `$top=3&$orderby=${sorted}`;
        const many = form === 'record' ? '' : '$top=4&';
        const query = isSorted ? one : `${many}$format=application/json;odata.metadata=full`;
        const { status, text } = await ask(`${name}?${query}`);
        expect({ field, json: json.slice(0, 80), answer: told(status, text, field) }).toMatchObject({
          answer: 'right',
        });
      }
    }
  },
  60_000,
);

test.each(entitySetDefinitions.map((definition) => [definition.entitySet.name, definition] as const))(
  '%s: every field in every JSON type',
  (_name, definition) => {
    const { entitySet, fields } = definition;
    const { properties } = entitySet.entityType;
    const format = { kind: 'json', metadata: 'full', ieee754Compatible: false, streaming: false } as const;
    const shape = { model: clicktimeModel, version: '4.0', format, omitNulls: false } as const;
    const write = rowWriter(entitySet, { properties, expand: [] }, shape);
    const decode = createRecordDecoder(
      definition,
      properties.map(({ name }) => name),
    );
    const keys = '"ID":"a","UserID":"a","JobID":"a","Date":"2026-01-01"';
    const outcome = (field: string, json: string): string => {
      try {
        return told(200, write(decode(parseJson(`{${keys},${JSON.stringify(field)}:${json}}`))), field);
      } catch (error) {
        const { status, code, message } = error as ODataError;
        return told(status, JSON.stringify({ error: { code, message } }), field);
      }
    };
    for (const { field } of fields) {
      for (const json of everyJson) {
        expect({ field, json: json.slice(0, 80), answer: outcome(field, json) }).toMatchObject({ answer: 'right' });
      }
    }
  },
);

// ---- IDs ------------------------------------------------------------------------------------------------------------

const oddIds = [
  "it's 50% / \u6771\u4eac+&?#;,()$=",
  'x'.repeat(201),
  'y'.repeat(400),
  '\u{1f600}'.repeat(200),
  ' ',
  'a\u0001"\\b',
  '4711',
  '12345678901234567890',
  '\ufffd',
];
const ids = oddIds.flatMap((id, index) => [`plain-${index}`, id]);

/** A ClickTime with these jobs, where numbers are IDs. */
const upstream = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
  const [, name, id] = /^\/v2\/(\w+)\/?(.*)$/.exec(pathname) ?? [];
  const record = (ID: string, index: number): string =>
    `{"ID":${/^\d+$/.test(ID) ? ID : JSON.stringify(ID)},"Name":"n","Notes":"${index % 3}","IsActive":${index % 2}}`;
  const all = ids.map(record);
  const [limit, offset] = [Number(searchParams.get('limit') ?? 100), Number(searchParams.get('offset') ?? 0)];
  const page = `"page":{"count":${all.length},"limit":${limit},"offset":${offset}}`;
  const one = all[ids.indexOf(decodeURIComponent(id ?? ''))];
  response.statusCode = name === 'Jobs' && id !== '' && one === undefined ? 404 : 200;
  response.setHeader('Content-Type', 'application/json');
  if (name !== 'Jobs') response.end('{"data":{},"errors":[]}');
  else if (id === '') response.end(`{"data":[${all.slice(offset, offset + limit).join()}],"errors":[],${page}}`);
  else response.end(`{"data":${one ?? 'null'},"errors":[]}`);
});
let odd: RunningServer;

beforeAll(async () => {
  await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/v2`;
  odd = await start(
    readConfig({ PORT: '0', CUSTOM_FIELD_COLUMNS: 'off' }),
    { url, throttled: false },
    createLogger('silent'),
  );
});
afterAll(async () => {
  await odd.close();
  upstream.close();
});

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Every page of so many entities, by the next links. */
async function pagesOf(path: string, size: number): Promise<Rows> {
  const rows: Record<string, unknown>[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { status, text } = await get(odd.serviceRoot, next, { ...asAdmin, Prefer: `maxpagesize=${size}` });
    expect({ status, text }).toMatchObject({ status: 200 });
    const page = JSON.parse(text) as { value: Record<string, unknown>[]; '@odata.nextLink'?: string };
    rows.push(...page.value);
    next = page['@odata.nextLink']?.slice(odd.serviceRoot.length);
  }
  return rows;
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : 1);

test.each([
  ['Jobs?$select=ID', (all: readonly string[]) => all],
  ['Jobs?$select=ID&$filter=IsActive', (all: readonly string[]) => all.filter((_, index) => index % 2 === 1)],
  [
    'Jobs?$select=ID&$orderby=Notes',
    (all: readonly string[]) =>
      [0, 1, 2].flatMap((notes) => all.filter((_, index) => index % 3 === notes).toSorted(byCodeUnits)),
  ],
  ['Jobs?$select=ID&$orderby=ID desc', (all: readonly string[]) => all.toSorted(byCodeUnits).toReversed()],
])('every ID comes once, by pages of any size: %s', async (path, expected) => {
  const url = path.replaceAll(' ', '%20');
  const whole = (await pagesOf(url, 1_000)).map(({ ID }) => ID);
  expect(whole).toEqual(expected(ids));
  for (const size of [1, 3]) expect((await pagesOf(url, size)).map(({ ID }) => ID)).toEqual(whole);
});

test('the links of an entity lead to it, whatever its ID', async () => {
  const rows = await pagesOf('Jobs?$format=application/json;odata.metadata=full', 1_000);
  for (const [index, row] of rows.entries()) {
    const id = ids[index] ?? '';
    const url = row['@odata.id'] as string;
    expect(decodeURIComponent(url)).toBe(`Jobs('${id.replaceAll("'", "''")}')`);
    const { status, text } = await get(odd.serviceRoot, url, asAdmin);
    expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({ status: 200, ID: id });
  }
});

test.each(['half \ud83d character', 'ab\udc00', '\ud800'])(
  'two IDs that would be written alike are no IDs: %j',
  async (id) => {
    ids.push(id);
    try {
      const { status, text } = await get(odd.serviceRoot, 'Jobs?$select=ID', {
        ...asAdmin,
        'Cache-Control': 'no-cache',
      });
      expect({ status, text }).toMatchObject({
        status: 502,
        text: expect.stringContaining(`one of Jobs has an ID with half a character in it: '${wellFormed(id)}'.`),
      });
    } finally {
      ids.pop();
    }
  },
);

// ---- Custom fields --------------------------------------------------------------------------------------------------

test('custom fields have one name wherever they are asked for, and the text keeps their own', async () => {
  const named = '{"PO #":"7","No. of units":3,"":[{"a:b":1}],"__proto__":"p"}';
  bend('Clients', 'CustomFields', named);
  const filter = "CustomFields/PO_x0020__x0023_ eq '7' and CustomFields/No_x002E__x0020_of_x0020_units gt 2";
  const { text } = await ask(
    `Clients?$filter=${filter}&$orderby=CustomFields/__proto__&$select=ID,CustomFields,CustomFieldsStr`.replaceAll(
      ' ',
      '%20',
    ),
  );
  const [client, ...others] = (JSON.parse(text) as { value: { ID: string; CustomFieldsStr: string }[] }).value;
  expect(others).toEqual([]);
  expect(client?.CustomFieldsStr).toBe(named);
  expect(text).toContain(
    '"CustomFields":{"PO_x0020__x0023_":"7","No_x002E__x0020_of_x0020_units":3,"_x_@odata.type":"#Collection(ClickTime.ClientCustomFields)","_x_":[{"@odata.type":"#ClickTime.ClientCustomFields","a_x003A_b":1}],"__proto__":"p"}',
  );
  simulator.faults.clear();
  bend(`Clients/${client?.ID}`, 'CustomFields', named);
  const fields = `Clients('${client?.ID}')/CustomFields`;
  expect(JSON.parse((await ask(`${fields}/PO_x0020__x0023_`)).text)).toMatchObject({ value: '7' });
  expect((await ask(`${fields}/__proto__/$value`)).text).toBe('p');
  expect((await ask(`${fields}/constructor`)).status).toBe(204);
  const list = JSON.parse((await ask(`${fields}/_x_`)).text) as object;
  expect(list).toMatchObject({
    'value@odata.type': '#Collection(ClickTime.ClientCustomFields)',
    value: [{ '@odata.type': '#ClickTime.ClientCustomFields', a_x003A_b: 1 }],
  });
});

test('what is left out is warned of once', async () => {
  bend('Jobs', 'Notes', '[]');
  for (let request = 0; request < 3; request++) expect((await ask('Jobs?$select=Notes')).status).toBe(200);
  const warnings = log.map((line) => JSON.parse(line) as { msg: string; field?: string; entitySet?: string });
  const ofNotes = warnings.filter(({ field, entitySet }) => field === 'Notes' && entitySet === 'Jobs');
  expect(ofNotes).toHaveLength(1);
  expect(ofNotes[0]?.msg).toContain("a value of ClickTime's is left out: in Jobs, record '");
});
