import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface MetricsServer {
  /** `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 16;
const PATIENCE_MS = 10_000;

/**
 * Tells the metrics at `/metrics`, on a port of their own, so that who reaches the service does not reach them. Whoever asks
 * while they are collected gets the same. Rejects with Node's error where the address cannot be had.
 */
export async function startMetricsServer(registry: Registry, host: string, port: number): Promise<MetricsServer> {
  let collecting: Promise<string> | undefined;
  const collect = (): Promise<string> =>
    (collecting ??= registry.metrics().finally(() => {
      collecting = undefined;
    }));
  const server = createServer(
    { requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS, maxHeaderSize: 8_192 },
    (request, response) => {
      const status = request.url !== '/metrics' ? 404 : request.method === 'GET' ? 200 : 405;
      const headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
      if (status !== 200) return void response.writeHead(status, headers).end();
      collect().then(
        (text) => response.writeHead(200, { ...headers, 'Content-Type': registry.contentType }).end(text),
        () => response.writeHead(500, headers).end(),
      );
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(PATIENCE_MS);
  server.listen(port, host);
  await once(server, 'listening');
  // oxlint-disable-next-line no-unsafe-type-assertion -- it listens on a port
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}/metrics`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
