import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import { type Body, lengthOf, type ODataResponse, piecesOf } from '../message.ts';
import type { BatchFormat } from '../batch-formats.ts';

/** How the answers of a batch are written, one after the other. */
interface BatchWriter {
  readonly contentType: string;
  /** The next answer: what it adds to the body. `id` is its part's, if that has one; `position` counts from 0. */
  readonly answer: (answered: Answered) => readonly Uint8Array[];
  /** What stands behind the last one, of so many. */
  readonly end: (count: number) => string;
}

interface Answered {
  readonly id: string | undefined;
  readonly position: number;
  readonly response: ODataResponse;
}

/** A writer for multipart/mixed (Protocol 11.7.7.5) with the boundary, or for JSON (JSON Format 19.2). */
export const batchWriters: Readonly<Record<BatchFormat, (boundary: string) => BatchWriter>> = {
  'multipart/mixed': (boundary) => ({
    contentType: `multipart/mixed; boundary=${boundary}`,
    answer: ({ id, response }) => {
      const { body, headers, status } = response;
      const pieces = body === undefined ? [] : piecesOf(body);
      const head = [
        `--${boundary}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        ...(id === undefined ? [] : [`Content-ID: ${id}`]),
        '',
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        ...(body === undefined ? [] : [`Content-Length: ${lengthOf(pieces)}`]),
        '',
        '',
      ];
      return [Buffer.from(head.join('\r\n'), 'latin1'), ...pieces, lineEnd];
    },
    end: () => `--${boundary}--\r\n`,
  }),
  'application/json': () => ({
    contentType: 'application/json;charset=utf-8',
    answer: ({ id, position, response }) => {
      const { body, headers, status } = response;
      const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const said = { id: id ?? String(position + 1), status, headers: Object.fromEntries(names) };
      const open = `${position === 0 ? JSON_START : ','}${JSON.stringify(said).slice(0, -1)}`;
      if (body === undefined) return [Buffer.from(`${open}}`, 'utf8')];
      const pieces = asJson(body, headers['Content-Type'] ?? '');
      return [Buffer.from(`${open},"body":`, 'utf8'), ...pieces, Buffer.from('}', 'utf8')];
    },
    end: (count) => (count === 0 ? `${JSON_START}]}` : ']}'),
  }),
};

const lineEnd = Buffer.from('\r\n', 'latin1');
const JSON_START = '{"responses":[';

/** JSON as it is, text as a string, and anything else in base64url (JSON Format 19.1). */
function asJson(body: Body, contentType: string): readonly Uint8Array[] {
  const pieces = piecesOf(body);
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) return pieces;
  const bytes = Buffer.concat(pieces);
  const text = /^text\//i.test(contentType) ? bytes.toString('utf8') : bytes.toString('base64url');
  return [Buffer.from(JSON.stringify(text), 'utf8')];
}
