/** What errors offer instead of what people write (bind/words.test.ts) is answered by the product put together. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { readConfig } from '../../src/config.ts';
import type { RunningServer } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { table } from '../bind/words-in-urls.ts';
import { send } from './fixture.ts';

let simulator: Simulator;
let server: RunningServer;

beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: 100, users: 5 });
  const upstream = { url: simulator.url, throttled: false };
  server = await start(readConfig({ PORT: '0' }), upstream, createLogger('silent', { write: () => undefined }));
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});

const offered = [...new Set(table.map(([, , , accepted]) => accepted))];

test.each(offered)('%s', async (url) => {
  const encoded = encodeURI(url)
    .replaceAll('#', '%23')
    .replaceAll(/%25([0-9A-F]{2})/g, '%$1');
  const target = `${new URL(server.serviceRoot).pathname}${encoded}`;
  const { status, text } = await send(server.serviceRoot, target, { Authorization: 'Token demo-admin' });
  // There is no entity of the keys that the examples name.
  const isAnswered = status === 200 || (status === 404 && text.includes('"EntityNotFound"'));
  expect(isAnswered ? 'answered' : text).toBe('answered');
});
