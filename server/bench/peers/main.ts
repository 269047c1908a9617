/**
 * The same job given to others: a read-only OData service over ClickTime's list of time entries, 12 flat columns, pages of
 * 5,000, throttle off. What the others leave out, this service does: rows that change meanwhile, right filters and orders,
 * counts, exact decimals. The peers are installed for the run in a temporary folder.
 * Usage: npm run bench:peers -- [--rounds N] [--entries N] [part of a work's name ...]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages } from '../../../grammar/bench/install.ts';
import { startSimulator } from '../contenders.ts';
import { extract } from '../extract.ts';
import { requestsPerSecond } from '../load.ts';
import type { Measured } from '../process.ts';
import { median, row } from '../table.ts';
import { HEADERS, ours, peerPackages, peersIn, type Contender } from './contenders.ts';
import { PAGE, works, type Work } from './works.ts';

const CONNECTIONS = 10;
const SECONDS = 5;

interface Figures {
  /** Rows or requests per second. */
  readonly rate: number;
  /** Microseconds of CPU for each. */
  readonly cpu: number;
}

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, entries: { type: 'string', default: '200000' } },
  allowPositionals: true,
});
const [rounds, entries] = [Number(values.rounds), Number(values.entries)];
const isWanted = (name: string): boolean =>
  positionals.length === 0 || positionals.some((part) => name.toLowerCase().includes(part.toLowerCase()));

const folder = mkdtempSync(join(tmpdir(), 'clicktime-odata-peers-'));
const simulator = await startSimulator(entries);
try {
  const metadataFile = join(folder, 'metadata.xml');
  writeFileSync(metadataFile, `<?xml version="1.0"?><Edmx>${'x'.repeat(1000)}</Edmx>`);
  const contenders = [ours, ...(installPackages(folder, peerPackages) ? peersIn(folder, metadataFile) : [])];
  console.log(`Node ${process.version}, ${entries} entries, medians of ${rounds} rounds in turn (least to most)\n`);
  if (isWanted('extract')) await compare('full extract, rows/s', contenders, extractOnce);
  for (const work of works.filter(({ name }) => isWanted(name))) {
    await compare(`${work.name}, requests/s`, contenders, (contender, server) => loadOnce(work, contender, server));
  }
} finally {
  await simulator.stop();
  rmSync(folder, { recursive: true });
}

async function compare(
  title: string,
  contenders: readonly Contender[],
  measure: (contender: Contender, server: Measured) => Promise<Figures>,
): Promise<void> {
  const all = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const server = await contender.start(simulator.url);
      all.get(contender.name)?.push(await measure(contender, server));
      await server.stop();
    }
  }
  console.log(row(title, 'a second', 'spread', 'CPU us', 'ours / it', 'by CPU'));
  const middle = (name: string, figure: keyof Figures): number =>
    median((all.get(name) ?? []).map((figures) => figures[figure]));
  for (const { name } of contenders) {
    const rates = (all.get(name) ?? []).map(({ rate }) => rate);
    const spread = `${Math.round(Math.min(...rates))}-${Math.round(Math.max(...rates))}`;
    const ratios = [
      (middle(ours.name, 'rate') / middle(name, 'rate')).toFixed(2),
      (middle(name, 'cpu') / middle(ours.name, 'cpu')).toFixed(2),
    ];
    console.log(row(`  ${name}`, Math.round(middle(name, 'rate')), spread, middle(name, 'cpu').toFixed(1), ...ratios));
  }
  console.log();
}

/** All rows once, each counted. */
async function extractOnce({ name, columns, links }: Contender, server: Measured): Promise<Figures> {
  const before = server.cpuSeconds();
  const url = `${server.url}TimeEntries${columns === '' ? '' : `?${columns}`}`;
  const { rows, seconds } = links ? await extract(url, HEADERS) : await extractBySkip(url);
  if (rows !== entries) throw new Error(`${name} delivered ${rows} of ${entries} rows.`);
  return { rate: rows / seconds, cpu: ((server.cpuSeconds() - before) / rows) * 1e6 };
}

async function extractBySkip(url: string): Promise<{ readonly rows: number; readonly seconds: number }> {
  const start = performance.now();
  let rows = 0;
  for (let skip = 0; ; skip += PAGE) {
    const response = await fetch(`${url}?$top=${PAGE}&$skip=${skip}`, { headers: HEADERS });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 200)}`);
    const found = text.split('"ID":"').length - 1;
    rows += found;
    if (found < PAGE) return { rows, seconds: (performance.now() - start) / 1000 };
  }
}

/** The load, once to get warm and once measured; no request is like one before where the work says so. */
async function loadOnce(work: Work, { columns }: Contender, server: Measured): Promise<Figures> {
  const { pathname } = new URL(server.url);
  let asked = 0;
  const pathOf = (): string => {
    const path = `${pathname}${work.pathOf(asked++)}`;
    return columns === '' || !path.includes('?') ? path : `${path}&${columns}`;
  };
  const load = (seconds: number): Promise<number> =>
    requestsPerSecond({ url: server.url, pathOf, callers: [HEADERS], connections: CONNECTIONS, seconds });
  await load(SECONDS);
  const [before, first] = [server.cpuSeconds(), asked];
  const rate = await load(SECONDS);
  return { rate, cpu: ((server.cpuSeconds() - before) / (asked - first)) * 1e6 };
}
