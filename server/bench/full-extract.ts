/** Rows per second, CPU per row and peak memory of a full extract, beside the facade floor. */
import { HEADERS, startFacade, startFloor, startSimulator } from './contenders.ts';
import { extract, type Extract } from './extract.ts';
import type { Measured } from './process.ts';
import { median, row } from './table.ts';

const ROUNDS = 3;

interface Run extends Extract {
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** Extracts of each size: the floor, and the facade's plain and flat set, in turn; throws where one delivers another number of rows. */
export async function benchmarkExtracts(sizes: readonly number[]): Promise<void> {
  console.log(`Full extract of TimeEntries and of TimeEntryDetails, throttle off; medians of ${ROUNDS} rounds in turn`);
  console.log(row('', 'rows', 'rows/s', 'CPU us/row', 'peak MB', 'first page s'));
  for (const rows of sizes) {
    const simulator = await startSimulator(rows);
    const [floor, facade, flat]: [Run[], Run[], Run[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      floor.push(await run(await startFloor(['extract', simulator.url]), '', rows));
      facade.push(await run(await startFacade(simulator.url), 'TimeEntries', rows));
      flat.push(await run(await startFacade(simulator.url), 'TimeEntryDetails', rows));
    }
    await simulator.stop();
    print('floor', floor);
    print('facade', facade);
    print('  TimeEntryDetails', flat);
    compare('facade / floor', facade, floor);
    compare('TimeEntryDetails / TimeEntries', flat, facade);
    console.log();
  }
}

/** One extract by the facade alone: what it needs in memory where there is very much to read. */
export async function benchmarkMemory(rows: number): Promise<void> {
  console.log('Peak memory of one full extract by the facade');
  console.log(row('', 'rows', 'rows/s', 'CPU us/row', 'peak MB', 'first page s'));
  const simulator = await startSimulator(rows);
  print('facade', [await run(await startFacade(simulator.url), 'TimeEntries', rows)]);
  await simulator.stop();
  console.log();
}

async function run(server: Measured, path: string, rows: number): Promise<Run> {
  const before = server.cpuSeconds();
  const result = await extract(`${server.url}${path}`, HEADERS);
  if (result.rows !== rows) throw new Error(`${server.url} delivered ${result.rows} of ${rows} rows.`);
  const figures = { ...result, cpuSeconds: server.cpuSeconds() - before, peakMegabytes: server.peakMegabytes() };
  await server.stop();
  return figures;
}

/** The part of the others' speed that some runs have, by the clock and by processor time. */
function compare(name: string, runs: readonly Run[], others: readonly Run[]): void {
  const ratio = (figure: (run: Run) => number): string =>
    (median(runs.map(figure)) / median(others.map(figure))).toFixed(2);
  console.log(`  ${name}: ${ratio(({ seconds }) => 1 / seconds)} of the rows per second,`);
  console.log(`    ${ratio(({ cpuSeconds }) => 1 / cpuSeconds)} of the rows per CPU second`);
}

function print(name: string, runs: readonly Run[]): void {
  const middle = (figure: (run: Run) => number): number => median(runs.map(figure));
  console.log(
    row(
      name,
      middle((run) => run.rows),
      Math.round(middle((run) => run.rows / run.seconds)),
      (middle((run) => run.cpuSeconds / run.rows) * 1e6).toFixed(1),
      middle((run) => run.peakMegabytes).toFixed(0),
      middle((run) => run.firstPageSeconds).toFixed(3),
    ),
  );
}
