/** What `$apply` costs beside a loop by hand over the same decoded rows: CPU time, and what is held while rows stream by. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bind } from '../src/bind/bind.ts';
import { parseRequestUrl } from '../src/bind/url/parse-request-url.ts';
import { clicktimeModel } from '../src/clicktime/model/clicktime-model.ts';
import { execute } from '../src/execution/execute.ts';
import type { Row } from '../src/model/values.ts';
import type { Batch } from '../src/source/batch.ts';
import type { EntitySource } from '../src/source/source.ts';
import { processTurns, createPace } from '../src/util/turns.ts';
import { Secret } from '../src/util/secret.ts';
import { median, row } from './table.ts';

const ROWS = 1_000_000;
const BATCH = 5_000;
const JOBS = 500;
const ROUNDS = 5;
const QUERY =
  '$apply=groupby((JobID),aggregate(Hours%20with%20sum%20as%20Worked,BreakTime%20with%20sum%20as%20Breaks))';

/** Rows as they come from ClickTime's records. */
const batch: readonly Row[] = Array.from({ length: BATCH }, (_, index) => ({
  ID: `entry-${index}`,
  JobID: `job-${(index * 7919) % JOBS}`,
  Hours: ((index * 31) % 40) / 4,
  BreakTime: ((index * 17) % 8) / 4,
}));

async function* batches(rows: number, atEach: () => void): AsyncGenerator<Batch> {
  for (let read = 0; read < rows; read += BATCH) {
    atEach();
    yield { rows: batch, size: BATCH, mark: undefined, last: read + BATCH >= rows };
  }
}

const sourceOf = (rows: number, atEach: () => void = () => undefined): EntitySource => ({
  capabilities: () => ({ predicates: {}, order: [] }),
  read: () => batches(rows, atEach),
  positionAfter: () => ({}),
  count: async () => rows,
  authenticate: async () => undefined,
});

/** A group-by with two sums over a million rows. */
export async function benchmarkAggregates(): Promise<void> {
  console.log(`TimeEntries?$apply=groupby((JobID),aggregate(two sums)) over ${ROWS.toLocaleString('en')} decoded rows`);
  const [byHand, byApply]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const hand = await cpuMs(loopByHand);
    const apply = await cpuMs(() => applied(sourceOf(ROWS)));
    // The first round warms up.
    if (round > 0) byHand.push(hand);
    if (round > 0) byApply.push(apply);
  }
  const [hand, apply] = [median(byHand), median(byApply)];
  console.log(row('', 'CPU ms', 'ratio'));
  console.log(row('a loop by hand, sums of doubles', hand.toFixed(0), '1.00'));
  console.log(row('$apply, exact sums', apply.toFixed(0), (hand / apply).toFixed(2)));
  console.log(row('', 'rows', 'held at most, kB'));
  for (const rows of [ROWS / 10, ROWS]) console.log(row('$apply', rows, await heldAtMost(rows)));
  console.log();
}

async function loopByHand(): Promise<number> {
  const groups = new Map<string, { worked: number; breaks: number }>();
  for await (const { rows } of batches(ROWS, () => undefined)) {
    for (const each of rows) {
      const { JobID } = each;
      const key = typeof JobID === 'string' ? JobID : '';
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { worked: 0, breaks: 0 }));
      group.worked += Number(each['Hours']);
      group.breaks += Number(each['BreakTime']);
    }
  }
  return groups.size;
}

async function applied(source: EntitySource): Promise<number> {
  const request = bind(parseRequestUrl('TimeEntries', QUERY), clicktimeModel);
  if (request.kind !== 'CollectionRequest') throw new Error(request.kind);
  const { signal } = new AbortController();
  const limits = { pageSize: 5000, maxSortRows: 200_000, maxExpandedRows: 100_000, maxGroups: 100_000 };
  const pace = createPace({ turns: processTurns, owner: 'bench', allowanceMs: 60_000, signal });
  const forever = Number.POSITIVE_INFINITY;
  const context = {
    credentials: new Secret('x'),
    owner: 'bench',
    signal,
    pageDeadline: forever,
    deadline: forever,
    pace,
  };
  const clock = () => performance.now();
  const options = { model: clicktimeModel, source, limits, clock, date: () => new Date() };
  const result = await execute(request, options, context);
  if (result.kind !== 'CollectionResult' || result.rows.length !== JOBS) throw new Error('another answer was expected');
  return result.rows.length;
}

async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What is held at most beyond what was held before, looked at twenty times; in kB. */
async function heldAtMost(rows: number): Promise<string> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const held = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = held();
  let most = 0;
  let seen = 0;
  const every = rows / BATCH / 20;
  await applied(sourceOf(rows, () => (seen++ % every === 0 ? (most = Math.max(most, held() - before)) : undefined)));
  return (most / 1000).toFixed(0);
}
