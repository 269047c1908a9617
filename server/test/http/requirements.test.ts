/**
 * The conformance levels, requirement by requirement, as a client sees them; the layers below prove how well each is
 * done. `$metadata` announces the level Advanced on the strength of these.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tripPin } from '../models/trip-pin.ts';
import { type Fixture, send, signedIn, startFixture } from './fixture.ts';
import { requirements401 } from './requirements-401.ts';
import { advanced } from './requirements-advanced.ts';
import { minimalAndIntermediate } from './requirements.ts';

const requirements = [...minimalAndIntermediate, ...advanced, ...requirements401];

let server: Fixture;
beforeAll(async () => {
  server = await startFixture({ model: { ...tripPin, schemaVersion: '2' } });
});
afterAll(() => server.close());

test.each(requirements)('%s %s: %s', async (_id, _force, _text, shown) => {
  for (const { path, headers, method, body, status = 200, text = /^/, answers = {} } of shown) {
    const reply = await send(
      server.serviceRoot,
      `/odata/v4/${path.replaceAll(' ', '%20')}`,
      { ...signedIn, ...headers },
      method,
      body,
    );
    expect.soft(reply.status, `${path}: ${reply.text.slice(0, 300)}`).toBe(status);
    expect.soft(reply.text, path).toMatch(text);
    for (const [name, value] of Object.entries(answers)) expect.soft(String(reply.headers[name]), path).toMatch(value);
  }
});

test('each is shown by a request, or is the sum of others', () => {
  const sums = requirements.filter(([, , , shown]) => shown.length === 0).map(([id]) => id);
  expect(sums).toEqual(['I1', 'A1', 'N1', 'J1', 'J2', 'B1', 'B2']);
  expect(new Set(requirements.map(([id]) => id)).size).toBe(requirements.length);
});

test('docs/conformance.md lists them, each with its test', () => {
  const document = readFileSync(new URL('../../../docs/conformance.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- requirements -->([^]*)<!-- \/requirements -->/.exec(document) ?? [];
  const rows = table.trim().split('\n').slice(2);
  const cells = rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(requirements.map(([id, force, text]) => [id, force, text, `\`${id} ${force}: ${text}\``]));
});
