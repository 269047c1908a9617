/**
 * A bad day at ClickTime: whatever goes wrong in the middle of an extract, at a page boundary or behind it, the client
 * gets every entity once, or an error that names what is wrong; never a short extract. Which faults are worth another
 * try is tested by table below; this shows what a client without retries of its own sees.
 */
import { faultCatalogue, wrongShapes } from '../../server/simulator/fault-catalogue.ts';
import type { FaultAction } from '../../server/simulator/faults.ts';
import { tableau } from '../clients/tableau.ts';
import { upstreamRecords } from '../clients/upstream.ts';
import { expect, test, type Facade } from '../fixtures.ts';

const TOKEN = 'demo-admin';
const PAGE = 60;
const SETTINGS = { UPSTREAM_REQUESTS: '0', UPSTREAM_TIMEOUT_MS: '500', REQUEST_TIMEOUT_MS: '20000' };

const { status, delay, stall, reset, truncate, html } = faultCatalogue;

/** Faults that another try mends: the client notices nothing. */
const passing: Readonly<Record<string, FaultAction>> = {
  '429 without Retry-After': status['429 without `Retry-After`'],
  '429 with Retry-After': status['429 with `Retry-After: 1`'],
  'an internal error': status['an internal error, 500'],
  '503 with an HTML page': status['503 with a web page'],
  ...delay,
  ...stall,
  ...reset,
  ...truncate,
  ...html,
  'errors in a successful answer': wrongShapes.errorsInSuccess,
};

for (const [name, action] of Object.entries(passing)) {
  test(`${name} at a page boundary is mended`, async ({ startFacade }) => {
    const facade = await startFacade({ simulator: { users: 5, timeEntries: 300 }, env: SETTINGS });
    const expected = await idsOf(facade);
    facade.simulator.faults.clear();
    facade.simulator.faults.add({ match: { path: '^/TimeEntries$' }, skip: 2, action });
    expect(await extractIds(facade)).toEqual(expected);
    expect(facade.simulator.faults.fired()).toHaveLength(1);
  });
}

/** Answers that another try does not mend: an error that says what is wrong, in the place of the page. */
const failing: readonly (readonly [name: string, action: FaultAction, status: number, says: RegExp])[] = [
  ['a record of the wrong shape', wrongShapes.wrongFieldType, 502, /TimeEntries.*Hours/],
  ['a record without its ID', wrongShapes.missingField, 502, /TimeEntries.*ID/],
  ['data that is no list', wrongShapes.dataNotArray, 502, /TimeEntries/],
  ['errors in a successful answer that last', wrongShapes.errorsInSuccess, 502, /Something failed/],
  ['an outage that lasts', { kind: 'status', status: 503 }, 503, /ClickTime cannot be reached/],
  ['a throttle that lasts', { kind: 'status', status: 429, retryAfter: 90 }, 429, /Try again in 90 s/],
];

for (const [name, action, status, says] of failing) {
  test(`${name} fails the page, loudly`, async ({ startFacade }) => {
    const facade = await startFacade({ simulator: { users: 5, timeEntries: 300 }, env: SETTINGS });
    facade.simulator.faults.add({
      match: { path: '^/TimeEntries$' },
      skip: 2,
      times: Number.POSITIVE_INFINITY,
      action,
    });
    const failure = await extractIds(facade).then(
      () => 'no failure',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(new RegExp(`^${status} `));
    expect(failure).toMatch(says);
    expect(failure).not.toContain(TOKEN);
    expect(failure).not.toMatch(/\bat .*\.(ts|js):\d+/);
  });
}

test('a field ClickTime has added since changes nothing', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: { users: 5, timeEntries: 300 }, env: SETTINGS });
  const expected = await idsOf(facade);
  facade.simulator.faults.add({
    match: { path: '^/TimeEntries$' },
    times: Number.POSITIVE_INFINITY,
    action: wrongShapes.unknownField,
  });
  expect(await extractIds(facade)).toEqual(expected);
});

for (const kind of ['insertRows', 'deleteRows'] as const) {
  test(`${kind} in front of the reader: what existed throughout comes once`, async ({ startFacade }) => {
    const facade = await startFacade({ simulator: { users: 5, timeEntries: 300 }, env: SETTINGS });
    const { faults, mutate } = facade.simulator;
    for (const skip of [1, 3, 4]) {
      faults.add({ match: { path: '^/TimeEntries$' }, skip, action: { kind, entity: 'TimeEntries', count: 3 } });
    }
    const ids = await extractIds(facade);
    const { always, sometimes } = mutate.existed('TimeEntries', 0);
    expect(faults.fired()).toHaveLength(3);
    expect(new Set(ids).size, 'nothing twice').toBe(ids.length);
    expect(
      [...always].filter((id) => !ids.includes(id)),
      'nothing lost',
    ).toEqual([]);
    expect(
      ids.filter((id) => !sometimes.has(String(id))),
      'nothing made up',
    ).toEqual([]);
  });
}

async function extractIds({ root }: Facade): Promise<readonly unknown[]> {
  const client = tableau({ root, token: TOKEN, headers: { prefer: `odata.maxpagesize=${PAGE}` } });
  const rows = await client.extract(new URL('TimeEntries', root).href);
  return rows.map((row) => row['ID']);
}

async function idsOf({ simulator }: Facade): Promise<readonly unknown[]> {
  const records = await upstreamRecords(simulator.url, TOKEN, 'TimeEntries');
  return records.map((record) => record['ID']);
}
