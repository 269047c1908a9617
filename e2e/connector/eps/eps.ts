/**
 * Tableau's own Extensible Protocol Server, as Tableau Desktop runs it: started as a process, spoken to over its loopback
 * API. It comes with the toolkit and is used as it is.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here('../../../connector/node_modules/@tableau/taco-toolkit/dist/eps/main/core/main.js');
/** The connector's class: its name in `connector.json`. */
const CONNECTOR_CLASS = 'clicktime';
const START_TIMEOUT_MS = 60_000;

export interface EpsOptions {
  /** `dev` reads from this machine over http too; `prod` is what Tableau runs. */
  readonly mode: 'dev' | 'prod';
  readonly env?: Readonly<Record<string, string>>;
  /**
   * The ports it picks its own from. It looks for one that nobody listens on and listens there a moment later, so two
   * that start at the same time must not share a range.
   */
  readonly ports: PortRange;
}

/** Both ends included; at least six ports. */
interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** What a finished extraction needs to be read: the extractor's address. */
export interface Extract {
  readonly port: number;
  readonly extractorId: string;
  readonly connectionId: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Launch {
  readonly connectionId: string;
  /** Address of the wizard's page. */
  readonly url: Promise<string>;
  /** Resolves when the page closes. */
  readonly closed: Promise<Answer>;
}

export interface SavedState {
  readonly connectionData?: unknown;
  readonly secrets?: unknown;
}

export interface Eps {
  /** Opens the wizard; `taco` is the folder or file of the connector. */
  launch(taco: string, saved?: SavedState): Launch;
  /** Reads data without the wizard, as a refresh does. */
  extract(taco: string, saved: Required<SavedState>): Promise<Answer & { readonly connectionId: string }>;
  /** Something of an extracted table; `path` is below `/tables`. */
  table(extract: Extract, path: string): Promise<unknown>;
  /** Everything it has logged. */
  log(): string;
  stop(): Promise<void>;
}

/** Somebody else may take a port between the look and the listening; then it ends at once and is started anew. */
const STARTS = 3;

/** Starts the server and waits until it listens. */
export async function startEps(options: EpsOptions): Promise<Eps> {
  for (let start = 1; ; start++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (!(error instanceof EndedAtOnce) || start === STARTS) throw error;
    }
  }
}

class EndedAtOnce extends Error {}

async function startOnce({ mode, env = {}, ports }: EpsOptions): Promise<Eps> {
  // Its own limit on the length of this path is short.
  const folder = mkdtempSync(join(tmpdir(), 'eps-'));
  const urlFile = join(folder, 'url');
  const child = spawn(
    process.execPath,
    ['--require', here('linux-browser.cjs'), MAIN, ...epsArguments(folder, mode, ports)],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: folder, EPS_BROWSER: here('browser.sh'), EPS_URL_FILE: urlFile, ...env },
    },
  );
  const [port, instance] = await readPorts(folder, child);
  const api = `http://localhost:${port}`;
  const headers = (connectionId: string, taco?: string, secrets?: unknown): Record<string, string> => ({
    'caller-id': 'e2e',
    'eps-instance-id': instance,
    'connection-id': connectionId,
    'content-type': 'application/json',
    ...(taco === undefined ? {} : { 'plugin-path': encodeURIComponent(taco) }),
    ...(secrets === undefined ? {} : { secrets: JSON.stringify(secrets) }),
  });
  const post = (path: string, sent: Record<string, string>, body: unknown): Promise<Answer> =>
    fetch(`${api}${path}`, { method: 'POST', headers: sent, body: JSON.stringify(body) }).then(readAnswer);

  return {
    launch(taco, { connectionData = {}, secrets } = {}) {
      rmSync(urlFile, { force: true });
      const connectionId = randomUUID();
      const path = `/launch/${CONNECTOR_CLASS}?top=0&left=0&height=760&width=1000`;
      const closed = post(path, headers(connectionId, taco, secrets), connectionData);
      // A test that leaves the page open stops the server under it; nobody waits for the answer then.
      closed.catch(() => undefined);
      return { connectionId, closed, url: untilWritten(urlFile) };
    },
    async extract(taco, { connectionData, secrets }) {
      const connectionId = randomUUID();
      const answer = await post(`/extract/${CONNECTOR_CLASS}`, headers(connectionId, taco, secrets), connectionData);
      return { ...answer, connectionId };
    },
    async table({ port: extractorPort, extractorId, connectionId }, path) {
      const sent = { ...headers(connectionId), 'extractor-id': extractorId };
      const { status, body } = await fetch(`http://localhost:${extractorPort}/tables${path}`, { headers: sent }).then(
        readAnswer,
      );
      if (status !== 200) throw new Error(`${status} ${path}: ${JSON.stringify(body)}`);
      return body;
    },
    log: () => readLogs(join(folder, 'log')),
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function epsArguments(folder: string, mode: EpsOptions['mode'], { from, to }: PortRange): readonly string[] {
  return [
    `--caller-pid=${process.pid}`,
    '--caller-id=e2e',
    `--port-file=${portFile(folder)}`,
    `--port-range=${from}-${to}`,
    `--log-dir=${join(folder, 'log')}`,
    '--log-level=debug',
    `--mode=${mode}`,
    `--static-server-ui-dir=${join(folder, 'ui')}`,
    `--static-server-handlers-dir=${join(folder, 'h')}`,
    `--eps-temp-dir-path=${join(folder, 't')}`,
    '--feature-flags=EPSSupportgRPC:off,EPSStaticTacoUnpack:off',
  ];
}

const portFile = (folder: string): string => join(folder, 'port');

/** The file is written bit by bit; it is complete with four lines. */
async function readPorts(folder: string, child: ChildProcess): Promise<readonly [string, string]> {
  const file = portFile(folder);
  let output = '';
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
  const told = (): string => `${output}\n${readLogs(join(folder, 'log'))}`;
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline;) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\r\n') : [];
    const [port, instance] = lines;
    if (port !== undefined && instance !== undefined && lines.length > 4) return [port, instance];
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null) {
      throw new EndedAtOnce(`Tableau's protocol server ended with ${exitCode ?? signalCode}:\n${told()}`);
    }
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`Tableau's protocol server did not start:\n${told()}`);
}

async function untilWritten(file: string): Promise<string> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline;) {
    if (existsSync(file)) return readFileSync(file, 'utf8');
    await sleep(50);
  }
  throw new Error("Tableau's protocol server did not open the wizard.");
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

function readLogs(folder: string): string {
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}
