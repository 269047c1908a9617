/**
 * A newcomer's first minute: the built server with nothing configured serves the embedded company and says, in lines
 * that can be typed off, where it is and how to sign in; and a wrong setting is named before anything starts.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { expect, startServer, test } from '../fixtures.ts';

const SERVER = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

test('nothing configured: what is printed is enough to connect', async () => {
  const server = await startServer({ SIMULATOR_PORT: '0' });
  try {
    const printed = server.log();
    // Nobody has asked for made-up data by name, so that everybody is told.
    expect(printed).toContain('ALL DATA ARE MADE UP');
    // The log is another stream than the greeting.
    await expect.poll(server.log).toContain('"level":40');
    const page = await request(new URL('/connect/', server.root));
    const html = await page.body.text();
    expect(html).toContain('All data here are made up');
    for (const token of ['demo-admin', 'demo-manager', 'demo-standard'])
      expect(html).toContain(`<code>${token}</code>`);
    for (const words of ['OData service root', 'demo-admin', 'demo-manager', 'demo-standard', 'clicktime']) {
      expect(printed).toContain(words);
    }
    const answer = await request(new URL('TimeEntries?$top=1&$count=true', server.root), {
      headers: { authorization: `Basic ${Buffer.from('clicktime:demo-admin').toString('base64')}` },
    });
    const body = (await answer.body.json()) as { value: unknown[]; '@odata.count': number };
    expect(body.value).toHaveLength(1);
    expect(body['@odata.count']).toBeGreaterThan(1000);
  } finally {
    server.process.kill('SIGTERM');
  }
});

test('made-up data that are asked for by name come without a warning', async () => {
  const server = await startServer({ SIMULATOR_PORT: '0', CLICKTIME_API_URL: 'simulator' });
  try {
    expect(server.log()).toContain('demo-admin');
    const page = await request(new URL('/connect/', server.root));
    const html = await page.body.text();
    expect(`${server.log()}${html}`).not.toMatch(/made up|"level":40/i);
    expect(html).toContain('This is a demonstration');
    expect(html).toContain('<code>demo-admin</code>');
  } finally {
    server.process.kill('SIGTERM');
  }
});

test('a misspelt setting stops the start, and its value is not shown', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [SERVER], {
    env: { PATH: process.env['PATH'], PORT: '0', CLICKTIME_URL: 'https://u:pass-word@api.clicktime.com/v2' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(status).toBe(1);
  expect(stderr).toContain('CLICKTIME_URL is no setting of this service; did you mean CLICKTIME_API_URL?');
  expect(`${stderr}${stdout}`).not.toContain('pass-word');
  expect(stdout).not.toContain('OData service root');
});

test('every bad setting is named in one message, and nothing starts', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [SERVER], {
    env: { PATH: process.env['PATH'], PORT: 'eighty', PAGE_SIZE: '-5', CLICKTIME_API_URL: 'not a url' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(status).toBe(1);
  for (const name of ['PORT', 'PAGE_SIZE', 'CLICKTIME_API_URL']) expect(stderr).toContain(name);
  expect(stderr).not.toMatch(/\bat .*\.(ts|js):\d+/);
  expect(stdout).not.toContain('OData service root');
});
