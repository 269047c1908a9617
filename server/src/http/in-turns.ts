import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createRoundRobin, type RoundRobin } from '../util/round-robin.ts';
import { allDone, eventLoop, type SlicesOptions } from '../util/slices.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * When requests are begun. Whatever arrives on all connections in one turn of the event loop is served in that turn by
 * itself; so what a flood brings is begun in slices, and connections with much to do are not read meanwhile.
 */
export interface RequestTurns {
  /** Reads the connection in turns with the others. */
  join(socket: Duplex): void;
  /** Begins the request: at once where time is left, else in a turn of its connection's own. */
  begin(request: IncomingMessage, response: ServerResponse, handle: Handle): void;
}

/** A slice for requests that are read, and one for those that wait. */
export const defaultRequestTurns: SlicesOptions = {
  ...eventLoop,
  // Both slices, and the rest of what was read already, are to stay far below 50 ms.
  sliceMs: 3,
};

/** Connections that are read again at most in one turn: to let one go on takes time as well. */
const MAX_CONTINUED = 256;

interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly handle: Handle;
}

export function createRequestTurns({ now, schedule, sliceMs }: SlicesOptions): RequestTurns {
  /** Whoever asks whether this server lives, or is ready, has a lane of their own, so that it does not wait behind a flood. */
  const lanes = { health: createRoundRobin<Duplex, Waiting>(), others: createRoundRobin<Duplex, Waiting>() };
  const reading = new Set<Duplex>();
  /** How many requests of a connection came in the last turn that brought any. */
  const brought = new WeakMap<Duplex, { readonly turn: number; readonly count: number }>();
  let turnNumber = 0;
  /** Connections that are not read: those whose turn it is, and those that had it. */
  let next = new Set<Duplex>();
  let later = new Set<Duplex>();
  /** The same of connections that send one request at a time: they are read in turns of their own, between the others'. */
  const modest = new Set<Duplex>();
  let isModestTurn = false;
  let isUnderWay = false;
  let isShut = false;
  let startedAt = 0;

  function start(): void {
    isUnderWay = true;
    turnNumber += 1;
    startedAt = now();
    schedule(() => void turn());
  }

  /** Reads no connection until the next turn. */
  function shut(): void {
    isShut = true;
    for (const socket of reading) {
      placeOf(brought.get(socket)?.count).add(socket);
      socket.pause();
    }
    reading.clear();
    // Node reads on behind a request that it has just handed over.
    process.nextTick(() => {
      for (const socket of [...later, ...modest]) socket.pause();
    });
  }

  /** What was not heard yet may be a flood, so it is not taken for modest. */
  function placeOf(count: number | undefined): Set<Duplex> {
    if (count === undefined) return next;
    return count === 1 ? modest : later;
  }

  async function turn(): Promise<void> {
    startedAt = now();
    while (now() - startedAt < sliceMs && beginOne(lanes.health) + beginOne(lanes.others) > 0) await allDone();
    isUnderWay = false;
    isShut = false;
    readOn();
    if (!lanes.health.isEmpty() || !lanes.others.isEmpty() || next.size + later.size + modest.size > 0) start();
  }

  /** Of a flood those first that were not heard yet, so that each is heard before any is heard twice. */
  function readOn(): void {
    isModestTurn = modest.size > 0 && !isModestTurn;
    if (!isModestTurn && next.size === 0) [next, later] = [later, next];
    const chosen = isModestTurn ? modest : next;
    for (const socket of [...chosen].slice(0, MAX_CONTINUED)) {
      chosen.delete(socket);
      // It goes on when what it sent is begun.
      if (lanes.others.has(socket) || lanes.health.has(socket)) later.add(socket);
      else letGoOn(socket);
    }
  }

  function letGoOn(socket: Duplex): void {
    // One that is known to be modest stays so until it brings more.
    if (brought.get(socket)?.count !== 1) brought.delete(socket);
    if (socket.destroyed) return;
    reading.add(socket);
    socket.resume();
  }

  function forget(socket: Duplex): void {
    for (const set of [reading, next, later, modest]) set.delete(socket);
  }

  return {
    join: (socket) => {
      reading.add(socket);
      socket.once('close', () => forget(socket));
    },
    begin: (request, response, handle) => {
      if (!isUnderWay) start();
      const { socket } = request;
      const before = brought.get(socket);
      const count = before?.turn === turnNumber ? before.count + 1 : 1;
      brought.set(socket, { turn: turnNumber, count });
      const isOver = now() - startedAt >= sliceMs;
      if (!isOver && lanes.others.isEmpty()) return handle(request, response);
      const lane = isProbe(request) ? lanes.health : lanes.others;
      lane.add(socket, { request, response, handle });
      if (isOver && !isShut) shut();
    },
  };
}

const isProbe = ({ url }: IncomingMessage): boolean => url === '/health' || url === '/ready';

/** Begins what is next in the lane; gives how many requests that were. */
function beginOne(lane: RoundRobin<Duplex, Waiting>): number {
  const waiting = lane.take();
  if (waiting === undefined) return 0;
  // Nobody is there to be answered any more.
  if (!waiting.request.destroyed) waiting.handle(waiting.request, waiting.response);
  return 1;
}
