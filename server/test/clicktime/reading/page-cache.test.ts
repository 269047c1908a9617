/**
 * Reads that are shared and remembered. The first part drives the cache alone, with a clock that stands still; the
 * second adds what upstream sees of it and that tokens stay apart.
 */
import { systemClock } from '../../../src/util/clock.ts';
import { expect, test } from 'vitest';
import { createPageCache, type CachedRead, type PageCache } from '../../../src/clicktime/reading/page-cache.ts';
import type { Page } from '../../../src/clicktime/reading/page-facts.ts';
import { contextOf, readAll, startRig } from '../connection.ts';

interface Driven {
  readonly cache: PageCache;
  /** Keys in the order they were loaded. */
  readonly loads: string[];
  /** Keys whose load was ended before it was done. */
  readonly aborted: string[];
  time: number;
  /** Loads stay under way until this is called. */
  finish: () => void;
  read(request: Partial<CachedRead>): Promise<Page>;
}

function drive(maxBytes = 1_000): Driven {
  const driven: Driven = {
    cache: createPageCache(
      { maxAgeMs: 60_000, maxBytes },
      { ...systemClock, now: () => driven.time, sleep: () => Promise.resolve() },
    ),
    loads: [],
    aborted: [],
    time: 1,
    finish: () => undefined,
    read: ({ owner = 'a', key = 'k', ...rest }) =>
      driven.cache.read({
        owner,
        key,
        keep: true,
        fresh: false,
        signal: new AbortController().signal,
        deadline: 100_000,
        load: async (signal) => {
          driven.loads.push(`${owner}/${key}`);
          signal.addEventListener('abort', () => driven.aborted.push(`${owner}/${key}`));
          await new Promise<void>((resolve, reject) => {
            driven.finish = resolve;
            signal.addEventListener('abort', () => reject(signal.reason));
          });
          return { page: { offset: 0, rows: [{ ID: `${driven.loads.length}` }], limit: 1 }, bytes: 100 };
        },
        ...rest,
      }),
  };
  return driven;
}

/** Reads and lets the load end at once. */
async function done(driven: Driven, request: Partial<CachedRead>): Promise<unknown> {
  const page = driven.read(request);
  driven.finish();
  return (await page).rows[0]?.['ID'];
}

test('the same read at the same time is made once, and its page is given again until it is too old', async () => {
  const driven = drive();
  const both = Promise.all([driven.read({}), driven.read({})]);
  driven.finish();
  const [one, other] = await both;
  expect(one).toBe(other);
  driven.time += 59_999;
  expect(await done(driven, {})).toBe('1');
  driven.time += 2;
  expect(await done(driven, {})).toBe('2');
});

test('another owner, another key and what is not worth keeping are read for themselves', async () => {
  const driven = drive();
  for (const request of [{}, { owner: 'b' }, { key: 'l' }, { key: 'm', keep: false }, { key: 'm', keep: false }]) {
    await done(driven, request);
  }
  expect(driven.loads).toEqual(['a/k', 'b/k', 'a/l', 'a/m', 'a/m']);
});

test('whoever asks for fresh rows gets them, and everyone after', async () => {
  const driven = drive();
  expect(await done(driven, {})).toBe('1');
  expect(await done(driven, { fresh: true })).toBe('2');
  expect(await done(driven, {})).toBe('2');
});

test('the read goes on while somebody waits for it, and ends with the last one', async () => {
  const driven = drive();
  const [first, second] = [new AbortController(), new AbortController()];
  const reads = [driven.read({ signal: first.signal }), driven.read({ signal: second.signal })];
  const settled = Promise.allSettled(reads);
  first.abort(new Error('first left'));
  await expect(reads[0]).rejects.toThrow('first left');
  expect(driven.aborted).toEqual([]);
  second.abort(new Error('second left'));
  await settled;
  expect(driven.aborted).toEqual(['a/k']);
  expect(await done(driven, {})).toBe('2');
});

test("a failure is everybody's who waits, and nobody's after", async () => {
  const driven = drive();
  const load = (): Promise<never> => Promise.reject(new Error('down'));
  const results = await Promise.allSettled([driven.read({ load }), driven.read({})]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await done(driven, {})).toBe('1');
});

test('a read that will give up sooner is not joined', async () => {
  const driven = drive();
  const hasty = driven.read({ deadline: 10_000 });
  const { finish } = driven;
  const patient = driven.read({ deadline: 100_000 });
  finish();
  driven.finish();
  await Promise.all([hasty, patient]);
  expect(driven.loads.length).toBe(2);
});

test('what a credential read is dropped with it, also what is still under way', async () => {
  const driven = drive();
  await done(driven, {});
  await done(driven, { owner: 'b' });
  const underWay = driven.read({ key: 'l' });
  driven.cache.forget('a');
  driven.finish();
  await underWay;
  await done(driven, {});
  await done(driven, { key: 'l' });
  await done(driven, { owner: 'b' });
  expect(driven.loads).toEqual(['a/k', 'b/k', 'a/l', 'a/k', 'a/l']);
});

test('memory is bounded, the least used goes first', async () => {
  const driven = drive(500);
  for (const key of ['1', '2', '3', '4', '1', '5', '1', '2']) await done(driven, { key });
  expect(driven.loads).toEqual(['a/1', 'a/2', 'a/3', 'a/4', 'a/5', 'a/2']);
});

// ---- With upstream --------------------------------------------------------------------------------------------------

const pages = { maxAgeMs: 60_000, maxBytes: 10_000_000 };

test('reference sets and first pages are read once, following pages each time', async () => {
  const rig = await startRig({ seed: 2, timeEntries: 1_200 }, { pages });
  await Promise.all([readAll(rig, 'Jobs'), readAll(rig, 'Jobs')]);
  await readAll(rig, 'Jobs');
  const first = await readAll(rig, 'TimeEntries');
  expect(await readAll(rig, 'TimeEntries')).toEqual(first);
  const asked = rig.simulator.requests.all().map(({ path, query }) => `${path}?${query}`);
  expect(asked).toEqual([
    '/Jobs?IsActive=true&IsActive=false&verbose=true&limit=500',
    '/TimeEntries?limit=500',
    ...['offset=499', 'offset=998', 'offset=499', 'offset=998'].map((offset) => `/TimeEntries?limit=500&${offset}`),
  ]);
  await rig.close();
});

test('another selection of properties is another page, because rows are decoded for it', async () => {
  const rig = await startRig({ seed: 2, users: 5, months: 1 }, { pages });
  const [bare] = await readAll(rig, 'Users', { properties: ['Name'] });
  const [rated] = await readAll(rig, 'Users', { properties: ['BillingRate', 'CustomFieldsStr'] });
  expect(bare?.['ID']).toBe(rated?.['ID']);
  expect(bare?.['CustomFieldsStr']).toBeUndefined();
  expect(rig.simulator.requests.count()).toBe(2);
  await rig.close();
});

test('no-cache goes upstream, and a revoked token loses what it had read', async () => {
  const rig = await startRig({ seed: 2, users: 5, months: 1 }, { pages });
  rig.simulator.tokens.add('brief', 0);
  const context = contextOf('brief');
  await readAll(rig, 'Clients', { context });
  await readAll(rig, 'Clients', { context: { ...context, fresh: true } });
  expect(rig.simulator.requests.count()).toBe(2);
  rig.simulator.tokens.revoke('brief');
  expect((await readAll(rig, 'Clients', { context })).length).toBeGreaterThan(0);
  await expect(readAll(rig, 'Tasks', { context })).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(readAll(rig, 'Clients', { context })).rejects.toMatchObject({ code: 'InvalidToken' });
  await rig.close();
});

test('tokens stay apart: each sees its own pages and refusals', async () => {
  const rig = await startRig({ seed: 2, users: 5, months: 1 }, { pages });
  const { admin, standard } = rig.simulator.tokens;
  expect((await readAll(rig, 'Clients', { context: contextOf(admin) })).length).toBeGreaterThan(0);
  await expect(readAll(rig, 'Clients', { context: contextOf(standard) })).rejects.toMatchObject({ code: 'Forbidden' });
  await rig.close();
});
