/** What transformations may take: groups and rows that are held, memory, time between two looks at the clock, rows that are read. */
import { expect, test } from 'vitest';
import { bind } from '../../../src/bind/bind.ts';
import { parseRequestUrl } from '../../../src/bind/url/parse-request-url.ts';
import { execute } from '../../../src/execution/execute.ts';
import type { Row, Value } from '../../../src/model/values.ts';
import type { Batch } from '../../../src/source/batch.ts';
import type { EntitySource } from '../../../src/source/source.ts';
import { uncountedShare } from '../../../src/util/memory-budget.ts';
import { unpaced } from '../../../src/util/turns.ts';
import { sales } from '../../models/sales.ts';
import { context, generousLimits } from '../harness.ts';

const BATCH = 1000;

/** Sales that are made as they are read. */
function endless(total: number, more: Row = {}) {
  let read = 0;
  async function* rows(): AsyncGenerator<Batch> {
    for (let from = 0; from < total; from += BATCH) {
      const made = Array.from({ length: Math.min(BATCH, total - from) }, (_, index): Row => {
        const ID = from + index;
        return {
          ID,
          Amount: (ID % 100) / 4,
          Day: '2024-02-29',
          CustomerID: `C${ID % 7}`,
          ProductID: 'x'.repeat(200),
          ...more,
        };
      });
      read += made.length;
      yield { rows: made, size: made.length, mark: undefined, last: from + BATCH >= total };
    }
  }
  const source: EntitySource = {
    capabilities: () => ({ predicates: {}, order: [] }),
    read: () => rows(),
    positionAfter: () => ({}),
    count: async () => total,
    authenticate: async () => undefined,
  };
  return { source, read: () => read };
}

interface Asked {
  readonly rows: readonly Row[];
  /** Rows that were read. */
  readonly read: number;
  /** Bytes that were counted. */
  readonly bytes: number;
  /** Bytes that were counted at once. */
  readonly mostBytes: number;
  /** Looks at the clock. */
  readonly looks: number;
}

async function ask(apply: string, total: number, maxGroups = 1000, more: Row = {}, behind = ''): Promise<Asked> {
  const request = bind(parseRequestUrl('Sales', `$apply=${encodeURIComponent(apply)}${behind}`), sales);
  if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
  const { source, read } = endless(total, more);
  let [bytes, mostBytes, looks] = [0, 0, 0];
  const memory = {
    ...uncountedShare,
    take: (taken: number) => void (mostBytes = Math.max(mostBytes, (bytes += taken))),
  };
  const pace = { ...unpaced, isDue: () => ++looks < 0 };
  const options = {
    model: sales,
    source,
    limits: { ...generousLimits, maxGroups },
    clock: () => 0,
    date: () => new Date(0),
  };
  const result = await execute(request, options, context({ memory, pace }));
  if (result.kind !== 'CollectionResult') throw new Error(result.kind);
  return { rows: result.rows, read: read(), bytes, mostBytes, looks };
}

const first = ({ rows }: Asked, name: string): Value => rows[0]?.[name] ?? null;

// ---- What is held ---------------------------------------------------------------------------------------------------

test.each([
  ['as many groups as rows', 'groupby((ID),aggregate(Amount with sum as T))'],
  ['distinct values', 'aggregate(ID with countdistinct as N)'],
  ['groups within groups', 'aggregate(Amount with sum from ID with max as M)'],
  ['sorted rows', 'orderby(Amount)'],
  ['ranked rows', 'topsum(1000000,Amount)'],
  ['the first of more than may be held', 'topcount(5000,Amount)'],
  ['rows of all sequences but the first', 'concat(identity,identity)'],
  ['rows in one', 'nest(identity as All)'],
  ['the first rows of each group', 'groupby((ID),top(1))'],
])('%s are refused as soon as they are too many', async (_, apply) => {
  const { source, read } = endless(1_000_000);
  const request = bind(parseRequestUrl('Sales', `$apply=${encodeURIComponent(apply)}`), sales);
  if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
  const limits = { ...generousLimits, maxGroups: 3000 };
  const options = { model: sales, source, limits, clock: () => 0, date: () => new Date(0) };
  await expect(execute(request, options, context())).rejects.toMatchObject({ code: 'TooManyGroups', target: '$apply' });
  expect(read()).toBeLessThanOrEqual(5 * BATCH);
});

test.each([
  ['top', 'orderby(Amount desc)/top(3)', '', [99, 199, 299]],
  ['skip and top', 'orderby(Amount desc)/skip(1)/top(2)', '', [199, 299]],
  ['top, less what is passed over behind it', 'orderby(Amount desc)/top(3)/skip(1)', '', [199, 299]],
  ['top of none', 'orderby(Amount desc)/top(0)', '', []],
  ['top of each group', 'groupby((CustomerID),orderby(Amount desc)/top(1))/orderby(ID)/top(2)', '', [99, 199]],
  ['$top', 'identity', '&$orderby=Amount%20desc&$top=3', [99, 199, 299]],
  ['$skip and $top', 'identity', '&$orderby=Amount%20desc&$skip=1&$top=2', [199, 299]],
])('of sorted rows, no more are held than are shown: %s', async (_, apply, behind, shown) => {
  const few = await ask(apply, 20_000, 3000, {}, behind);
  const many = await ask(apply, 100_000, 3000, {}, behind);
  expect(many.rows.map(({ ID }) => ID)).toEqual(shown);
  expect(many.mostBytes).toBeLessThan(2 * few.mostBytes + 1);
});

test.each([
  ['of which page after page will be shown', 'identity', '&$orderby=Amount%20desc'],
  ['that are counted', 'identity', '&$orderby=Amount%20desc&$top=3&$count=true'],
  ['of which all but the first are shown', 'orderby(Amount desc)/skip(3)', ''],
  [
    'that something is computed of before the first are taken',
    'orderby(Amount desc)/compute(ID add 1 as Next)/top(3)',
    '',
  ],
])('sorted rows are all held: those %s', async (_, apply, behind) => {
  await expect(ask(apply, 20_000, 3000, {}, behind)).rejects.toMatchObject({ code: 'TooManyGroups' });
  expect((await ask(apply, 10, 3000, {}, behind)).rows).not.toHaveLength(0);
});

test('sequences within sequences count what each of them holds', async () => {
  const doubled = (apply: string): string => `concat(${apply},${apply})`;
  const nested = Array.from({ length: 10 }).reduce<string>(doubled, 'identity');
  await expect(ask(nested, 10)).rejects.toMatchObject({ code: 'TooManyGroups' });
  const few = Array.from({ length: 5 }).reduce<string>(doubled, 'aggregate($count as N)');
  expect((await ask(few, 10)).rows).toEqual(Array.from({ length: 32 }, () => ({ N: 10 })));
});

test('memory grows with the groups and not with the rows', async () => {
  const apply = 'groupby((CustomerID),aggregate(Amount with sum as T,ProductID with max as P,$count as N))';
  const few = await ask(apply, 1000);
  const many = await ask(apply, 100_000);
  expect(many.bytes).toBe(few.bytes);
  expect(many.rows).toHaveLength(7);
  expect((await ask('groupby((ID))', 900)).bytes).toBeGreaterThan((100 * few.bytes) / 7);
});

test('of what is joined, a batch at a time is held', async () => {
  const apply = 'join(Tags as T)/aggregate($count as N)';
  const tags = Array.from({ length: 50 }, (_, index) => ({ Name: `tag ${index}` }));
  const few = await ask(apply, 1000, 1000, { Tags: tags });
  const many = await ask(apply, 20_000, 1000, { Tags: tags });
  expect([few, many].map((each) => first(each, 'N'))).toEqual([50_000, 1_000_000]);
  expect(many.mostBytes).toBe(few.mostBytes);
  expect(few.mostBytes).toBeGreaterThan(50_000 * 100);
});

// ---- What is done ---------------------------------------------------------------------------------------------------

test('no more is read than is shown where nothing needs the rest', async () => {
  expect((await ask('filter(Amount ge 0)/compute(Amount mul 2 as D)/top(3)', 100_000)).read).toBe(BATCH);
  expect((await ask('concat(top(1),top(2))', 100_000)).read).toBe(BATCH);
});

test('the clock is looked at between portions of rows, and between rows where each may take its time', async () => {
  expect((await ask('aggregate(Amount with sum as T)', 10_000)).looks).toBeGreaterThan(10_000 / 200);
  expect((await ask('aggregate(Amount mul 2 with sum as T)', 10_000)).looks).toBeGreaterThanOrEqual(10_000);
  expect((await ask('groupby((CustomerID),topcount(1,Amount))', 10_000)).looks).toBeGreaterThanOrEqual(10_000);
});

test('each row has the allowance of a row, and no more', async () => {
  const long = 'concat(concat(ProductID,ProductID),concat(ProductID,ProductID))';
  const lengths = (count: number): string => Array.from({ length: count }, () => `length(${long})`).join(' add ');
  expect(first(await ask(`aggregate(${lengths(20)} with sum as T)`, 1000), 'T')).toBe(20 * 800 * 1000);
  const huge = Array.from({ length: 7 }).reduce<string>((text) => `concat(${text},${text})`, 'ProductID');
  const search = Array.from({ length: 250 }, () => "contains(H,'xy')").join(' or ');
  await expect(
    ask(`compute(${huge} as H)/aggregate(case(${search}:1,true:0) with sum as T)`, 20),
  ).rejects.toMatchObject({ code: 'QueryTooComplex' });
});

test('rolling up eight levels', async () => {
  const levels = [
    'CustomerID',
    'Day',
    'Customer/ID',
    'Customer/Name',
    'Customer/Country',
    'Product/ID',
    'Product/Name',
    'Product/Color',
  ];
  const { rows } = await ask(`groupby((rollup($all,${levels.join(',')})),aggregate($count as N))`, 1400);
  expect(rows).toHaveLength(8 * 7 + 1);
  expect(rows.at(-1)).toEqual({ N: 1400 });
  const twice = `rollup(${levels.join(',')})`;
  await expect(ask(`groupby((${twice},${twice},${twice}))`, 1)).rejects.toMatchObject({ code: 'QueryTooComplex' });
});

test('sums are exact in every order', async () => {
  expect(first(await ask('compute(Amount mul 0.1 as T)/aggregate(T with sum as S)', 1000), 'S')).toBe(1237.5);
  expect(
    first(await ask('compute(Amount mul -1 as T)/topsum(-100,T)/aggregate(T with sum as S)', 1000, 5000), 'S'),
  ).toBe(-101.25);
});
