// What main.ts bundles and runs with plain node: measures all parsers in interleaved rounds and prints the tables.
import { isDeepStrictEqual } from 'node:util';
import { defaultLimits, parseFilter, parseUrl } from '../index.ts';
import { floorParse } from './floor.ts';
import { growthTable } from './growth.ts';
import { loadPeers, type Peer } from './peers.ts';
import { queries, type Query } from './queries.ts';

interface Subject {
  readonly name: string;
  readonly run: (query: Query) => unknown;
}

const rounds = 15;
const roundMs = 12;

/** CPU time in ms that `count` runs take. */
function cpuTime(run: () => unknown, count: number): number {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Operations a second of each subject that can read the query, best of interleaved rounds. */
function measure(query: Query, subjects: readonly Subject[]): ReadonlyMap<string, number> {
  const able = subjects.filter(({ run }) => succeeds(() => run(query)));
  const counts = new Map(able.map((subject) => [subject, calibrate(() => subject.run(query))]));
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const [subject, count] of counts) {
      const speed = (count * 1000) / cpuTime(() => subject.run(query), count);
      best.set(subject.name, Math.max(best.get(subject.name) ?? 0, speed));
    }
  }
  return best;
}

function calibrate(run: () => unknown): number {
  let count = 16;
  // Long enough for the compiler to have done its work, too.
  for (let spent = 0; spent < 5 * roundMs; count *= 2) spent = cpuTime(run, count);
  return Math.max(1, Math.round(count / 2 / 5));
}

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

const speedOf = (value: number | undefined): string =>
  value === undefined ? '-' : Math.round(value).toLocaleString('en-US');
const ratioOf = (ours: number, theirs: number | undefined): string =>
  theirs === undefined || theirs === 0 ? '-' : `${(ours / theirs).toFixed(1)}x`;
const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(18) : cell.padStart(24))).join('');

function compareWithPeers(peers: readonly Peer[]): void {
  const ours: Subject = { name: 'ours', run: ({ path, query }) => parseUrl(path, query) };
  const subjects = [ours, ...peers.map(({ name, parse }) => ({ name, run: parse }))];
  console.log(
    row(['whole request', 'ours', ...peers.map(({ name, version }) => `${name} ${version}`), 'ours to best peer']),
  );
  for (const query of queries) {
    const speeds = measure(query, subjects);
    const own = speeds.get('ours') ?? 0;
    const others = peers.map(({ name }) => speeds.get(name));
    const best = Math.max(...others.map((each) => each ?? 0), 0);
    const cells = others.map((each) => (each === undefined ? '-' : `${speedOf(each)} (${ratioOf(own, each)})`));
    console.log(row([query.name, speedOf(own), ...cells, ratioOf(own, best)]));
  }
}

const filterText = ({ query }: Query): string | undefined => {
  const decoded = decodeURIComponent(query.split('&', 1)[0] ?? '');
  return decoded.startsWith('$filter=') ? decoded.slice('$filter='.length) : undefined;
};

function compareWithFloor(): void {
  console.log(`\n${row(['decoded $filter', 'ours', 'hand-written floor', 'ours to floor'])}`);
  for (const query of queries) {
    const text = filterText(query);
    if (text === undefined || !succeeds(() => floorParse(text))) continue;
    if (!isDeepStrictEqual(floorParse(text), parseFilter(text))) throw new Error(`The floor differs: ${text}`);
    const speeds = measure(query, [
      { name: 'ours', run: () => parseFilter(text, defaultLimits) },
      { name: 'floor', run: () => floorParse(text) },
    ]);
    const [own = 0, floor = 0] = [speeds.get('ours'), speeds.get('floor')];
    console.log(row([query.name, speedOf(own), speedOf(floor), `${((own / floor) * 100).toFixed(0)} %`]));
  }
}

const folder = process.argv[2];
const peers = folder === undefined ? [] : loadPeers(folder);
console.log('Operations per second of CPU time, best of interleaved rounds; "-" cannot read the query.\n');
compareWithPeers(peers);
compareWithFloor();
console.log(`\n${growthTable()}`);
