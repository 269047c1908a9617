/** A batch request: its parts are answered one after the other, each as a request of its own (Protocol 11.7). */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { parseRequestUrl } from '../../bind/url/parse-request-url.ts';
import { formatOption, textOption } from '../../bind/options/query-options.ts';
import { ODataError } from '../../errors/odata-error.ts';
import type { Clock } from '../../util/clock.ts';
import { linkAbort, type LinkedAbort } from '../../util/linked-abort.ts';
import { MEGABYTE } from '../../util/megabyte.ts';
import type { MemoryShare } from '../../util/memory-budget.ts';
import type { Pace } from '../../util/turns.ts';
import { checkIsolation } from '../isolation.ts';
import { type BatchConnection, type ODataRequest, type ODataResponse, versionHeader } from '../message.ts';
import { continueOnError } from '../preferences.ts';
import { negotiateVersion } from '../version.ts';
import { answerFormat, type WrittenBatch, writtenBatch } from './batch-format.ts';
import { type BatchPart, MAX_BATCH_BYTES } from './batch-part.ts';
import { readJsonBatch } from './json-batch.ts';
import { readMultipart } from './multipart.ts';
import { partAnswers } from './part-answers.ts';
import { batchWriters } from './write-batch.ts';

/** Bytes that the answers of a batch have together at most. */
const MAX_ANSWER_BYTES = 64 * MEGABYTE;
/** Of what the sender may hold: the rest is for making them, which must not wait for what the batch itself holds. */
const ANSWERS_PART = 0.25;

interface BatchOptions {
  readonly connection: BatchConnection;
  /** Answers one part. @throws ODataError */
  readonly answerPart: (part: ODataRequest) => Promise<ODataResponse>;
  readonly pace: Pace;
  /** Counts the body, and the answers until all of them are made. */
  readonly memory: MemoryShare;
  /** Bytes that the sender may hold in all. */
  readonly mostMemory: number;
  readonly clock: Clock;
  /** Characters of a URL's path and query, without its skiptoken. */
  readonly maxUrlLength: number;
  /** Milliseconds after which parts without an answer are told that time is up. */
  readonly timeoutMs: number;
}

/**
 * The answer to a batch request. Parts that fail have answers like others; behind the first of them nothing is answered,
 * unless the client prefers to continue on errors (Protocol 8.2.8.3).
 * @throws ODataError where the batch as a whole cannot be read or answered.
 */
export async function answerBatch(request: ODataRequest, options: BatchOptions): Promise<ODataResponse> {
  const { headers } = request;
  checkIsolation(headers);
  const version = negotiateVersion(headers);
  const written = writtenBatch(headers['content-type'], headers['content-encoding']);
  const url = parseRequestUrl('$batch', request.query);
  const asked = formatOption(url);
  const schemaVersion = textOption(url.options, '$schemaversion');
  const format = answerFormat(written.format, headers['accept'], asked);
  const writer = batchWriters[format](`batch_${randomUUID()}`);
  const continues = continueOnError(headers['prefer']);
  const link = limited(request.signal, options);
  const { told } = options.connection;
  const maxBytes = Math.min(MAX_ANSWER_BYTES, options.mostMemory * ANSWERS_PART);
  const answer = partAnswers(request, { ...options, told, signal: link.signal, maxBytes, schemaVersion });
  const body: Uint8Array[] = [];
  let count = 0;
  let rows = 0;
  try {
    for (const part of await readParts(request, written, options)) {
      const response = await answer(part);
      body.push(...writer.answer({ id: part.id, position: count, response }));
      count += 1;
      rows += response.rows ?? 0;
      if (response.status >= 400 && continues === undefined) break;
      if (options.pace.isDue()) await options.pace.pause();
    }
  } finally {
    link.end();
  }
  body.push(Buffer.from(writer.end(count), 'latin1'));
  return {
    status: 200,
    headers: {
      'Content-Type': writer.contentType,
      'Cache-Control': 'no-store',
      ...versionHeader(version),
      ...(continues === undefined ? {} : { 'Preference-Applied': continues }),
    },
    kind: 'BatchRequest',
    rows,
    body,
  };
}

async function readParts(
  { readBody }: ODataRequest,
  written: WrittenBatch,
  { memory, pace }: BatchOptions,
): Promise<readonly BatchPart[]> {
  await memory.take(MAX_BATCH_BYTES);
  const body = (await readBody?.(MAX_BATCH_BYTES)) ?? new Uint8Array();
  if (pace.isDue()) await pace.pause();
  if (written.format === 'application/json') return readJsonBatch(body);
  return readMultipart(Buffer.from(body).toString('latin1'), written.boundary);
}

/**
 * Milliseconds, of those that a request may take in all, in which pages of parts end, and in which parts are answered: so
 * that what is made by then is sent.
 */
export const batchTimes = (timeoutMs: number) => ({ pages: 0.8 * timeoutMs, parts: 0.9 * timeoutMs });

/** A signal that also aborts when the time for parts is up, so that those that are made are still sent. */
function limited(outer: AbortSignal, { clock, timeoutMs }: BatchOptions): LinkedAbort {
  const link = linkAbort(outer);
  const timeout = ODataError.of('RequestTimeout', { seconds: Math.round(timeoutMs / 1000) });
  clock.sleep(timeoutMs, link.signal).then(
    () => link.abort(timeout),
    () => undefined,
  );
  return link;
}
