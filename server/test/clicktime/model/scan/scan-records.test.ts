/** What is scanned is what is parsed, decoded and written, byte by byte; whatever that refuses is not scanned. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecordDecoder } from '../../../../src/clicktime/model/decode-record.ts';
import type { EntitySetDefinition } from '../../../../src/clicktime/model/entity-sets/definition.ts';
import { timesheets } from '../../../../src/clicktime/model/entity-sets/timesheets.ts';
import { timeEntries } from '../../../../src/clicktime/model/entity-sets/time-entries.ts';
import { clicktimeModel } from '../../../../src/clicktime/model/clicktime-model.ts';
import { recordScanner } from '../../../../src/clicktime/model/scan/scan-records.ts';
import { typedDefinition, typedModel } from '../../../../src/clicktime/model/typed-model.ts';
import { parseJson } from '../../../../src/clicktime/upstream/parse-json.ts';
import type { EdmModel } from '../../../../src/model/edm.ts';
import type { Row } from '../../../../src/model/values.ts';
import { createBodyWriter } from '../../../../src/protocol/payload/body-writer.ts';
import { pageWriter } from '../../../../src/protocol/payload/page-writer.ts';
import { piecesOf } from '../../../../src/protocol/message.ts';
import { isObject } from '../../../../src/util/json-object.ts';
import { uncountedShare } from '../../../../src/util/memory-budget.ts';
import { unpaced } from '../../../../src/util/turns.ts';

const columns = timeEntries.fields.map(({ property }) => property.name);
const envelope = (records: string): string => `{"jsonapi":{},"data":[${records}],"errors":[],"page":{"count":7}}`;

interface Read {
  readonly rows: readonly Row[];
  /** All but the records. */
  readonly rest: unknown;
}

/** As every answer can be read; undefined where it is refused, or a value is left out. */
function parsed(definition: EntitySetDefinition, names: readonly string[], answer: string): Read | undefined {
  try {
    const content = parseJson(answer);
    if (!isObject(content) || !Array.isArray(content['data'])) return undefined;
    let odd = 0;
    const rows = content['data'].map(createRecordDecoder(definition, names, () => odd++));
    return odd > 0 ? undefined : { rows, rest: { ...content, data: [] } };
  } catch {
    return undefined;
  }
}

async function scanned(
  definition: EntitySetDefinition,
  names: readonly string[],
  answer: string,
): Promise<Read | undefined> {
  const found = await recordScanner(definition, names)?.(Buffer.from(answer));
  return found && { rows: found.rows, rest: jsonIn(found.rest) };
}

/** The value of a JSON text; undefined where it is none. */
function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

async function written(
  { definition, model }: Described,
  names: readonly string[],
  rows: readonly Row[],
): Promise<string> {
  const body = createBodyWriter(uncountedShare);
  const properties = definition.entitySet.entityType.properties.filter(({ name }) => names.includes(name));
  const format = { kind: 'json', metadata: 'minimal', ieee754Compatible: false, streaming: false } as const;
  const shape = { model, version: '4.0', format, omitNulls: false } as const;
  await pageWriter(definition.entitySet, { properties, expand: [] }, shape)(rows, body, unpaced);
  return Buffer.concat(piecesOf(body.end())).toString('utf8');
}

/** A definition, and the model that its entity set is in. */
interface Described {
  readonly definition: EntitySetDefinition;
  readonly model: EdmModel;
}

const plain: Described = { definition: timeEntries, model: clicktimeModel };

/** Holds the two equal; returns whether the answer was scanned. */
async function compare(text: string, described = plain): Promise<boolean> {
  const { definition } = described;
  const names = definition.fields.map(({ property }) => property.name);
  // As it arrives: halves of characters cannot be sent.
  const answer = Buffer.from(text).toString('utf8');
  const fast = await scanned(definition, names, answer);
  if (fast === undefined) return false;
  const slow = parsed(definition, names, answer);
  // Where the rest is no JSON, neither is the whole answer.
  expect(slow === undefined).toBe(fast.rest === undefined);
  if (slow === undefined) return false;
  expect(fast.rest).toEqual(slow.rest);
  for (const name of names) {
    expect(fast.rows.map((row) => row[name] ?? null)).toEqual(slow.rows.map((row) => row[name] ?? null));
  }
  expect(await written(described, names, fast.rows)).toBe(await written(described, names, slow.rows));
  return true;
}

// ---- Random records -------------------------------------------------------------------------------------------------

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,24}$/).map((text) => JSON.stringify(text));
const usualText = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constant('a "b" \\ \n\t/'))
  .map((text) => JSON.stringify(text));
const anyText = fc.oneof(
  usualText,
  fc.string({ unit: 'binary', maxLength: 6 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"\\u0041"',
    '"\\/"',
    '"\\ud83d"',
    '"\\ud83d\\ude00"',
    '"\u007f"',
    '"\\u001f"',
    '"a\u2028"',
    '"\\x"',
    '"\t"',
    '"',
  ),
);
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 9_999_999 }))
    .map(([a, b]) => `${a}.${b}`),
  fc.constantFrom(
    '-0',
    '0',
    '-0.5',
    '0.10',
    '7.0',
    '1e2',
    '1E+2',
    '1.',
    '.5',
    '007',
    '-',
    '+1',
    '1234567890123456',
    '123456789012.123456',
    '1e400',
  ),
);
const anyDecimal = fc.oneof(
  anyNumber,
  anyNumber.map((text) => `"${text}"`),
  fc.constantFrom('"7.50"', '""', '" 1 "', '"x"'),
);
const anyDay = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
    .map((date) => `"${date.toISOString().slice(0, 10)}"`),
  fc.constantFrom(
    '"2026-02-29"',
    '"2024-02-29"',
    '"1900-02-29"',
    '"2000-02-29"',
    '"2026-04-31"',
    '"2026-07-27T00:00:00"',
    '"0000-01-01"',
    '"2026-1-01"',
    '""',
  ),
);
const anyTime = fc.constantFrom(
  '"09:30"',
  '"24:00"',
  '"09:60"',
  '"9:30 PM"',
  '"09:30:00"',
  '"noon"',
  '""',
  '"09:3\\u0030"',
);
const anyWord = fc.constantFrom(
  'null',
  'true',
  'false',
  'nul',
  'NaN',
  '{}',
  '[]',
  '[1,{"a":null}]',
  '{"ID":"x","Name":"y"}',
);
const anyFields = fc.oneof(
  fc
    .dictionary(
      fc.oneof(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/), fc.string({ maxLength: 4 })),
      fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.constant([1, 2]),
        fc.constant({ a: 'b' }),
      ),
      { maxKeys: 4 },
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"A":1,"A":2}',
    '{"b":1.50}',
    '{"7":1,"a":2,"3":4}',
    '{"__proto__":1}',
    '"{\\"a\\":1}"',
    '[]',
    '{"a":-0}',
    '{"a" :1}',
    '{"a":1,}',
    '{"a_x0041_":1}',
  ),
);

const usualRecord = fc.record({
  ID: id,
  UserID: id,
  JobID: fc.oneof(id, fc.constant('null')),
  Date: fc.constantFrom('"2026-07-31"', '"2024-02-29"'),
  Hours: fc.constantFrom('7.5', '"7.50"', '0', '-1.25', '"100.000000"'),
  BreakTime: fc.constantFrom('null', '0.5'),
  StartTime: fc.constantFrom('null', '"09:30"', '"09:30:00"'),
  Comment: fc.oneof(usualText, fc.constant('null')),
  CustomFields: fc.constantFrom('null', '{}', '{"Trip":"yes \\"no\\"","Miles":1.5,"Late":true,"None":null}'),
  Unknown: fc.constantFrom('[{"a":[1e5,"x"]}]', '"\\u0041"'),
});
const hostileRecord = fc.record(
  {
    ID: fc.oneof(id, id, id, anyText, anyNumber, anyWord),
    UserID: fc.oneof(id, anyText, anyNumber, anyWord),
    Date: fc.oneof(anyDay, anyWord),
    Hours: fc.oneof(anyDecimal, anyWord),
    StartTime: fc.oneof(anyTime, anyWord),
    Comment: fc.oneof(anyText, anyNumber, anyWord),
    BillingRate: anyDecimal,
    CustomFields: fc.oneof(anyFields, anyWord),
    User: anyWord,
    'Com"ment': anyText,
  },
  { requiredKeys: ['ID'] },
);

const textOf = (record: Readonly<Record<string, string | undefined>>): string =>
  `{${Object.entries(record)
    .map(([name, json]) => `${JSON.stringify(name)}:${json ?? 'null'}`)
    .join()}}`;

test('usual records are scanned, and come out as ever', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(usualRecord, { minLength: 1, maxLength: 5 }), async (records) => {
      expect(await compare(envelope(records.map(textOf).join()))).toBe(true);
    }),
  );
});

test('what is unusual comes out as ever, or is left to be parsed', async () => {
  let isAnyScanned = false;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(usualRecord, hostileRecord), { minLength: 1, maxLength: 3 }),
      async (records) => {
        isAnyScanned = (await compare(envelope(records.map(textOf).join()))) || isAnyScanned;
      },
    ),
    { numRuns: 2000 },
  );
  expect(isAnyScanned).toBe(true);
});

test('one byte more, less or other changes nothing of that', async () => {
  let isAnyScanned = false;
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom(...'{ } [ ] : , " \\ 0 - . e E \n 1 x'.split(' '), ' ', ''),
    fc.nat(1),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(usualRecord, { minLength: 2, maxLength: 2 }), change, async (records, [at, put, cut]) => {
      const text = envelope(records.map(textOf).join());
      const place = at % text.length;
      isAnyScanned = (await compare(text.slice(0, place) + put + text.slice(place + cut))) || isAnyScanned;
    }),
    { numRuns: 2000 },
  );
  expect(isAnyScanned).toBe(true);
});

// ---- Custom fields with columns -------------------------------------------------------------------------------------

describe('custom fields that have columns', () => {
  const described = (...fields: readonly (readonly [name: string, dataType: string])[]): Described => {
    const defined = fields.map(([name, dataType], index) => ({
      id: `cf-${index}`,
      name,
      displayName: name.toUpperCase(),
      dataType,
      isList: dataType === 'List',
    }));
    const model = typedModel(clicktimeModel, [timeEntries], new Map([['TimeEntries', defined]]));
    const entitySet = model.entitySets.find(({ name }) => name === 'TimeEntries');
    const definition = entitySet && typedDefinition(entitySet);
    if (definition === undefined) throw new Error('There are no columns.');
    return { definition, model };
  };
  const kinds = ['Text', 'Number', 'Checkbox', 'Date', 'List'];
  const byKind = described(...kinds.map((kind) => [kind, kind] as const));
  const usualFields = fc.record({
    Text: fc.oneof(usualText, fc.constant('null')),
    Number: fc.constantFrom('1.5', '0', 'null', '-2.25'),
    Checkbox: fc.constantFrom('true', 'false', 'null'),
    Date: fc.constantFrom('"2026-07-31"', 'null'),
    List: usualText,
  });
  const withFields = (fields: string) => `{"ID":"a","Hours":1,"CustomFields":${fields}}`;

  test('are scanned where they are what their definitions say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(usualFields, { minLength: 1, maxLength: 5 }), async (maps) => {
        const answer = envelope(maps.map((map) => withFields(textOf(map))).join());
        expect(await compare(answer, byKind)).toBe(true);
      }),
    );
  });

  test('come out as ever whatever they hold, and whatever names they come under', async () => {
    const name = fc.oneof(
      fc.constantFrom(...kinds, 'text', 'NUMBER', 'cf-0', 'Cf-1', 'Other', 'a b', '7', '__proto__', 'T\u0065xt'),
      fc.string({ maxLength: 3 }).map((text) => JSON.stringify(text).slice(1, -1)),
    );
    const value = fc.oneof(anyText, anyDecimal, anyDay, anyWord, usualText);
    const map = fc
      .array(fc.tuple(name, value), { maxLength: 6 })
      .map((members) => `{${members.map(([key, json]) => `"${key}":${json}`).join()}}`);
    let isAnyScanned = false;
    const maps = fc.array(fc.oneof(map, usualFields.map(textOf), anyFields), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(maps, async (all) => {
        isAnyScanned = (await compare(envelope(all.map(withFields).join()), byKind)) || isAnyScanned;
      }),
      { numRuns: 3000 },
    );
    expect(isAnyScanned).toBe(true);
  });

  test.each([
    ['a name that cannot be written as it is', described(['PO #', 'Text']), '{"PO #":"7"}'],
    ['their IDs for names', byKind, '{"cf-1":2}'],
    ['other names beside them', byKind, '{"Text":"a","Other":1}'],
    ['numbers as text', byKind, '{"Number":"7.50"}'],
    ['empty texts', byKind, '{"Number":"","Date":"","Text":""}'],
    ['numbers where text is expected', byKind, '{"Text":7,"List":["a","b"]}'],
    ['none', byKind, '{}'],
  ])('may have %s', async (_, kind, fields) => {
    expect(await compare(envelope(withFields(fields)), kind)).toBe(true);
  });

  test('are those of each answer, though all are read in the same room', async () => {
    const { definition } = described(...kinds.map((kind) => [kind, kind] as const));
    const scan = recordScanner(
      definition,
      definition.fields.map(({ property }) => property.name),
    );
    const room = Buffer.alloc(10_000);
    const maps = ['{"Text":"a","List":"b"}', '{"List":"c","Text":"d"}', '{"Date":"2026-07-31","List":"e \\"f\\""}'];
    for (const map of [...maps, ...maps.toReversed()]) {
      const length = room.write(envelope(withFields(map)));
      const found = await scan?.(room.subarray(0, length));
      const { Text = null, List = null, Date: day = null } = JSON.parse(map) as Readonly<Record<string, string>>;
      const [row] = found?.rows ?? [];
      expect({ map, values: [row?.['CF_Text'], row?.['CF_List'], row?.['CF_Date']] }).toEqual({
        map,
        values: [Text, List, day],
      });
    }
  });

  test.each([
    ['what does not fit its column', '{"Number":"many"}'],
    ['a decimal of many digits', '{"Number":"-1000000000.0123105"}'],
    ['a name twice', '{"Date":"2026-07-31","Date":"never"}'],
  ])('are left to be decoded with %s', async (_, fields) => {
    const names = byKind.definition.fields.map(({ property }) => property.name);
    expect(await scanned(byKind.definition, names, envelope(withFields(fields)))).toBeUndefined();
  });

  test('are read in one pass, however many there are', async () => {
    const many = described(...Array.from({ length: 300 }, (_, index) => [`F${index}`, 'Text'] as const));
    const fields = textOf(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`F${index}`, `"${index}"`])));
    expect(await compare(envelope(withFields(fields)), many)).toBe(true);
  });
});

// ---- One by one -----------------------------------------------------------------------------------------------------

describe('an answer is left to be parsed', () => {
  const record = '{"ID":"a","Hours":1}';
  test.each([
    ['with white space', envelope(`{"ID": "a"}`)],
    ['with no records', envelope('')],
    ['with a second list', `{"data":[${record}],"data":[]}`],
    ['with a second list that is spelt otherwise', `{"data":[${record}],"\\u0064ata":[]}`],
    ['with a list before', `{"data":[],"meta":{"data":[${record}]}}`],
    ['with a list within a text', `{"a":"\\"data\\":[","data":[${record}]}`],
    ['with a byte order mark', `\uFEFF${envelope(record)}`],
    ['that is cut', envelope(`${record},${record}`).slice(0, 30)],
    ['whose records have their fields in another order', envelope(`${record},{"Hours":1,"ID":"a"}`)],
    ['whose records have other fields', envelope(`${record},{"ID":"a","Hours":1,"More":1}`)],
    ['with a field twice', envelope('{"ID":"a","ID":"b"}')],
    ['with an empty ID', envelope('{"ID":""}')],
    ['with an ID that is a number', envelope('{"ID":7}')],
    ['with an ID that is too long', envelope(`{"ID":"${'x'.repeat(401)}"}`)],
    ['with an ID that is not ASCII', envelope('{"ID":"é"}')],
    ['with an amount that no double holds', envelope('{"ID":"a","Hours":"123456789012.123456"}')],
    ['with an amount that is none', envelope('{"ID":"a","Hours":"many"}')],
    ['with half a character', envelope('{"ID":"a","Comment":"\\ud83d"}')],
    ['with a list in a custom field', envelope('{"ID":"a","CustomFields":{"a":[1]}}')],
    ['nested too deep', envelope(`{"ID":"a","More":${'['.repeat(40)}${']'.repeat(40)}}`)],
    ['with a value too long to be made', envelope(`{"ID":"a","Comment":"\\u0041${'x'.repeat(70_000)}"}`)],
    ['with an object too long to be a text', envelope(`{"ID":"a","CustomFields":{"A":"${'x'.repeat(70_000)}"}}`)],
    ['with more rows than pages have', envelope(Array.from({ length: 5001 }, () => record).join())],
    ['with a row too long', envelope(`{"ID":"a","Comment":"${'x'.repeat(70_000)}"}`)],
  ])('%s', async (_, answer) => {
    expect(await scanned(timeEntries, columns, answer)).toBeUndefined();
  });
});

test('a list nested elsewhere is not taken for the list', async () => {
  const answer = '{"meta":{"data":[{"ID":"a"}]}}';
  const found = await recordScanner(timeEntries, columns)?.(Buffer.from(answer));
  expect(
    found === undefined || !isObject(parseJson(found.rest)) || !('data' in (parseJson(found.rest) as object)),
  ).toBe(true);
});

test('properties that are always decoded are not scanned', () => {
  expect(
    recordScanner(
      timesheets,
      timesheets.fields.map(({ property }) => property.name),
    ),
  ).toBeUndefined();
});

test('of more values to be decoded than are worth it, all are parsed', async () => {
  const records = (count: number): string =>
    Array.from({ length: count }, (_, index) => `{"ID":"${index}","Hours":1e1,"BreakTime":1e1}`).join();
  expect(await scanned(timeEntries, columns, envelope(records(2500)))).toBeDefined();
  expect(await scanned(timeEntries, columns, envelope(records(2501)))).toBeUndefined();
});

test('more rows than there was room for, and fewer after them', async () => {
  const records = (count: number): string =>
    Array.from({ length: count }, (_, index) => `{"ID":"id-${index}","Comment":"${'y'.repeat(index % 700)}"}`).join();
  for (const count of [2000, 3, 700]) expect(await compare(envelope(records(count)))).toBe(true);
});

test('between records the event loop may be given back', async () => {
  const records = Array.from({ length: 40 }, (_, index) => `{"ID":"id-${index}","Hours":${index}}`).join();
  const counts: number[] = [];
  const found = await recordScanner(timeEntries, columns)?.(Buffer.from(envelope(records)), (count) => {
    counts.push(count);
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  });
  expect(counts).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  expect(found?.rows.map((row) => row['Hours'])).toEqual(counts.map((count) => count - 1));
});
