/** What the batches of batch.test.ts do not show of bodies: those that do not come. */
import { createServer, request as httpRequest, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readBody } from '../../src/http/read-body.ts';

let close = (): void => undefined;
afterEach(() => close());

/** What comes of reading the body of a request that is sent as `write` does. */
async function outcomeOf(
  write: (request: ClientRequest) => void,
  limits: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<unknown> {
  const { timeoutMs, signal = new AbortController().signal } = limits;
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      const read = readBody(request, response, { maxBytes: 10, signal, timeoutMs });
      void read.then(String, (error: unknown) => error).then(resolve);
    });
    close = () => {
      server.close();
      server.closeAllConnections();
    };
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      write(httpRequest({ port, host: '127.0.0.1', method: 'POST' }).on('error', () => undefined));
    });
  });
}

test('a body in pieces is whole', async () => {
  const body = await outcomeOf((request) => {
    request.write('one');
    request.end('two');
  });
  expect(body).toBe('onetwo');
});

test.each([
  ['of no bytes', (request: ClientRequest): void => void request.setHeader('Content-Length', 0).end()],
  ['of no chunks', (request: ClientRequest): void => void request.setHeader('Transfer-Encoding', 'chunked').end()],
])('a body %s is empty', async (_, write) => {
  expect(await outcomeOf(write)).toBe('');
});

test('one that is announced too large is not waited for', async () => {
  const error = await outcomeOf((request) => request.setHeader('Content-Length', 11).flushHeaders());
  expect(error).toMatchObject({ code: 'BodyTooLarge', status: 413 });
});

test('one that does not come ends with 408', async () => {
  const error = await outcomeOf((request) => request.write('one'), { timeoutMs: 5 });
  expect(error).toMatchObject({ code: 'BodyTooLate', status: 408 });
});

test('nobody waits for it when nothing is waited for any more', async () => {
  const reason = new Error('over');
  const aborter = new AbortController();
  const error = await outcomeOf(
    (request) => {
      request.flushHeaders();
      aborter.abort(reason);
    },
    { signal: aborter.signal },
  );
  expect(error).toBe(reason);
});
