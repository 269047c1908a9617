/** The short programs that people copy are run as they are, against the service, and deliver every row. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../../../server/simulator/simulator.ts';
import { readConfig } from '../../../../server/src/config.ts';
import { createLogger } from '../../../../server/src/log.ts';
import { start } from '../../../../server/src/start.ts';
import { addressOf, languages, snippet } from '../../../app/programs/code.ts';

const ROWS = 230;
const FIELDS = ['ID', 'Date', 'Hours'];
const PYTHON_PACKAGES = fileURLToPath(new URL('../../../../node_modules/.cache/python', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'clicktime-odata-code-'));
let simulator: Simulator;
let server: Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  simulator = await startSimulator({ timeEntries: ROWS, users: 5 });
  // Three pages, so that links have to be followed.
  const config = readConfig({ PORT: '0', PAGE_SIZE: '100' });
  server = await start(config, { url: simulator.url, throttled: false }, createLogger('silent'));
});
afterAll(async () => {
  await server.close();
  await simulator.close();
  rmSync(folder, { recursive: true });
});

const source = (): Parameters<typeof snippet>[1] => ({
  root: server.serviceRoot,
  entitySet: 'TimeEntries',
  fields: FIELDS,
});

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program with a token in the environment. */
async function run(
  command: string,
  file: string,
  more: Readonly<Record<string, string>> = {},
  token = 'demo-admin',
): Promise<Ran> {
  const env = { PATH: process.env['PATH'], CLICKTIME_TOKEN: token, ...more };
  const child = spawn(command, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const expectedIds = (): readonly string[] => [...simulator.mutate.existed('TimeEntries', 0).always].toSorted();

test('JavaScript', async () => {
  const text = `${snippet('JavaScript', source())}\nconsole.log(JSON.stringify(rows.map(({ ID }) => ID)));`;
  const { code, output } = await run(process.execPath, written('read.mjs', text));
  expect([code, output]).toEqual([0, expect.stringContaining(`${ROWS} rows`)]);
  expect((JSON.parse(output.trim().split('\n').at(-1) ?? '') as string[]).toSorted()).toEqual(expectedIds());
});

const hasPython = existsSync(PYTHON_PACKAGES);
const hasCurl = spawnSync('curl', ['--version']).status === 0 && spawnSync('jq', ['--version']).status === 0;

test.skipIf(!hasCurl)('curl', async () => {
  const { code, output } = await run('sh', written('read.sh', snippet('curl', source())));
  const rows = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(code).toBe(0);
  expect(rows.map(({ ID }) => String(ID)).toSorted()).toEqual(expectedIds());
  expect(Object.keys(rows[0] ?? {})).toEqual(FIELDS);
});

test.skipIf(!hasPython)('Python', async () => {
  const text = `${snippet('Python', source())}\nprint(table.shape, table["ID"].nunique(), table["Hours"].sum() > 0)\n`;
  const { code, output } = await run('python3', written('read.py', text), { PYTHONPATH: PYTHON_PACKAGES });
  expect([code, output]).toEqual([0, expect.stringContaining(`(${ROWS}, ${FIELDS.length}) ${ROWS} True`)]);
});

test.skipIf(spawnSync('Rscript', ['-e', 'library(httr2); library(dplyr)']).status !== 0)('R', async () => {
  const { code, output } = await run('Rscript', written('read.R', `${snippet('R', source())}\ncat(nrow(table))`));
  expect([code, output]).toEqual([0, expect.stringMatching(new RegExp(`${ROWS}$`))]);
});

test.each(
  (
    [
      { language: 'JavaScript', command: process.execPath, file: 'refused.mjs', isHere: true },
      { language: 'curl', command: 'sh', file: 'refused.sh', isHere: hasCurl },
      { language: 'Python', command: 'python3', file: 'refused.py', isHere: hasPython },
    ] as const
  ).filter(({ isHere }) => isHere),
)('an error ends the program in $language, with what the service says', async ({ language, command, file }) => {
  const text = snippet(language, source());
  const { code, output } = await run(command, written(file, text), { PYTHONPATH: PYTHON_PACKAGES }, 'nobody');
  expect(code).not.toBe(0);
  expect(output).toContain('InvalidToken');
});

test.each(languages)(
  '%s names the token nowhere but by its variable, and a quote in an address ends no text',
  (language) => {
    const text = snippet(language, { root: `https://x.example/a'b"c/`, entitySet: 'Jobs' });
    expect(text).toContain('CLICKTIME_TOKEN');
    expect(text).not.toContain('a\'b"c');
  },
);

test('addresses hold fields of any script', () => {
  expect(addressOf({ root: 'https://x.example/', entitySet: 'Jobs', fields: ['ID', 'CF_Größe'] })).toBe(
    'https://x.example/Jobs?$select=ID,CF_Gr%C3%B6%C3%9Fe',
  );
});
