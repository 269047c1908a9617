/**
 * `$compute` and `$search` over ClickTime, of time entries and of a flat view of them: random computed properties, filters
 * and orders by them and searches give what they give over the same rows in memory, and what plain functions of each
 * row say; and conditions on what a path leads to are asked of ClickTime.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { createMemorySource } from '../../src/memory/memory-source.ts';
import type { EdmModel, EntitySet, Property } from '../../src/model/edm.ts';
import type { Row } from '../../src/model/values.ts';
import { compared, computedOf, numberLeaf, textLeaf, type Leaves } from '../execution/compute-trees.ts';
import { jsonService } from '../execution/json-service.ts';
import { readAll } from './connection.ts';
import { startServiceRig, type Json, type ServiceRig } from './service-rig.ts';

/** Those that ClickTime has; the others are views of them. */
const stored = clicktimeModel.entitySets.filter(({ derived }) => derived === undefined);

const setNamed = (name: string): EntitySet => {
  const found = clicktimeModel.entitySets.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const property = (set: string, name: string, as = name): Property => {
  const found = setNamed(set).entityType.properties.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return { ...found, name: as };
};

const view: EntitySet = {
  kind: 'EntitySet',
  name: 'EntriesSeenFlat',
  searchable: ['Comment', 'JobName', 'ClientName'],
  entityType: {
    kind: 'EntityType',
    name: 'EntrySeenFlat',
    open: false,
    key: ['ID'],
    properties: [
      ...['ID', 'JobID', 'Date', 'Hours', 'Comment'].map((name) => property('TimeEntries', name)),
      property('Jobs', 'Name', 'JobName'),
      property('Clients', 'Name', 'ClientName'),
      property('Users', 'Name', 'UserName'),
    ],
    navigationProperties: [],
  },
  derived: {
    base: 'TimeEntries',
    columns: { JobName: 'Job/Name', ClientName: 'Job/Client/Name', UserName: 'User/Name' },
  },
};

const model: EdmModel = { ...clicktimeModel, entitySets: [...clicktimeModel.entitySets, view] };

let rig: ServiceRig;
let rows: Readonly<Record<string, readonly Row[]>>;
beforeAll(async () => {
  const company = { users: 5, timeEntries: 80, today: '2026-03-31' };
  rig = await startServiceRig({ company, date: '2026-03-31T12:00:00Z', service: { modelFor: () => model } });
  const sets = stored.map(async ({ name }) => [name, await readAll(rig, name)] as const);
  rows = Object.fromEntries(await Promise.all(sets));
});
afterAll(() => rig.close());

const related = (set: string, id: unknown): Row => rows[set]?.find(({ ID }) => ID === id && id !== null) ?? {};
const jobOf = (row: Row): Row => related('Jobs', row['JobID']);
const clientOf = (row: Row): Row => related('Clients', jobOf(row)['ClientID']);
const userOf = (row: Row): Row => related('Users', row['UserID']);

const leaves = (job: string, client: string, user: string): Leaves => ({
  texts: [
    // Comments are long, and no order is by longer texts.
    textLeaf(
      'substring(Comment,0,20)',
      ({ Comment }) => typeof Comment === 'string' && Array.from(Comment).slice(0, 20).join(''),
    ),
    textLeaf(job, (row) => jobOf(row)['Name']),
    textLeaf(client, (row) => clientOf(row)['Name']),
    textLeaf(user, (row) => userOf(row)['Name']),
  ],
  numbers: [numberLeaf('Hours', ({ Hours }) => Hours)],
});

const sets = [
  {
    name: 'TimeEntries',
    leaves: leaves('Job/Name', 'Job/Client/Name', 'User/Name'),
    searched: (row: Row) => [row['Comment']],
  },
  {
    name: 'EntriesSeenFlat',
    leaves: leaves('JobName', 'ClientName', 'UserName'),
    searched: (row: Row) => [row['Comment'], jobOf(row)['Name'], clientOf(row)['Name']],
  },
] as const;

const cases = fc.constantFrom(...sets).chain((set) =>
  fc.record({
    set: fc.constant(set),
    computed: fc.array(computedOf(set.leaves), { minLength: 1, maxLength: 3 }),
    filter: fc.constantFrom('ne null', 'eq null', 'like the first', undefined),
    descending: fc.boolean(),
    word: fc.option(fc.constantFrom('a', 'E', 'review', '"of the"', 'zzz'), { nil: undefined }),
    top: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  }),
);

const textIn = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : '';
};

const literal = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

test('ClickTime, memory and plain functions of each row agree', async () => {
  const fromMemory = jsonService(model, createMemorySource({ rowsBySet: rows }));
  await fc.assert(
    fc.asyncProperty(cases, async ({ set, computed, filter, descending, word, top }) => {
      const [first] = computed;
      const entries = rows['TimeEntries'] ?? [];
      const wanted = entries[0] === undefined ? null : (first?.valueOf(entries[0]) ?? null);
      const condition = filter === 'like the first' ? `eq ${literal(wanted)}` : filter;
      const options = {
        $compute: computed.map(({ text }, index) => `${text} as C${index}`).join(','),
        $select: `ID,${computed.map((_, index) => `C${index}`).join(',')}`,
        $orderby: `C0${descending ? ' desc' : ''},ID`,
        ...(condition !== undefined && { $filter: `C0 ${condition}` }),
        ...(word !== undefined && { $search: word }),
        ...(top !== undefined && { $top: String(top) }),
      };
      const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      const url = `${set.name}?${query.join('&')}`;

      const term = word?.replaceAll('"', '').toLowerCase();
      const expected = entries
        .filter(
          (row) =>
            term === undefined ||
            set.searched(row).some((text) => typeof text === 'string' && text.toLowerCase().includes(term)),
        )
        .map((row) => ({ ID: textIn(row, 'ID'), values: computed.map(({ valueOf }) => valueOf(row)) }))
        .filter(({ values: [value = null] }) => {
          if (filter === undefined) return true;
          if (filter === 'ne null') return value !== null;
          return value === (filter === 'eq null' ? null : wanted);
        })
        .toSorted((a, b) => {
          const order = compared(a.values[0] ?? null, b.values[0] ?? null);
          return (descending ? -order : order) || compared(a.ID, b.ID);
        })
        .slice(0, top)
        .map(({ ID, values }) => [ID, ...values]);
      const shownIn = ({ value }: Json) =>
        (value as readonly Json[]).map((row) => [row['ID'], ...computed.map((_, index) => row[`C${index}`])]);
      const found = shownIn(await rig.json(url));
      expect(found).toEqual(expected);
      expect(shownIn(await fromMemory(url))).toEqual(found);
    }),
    { seed: 20_261_130, numRuns: 80 },
  );
});

test.each<readonly [string, readonly string[]]>([
  // Two reads for two steps, then the time entries that match, and no others.
  ["TimeEntries?$filter=Job/Client/Name eq '%CLIENT%'", ['/Clients', '/Jobs ClientID=', '/TimeEntries JobID=']],
  ["EntriesSeenFlat?$filter=ClientName eq '%CLIENT%'", ['/Clients', '/Jobs ClientID=', '/TimeEntries JobID=']],
  // A computed name is its expression.
  ["TimeEntries?$compute=JobID as J&$filter=J eq 'x'", ['/TimeEntries JobID=x']],
])('%s', async (url, expected) => {
  const client = textIn(clientOf((rows['TimeEntries'] ?? [])[0] ?? {}), 'Name').replaceAll("'", "''");
  const asked = url.replace('%CLIENT%', encodeURIComponent(client));
  const requests = await rig.requestsOf(() => rig.json(`${asked}&$select=ID`));
  expect(requests).toHaveLength(expected.length);
  requests.forEach((request, position) => {
    for (const part of expected[position]?.split(' ') ?? []) expect(request).toContain(part);
  });
});
