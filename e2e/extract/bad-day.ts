/** A bad day at ClickTime, from a seed: people change time entries and everything goes wrong while somebody extracts. */
import { faultCatalogue, wrongShapes } from '../../server/simulator/fault-catalogue.ts';
import type { FaultAction } from '../../server/simulator/faults.ts';
import type { Simulator } from '../../server/simulator/simulator.ts';

/** A number from 0 up to, without, the bound. */
type Draw = (bound: number) => number;

/** Seeded (mulberry32), so that a day can be lived again. */
export function drawer(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

const { status, insertRows, deleteRows, delay, stall, reset, truncate, html, garble } = faultCatalogue;

/** Of the catalogue what passes, or is over when the client asks again. Long texts are in a field that nobody knows. */
export const strikes: readonly FaultAction[] = [
  status['429 with `Retry-After: 1`'],
  status['an internal error, 500'],
  status['503 with a web page'],
  status['forbidden, 403, of a proxy'],
  status['a time that was over, 408'],
  status['no content, 204'],
  ...[delay, stall, reset, truncate, html, garble, insertRows, deleteRows].flatMap(Object.values<FaultAction>),
  ...Object.values({
    ...wrongShapes,
    longTexts: { kind: 'shape', shape: 'longTexts', field: 'BrandNew', value: 20_000 } as const,
  }),
  { kind: 'insertRows', entity: 'TimeEntries', count: 30 },
];

/** Lets every fault strike once during so many requests, in an order of the seed's. */
export function spread({ faults }: Simulator, requests: number, draw: Draw): void {
  const waiting = [...strikes];
  const gap = Math.floor(requests / (waiting.length + 1));
  let skip = gap;
  while (waiting.length > 0) {
    const [action] = waiting.splice(draw(waiting.length), 1);
    if (action !== undefined) faults.add({ match: { path: '^/TimeEntries$' }, skip, action });
    skip += Math.max(0, gap - 1) + draw(2);
  }
}

/** What an entry leads to, each read once for an extract. */
export const relatedLists = ['Users', 'Jobs', 'Clients', 'Tasks', 'Timesheets', 'Company'] as const;

/** Lets one fault strike when each of them is first asked for. */
export function strikeRelated({ faults }: Simulator, draw: Draw): void {
  const passing = strikes.filter(({ kind }) => kind === 'reset' || kind === 'truncate' || kind === 'stall');
  for (const name of relatedLists) {
    const action = passing[draw(passing.length)];
    if (action !== undefined) faults.add({ match: { path: `^/${name}$` }, action });
  }
}

interface Changes {
  /** Changes made so far. */
  count(): number;
  stop(): void;
}

/** Changes one row, anywhere, each time the simulator has answered so many requests. */
export function keepChanging({ mutate, requests }: Simulator, every: number, draw: Draw): Changes {
  const ids = [...mutate.existed('TimeEntries', mutate.version()).always];
  let next = requests.count() + every;
  let made = 0;

  function change(): void {
    const index = draw(ids.length);
    const id = ids[index] ?? '';
    if (!exists(id)) return;
    made++;
    const what = draw(4);
    if (what === 0) mutate.insert('TimeEntries', { Date: anyDate(draw), Comment: `inserted ${made}` });
    else if (what === 1) mutate.delete('TimeEntries', id);
    else if (what === 2) mutate.update('TimeEntries', id, { Comment: `edited ${made}`, Hours: (1 + draw(31)) / 4 });
    else mutate.update('TimeEntries', id, { Date: anyDate(draw), Comment: `moved ${made}` });
  }

  const exists = (id: string): boolean => mutate.states('TimeEntries', id, mutate.version()).length > 0;

  const timer = setInterval(() => {
    if (requests.count() < next) return;
    next = requests.count() + every;
    change();
  }, 1);
  return { count: () => made, stop: () => clearInterval(timer) };
}

/** A day within the simulator's two years of time entries. */
function anyDate(draw: Draw): string {
  return new Date(FIRST_DAY + draw(700) * 86_400_000).toISOString().slice(0, 10);
}

const FIRST_DAY = Date.parse('2024-08-01T00:00:00Z');
