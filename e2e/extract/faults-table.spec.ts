/**
 * docs/faults.md tells what a client sees of every fault of the simulator's catalogue: here they are injected into an
 * extract, one by one, and the table must say what came of it. `faults.spec.ts` has the details; this keeps the
 * documentation to the facts. Where it fails, the row that is true is in the message.
 */
import { readFileSync } from 'node:fs';
import { faultCatalogue } from '../../server/simulator/fault-catalogue.ts';
import type { FaultAction } from '../../server/simulator/faults.ts';
import { tableau } from '../clients/tableau.ts';
import { expect, test, type Facade, type Fixtures } from '../fixtures.ts';

/** Two tokens of the administrator: what the server remembers of one says nothing about the other. */
const [FIRST, SECOND] = ['demo-admin', 'second-admin'];
const TIME_ENTRIES = 300;
const PAGE = 60;

const documented = rowsOf(readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8'));

for (const [kind, faults] of Object.entries(faultCatalogue)) {
  for (const [name, action] of Object.entries<FaultAction>(faults)) {
    test(`docs/faults.md is right about ${kind}: ${name}`, async ({ startFacade }) => {
      const facade = await startServed(startFacade, action);
      const once = await observe(facade, FIRST, { action, times: 1 });
      const lasting = await observe(facade, SECOND, { action, times: 4_000 });
      const row = [`\`${kind}\``, name, once, once === lasting ? 'the same' : lasting];
      expect(documented).toContainEqual(row);
    });
  }
}

/** A server for both: starting one costs more than all that is asked of it. */
async function startServed(startFacade: Fixtures['startFacade'], action: FaultAction): Promise<Facade> {
  const facade = await startFacade({
    simulator: { users: 5, timeEntries: TIME_ENTRIES },
    env: { UPSTREAM_REQUESTS: '0', UPSTREAM_TIMEOUT_MS: timeAllowed(action), REQUEST_TIMEOUT_MS: '12000' },
  });
  facade.simulator.tokens.add(SECOND, 0);
  return facade;
}

interface Meeting {
  readonly action: FaultAction;
  readonly times: number;
}

/** What comes of an extract whose third page meets the fault, and so many pages after it. */
async function observe(facade: Facade, token: string, { action, times }: Meeting): Promise<string> {
  const { faults } = facade.simulator;
  faults.clear();
  faults.add({ match: { path: '^/TimeEntries$' }, skip: 2, times, action });
  return outcome(facade, token);
}

/** Short where the fault is a matter of time; elsewhere long enough for 9 MB on a busy machine. */
const timeAllowed = ({ kind }: FaultAction): string => (kind === 'delay' || kind === 'stall' ? '300' : '10000');

/** What a client without retries of its own sees: every row once, or the page's error. */
async function outcome({ root, simulator }: Facade, token: string): Promise<string> {
  const client = tableau({ root, token, headers: { prefer: `odata.maxpagesize=${PAGE}` } });
  const ids: string[] = [];
  try {
    for (const row of await client.extract(new URL('TimeEntries', root).href)) ids.push(String(row['ID']));
  } catch (error) {
    return failureOf(error);
  }
  expect(simulator.faults.fired().length).toBeGreaterThan(0);
  const { always, sometimes } = simulator.mutate.existed('TimeEntries', 0);
  const complete = [...always].every((id) => ids.includes(id)) && ids.every((id) => sometimes.has(id));
  return complete && new Set(ids).size === ids.length ? 'every row once' : 'a wrong extract';
}

function failureOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, status = '', body = ''] = /^(\d{3}) \S+ (\{.*\})$/s.exec(text) ?? [];
  const { code, message } = (JSON.parse(body) as { error: { code: string; message: string } }).error;
  const steady = message.replace(/record '[^']+'/, "record '...'").replace(/announces \d+ /, 'announces ... ');
  return `${status} \`${code}\`: ${steady}`;
}

/** The cells of a Markdown table's rows, without its head. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}
