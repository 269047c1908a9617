/** The processes that are compared: the simulator they read from, the built server, and the floors. */
import { fileURLToPath } from 'node:url';
import { startProcess, type Measured } from './process.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Headers of a caller with this token. */
export const headersOf = (token: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`clicktime:${token}`).toString('base64')}`,
});

export const HEADERS = headersOf('demo-admin');

/** A company with this many time entries, throttle off. */
export const startSimulator = (rows: number, options?: { readonly yields?: boolean }): Promise<Measured> =>
  startProcess(
    ['--import', 'tsx', here('../simulator/main.ts'), '--port', '0', '--awkward', '--entries', String(rows)],
    {},
    /(http:\/\/[\d.:]+\/v2)/,
    options,
  );

/** The built server before that simulator, throttle off. */
export const startFacade = (upstream: string, env: Readonly<Record<string, string>> = {}): Promise<Measured> =>
  startProcess(
    [here('../../dist/server/main.js')],
    { PORT: '0', CLICKTIME_API_URL: upstream, UPSTREAM_REQUESTS: '0', LOG_LEVEL: 'error', ...env },
    /OData service root: (http\S+)/,
  );

/** See floors.ts for what they do. */
export const startFloor = (args: readonly string[]): Promise<Measured> =>
  startProcess(['--import', 'tsx', here('floors.ts'), ...args], {}, /ready (http\S+)/);
