/** Custom fields as columns over a simulator: who sees which, what is in them, and what it costs. */
import { afterEach, expect, test } from 'vitest';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import { createTrace } from '../../src/source/trace.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { compareTexts } from '../../src/util/compare-texts.ts';
import { startServiceRig, textOf, type Json, type ServiceRig } from './service-rig.ts';

let rig: ServiceRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

async function start(company: SimulatorOptions = {}): Promise<ServiceRig> {
  rig = await startServiceRig({
    company: { users: 4, timeEntries: 300, today: '2026-03-31', ...company },
    date: '2026-03-31T12:00:00Z',
    typed: clicktimeModel,
  });
  return rig;
}

const columnsOf = (metadata: string, type: string): readonly string[] => {
  const within = new RegExp(`<EntityType Name="${type}".*?</EntityType>`, 's').exec(metadata)?.[0] ?? '';
  return [...within.matchAll(/<Property Name="(CF_[^"]*)" Type="([^"]*)"/g)].map(([, name, as]) => `${name} ${as}`);
};

test('an administrator has a column for each definition, by one request that is remembered', async () => {
  const on = await start();
  let metadata = '';
  expect(await on.requestsOf(async () => (metadata = textOf(await on.answer('$metadata'))))).toEqual([
    expect.stringMatching(/\/CustomFieldDefinitions\?limit=500$/),
  ]);
  expect(await on.requestsOf(async () => on.answer('Jobs?$top=1&$select=CF_Region'))).toHaveLength(1);
  expect(columnsOf(metadata, 'TimeEntry')).toEqual([
    'CF_Kilometers Edm.Decimal',
    'CF_Location Edm.String',
    'CF_Overtime Edm.Boolean',
  ]);
  expect(columnsOf(metadata, 'Job')).toEqual([
    'CF_GrantNo Edm.String',
    'CF_KickOff Edm.Date',
    'CF_Priority Edm.Decimal',
    'CF_Region Edm.String',
  ]);
  expect(columnsOf(metadata, 'Client')).toEqual(['CF_Industry Edm.String', 'CF_VAT_ID Edm.String']);
  expect(metadata).toContain('<ComplexType Name="JobCustomFields" OpenType="true">');
  expect(metadata).not.toMatch(/<ComplexType[^>]*>\s*(?:<Annotation[^>]*>\s*)?<\/ComplexType>|<ComplexType[^>]*\/>/);
  expect(textOf(await on.answer('$metadata'))).toBe(metadata);
});

test.each(['ID', 'Name', 'DisplayName'] as const)('values are found where records are keyed by %s', async (keys) => {
  const on = await start({ customFieldKeys: keys });
  const definitions = new Map((await on.rows('CustomFieldDefinitions')).map((each) => [each['Name'], each[keys]]));
  let found = 0;
  for (const job of await on.rows('Jobs')) {
    const sent = JSON.parse((job['CustomFieldsStr'] ?? 'null') as string) as Json | null;
    for (const name of ['Region', 'GrantNo', 'KickOff', 'Priority']) {
      const value = sent?.[String(definitions.get(name))] ?? null;
      expect(job[`CF_${name}`]).toEqual(name === 'Priority' && value !== null ? Number(value) : value);
      expect((job['CustomFields'] as Json | null)?.[name] ?? null).toEqual(job[`CF_${name}`]);
      if (value !== null) found += 1;
    }
  }
  expect(found).toBeGreaterThan(5);
});

test('columns are selected, filtered, sorted and grouped by', async () => {
  const on = await start();
  const jobs = await on.rows('Jobs');
  const wanted = jobs.filter((job) => Number(job['CF_Priority'] ?? 0) > 50);
  const found = await on.rows('Jobs?$filter=CF_Priority gt 50&$orderby=CF_Priority desc&$select=ID,CF_Priority');
  expect(found.map((job) => String(job['ID'])).toSorted(compareTexts)).toEqual(
    wanted.map((job) => String(job['ID'])).toSorted(compareTexts),
  );
  const groups = await on.rows('Jobs?$apply=groupby((CF_Region),aggregate($count as N))');
  expect(groups.reduce((sum, group) => sum + Number(group['N']), 0)).toBe(jobs.length);
  expect(await on.rows("TimeEntries?$filter=Job/CF_Region eq 'North'&$select=ID")).not.toEqual([]);
});

test('an account asks for the lists of the sets that it is about alone, and has no columns where it is refused', async () => {
  const on = await start();
  const authorization = `Token ${on.simulator.tokens.standard}`;
  await on.answer('', { authorization });
  let metadata = '';
  const asked = await on.requestsOf(async () => (metadata = textOf(await on.answer('$metadata', { authorization }))));
  expect(asked).toHaveLength(6);
  expect(columnsOf(metadata, 'TimeEntry')).toHaveLength(3);
  expect(columnsOf(metadata, 'Job')).toEqual([]);
  expect(metadata).toMatch(/<ComplexType Name="CustomFields" OpenType="true">\s*<Property Name="NoneDefined"/);
  const manager = `Token ${on.simulator.tokens.manager}`;
  await on.answer('', { authorization: manager });
  const ofData = await on.requestsOf(async () => on.answer('Jobs?$top=1', { authorization: manager }));
  expect(ofData.filter((each) => each.includes('CustomFieldDefinitions'))).toEqual([
    expect.stringContaining('/Jobs/CustomFieldDefinitions'),
  ]);
});

test('time entries in one table have the columns of all that they are made of', async () => {
  const on = await start();
  const metadata = textOf(await on.answer('$metadata'));
  expect(columnsOf(metadata, 'TimeEntryDetail')).toEqual([
    'CF_Entry_Kilometers Edm.Decimal',
    'CF_Entry_Location Edm.String',
    'CF_Entry_Overtime Edm.Boolean',
    'CF_User_BadgeNumber Edm.String',
    'CF_User_HiredOn Edm.Date',
    'CF_User_Union Edm.Boolean',
    'CF_Job_GrantNo Edm.String',
    'CF_Job_KickOff Edm.Date',
    'CF_Job_Priority Edm.Decimal',
    'CF_Job_Region Edm.String',
    'CF_Client_Industry Edm.String',
    'CF_Client_VAT_ID Edm.String',
  ]);
  const entries = await on.rows('TimeEntries?$expand=User,Job($expand=Client)');
  const details = await on.rows('TimeEntryDetails');
  const flat = entries.map((entry) => {
    const job = entry['Job'] as Json;
    return [
      entry['CF_Kilometers'],
      (entry['User'] as Json)['CF_HiredOn'],
      job['CF_Region'],
      (job['Client'] as Json)['CF_VAT_ID'],
      entry['CustomFields'],
    ];
  });
  const names = ['CF_Entry_Kilometers', 'CF_User_HiredOn', 'CF_Job_Region', 'CF_Client_VAT_ID', 'CustomFields'];
  expect(details.map((row) => names.map((name) => row[name]))).toEqual(flat);
  expect(await on.rows("TimeEntryDetails?$filter=CF_Job_Region eq 'North'&$select=ID")).toHaveLength(
    details.filter((row) => row['CF_Job_Region'] === 'North').length,
  );
});

test('values that do not fit are null, stay in the text, and are told of', async () => {
  const on = await start();
  const action = {
    kind: 'shape',
    shape: 'wrongFieldType',
    field: 'CustomFields',
    json: '{"Priority":"high"}',
  } as const;
  on.simulator.faults.add({ match: { path: '^/Jobs$' }, times: Number.POSITIVE_INFINITY, action });
  const trace = createTrace();
  const { value } = JSON.parse(textOf(await on.answer('Jobs', {}, trace))) as { value: readonly Json[] };
  const bent = value.find((job) => job['CustomFieldsStr'] === '{"Priority":"high"}');
  expect(bent).toMatchObject({ CF_Priority: null, CustomFields: { Priority: null } });
  expect(trace.text()).toContain('left out values of Jobs/CF_Priority that do not fit');
});

test('an extract ends with 410 where a field is renamed meanwhile', async () => {
  const on = await start();
  const first = JSON.parse(textOf(await on.answer('Clients', { prefer: 'maxpagesize=1' }))) as Json;
  const action = { kind: 'shape', shape: 'wrongFieldType', field: 'Name', json: '"Renamed"' } as const;
  on.simulator.faults.add({ match: { path: '^/CustomFieldDefinitions$' }, times: Number.POSITIVE_INFINITY, action });
  const next = String(first['@odata.nextLink'] as string);
  await expect(on.answer(next, { 'cache-control': 'no-cache' })).rejects.toMatchObject({
    code: 'StaleSkiptoken',
    status: 410,
  });
});

test('definitions that cannot be read fail metadata and data', async () => {
  const on = await start();
  await on.answer('');
  const action = { kind: 'status', status: 500 } as const;
  on.simulator.faults.add({ match: { path: '^/CustomFieldDefinitions$' }, times: Number.POSITIVE_INFINITY, action });
  for (const url of ['$metadata', 'Jobs'])
    await expect(on.answer(url)).rejects.toMatchObject({ status: expect.toSatisfy((status: number) => status >= 502) });
});
