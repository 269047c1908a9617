/**
 * Answers that contradict themselves, what was asked for, or one another, over real sockets: an extract holds every row
 * once, or it fails and says why; a number of rows is right, or there is none. `page-facts.test.ts` has the single
 * contradictions.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ODataError } from '../../../src/errors/odata-error.ts';
import type { Row } from '../../../src/model/values.ts';
import type { FaultAction, PageLie } from '../../../simulator/faults.ts';
import { contextOf, readAll, readByPages, setNamed, startRig, type Rig } from '../connection.ts';

const TIME_ENTRIES = 1_203;
const ALWAYS = Number.POSITIVE_INFINITY;

let rig: Rig;

beforeAll(async () => {
  rig = await startRig({ seed: 7, timeEntries: TIME_ENTRIES });
});

afterEach(() => rig.simulator.faults.clear());

afterAll(() => rig.close());

/** What is said, and what comes of it where it is said in every answer. */
interface Said {
  readonly action: FaultAction;
  readonly always: 'whole' | 'refused';
}

const lie = (kind: PageLie, value?: number): FaultAction => ({ kind: 'page', lie: kind, value });

/** By lie, so that the compiler asks for a case of each. */
const lies: Readonly<Record<PageLie, Readonly<Record<string, Said>>>> = {
  count: {
    'a count of 0': { action: lie('count', 0), always: 'whole' },
    'a count of 2': { action: lie('count', 2), always: 'whole' },
    'a count that is a page short': { action: lie('count', 703), always: 'whole' },
    'a count that is one too small': { action: lie('count', TIME_ENTRIES - 1), always: 'whole' },
    'a count that is one too large': { action: lie('count', TIME_ENTRIES + 1), always: 'refused' },
    'a count ten times too large': { action: lie('count', 12_030), always: 'refused' },
    'a count below 0': { action: lie('count', -1), always: 'whole' },
  },
  ownCount: { "the page's own number of rows as count": { action: lie('ownCount'), always: 'whole' } },
  wildCount: { 'another count each time': { action: lie('wildCount'), always: 'refused' } },
  limit: {
    'a limit of 0': { action: lie('limit', 0), always: 'whole' },
    'a limit of 1': { action: lie('limit', 1), always: 'whole' },
    'a limit below 0': { action: lie('limit', -5), always: 'whole' },
    'a limit larger than asked for': { action: lie('limit', 100_000), always: 'whole' },
  },
  offset: {
    'an offset of 0': { action: lie('offset', 0), always: 'whole' },
    'an offset of 7': { action: lie('offset', 7), always: 'whole' },
    'an offset behind the list': { action: lie('offset', 5_000), always: 'whole' },
  },
  nextObject: { 'a next link that is an object': { action: lie('nextObject'), always: 'whole' } },
  noNext: { 'no next link': { action: lie('noNext'), always: 'whole' } },
  noCountNorLinks: { 'neither count nor links': { action: lie('noCountNorLinks'), always: 'whole' } },
  emptyPage: { 'no rows': { action: lie('emptyPage'), always: 'refused' } },
  emptyList: { 'an empty list': { action: lie('emptyList'), always: 'refused' } },
  repeatedRow: { 'a row twice on a page': { action: lie('repeatedRow'), always: 'refused' } },
  ignoredOffset: { 'an offset that is ignored': { action: lie('ignoredOffset'), always: 'refused' } },
  ignoredLimit: { 'more rows than asked for': { action: lie('ignoredLimit'), always: 'whole' } },
  ignoredFilter: { 'a filter that is ignored': { action: lie('ignoredFilter'), always: 'whole' } },
  ownEnd: { "the page's own number of rows as count, and no next link": { action: lie('ownEnd'), always: 'whole' } },
  ownCountAlone: {
    "the page's own number of rows as count, and no links": { action: lie('ownCountAlone'), always: 'whole' },
  },
  countSoFar: {
    'the number of rows so far as count, and no next link': { action: lie('countSoFar'), always: 'whole' },
  },
  nextAlways: { 'a next link on the last page': { action: lie('nextAlways'), always: 'whole' } },
  nextUntilEmpty: {
    'no count, and a next link until a page is empty': { action: lie('nextUntilEmpty'), always: 'whole' },
  },
  halfPages: { 'half of the rows, and nothing said': { action: lie('halfPages'), always: 'whole' } },
  wholeList: { 'all rows on each page': { action: lie('wholeList'), always: 'whole' } },
};

const cases = Object.values(lies).flatMap((each) => Object.entries(each));

const expected = (): readonly string[] => [...rig.simulator.company.list('TimeEntries')].map(({ ID }) => ID);

type Reader = (rig: Rig) => Promise<readonly Row[]>;

const readers: readonly (readonly [string, Reader])[] = [
  ['in one go', (each) => readAll(each, 'TimeEntries')],
  ['by pages', (each) => readByPages(each, 'TimeEntries', 210)],
  ['by pages that are whole pages of ClickTime', (each) => readByPages(each, 'TimeEntries', 500)],
];

/** Every row once, or the error. */
async function outcome(read: Reader): Promise<string> {
  let rows: readonly Row[];
  try {
    rows = await read(rig);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    const names = error.code === 'UpstreamInvalidResponse' && / record|its page at offset /.test(error.message);
    return names ? 'refused' : error.message;
  }
  const ids = rows.map(({ ID }) => ID);
  expect(ids).toEqual(expected());
  return 'whole';
}

test.each(cases)('%s once, at any page, is made good by asking again', async (_name, { action }) => {
  for (const [, read] of readers) {
    for (const skip of [1, 2, 3]) {
      rig.simulator.faults.clear();
      rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, skip, times: 1, action });
      expect(await outcome(read)).toBe('whole');
    }
  }
});

test.each(cases)('%s always: whole or refused', async (_name, { action, always }) => {
  for (const [, read] of readers) {
    rig.simulator.faults.clear();
    rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, skip: 1, times: ALWAYS, action });
    rig.simulator.requests.reset();
    expect(await outcome(read)).toBe(always);
    expect(rig.simulator.requests.count(), 'requests').toBeLessThan(40);
  }
});

test.each(cases.filter(([, { action }]) => action.kind !== 'page' || action.lie !== 'emptyList'))(
  '%s from the first page on: whole or refused',
  async (_name, { action }) => {
    for (const [, read] of readers) {
      rig.simulator.faults.clear();
      rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: ALWAYS, action });
      expect(await outcome(read)).toMatch(/whole|refused/);
    }
  },
);

test.each(['an offset of 7', 'an offset behind the list'])('%s of the first page is refused', async (name) => {
  const [, { action } = { action: lie('count') }] = cases.find(([each]) => each === name) ?? [];
  rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: ALWAYS, action });
  for (const [, read] of readers) expect(await outcome(read)).toBe('refused');
});

test('a count that an extract has found wrong is not given afterwards', async () => {
  rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: ALWAYS, action: lie('count', 2) });
  expect(await outcome((each) => readAll(each, 'TimeEntries'))).toBe('whole');
  const request = { entitySet: setNamed('TimeEntries'), predicates: [] };
  expect(await rig.source.count(request, contextOf(rig.simulator.tokens.admin))).toBe(TIME_ENTRIES);
});

test.each(['a count of 0', "the page's own number of rows as count", 'neither count nor links'])(
  '%s is not what is counted',
  async (name) => {
    const [, { action } = { action: lie('count') }] = cases.find(([each]) => each === name) ?? [];
    rig.simulator.faults.add({ match: { path: '^/TimeEntries$' }, times: ALWAYS, action });
    const request = { entitySet: setNamed('TimeEntries'), predicates: [] };
    expect(await rig.source.count(request, contextOf(rig.simulator.tokens.admin))).toBe(TIME_ENTRIES);
  },
);
