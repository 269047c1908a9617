/** From the bytes of a body to its text; what they are is seen by themselves, whatever the headers say. */
import { isAscii, isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { answerTurn, oneAtATime, recordTurn } from './answer-turns.ts';
import type { Failure } from './outcome.ts';
import type { Row } from '../../model/values.ts';
import type { ScanRecords } from '../model/scan/scan-records.ts';

/** A body that was read. */
export interface Text {
  readonly kind: 'Text';
  readonly text: string;
  /** Bytes of it, decompressed. */
  readonly bytes: number;
  /** Records that were taken out of it. */
  readonly rows?: readonly Row[] | undefined;
}

const decompress = promisify(gunzip);

/** The parts of a body; undefined where it is larger than allowed, and the connection is then given up. */
export async function collect(body: Readable, maxBytes: number): Promise<readonly Buffer[] | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return chunks;
}

/** Where usual bodies are put together: each is read before the next one is. */
const room = Buffer.allocUnsafe(512 * 1024);

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (length > room.length) return Buffer.concat(chunks, length);
  let at = 0;
  for (const chunk of chunks) {
    room.set(chunk, at);
    at += chunk.length;
  }
  return room.subarray(0, length);
}

/**
 * The text of a body. JSON never begins like gzip, so that its first bytes tell whether it is compressed; a byte order
 * mark is left out. Rejects with zlib's error where it was cut or damaged. What `scan` can take out of it is left out as
 * well.
 */
export async function textOf(
  received: readonly Buffer[],
  encoding: string,
  maxBytes: number,
  scan?: ScanRecords,
): Promise<Text | Failure> {
  const [first] = received;
  const isGzip = first?.[0] === 0x1f && first[1] === 0x8b;
  if (!isGzip && !['', 'identity', 'gzip', 'x-gzip'].includes(encoding.trim().toLowerCase())) {
    return { kind: 'Unreadable', reason: `it is encoded as '${encoding.slice(0, 20)}'.` };
  }
  const unpacked = isGzip ? await decompress(Buffer.concat(received), { maxOutputLength: maxBytes }) : undefined;
  return oneAtATime(() => readContent(() => unpacked ?? joined(received), scan));
}

async function readContent(contentOf: () => Buffer, scan: ScanRecords | undefined): Promise<Text | Failure> {
  // Answers that arrive together are read in turns.
  const turn = answerTurn();
  if (turn !== undefined) await turn;
  const content = contentOf();
  const scanned = scan !== undefined && isUtf8(content) ? await scan(content, recordTurn) : undefined;
  if (scanned !== undefined) return { kind: 'Text', text: scanned.rest, rows: scanned.rows, bytes: content.length };
  if (isAscii(content)) return { kind: 'Text', text: content.toString('latin1'), bytes: content.length };
  // Records with U+FFFD in place of what could not be read would be records that nobody entered.
  if (!isUtf8(content)) {
    if (isCutInCharacter(content))
      return { kind: 'Interrupted', reason: 'its answer ended in the middle.', cause: undefined };
    return { kind: 'Garbled', reason: 'it is not UTF-8.' };
  }
  const text = content.toString('utf8');
  return { kind: 'Text', text: text.startsWith('\uFEFF') ? text.slice(1) : text, bytes: content.length };
}

/** Whether all but the bytes of one last character, of which some are missing, can be read. */
function isCutInCharacter(content: Buffer): boolean {
  for (let missing = 1; missing <= 3 && missing <= content.length; missing++) {
    const at = content.length - missing;
    const first = content[at] ?? 0;
    if (first >= 0xc2 && first <= 0xf4) return isUtf8(content.subarray(0, at)) && lengthFrom(first) > missing;
    if (first < 0x80 || first > 0xbf) return false;
  }
  return false;
}

/** Bytes of a character by its first one. */
const lengthFrom = (first: number): number => (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
