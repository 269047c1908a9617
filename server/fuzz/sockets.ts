/** Sends requests that nobody would send over real sockets, many at once, and looks at every answer. */
import { connect, type Socket } from 'node:net';
import { faultOf, readAnswer } from './answers.ts';
import type { FuzzReport, FuzzTally } from './report.ts';
import type { FuzzRequest, Generator } from './requests.ts';

interface FuzzOptions {
  readonly port: number;
  readonly requests: number;
  readonly connections: number;
  /** Requests that are sent on a connection before the first is answered. */
  readonly pipelined: number;
  /** Milliseconds that a connection's requests may take. */
  readonly patienceMs: number;
}

/** Runs until that many requests are answered, or 100 have brought something to light. */
export async function fuzzSockets(generator: Generator, options: FuzzOptions, tally: FuzzTally): Promise<FuzzReport> {
  let sent = 0;
  const work = async (): Promise<void> => {
    let waiting: FuzzRequest[] = [];
    while ((sent < options.requests || waiting.length > 0) && !tally.isFull()) {
      while (waiting.length < options.pipelined && sent < options.requests) {
        waiting.push(generator.next());
        sent += 1;
      }
      const wild = waiting.find(({ framed }) => !framed);
      const batch = wild === undefined ? waiting : waiting.slice(0, Math.max(1, waiting.indexOf(wild)));
      const rest = waiting.slice(batch.length);
      waiting = [...(await exchange(batch, options, tally.note)), ...rest];
    }
  };
  await Promise.all(Array.from({ length: options.connections }, work));
  return tally.report();
}

type Note = FuzzTally['note'];

/** Sends requests over one connection; gives back those behind an answer that ended it. */
async function exchange(
  requests: readonly FuzzRequest[],
  { port, patienceMs }: FuzzOptions,
  note: Note,
): Promise<FuzzRequest[]> {
  const socket = connect(port, '127.0.0.1');
  const [first] = requests;
  const isWild = first?.framed === false;
  let answered = 0;
  try {
    socket.write(requests.map(({ wire }) => wire).join(''), 'latin1');
    // Nobody knows where a wild request ends: what is sent is all.
    if (isWild) socket.end();
    const over = AbortSignal.timeout(patienceMs);
    for await (const [request, answer] of answersOf(socket, requests, over)) {
      note(request, answer.status, faultOf(answer, request.method));
      if (answer.status >= 200) answered += 1;
      if (answer.last || answered === requests.length) break;
    }
    if (answered === 0 && first !== undefined) {
      note(
        first,
        0,
        over.aborted ? `no answer within ${patienceMs} ms` : isWild ? undefined : 'closed without an answer',
      );
      answered = 1;
    }
  } finally {
    socket.destroy();
  }
  return requests.slice(answered);
}

async function* answersOf(socket: Socket, requests: readonly FuzzRequest[], over: AbortSignal) {
  let bytes: Buffer = Buffer.alloc(0);
  let index = 0;
  over.addEventListener('abort', () => socket.destroy());
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      for (;;) {
        const request = requests[index];
        const found = request === undefined ? undefined : readAnswer(bytes, request.method);
        if (request === undefined || found === undefined) break;
        bytes = bytes.subarray(found.size);
        if (found.answer.status >= 200) index += 1;
        yield [request, found.answer] as const;
      }
    }
  } catch (error) {
    // A connection may be reset behind an answer; what is missing then is told by who counts the answers.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
