/**
 * Power BI and Excel, as far as the wire shows: Power Query's own headers and the requests its steps fold into. Each
 * option is proved below; this proves that this client's way of asking gets what it can read.
 */
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { powerQueryHeaders } from '../clients/power-query.ts';
import { expect, test, type Facade } from '../fixtures.ts';

test('sniffing, metadata, preview, folded steps', async ({ startFacade }) => {
  const facade = await startFacade({
    simulator: { users: 9, timeEntries: 6_000 },
    env: { UPSTREAM_REQUESTS: '0' },
  });

  const service = await get(facade, '');
  expect(service.headers['content-type']).toMatch(/^application\/json;odata\.metadata=minimal/);
  expect(service.headers['odata-version']).toBe('4.0');
  expect(service.json()['@odata.context']).toBe(`${facade.root}$metadata`);

  const metadata = await get(facade, '$metadata');
  expect(metadata.headers['content-type']).toMatch(/^application\/xml/);
  expect(metadata.text).toContain('<edmx:Edmx');

  const preview = await get(facade, 'TimeEntries?$top=1000');
  expect(preview.rows()).toHaveLength(1000);
  expect(preview.json()['@odata.nextLink']).toBeUndefined();

  const chosen = await get(facade, 'TimeEntries?%24select=ID%2CHours%2CDate&%24filter=Hours%20gt%206&%24top=20');
  expect(Object.keys(chosen.rows()[0] ?? {})).toEqual(['ID', 'Date', 'Hours']);
  expect(chosen.rows().every((row) => Number(row['Hours']) > 6)).toBe(true);

  const incremental = await get(
    facade,
    'TimeEntries?$filter=Date ge 2000-01-01 and Date lt 2000-02-01'.replaceAll(' ', '%20'),
  );
  expect(incremental.rows()).toEqual([]);

  const first = preview.rows()[0] ?? {};
  const related = await get(facade, `Jobs('${String(first['JobID'])}')/TimeEntries?$top=3`);
  expect(related.rows().every((row) => row['JobID'] === first['JobID'])).toBe(true);
});

test('the whole set comes in pages whose links lead to the address that was typed', async ({ startFacade }) => {
  const facade = await startFacade({
    simulator: { users: 9, timeEntries: 6_000 },
    env: { UPSTREAM_REQUESTS: '0', PUBLIC_URL: 'https://odata.example.com/clicktime' },
  });
  const page = await get(facade, 'TimeEntries');
  const link = String(page.json()['@odata.nextLink']);
  expect(link).toMatch(/^https:\/\/odata\.example\.com\/clicktime\/odata\/v4\/TimeEntries\?\$skiptoken=/);
  const forged = await get(facade, 'TimeEntries', { host: 'evil.example' });
  expect(String(forged.json()['@odata.nextLink'])).toMatch(/^https:\/\/odata\.example\.com\//);
});

interface Answer {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  json(): Readonly<Record<string, unknown>>;
  rows(): readonly Readonly<Record<string, unknown>>[];
}

async function get({ root }: Facade, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const {
    statusCode,
    headers: received,
    body,
  } = await request(`${root}${path}`, {
    headers: {
      ...powerQueryHeaders,
      authorization: `Basic ${Buffer.from('clicktime:demo-admin').toString('base64')}`,
      ...headers,
    },
  });
  const bytes = Buffer.from(await body.arrayBuffer());
  const text = (received['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
  expect(statusCode, text.slice(0, 500)).toBe(200);
  const json = (): Readonly<Record<string, unknown>> => JSON.parse(text) as Readonly<Record<string, unknown>>;
  return { headers: received, text, json, rows: () => json()['value'] as readonly Readonly<Record<string, unknown>>[] };
}
