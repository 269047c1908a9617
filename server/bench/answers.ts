/** Requests per second of `$metadata` and of a warm `?$top=50`, also with two levels of `$expand`, beside an express handler that sends the same bytes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { HEADERS, startFacade, startFloor, startSimulator } from './contenders.ts';
import { requestsPerSecond } from './load.ts';
import { median, row } from './table.ts';

const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 10;
const PATHS = [
  '$metadata',
  'TimeEntries?$top=50',
  'TimeEntries?$filter=Hours gt 4&$top=50',
  'TimeEntries?$top=50&$expand=Job($expand=Client)',
];

export async function benchmarkAnswers(): Promise<void> {
  console.log(`Requests per second, ${CONNECTIONS} connections; medians of ${ROUNDS} rounds in turn`);
  console.log(row('', 'bytes', 'express floor', 'facade', 'facade / floor'));
  const simulator = await startSimulator(50_000);
  const facade = await startFacade(simulator.url);
  const folder = mkdtempSync(join(tmpdir(), 'clicktime-odata-bench-'));
  for (const path of PATHS) {
    const url = `${facade.url}${path.replaceAll(' ', '%20')}`;
    const answer = await request(url, { headers: HEADERS });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const file = join(folder, 'answer');
    writeFileSync(file, bytes);
    const floor = await startFloor(['answer', file, String(answer.headers['content-type'])]);
    const load = (target: string, seconds: number): Promise<number> =>
      requestsPerSecond({ url: target, callers: [HEADERS], connections: CONNECTIONS, seconds });
    await load(floor.url, SECONDS / 2);
    await load(url, SECONDS / 2);
    const rates: { readonly floor: number[]; readonly facade: number[] } = { floor: [], facade: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.floor.push(await load(floor.url, SECONDS));
      rates.facade.push(await load(url, SECONDS));
    }
    await floor.stop();
    const [floorRate, facadeRate] = [median(rates.floor), median(rates.facade)];
    const ratio = (facadeRate / floorRate).toFixed(2);
    console.log(row(path, bytes.length, Math.round(floorRate), Math.round(facadeRate), ratio));
  }
  rmSync(folder, { recursive: true });
  await facade.stop();
  await simulator.stop();
  console.log();
}
