/** Load on one URL: several connections, each asking again as soon as it has an answer. */
import { Pool } from 'undici';

interface LoadOptions {
  readonly url: string;
  /** Request headers; the connections take turns where there are several. */
  readonly callers: readonly Readonly<Record<string, string>>[];
  readonly connections: number;
  readonly seconds: number;
}

/** Requests per second that were answered with 200; any other answer is an error. */
export async function requestsPerSecond({ url, callers, connections, seconds }: LoadOptions): Promise<number> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections });
  const start = performance.now();
  const end = start + seconds * 1000;
  let answered = 0;
  async function connection(index: number): Promise<void> {
    const headers = callers[index % callers.length] ?? {};
    while (performance.now() < end) {
      const { statusCode, body } = await pool.request({ path: pathname + search, method: 'GET', headers });
      if (statusCode !== 200) throw new Error(`${statusCode} ${url}: ${await body.text()}`);
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
      answered++;
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  const elapsed = (performance.now() - start) / 1000;
  await pool.close();
  return answered / elapsed;
}
