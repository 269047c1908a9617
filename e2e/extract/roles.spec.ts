/**
 * Everybody sees what ClickTime shows them, and nobody sees anything of anybody else, however many ask at once. What
 * each role may read is decided by ClickTime alone; the server keeps no table of it, so the simulator's own answers are
 * the measure.
 */
import { request } from 'undici';
import { declaredProperties } from '../clients/metadata.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { recordsOf } from '../clients/further-sources.ts';
import { expectedRow, upstreamRecords } from '../clients/upstream.ts';
import { expect, test, type Facade } from '../fixtures.ts';
import { expectSameRows } from '../same-rows.ts';

const ENTITY_SETS = ['TimeEntries', 'Users', 'Jobs', 'Clients', 'Tasks', 'Divisions', 'Timesheets'];
/** Of the others, where ClickTime says whether the account may read them, and the parameters it wants for that. */
const FURTHER_SETS = {
  EmploymentTypes: 'EmploymentTypes',
  JobSummaries: 'Reports/TimeSummary/Jobs',
  UserDays: 'Reports/TimeSummary/Daily?StartDate=2026-01-01&EndDate=2026-01-01',
  TimeOffTypes: 'TimeOffTypes',
  Holidays: 'Holidays',
  HolidayTypes: 'HolidayTypes',
  ExpenseDetails: 'Reports/Expense',
} as const;
const SETTINGS = { UPSTREAM_REQUESTS: '0' };

for (const token of ['demo-admin', 'demo-manager', 'demo-standard']) {
  test(`${token} reads what ClickTime lets it read`, async ({ startFacade }) => {
    const facade = await startFacade({ simulator: { users: 9, timeEntries: 900 }, env: SETTINGS });
    for (const entitySet of ENTITY_SETS) {
      const upstream = await expectation(facade, token, entitySet);
      expectSameAnswer(await answer(facade, token, entitySet), upstream, entitySet);
    }
  });
}

for (const token of ['demo-admin', 'demo-manager', 'demo-standard']) {
  test(`${token} reads what ClickTime lets it read of the sets behind the seven`, async ({ startFacade }) => {
    const today = new Date().toISOString().slice(0, 10);
    const facade = await startFacade({ simulator: { users: 9, timeEntries: 900, today }, env: SETTINGS });
    const { root, simulator } = facade;
    const declared = declaredProperties(await tableau({ root, token }).metadata());
    for (const [entitySet, path] of Object.entries(FURTHER_SETS)) {
      const headers = { authorization: `Token ${token}` };
      const { statusCode: status, body } = await request(`${simulator.url}/${path}`, { headers });
      await body.dump();
      const records = status === 200 ? await recordsOf({ url: simulator.url, token }, entitySet) : [];
      const rows = records.map((record) => expectedRow(record, declared.get(entitySet) ?? []));
      expectSameAnswer(await answer(facade, token, entitySet), { status, rows }, entitySet);
    }
  });
}

test('a hundred tokens of different rights at once: to each their own', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: { users: 12, timeEntries: 600 }, env: SETTINGS });
  const { tokens } = facade.simulator;
  const grants = [
    ['Review timesheets', 'View Costs'],
    ['Review timesheets', 'View Billingrates'],
    ['Review timesheets', 'View Costs', 'View Billingrates'],
    ['Review timesheets'],
    [],
  ] as const;
  const callers = Array.from({ length: 100 }, (_, index) => {
    const token = `concurrent-${index}-token-of-its-own`;
    tokens.add(token, 1, grants[index % grants.length] ?? []);
    return token;
  });
  const expected = new Map<string, Answer>();
  for (const token of callers.slice(0, grants.length)) {
    expected.set(token, await expectation(facade, token, 'TimeEntries'));
  }
  expect(new Set([...expected.values()].map((one) => JSON.stringify(one))).size, 'all grants differ').toBe(
    grants.length,
  );

  const answers = await Promise.all(callers.map((token) => answer(facade, token, 'TimeEntries')));
  answers.forEach((one, index) => {
    const upstream = expected.get(callers[index % grants.length] ?? '') ?? { status: 0 };
    expectSameAnswer(one, upstream, callers[index] ?? '');
  });
});

test('a revoked token is refused, and its text is in no answer and no log', async ({ startFacade }) => {
  const facade = await startFacade({
    simulator: { users: 5, timeEntries: 50 },
    env: { ...SETTINGS, LOG_LEVEL: 'debug' },
  });
  const token = 'secret-token-that-nobody-may-print';
  facade.simulator.tokens.add(token, 0);
  expect((await answer(facade, token, 'TimeEntries')).status).toBe(200);
  facade.simulator.tokens.revoke(token);
  // What goes upstream is refused at once, and with that what was remembered is gone too.
  const refused = await get(facade, token, 'Clients');
  expect(refused.status).toBe(401);
  expect(refused.text).toContain('InvalidToken');
  expect((await get(facade, token, 'TimeEntries?$filter=Hours%20gt%203')).status).toBe(401);
  expect(refused.text + facade.log()).not.toContain(token);
  expect(facade.log()).not.toContain(Buffer.from(`clicktime:${token}`).toString('base64'));
});

interface Answer {
  readonly status: number;
  readonly rows?: readonly ODataRow[];
}

async function answer(facade: Facade, token: string, entitySet: string): Promise<Answer> {
  const { status } = await get(facade, token, `${entitySet}?$top=1`);
  if (status !== 200) return { status };
  return { status, rows: await tableau({ root: facade.root, token }).extract(new URL(entitySet, facade.root).href) };
}

function expectSameAnswer(actual: Answer, expected: Answer, what: string): void {
  expect(actual.status, what).toBe(expected.status);
  expectSameRows(actual.rows ?? [], expected.rows ?? [], what);
}

/** What ClickTime itself answers this token, in OData's form. */
async function expectation({ root, simulator }: Facade, token: string, resource: string): Promise<Answer> {
  const probe = await request(`${simulator.url}/${resource}?limit=1`, { headers: { authorization: `Token ${token}` } });
  await probe.body.dump();
  if (probe.statusCode !== 200) return { status: probe.statusCode };
  const declared = declaredProperties(await tableau({ root, token }).metadata()).get(resource) ?? [];
  const records = await upstreamRecords(simulator.url, token, resource);
  return { status: 200, rows: records.map((record) => expectedRow(record, declared)) };
}

async function get({ root }: Facade, token: string, path: string): Promise<{ status: number; text: string }> {
  const { statusCode, body } = await request(new URL(path, root), { headers: { authorization: `Token ${token}` } });
  return { status: statusCode, text: await body.text() };
}
