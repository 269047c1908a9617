/**
 * `OWN_DATA_FALLBACK`: an account that ClickTime refuses the company's lists gets its own records, value for value those
 * below ClickTime's `/Me`, and nothing of anybody else. `roles.spec.ts` shows that roles are ClickTime's alone otherwise.
 */
import { request } from 'undici';
import { declaredProperties } from '../clients/metadata.ts';
import { tableau, type ODataRow } from '../clients/tableau.ts';
import { expectedRow, upstreamRecords, type Record } from '../clients/upstream.ts';
import { expect, test, type Facade } from '../fixtures.ts';
import { expectSameRows } from '../same-rows.ts';

const LISTS = ['TimeEntries', 'Jobs', 'Clients', 'Tasks', 'Timesheets'];
const TOKEN = 'demo-standard';
const USER = 2;
const MANAGER = 1;
const COMPANY = { users: 9, timeEntries: 2_000 };
/** Nothing is remembered, so that every answer is ClickTime's of the moment. */
const SETTINGS = { UPSTREAM_REQUESTS: '0', UPSTREAM_CACHE_SECONDS: '0', ANSWER_CACHE_SECONDS: '0', PAGE_SIZE: '70' };
const ON = { ...SETTINGS, OWN_DATA_FALLBACK: 'on' };

test('every set holds just the own records, value for value', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: COMPANY, env: ON });
  const client = tableau({ root: facade.root, token: TOKEN });
  const declared = declaredProperties(await client.metadata());
  for (const entitySet of LISTS) {
    const records = await upstreamRecords(facade.simulator.url, TOKEN, `Me/${entitySet}`);
    expect(records.length, entitySet).toBeGreaterThan(1);
    const expected = records.map((record) => expectedRow(record, declared.get(entitySet) ?? []));
    expectSameRows(await client.extract(new URL(entitySet, facade.root).href), expected, entitySet);
    expect(await get(facade, `${entitySet}/$count`), entitySet).toEqual({ status: 200, text: `${records.length}` });
    const counted = json(await get(facade, `${entitySet}?$count=true&$top=0`));
    expect(counted['@odata.count'], entitySet).toBe(records.length);
  }
});

test('the only person is the account itself, and its API token is in no answer and no log', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: COMPANY, env: { ...ON, LOG_LEVEL: 'debug' } });
  const token = 'own-token-that-nobody-may-print';
  facade.simulator.tokens.add(token, USER);
  const client = tableau({ root: facade.root, token });
  const declared = declaredProperties(await client.metadata()).get('Users') ?? [];
  const me = await ownRecord(facade, token);
  expect(JSON.stringify(me), 'ClickTime tells the token').toContain(token);
  expectSameRows(await client.extract(new URL('Users', facade.root).href), [expectedRow(me, declared)], 'Users');
  const id = String(me['ID']);
  const texts: string[] = [];
  for (const path of [
    'Users',
    `Users('${id}')`,
    `Users('${id}')?$select=Name,CustomFields`,
    'Users?$filter=IsActive eq true and contains(Name,%27,%27)&$count=true',
    'TimeEntries?$expand=User&$top=3',
  ]) {
    const { status, text } = await get(facade, path.replaceAll(' ', '%20'), token);
    expect(status, path).toBe(200);
    expect(text, path).not.toMatch(/AuthToken|HomePage|NumEntries/);
    texts.push(text);
  }
  for (const hidden of ['AuthToken', 'AuthToken/Token']) {
    expect((await get(facade, `Users('${id}')/${hidden}`, token)).status, hidden).toBe(404);
    expect((await get(facade, `Users?$select=${hidden}`, token)).status, hidden).toBe(400);
  }
  expect(texts.join('') + facade.log()).not.toContain(token);
});

test('nothing of others is seen, whichever way it is asked for', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: COMPANY, env: ON });
  const { company } = facade.simulator;
  const me = company.userId(USER);
  const other = company.userId(0);
  const foreign = [...company.list('TimeEntries')].find(({ UserID }) => UserID !== me)?.ID ?? '';
  const foreignSheet = [...company.list('Timesheets')].find(({ UserID }) => UserID !== me)?.ID ?? '';
  for (const path of [`TimeEntries('${foreign}')`, `Timesheets('${foreignSheet}')`, `Users('${other}')`]) {
    expect((await get(facade, path)).status, path).toBe(404);
  }
  for (const query of [
    `TimeEntries?$filter=UserID eq '${other}'`,
    `TimeEntries?$filter=ID in ('${foreign}','none')`,
    `Timesheets?$filter=UserID in ('${other}','none')`,
    `Users?$filter=ID ne '${me}'`,
    `Jobs?$filter=ProjectManagerID eq '${other}'`,
    `Users?$skip=1`,
  ]) {
    const { status, text } = await get(facade, query.replaceAll(' ', '%20'));
    expect([status, (JSON.parse(text) as { value: unknown }).value], query).toEqual([200, []]);
    const count = await get(
      facade,
      query.replace('?$skip=1', `?$filter=ID eq '${other}'`).replace('?', '/$count?').replaceAll(' ', '%20'),
    );
    expect(count.text, query).toBe('0');
  }
  const mine = [...company.list('TimeEntries', { token: TOKEN, mine: true })].map(({ ID }) => ID);
  const own = await tableau({ root: facade.root, token: TOKEN }).extract(
    new URL(`TimeEntries?$filter=UserID%20in%20('${other}','${me}')`, facade.root).href,
  );
  expect(own.map(({ ID }) => ID)).toEqual(mine);
  const related = json(await get(facade, 'TimeEntries?$expand=User,Job,Task&$top=60'));
  for (const { User } of related['value'] as readonly { User: ODataRow }[]) expect(User['ID']).toBe(me);
});

test('divisions stay 403 with the reason, while the others work', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: { ...COMPANY, divisionsModule: false }, env: ON });
  for (const token of [TOKEN, 'demo-admin']) {
    const { status, text } = await get(facade, 'Divisions', token);
    expect(status).toBe(403);
    expect(text).toContain('Corporate or Enterprise module');
    expect((await get(facade, 'Tasks', token)).status).toBe(200);
  }
});

test('an administrator and a manager read what they read without the setting', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: COMPANY, env: ON });
  for (const token of ['demo-admin', 'demo-manager']) {
    const client = tableau({ root: facade.root, token });
    const declared = declaredProperties(await client.metadata());
    for (const entitySet of [...LISTS, 'Users', 'Divisions']) {
      const records = await upstreamRecords(facade.simulator.url, token, entitySet);
      const expected = records.map((record) => expectedRow(record, declared.get(entitySet) ?? []));
      expectSameRows(await client.extract(new URL(entitySet, facade.root).href), expected, `${token} ${entitySet}`);
    }
  }
});

for (const query of ['TimeEntries', 'TimeEntries?$orderby=Hours', 'TimeEntries?$filter=Hours%20ge%200']) {
  test(`${query}: an extract of the company does not go on with the own records`, async ({ startFacade }) => {
    const facade = await startFacade({ simulator: COMPANY, env: ON });
    const token = 'a-manager-of-changing-rights';
    facade.simulator.tokens.add(token, MANAGER, ['Review timesheets']);
    const begun = json(await get(facade, query, token));
    const next = String(begun['@odata.nextLink']);
    const others = (begun['value'] as readonly ODataRow[]).filter(
      ({ UserID }) => UserID !== facade.simulator.company.userId(MANAGER),
    );
    expect(others.length, "the first page is the company's").toBeGreaterThan(0);
    facade.simulator.tokens.add(token, MANAGER, []);
    expect((await get(facade, next, token)).status, 'its next page is refused').toBe(403);

    const own = json(await get(facade, query, token));
    const ownNext = String(own['@odata.nextLink']);
    facade.simulator.tokens.add(token, MANAGER, ['Review timesheets']);
    const all = [...(own['value'] as readonly ODataRow[])];
    for await (const page of tableau({ root: facade.root, token }).pages(ownNext)) all.push(...page.value);
    const mine = [...facade.simulator.company.list('TimeEntries', { token, mine: true })].map(({ ID }) => ID);
    expect(all.length, 'each of them once').toBe(mine.length);
    expect(new Set(all.map(({ ID }) => ID)), 'what began with own records ends with them').toEqual(new Set(mine));
  });
}

test('with the setting off it is 403 for every set, with who may, and the documents say nothing of it', async ({
  startFacade,
}) => {
  const facade = await startFacade({ simulator: COMPANY, env: SETTINGS });
  for (const entitySet of [...LISTS, 'Users', 'Divisions']) {
    const { status, text } = await get(facade, entitySet);
    expect(status, entitySet).toBe(403);
    expect(text, entitySet).toContain('ClickTime shows');
    expect((await get(facade, `${entitySet}/$count`)).status, entitySet).toBe(403);
  }
  expect((await get(facade, '$metadata')).text).not.toContain('own records');
  expect((await get(facade, '')).text).not.toContain('your own');
});

test('with the setting on the documents say so, set by set', async ({ startFacade }) => {
  const facade = await startFacade({ simulator: COMPANY, env: ON });
  const csdl = (await get(facade, '$metadata')).text;
  const { value } = json(await get(facade, '')) as unknown as { value: { name: string; title: string }[] };
  expect(value.filter(({ title }) => title.includes('your own')).map(({ name }) => name)).toEqual([
    'TimeEntries',
    'Users',
    'Jobs',
    'Clients',
    'Tasks',
    'Timesheets',
    'TimeEntryDetails',
    'UserDays',
    'TimeOff',
    'TimeOffTypes',
  ]);
  expect(csdl.match(/gets its own records instead/g)).toHaveLength(10);
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function get({ root }: Facade, path: string, token = TOKEN): Promise<Answer> {
  const { statusCode, body } = await request(new URL(path, root), { headers: { authorization: `Token ${token}` } });
  return { status: statusCode, text: await body.text() };
}

function json({ status, text }: Answer): Readonly<{ [name: string]: unknown }> {
  expect(status, text).toBe(200);
  return JSON.parse(text) as { [name: string]: unknown };
}

/** ClickTime's own answer of `/Me`. */
async function ownRecord({ simulator }: Facade, token: string): Promise<Record> {
  const { body } = await request(`${simulator.url}/Me`, { headers: { authorization: `Token ${token}` } });
  return ((await body.json()) as { data: Record }).data;
}
