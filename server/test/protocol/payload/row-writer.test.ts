/**
 * Entities as JSON: values of every type, control information per metadata level and version, omitted nulls. Where the
 * fast path of `page-writer.ts` and `rowWriter` could differ, a property test holds them together.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntitySet, Property, PropertyType } from '../../../src/model/edm.ts';
import type { Row, Value } from '../../../src/model/values.ts';
import { pageWriter } from '../../../src/protocol/payload/page-writer.ts';
import { createBodyWriter } from '../../../src/protocol/payload/body-writer.ts';
import { piecesOf } from '../../../src/protocol/message.ts';
import { uncountedShare } from '../../../src/util/memory-budget.ts';
import { unpaced } from '../../../src/util/turns.ts';
import { rowParts } from '../../../src/protocol/payload/row-parts.ts';
import { rowWriter } from '../../../src/protocol/payload/row-writer.ts';
import { type JsonShape, propertyWriter } from '../../../src/protocol/payload/value-writer.ts';
import type { BoundExpand, Projection } from '../../../src/bound/bound.ts';
import { tripPin } from '../../models/trip-pin.ts';
import { tripPinRows } from '../../models/trip-pin-rows.ts';

const plain: JsonShape = {
  model: tripPin,
  version: '4.0',
  format: { kind: 'json', metadata: 'minimal', ieee754Compatible: false, streaming: false },
  omitNulls: false,
};
const shapeWith = (format: Partial<JsonShape['format']>, more: Partial<JsonShape> = {}): JsonShape => ({
  ...plain,
  format: { ...plain.format, ...format },
  ...more,
});

const setNamed = (name: string): EntitySet => {
  const found = tripPin.entitySets.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const whole = (set: EntitySet, ...shown: readonly string[]): Projection => ({
  properties: set.entityType.properties.filter(({ name }) => shown.length === 0 || shown.includes(name)),
  selected: shown.length === 0 ? undefined : shown,
  expand: [],
});
const rowOf = (set: string, index: number): Row => tripPinRows[set]?.[index] ?? {};

const value = (type: PropertyType | string, text: Value, shape = plain, collection = false): string =>
  propertyWriter(
    {
      kind: 'Property',
      name: 'P',
      // oxlint-disable-next-line no-unsafe-type-assertion
      type: typeof type === 'string' ? ({ kind: 'PrimitiveType', name: type } as PropertyType) : type,
      collection,
      nullable: true,
    } satisfies Property,
    shape,
  )(text);

test.each<readonly [string, Value, string]>([
  ['Edm.String', 'plain', '"plain"'],
  ['Edm.String', 'a"b\\c\n\u0001', '"a\\"b\\\\c\\n\\u0001"'],
  ['Edm.String', '\u{1f600} \ud83d', '"\u{1f600} \ufffd"'],
  ['Edm.String', null, 'null'],
  ['Edm.Boolean', false, 'false'],
  ['Edm.Boolean', null, 'null'],
  ['Edm.Int32', -5, '-5'],
  ['Edm.Int64', 5, '5'],
  ['Edm.Int64', '9007199254740993', '9007199254740993'],
  ['Edm.Decimal', 0.1, '0.1'],
  ['Edm.Decimal', '123456789012.345678', '123456789012.345678'],
  ['Edm.Decimal', 1e-7, '0.0000001'],
  ['Edm.Decimal', 1e21, '1000000000000000000000'],
  ['Edm.Decimal', '-1.5E3', '-1500'],
  ['Edm.Double', 1e300, '1e+300'],
  ['Edm.Double', 'INF', '"INF"'],
  ['Edm.Single', 'NaN', '"NaN"'],
  ['Edm.Date', '2024-02-29', '"2024-02-29"'],
  ['Edm.DateTimeOffset', '2024-02-29T00:00:00Z', '"2024-02-29T00:00:00Z"'],
  ['Edm.Binary', 'T0RhdGE', '"T0RhdGE"'],
])('%s %s', (type, input, expected) => {
  expect(value(type, input)).toBe(expected);
});

test('IEEE754Compatible: Int64 and Decimal are strings, other numbers stay numbers', () => {
  const shape = shapeWith({ ieee754Compatible: true });
  expect(value('Edm.Int64', 5, shape)).toBe('"5"');
  expect(value('Edm.Decimal', 1e-7, shape)).toBe('"0.0000001"');
  expect(value('Edm.Decimal', null, shape)).toBe('null');
  expect(value('Edm.Int32', 5, shape)).toBe('5');
  expect(value('Edm.Double', 0.5, shape)).toBe('0.5');
});

test('a text that is no number never becomes one', () => {
  expect(() => value('Edm.Decimal', '1}, "admin": {"x":1')).toThrow('DecimalError');
});

test('collections and nested complex values', () => {
  expect(value('Edm.String', ['a', 'b"'], plain, true)).toBe('["a","b\\""]');
  expect(value('Edm.String', null, plain, true)).toBe('[]');
  const people = setNamed('People');
  const written = JSON.parse(rowWriter(people, whole(people), plain)(rowOf('People', 0)));
  expect(written).toEqual(rowOf('People', 0));
});

test('declared members that are missing are null, dynamic ones follow', () => {
  const airlines = setNamed('Airlines');
  const write = rowWriter(airlines, whole(airlines), plain);
  expect(write({ Code: 'AA', Alliance: 'x', Odd: [1, { a: null }] })).toBe(
    '{"Code":"AA","Name":null,"Alliance":"x","Odd@odata.type":"#Collection(Untyped)","Odd":[1,{"a":null}]}',
  );
  const selected: Projection = { ...whole(airlines, 'Code'), dynamic: ['Alliance'] };
  expect(rowWriter(airlines, selected, plain)({ Code: 'AA', Alliance: 'x', Other: 1 })).toBe(
    '{"Code":"AA","Alliance":"x"}',
  );
});

test('omit-values=nulls leaves out nulls, also within complex values, but not empty collections', () => {
  const people = setNamed('People');
  const write = rowWriter(people, whole(people, 'UserName', 'Age', 'Emails', 'HomeAddress', 'Extras'), {
    ...plain,
    omitNulls: true,
  });
  expect(write(rowOf('People', 1))).toBe('{"UserName":"scottketchum","Emails":[]}');
  expect(JSON.parse(write(rowOf('People', 3)))).toMatchObject({ HomeAddress: {}, Extras: {}, Age: 0 });
});

test('minimal: the id stands in where a key is not selected; none: it does not', () => {
  const people = setNamed('People');
  const names = whole(people, 'FirstName');
  expect(rowWriter(people, names, plain)(rowOf('People', 2))).toBe(
    '{"@odata.id":"People(\'o\'\'neill\')","FirstName":"Siobh\u00e1n"}',
  );
  expect(rowWriter(people, names, shapeWith({}, { version: '4.01' }))(rowOf('People', 2))).toContain('"@id":"People(');
  expect(rowWriter(people, names, shapeWith({ metadata: 'none' }))(rowOf('People', 2))).toBe(
    '{"FirstName":"Siobh\u00e1n"}',
  );
});

test('full: types, id, read link and navigation links', () => {
  const trips = setNamed('Trips');
  const trip = rowOf('Trips', 0);
  const url = `Trips(${JSON.stringify(trip['TripId']).slice(1, -1)})`;
  const written = JSON.parse(rowWriter(trips, whole(trips), shapeWith({ metadata: 'full' }))(trip));
  expect(written).toMatchObject({
    '@odata.type': `#${tripPin.namespace}.Trip`,
    '@odata.id': url,
    '@odata.readLink': url,
    'TripId@odata.type': '#Guid',
    'Budget@odata.type': '#Decimal',
    'StartsOn@odata.type': '#Date',
    'Tags@odata.type': '#Collection(String)',
    'Person@odata.navigationLink': `${url}/Person`,
  });
  expect(written).not.toHaveProperty('Name@odata.type');
  expect(written).toMatchObject(trip);
});

test('full: complex and enumeration values say their type', () => {
  const people = setNamed('People');
  const written = JSON.parse(rowWriter(people, whole(people), shapeWith({ metadata: 'full' }))(rowOf('People', 0)));
  expect(written['Gender@odata.type']).toBe(`#${tripPin.namespace}.PersonGender`);
  expect(written.HomeAddress['@odata.type']).toBe(`#${tripPin.namespace}.Location`);
  expect(written['AddressInfo@odata.type']).toBe(`#Collection(${tripPin.namespace}.Location)`);
});

const expandOf = (from: EntitySet, name: string, projection: Projection, count: boolean): BoundExpand => {
  const navigation = from.entityType.navigationProperties.find((candidate) => candidate.name === name);
  if (navigation === undefined) throw new Error(name);
  return { navigation, entitySet: setNamed(navigation.target), options: { orderby: [], projection, skip: 0, count } };
};

test('expanded navigation properties, single, missing, many and counted', () => {
  const people = setNamed('People');
  const trips = setNamed('Trips');
  const projection: Projection = {
    ...whole(people, 'UserName'),
    expand: [
      expandOf(people, 'BestFriend', whole(people, 'UserName'), false),
      expandOf(people, 'Trips', whole(trips, 'TripId', 'Name'), true),
    ],
  };
  const parts = rowParts(people, projection, plain);
  const write = (row: Row): string => [...parts(row)].join('');
  expect(
    write({
      UserName: 'a',
      BestFriend: { UserName: 'b', Age: 3 },
      'Trips@odata.count': 7,
      Trips: [{ TripId: 't', Name: null }],
    }),
  ).toBe('{"UserName":"a","BestFriend":{"UserName":"b"},"Trips@odata.count":7,"Trips":[{"TripId":"t","Name":null}]}');
  expect(write({ UserName: 'a', BestFriend: null, 'Trips@odata.count': 0, Trips: [] })).toBe(
    '{"UserName":"a","BestFriend":null,"Trips@odata.count":0,"Trips":[]}',
  );
});

const flights = setNamed('Flights');
const anyText = fc.string({ unit: 'binary', maxLength: 20 });
const anyExact = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer(),
  fc.constantFrom('9007199254740993', '-0.000000000000000001'),
);
const anyFlight: fc.Arbitrary<Row> = fc.record(
  {
    TripId: anyText,
    Number: fc.integer(),
    AirlineCode: fc.option(anyText),
    Duration: fc.option(anyText),
    Price: fc.option(anyExact),
    Distance: fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom('INF', 'NaN'))),
    HasMeal: fc.option(fc.boolean()),
  },
  { requiredKeys: ['TripId', 'Number'] },
);

const pageText = async (
  rows: readonly Row[],
  projection: Projection,
  { shape = plain, set = flights, pace = unpaced } = {},
): Promise<string> => {
  const body = createBodyWriter(uncountedShare);
  await pageWriter(set, projection, shape)(rows, body, pace);
  return Buffer.concat(piecesOf(body.end())).toString('utf8');
};

test('pages are what their rows are', async () => {
  const projection = whole(flights);
  const writeRow = rowWriter(flights, projection, plain);
  await fc.assert(
    fc.asyncProperty(fc.array(anyFlight, { maxLength: 5 }), async (rows) => {
      const page = await pageText(rows, projection);
      // Floating-point numbers may be written in more than one way; their value is what counts.
      expect(JSON.parse(page)).toEqual(JSON.parse(`[${rows.map(writeRow).join(',')}]`));
      expect(page).not.toMatch(/"Price":-?[\d.]+e/);
    }),
    { seed: 20240229, numRuns: 300 },
  );
});

test('a page with digits beyond a number is written digit by digit', async () => {
  const row = (Price: Value): Row => ({ TripId: 't', Number: 1, Price });
  const projection = whole(flights, 'TripId', 'Number', 'Price');
  expect(await pageText([row(0.5), row('99999999999999999.99'), row(1e-7)], projection)).toBe(
    '[{"TripId":"t","Number":1,"Price":0.5},{"TripId":"t","Number":1,"Price":99999999999999999.99},' +
      '{"TripId":"t","Number":1,"Price":0.0000001}]',
  );
});

test('what was not asked for is not shown', async () => {
  const rows = [{ TripId: 't', Number: 1, Price: 3, secret: 'x' }];
  expect(await pageText(rows, whole(flights, 'TripId', 'Number'))).toBe('[{"TripId":"t","Number":1}]');
});

test('a long page is written in slices, and is the same text', async () => {
  const projection = whole(flights, 'TripId', 'Number', 'AirlineCode');
  const rows = Array.from({ length: 5000 }, (_, Number): Row => ({
    TripId: `t${Number}`,
    Number,
    AirlineCode: 'ÄÖ€😀',
  }));
  let pauses = 0;
  const pace = { ...unpaced, isDue: () => true, pause: async () => void (pauses += 1) };
  expect(await pageText(rows, projection, { pace })).toBe(JSON.stringify(rows));
  expect(pauses).toBeGreaterThan(50);
});

test('one entity with much expanded into it is written in slices as well', async () => {
  const trips = setNamed('Trips');
  const navigation = trips.entityType.navigationProperties.find(({ collection }) => collection);
  if (navigation === undefined) throw new Error('Trips lead to no collection.');
  const expand: BoundExpand = {
    navigation,
    entitySet: flights,
    options: { orderby: [], projection: whole(flights, 'TripId', 'Number'), skip: 0, count: true },
  };
  const inner = Array.from({ length: 3000 }, (_, Number): Row => ({ TripId: 't', Number }));
  const row = { ...rowOf('Trips', 0), [navigation.name]: inner, [`${navigation.name}@odata.count`]: 3000 };
  const projection = { ...whole(trips, ...trips.entityType.key), expand: [expand] };
  let pauses = 0;
  const pace = { ...unpaced, isDue: () => true, pause: async () => void (pauses += 1) };
  const text = await pageText([row], projection, { set: trips, pace });
  const [read] = JSON.parse(text) as readonly Record<string, unknown>[];
  expect(read?.[navigation.name]).toEqual(inner);
  expect(text).toContain(`"${navigation.name}@odata.count":3000,"${navigation.name}":[`);
  expect(pauses).toBeGreaterThan(3000);
});
