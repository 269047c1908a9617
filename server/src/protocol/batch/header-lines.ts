import type { RequestHeaders } from '../message.ts';
import { malformed, MAX_HEADERS, MAX_HEADER_LENGTH } from './batch-part.ts';

interface Block {
  /** Up to the first empty line. */
  readonly lines: readonly string[];
  /** What follows it; empty where nothing does. */
  readonly rest: string;
}

/**
 * The lines in front of the first empty line, which end in CRLF or LF.
 * @throws ODataError `MalformedBatch` where there are too many.
 */
export function firstBlock(text: string): Block {
  const lines: string[] = [];
  let at = 0;
  while (at < text.length) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const line = text.slice(at, text[end - 1] === '\r' && end > at ? end - 1 : end);
    at = end + 1;
    if (line === '') break;
    lines.push(line);
    if (lines.length > MAX_HEADERS) throw malformed(`it has more than ${MAX_HEADERS} header lines.`);
  }
  return { lines, rest: text.slice(at) };
}

/** Headers by lower-case name, repeated ones joined with a comma. @throws ODataError `MalformedBatch` */
export function headersFrom(lines: readonly string[]): RequestHeaders {
  return headersOf(lines.map((line) => nameAndValue(line)));
}

/** The same of names and values. @throws ODataError `MalformedBatch` where there are too many, or one is no header. */
export function headersOf(entries: readonly (readonly [name: string, value: string])[]): RequestHeaders {
  if (entries.length > MAX_HEADERS) throw malformed(`it has more than ${MAX_HEADERS} headers.`);
  const length = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length > MAX_HEADER_LENGTH) throw malformed(`its headers have more than ${MAX_HEADER_LENGTH} characters.`);
  const headers = new Map<string, string>();
  for (const [written, value] of entries) {
    const name = written.toLowerCase();
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw malformed(`'${written.slice(0, 100)}' is no name of a header.`);
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

function nameAndValue(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 0) throw malformed(`'${line.slice(0, 100)}' is no header: it has no colon.`);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
