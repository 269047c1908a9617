/**
 * Arbitraries for laws about filters: rows of any entity set, filter texts over its properties, and capabilities of a
 * source. Values come from small pools with the awkward ones in them, so that comparisons are often true and equal
 * values often stand there in different texts.
 */
import fc from 'fast-check';
import type { EntitySet, EntityType, Property, PrimitiveTypeName } from '../../src/model/edm.ts';
import type { Row, Value } from '../../src/model/values.ts';
import type { PredicateCapability, SourceCapabilities } from '../../src/source/source.ts';

/** How a value is written in a filter, and what it is in a row. */
interface Sample {
  readonly literal: string;
  readonly value: Value;
}

const same = (...values: readonly (number | boolean)[]): readonly Sample[] =>
  values.map((value) => ({ literal: String(value), value }));

const bare = (...values: readonly string[]): readonly Sample[] => values.map((value) => ({ literal: value, value }));

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const texts = (...values: readonly string[]): readonly Sample[] =>
  values.map((value) => ({ literal: quote(value), value }));

const prefixed = (prefix: string, ...values: readonly string[]): readonly Sample[] =>
  values.map((value) => ({ literal: `${prefix}${quote(value)}`, value }));

const smallIntegers = same(0, 1, 2, 100);

const pools: { readonly [Name in PrimitiveTypeName]: readonly Sample[] } = {
  'Edm.Binary': prefixed('binary', '', 'AAEC', 'T0RhdGE'),
  'Edm.Boolean': same(true, false),
  'Edm.Byte': smallIntegers,
  'Edm.Date': [
    ...bare('2023-12-31', '2024-02-28', '2024-02-29', '2024-03-01'),
    { literal: "'2024-02-29'", value: '2024-02-29' },
    { literal: '2024-02-29T00:00:00Z', value: '2024-02-29' },
    { literal: '2024-02-28T23:00:00Z', value: '2024-02-29' },
  ],
  'Edm.DateTimeOffset': [
    ...bare('2024-02-29T00:00:00Z', '2024-02-29T01:00:00+01:00', '2024-02-28T23:59:59.999Z'),
    { literal: '2024-02-29', value: '2024-02-29T00:00:00Z' },
  ],
  'Edm.Decimal': [...same(0, 0.1, 0.3, 7.5, -2), { literal: '12345678901234567.5', value: '12345678901234567.5' }],
  'Edm.Double': [...same(0, 0.1, 7.5), ...bare('INF', '-INF', 'NaN')],
  'Edm.Duration': prefixed('duration', 'PT0S', 'PT1H30M', 'P1D', '-PT1H'),
  'Edm.Guid': bare(
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'a9b7ba70-783b-317e-9998-dc4dd82eb3c5',
    '00000000-0000-0000-0000-000000000000',
  ),
  'Edm.Int16': same(-1, 0, 1, 300),
  'Edm.Int32': same(-1, 0, 1, 2, 100_000),
  'Edm.Int64': [...same(-1, 0, 1), { literal: '9007199254740993', value: '9007199254740993' }],
  'Edm.SByte': same(-1, 0, 1),
  'Edm.Single': same(0, 1, 2.5),
  'Edm.String': texts('', 'a', 'b', 'B', "o'b", 'a b', '\u5c71'),
  'Edm.TimeOfDay': bare('00:00:00', '08:30:00', '08:30:00.25'),
};

/** Values for a property; none for complex ones. */
function samplesOf({ type }: Property): readonly Sample[] {
  if (type.kind === 'ComplexType') return [];
  if (type.kind === 'PrimitiveType') return pools[type.name];
  return texts(...type.members.map(({ name }) => name));
}

const scalarProperties = ({ properties }: EntityType): readonly Property[] =>
  properties.filter((property) => !property.collection && samplesOf(property).length > 0);

// ---- Rows -----------------------------------------------------------------------------------------------------------

/** Some rows of an entity set; no two have the same key. */
export function randomRows({ entityType }: EntitySet, maxLength = 20): fc.Arbitrary<readonly Row[]> {
  const row = fc.record(
    Object.fromEntries(scalarProperties(entityType).map((property) => [property.name, cell(property)])),
  );
  const keyOf = (candidate: Row): string => JSON.stringify(entityType.key.map((name) => candidate[name]));
  return fc.uniqueArray(row, { maxLength, selector: keyOf });
}

function cell(property: Property): fc.Arbitrary<Value> {
  const value = fc.constantFrom(...samplesOf(property).map((sample) => sample.value));
  return property.nullable ? fc.option(value, { nil: null, freq: 5 }) : value;
}

// ---- Filters --------------------------------------------------------------------------------------------------------

/** A filter over the entity set's own properties, as it stands behind `$filter=` before percent-encoding. */
export function randomFilter({ entityType }: EntitySet): fc.Arbitrary<string> {
  const properties = scalarProperties(entityType);
  const { filter } = fc.letrec<{ readonly filter: string; readonly group: string }>((tie) => ({
    filter: fc.oneof({ depthSize: 'small', withCrossShrink: true }, condition(properties), tie('group')),
    group: fc.oneof(
      { weight: 3, arbitrary: chain('and', tie('filter')) },
      { weight: 3, arbitrary: chain('or', tie('filter')) },
      { weight: 1, arbitrary: tie('filter').map((operand) => `not (${operand})`) },
    ),
  }));
  return filter;
}

const chain = (operator: string, operand: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(operand, { minLength: 2, maxLength: 4 })
    .map((operands) => operands.map((each) => `(${each})`).join(` ${operator} `));

const condition = (properties: readonly Property[]): fc.Arbitrary<string> =>
  fc.constantFrom(...properties).chain((property) =>
    fc.oneof(
      { weight: 6, arbitrary: comparison(property) },
      { weight: 3, arbitrary: membership(property) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('eq', 'ne', 'ge', 'lt').map((each) => `${property.name} ${each} null`),
      },
      { weight: 1, arbitrary: oddity(property) },
    ),
  );

function literal(property: Property): fc.Arbitrary<string> {
  return fc.constantFrom(...samplesOf(property).map((sample) => sample.literal));
}

/** Binary values have equality alone. */
const operators = ({ type }: Property): readonly string[] =>
  type.kind === 'PrimitiveType' && type.name === 'Edm.Binary'
    ? ['eq', 'ne']
    : ['eq', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'];

const comparison = (property: Property): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...operators(property)), literal(property), fc.boolean())
    .map(([operator, value, swapped]) =>
      swapped ? `${value} ${operator} ${property.name}` : `${property.name} ${operator} ${value}`,
    );

const membership = (property: Property): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 6, arbitrary: literal(property) }, { weight: 1, arbitrary: fc.constant('null') }), {
      minLength: 1,
      maxLength: 4,
    })
    .map((values) => `${property.name} in (${values.join(',')})`);

/** Conditions no source understands, and some that are the same for every row. */
function oddity({ name, type }: Property): fc.Arbitrary<string> {
  const always = ['true', 'false', `${name} eq ${name}`];
  if (type.kind !== 'PrimitiveType') return fc.constantFrom(...always);
  switch (type.name) {
    case 'Edm.Boolean':
      return fc.constantFrom(...always, name, `not ${name}`);
    case 'Edm.String':
      return fc.constantFrom(...always, `contains(${name},'a')`, `length(${name}) gt 1`);
    case 'Edm.Int32':
    case 'Edm.Decimal':
      return fc.constantFrom(...always, `${name} add 1 gt 1`, `${name} lt 1e0`, `${name} eq 1e-1`);
    case 'Edm.DateTimeOffset':
      return fc.constantFrom(...always, `date(${name}) eq 2024-02-29`, `${name} in (2024-02-28,2024-02-29T00:00:00Z)`);
    case 'Edm.Date':
      return fc.oneof(fc.constantFrom(...always, `${name} lt 2024-02-29T08:00:00+02:00`), {
        weight: 5,
        arbitrary: partOfDay(name),
      });
    default:
      return fc.constantFrom(...always);
  }
}

/** Conditions on parts of days, most of them beside the year that makes them ranges. */
function partOfDay(name: string): fc.Arbitrary<string> {
  const compared = (part: string, ...values: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof(
      fc
        .tuple(fc.constantFrom('eq', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'), fc.constantFrom(...values), fc.boolean())
        .map(([operator, value, swapped]) =>
          swapped ? `${value} ${operator} ${part}(${name})` : `${part}(${name}) ${operator} ${value}`,
        ),
      fc
        .uniqueArray(fc.constantFrom(...values), { minLength: 1 })
        .map((list) => `${part}(${name}) in (${list.join(',')})`),
    );
  const year = compared('year', '2023', '2024', '2024.5', '0', '-1', '2147483647', 'null');
  const month = compared('month', '2', '3', '12', '2.5', '13');
  const day = compared('day', '28', '29', '31', '1');
  const whole = fc.tuple(fc.constantFrom('2023', '2024'), month, day).map((parts) => {
    const [first, ...others] = parts;
    return [`year(${name}) eq ${first}`, ...others].join(' and ');
  });
  const between = fc
    .tuple(month, fc.constantFrom('ge', 'gt'), fc.constantFrom('2023', '2024'), day)
    .map(([a, operator, from, b]) => `${a} and year(${name}) ${operator} ${from} and ${b} and ${name} le 2024-03-01`);
  return fc.oneof(year, month, day, whole, between);
}

// ---- Sources --------------------------------------------------------------------------------------------------------

const precision = fc.constantFrom('exact' as const, 'superset' as const);

/** What a source might be able to do with some of the entity set's properties. */
export function randomCapabilities({ entityType }: EntitySet): fc.Arbitrary<SourceCapabilities> {
  const names = scalarProperties(entityType).map(({ name }) => name);
  return fc.record(Object.fromEntries(names.map((name) => [name, capability]))).map((predicates) => ({
    predicates,
    order: [],
  }));
}

/** One capability or none; what is absent cannot be done. */
const capability: fc.Arbitrary<PredicateCapability> = fc.record(
  {
    in: precision,
    range: precision,
    maxValues: fc.constantFrom(1, 2),
    maxRequests: fc.constantFrom(1, 2),
    maxRanges: fc.constantFrom(1, 2, 3),
  },
  { requiredKeys: [] },
);
