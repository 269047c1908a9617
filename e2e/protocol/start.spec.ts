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
