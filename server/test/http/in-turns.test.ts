/** How requests are begun when more come at once than one turn of the event loop has time for; time is an argument. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough, type Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { createRequestTurns, defaultRequestTurns, type Handle } from '../../src/http/in-turns.ts';

/** Turns whose event loop goes round by hand; each request takes a millisecond, five make a slice. */
function fixture() {
  let time = 0;
  const scheduled: (() => void)[] = [];
  const begun: string[] = [];
  const turns = createRequestTurns({ now: () => time, schedule: (run) => void scheduled.push(run), sliceMs: 5 });
  const handle: Handle = ({ url, socket }) => {
    time += 1;
    begun.push(`${names.get(socket) ?? ''}${url ?? ''}`);
  };
  const names = new Map<Duplex, string>();
  const join = (name: string): Duplex => {
    const socket = new PassThrough().resume();
    names.set(socket, name);
    turns.join(socket);
    return socket;
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- all that is looked at
  const response = {} as ServerResponse;
  return {
    begun,
    join,
    send: (socket: Duplex, url: string) => {
      const request = { url, socket, destroyed: false };
      // oxlint-disable-next-line no-unsafe-type-assertion -- all that is looked at
      turns.begin(request as unknown as IncomingMessage, response, handle);
      return request;
    },
    /** One turn of the event loop; gives what was begun in it. */
    turn: async (): Promise<readonly string[]> => {
      const before = begun.length;
      for (const run of scheduled.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
      return begun.slice(before);
    },
  };
}

test('with time left a request is begun where it arrives', () => {
  const { send, join, begun } = fixture();
  const a = join('a');
  for (let count = 0; count < 5; count += 1) send(a, `/${count}`);
  expect(begun).toEqual(['a/0', 'a/1', 'a/2', 'a/3', 'a/4']);
});

test('in one turn no more is begun than there is time for, and connections take turns', async () => {
  const { send, join, begun, turn } = fixture();
  const [a, b, c] = [join('a'), join('b'), join('c')];
  for (let count = 0; count < 10; count += 1) send(a, `/${count}`);
  for (let count = 0; count < 3; count += 1) send(b, `/${count}`);
  send(c, '/0');
  expect(begun).toHaveLength(5);
  expect(await turn()).toEqual(['a/5', 'b/0', 'c/0', 'a/6', 'b/1']);
  expect(await turn()).toEqual(['a/7', 'b/2', 'a/8', 'a/9']);
  expect(await turn()).toEqual([]);
});

test('liveness does not wait behind a flood, nor does anybody behind a flood of liveness', async () => {
  const { send, join, turn } = fixture();
  const [a, b] = [join('a'), join('b')];
  for (let count = 0; count < 20; count += 1) send(a, `/${count}`);
  for (let count = 0; count < 20; count += 1) send(b, '/health');
  expect(await turn()).toEqual(['b/health', 'a/5', 'b/health', 'a/6', 'b/health', 'a/7']);
});

test('who sends one request at a time is read before a flood is read on', async () => {
  const { send, join, turn } = fixture();
  const one = join('one');
  send(one, '/0');
  await turn();
  const [flood, other] = [join('flood'), join('other')];
  for (let count = 0; count < 20; count += 1) send(flood, `/${count}`);
  expect([one, flood, other].map((socket) => socket.isPaused())).toEqual([true, true, true]);
  await turn();
  expect([one, flood, other].map((socket) => socket.isPaused())).toEqual([false, true, true]);
  await turn();
  expect([one, flood, other].map((socket) => socket.isPaused())).toEqual([false, true, false]);
});

test('no connection is read while requests wait that it sent, and each is heard before any is heard twice', async () => {
  const { send, join, turn } = fixture();
  const [a, b, c] = [join('a'), join('b'), join('c')];
  const reads = () => [a, b, c].map((socket) => !socket.isPaused());
  for (let count = 0; count < 12; count += 1) send(a, `/${count}`);
  expect(reads()).toEqual([false, false, false]);
  await turn();
  expect(reads()).toEqual([false, true, true]);
  for (let count = 0; count < 10; count += 1) send(b, `/${count}`);
  await turn();
  await turn();
  await turn();
  await turn();
  await turn();
  expect(reads()).toEqual([true, true, true]);
});

test('a request whose client is gone is not begun', async () => {
  const { send, join, turn } = fixture();
  const a = join('a');
  for (let count = 0; count < 5; count += 1) send(a, `/${count}`);
  send(a, '/gone').destroyed = true;
  send(a, '/there');
  expect(await turn()).toEqual(['a/there']);
});

test('over real sockets everything is answered, in its order, however short a slice is', async () => {
  const turns = createRequestTurns({ ...defaultRequestTurns, sliceMs: 0.01 });
  const answer: Handle = ({ url }, response) => void response.end(url);
  const server = createServer((request, response) => turns.begin(request, response, answer));
  server.on('connection', (socket) => turns.join(socket)).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (name: string): Promise<void> => {
    const paths = Array.from({ length: 60 }, (_, index) => `/${name}-${index}`);
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    await once(socket, 'connect');
    // What is paused in between has to be read as well.
    for (let from = 0; from < paths.length; from += 20) {
      for (const path of paths.slice(from, from + 20)) socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
      await expect.poll(() => text).toContain(`${paths[from + 19] ?? ''}`);
    }
    expect([...text.matchAll(/\/\d+-\d+/g)].map(([path]) => path)).toEqual(paths);
    socket.destroy();
  };
  await Promise.all(Array.from({ length: 40 }, (_, index) => ask(`${index}`)));
  server.closeAllConnections();
  server.close();
});
