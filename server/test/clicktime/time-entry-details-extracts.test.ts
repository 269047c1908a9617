/**
 * The one table for accounts that may not read the company's lists, and over extracts that outlive what is remembered of the
 * sets that it leads to. `own-data.test.ts` proves which list is read; this adds what the columns hold.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultOwnDataOptions } from '../../src/clicktime/own-data.ts';
import { clicktimeModelWithOwnData } from '../../src/clicktime/model/clicktime-model.ts';
import { systemClock } from '../../src/util/clock.ts';
import { startServiceRig, type Json, type ServiceRig } from './service-rig.ts';

const DATE = '2026-07-31T12:00:00Z';
const STANDARD_USER = 2;
const OWN = 'own-hours-only';

let rig: ServiceRig;
/** How far the clock has been put forward. */
let later = 0;
beforeAll(async () => {
  rig = await startServiceRig({
    company: { users: 12, timeEntries: 9000 },
    date: DATE,
    settings: { ownData: defaultOwnDataOptions },
    service: {
      modelFor: () => clicktimeModelWithOwnData,
      clock: { ...systemClock, now: () => systemClock.now() + later, date: () => new Date(Date.parse(DATE) + later) },
    },
  });
  rig.simulator.tokens.add(OWN, STANDARD_USER);
});
afterAll(() => rig.close());

async function pages(url: string, token: string, between?: (page: number) => void): Promise<readonly Json[]> {
  const rows: Json[] = [];
  let page = 0;
  for (let next: unknown = url; typeof next === 'string';) {
    const { body = '' } = await rig.answer(next, { authorization: `Token ${token}`, prefer: 'odata.maxpagesize=100' });
    const text = typeof body === 'string' ? body : Buffer.concat([...(body as readonly Uint8Array[])]).toString();
    const answer = JSON.parse(text) as Json;
    rows.push(...(answer['value'] as readonly Json[]));
    next = answer['@odata.nextLink'];
    between?.(++page);
  }
  return rows;
}

test.each(['', '$top=30', '$filter=Hours gt 3', '$orderby=Hours desc&$top=200'])(
  'who may read only its own gets its own hours, with what it may know of them: %s',
  async (query) => {
    const own = await pages(`TimeEntryDetails?${query}`, OWN);
    const id = rig.simulator.company.userId(STANDARD_USER);
    const filter = query.startsWith('$filter')
      ? `${query} and UserID eq '${id}'`
      : `${query}&$filter=UserID eq '${id}'`;
    const all = await pages(`TimeEntryDetails?${filter}`, rig.simulator.tokens.admin);
    expect(new Set(own.map(({ UserID }) => UserID))).toEqual(new Set([id]));
    expect(own.map(({ ID, Hours, Date: date }) => [ID, Hours, date])).toEqual(
      all.map(({ ID, Hours, Date: date }) => [ID, Hours, date]),
    );
    // What a column holds is what the administrator sees there, or nothing.
    for (const [index, row] of own.entries())
      for (const name of ['UserName', 'JobName', 'ClientName', 'TaskName', 'TimesheetStatus'])
        expect([name, null, all[index]?.[name]]).toContain(row[name]);
    expect(own.some(({ UserName }) => typeof UserName === 'string')).toBe(true);
    expect(own.some(({ JobName }) => typeof JobName === 'string')).toBe(true);
  },
);

test('a name that changes is the old one for twenty minutes of an extract, then the new one; no row is lost', async () => {
  const { admin } = rig.simulator.tokens;
  const before = await pages('TimeEntryDetails?$select=ID,JobID,JobName', admin);
  const [{ JobID: id, JobName: old } = {}] = before;
  const jobRows = await pages('TimeEntryDetails?$select=ID,JobID,JobName', admin, (page) => {
    if (page === 1) rig.simulator.mutate.update('Jobs', String(id), { Name: 'Another name' });
    if (page === 20) later += 21 * 60_000;
  });
  expect(jobRows.map(({ ID }) => ID)).toEqual(before.map(({ ID }) => ID));
  const namesIn = (from: number, to: number): ReadonlySet<unknown> =>
    new Set(jobRows.slice(from, to).flatMap(({ JobID, JobName }) => (JobID === id ? [JobName] : [])));
  expect(namesIn(0, 2000)).toEqual(new Set([old]));
  expect(namesIn(2000, jobRows.length)).toEqual(new Set(['Another name']));
});
