/** Load on a server: several connections, each asking again as soon as it has an answer. */
import { Pool } from 'undici';

interface LoadOptions {
  readonly url: string;
  /** The path and query of each request, by its number; absent: always those of `url`. */
  readonly pathOf?: (request: number) => string;
  /** Request headers; the connections take turns where there are several. */
  readonly callers: readonly Readonly<Record<string, string>>[];
  readonly connections: number;
  readonly seconds: number;
}

/** Requests per second that were answered with 200; any other answer is an error. */
export async function requestsPerSecond({ url, callers, connections, seconds, ...rest }: LoadOptions): Promise<number> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections });
  const start = performance.now();
  const end = start + seconds * 1000;
  const { pathOf = () => pathname + search } = rest;
  let sent = 0;
  let answered = 0;
  async function connection(index: number): Promise<void> {
    const headers = callers[index % callers.length] ?? {};
    while (performance.now() < end) {
      const path = pathOf(sent++);
      const { statusCode, body } = await pool.request({ path, method: 'GET', headers });
      if (statusCode !== 200) throw new Error(`${statusCode} ${path}: ${await body.text()}`);
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
      answered++;
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  const elapsed = (performance.now() - start) / 1000;
  await pool.close();
  return answered / elapsed;
}
