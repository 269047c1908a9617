/** Batches as multipart/mixed (Protocol 11.7.7), read as bytes of one character each. */
import { ODataError } from '../../errors/odata-error.ts';
import { parseMediaRange } from '../media-type.ts';
import {
  type BatchPart,
  checkIds,
  isPartId,
  malformed,
  MAX_PARTS,
  notReading,
  type PartRequest,
  tooLarge,
} from './batch-part.ts';
import { firstBlock, headersFrom } from './header-lines.ts';

/** The parts of a body. @throws ODataError `MalformedBatch`, `BatchTooLarge` where it is no batch as a whole. */
export function readMultipart(body: string, boundary: string): readonly BatchPart[] {
  return checkIds(sections(body, `--${boundary}`).map((section) => readPart(section)));
}

/** What stands between the delimiters; what is in front of the first and behind the last one means nothing. */
function sections(body: string, mark: string): readonly string[] {
  const found: string[] = [];
  let start: number | undefined;
  for (let at = delimiterFrom(body, mark, 0); at >= 0; at = delimiterFrom(body, mark, at + mark.length)) {
    if (start !== undefined) found.push(body.slice(start, lineEndBefore(body, at)));
    if (found.length > MAX_PARTS) throw tooLarge;
    const behind = at + mark.length;
    if (body.startsWith('--', behind)) return found;
    const end = body.indexOf('\n', behind);
    if (end < 0) break;
    start = end + 1;
  }
  if (start === undefined) throw malformed(`nothing in it begins with the boundary its Content-Type names, '${mark}'.`);
  throw malformed(`it ends without '${mark}--', so that it was probably cut off on its way.`);
}

/** Where the next line is that is the delimiter; a longer boundary that begins like this one is another's. */
function delimiterFrom(body: string, mark: string, from: number): number {
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    const isLineStart = at === 0 || body[at - 1] === '\n';
    const behind = body.slice(at + mark.length, at + mark.length + 2);
    if (isLineStart && /^(?:--|\r?\n|[ \t]|$)/.test(behind)) return at;
  }
  return -1;
}

function lineEndBefore(body: string, at: number): number {
  return body[at - 2] === '\r' ? at - 2 : at - 1;
}

function readPart(section: string): BatchPart {
  let id: string | undefined;
  try {
    const { lines, rest } = firstBlock(section);
    const headers = headersFrom(lines);
    id = headers['content-id'];
    if (id !== undefined && !isPartId(id)) {
      const shown = id.slice(0, 100);
      id = undefined;
      throw malformed(`a Content-ID has 1 to 100 visible ASCII characters; '${shown}' has not.`);
    }
    const type = parseMediaRange(headers['content-type'] ?? '')?.type;
    if (type === 'multipart/mixed') throw notReading('a change set');
    if (type !== 'application/http') throw malformed("the Content-Type of each part must be 'application/http'.");
    return { id, dependsOn: [], asked: readRequest(rest) };
  } catch (error) {
    if (error instanceof ODataError) return { id, dependsOn: [], asked: error };
    throw error;
  }
}

/** Request line, headers and body. An empty line in front is passed over (RFC 9112, 2.2). */
function readRequest(text: string): PartRequest {
  const { lines, rest: body } = firstBlock(text.replace(/^\r?\n/, ''));
  const [line = '', ...fields] = lines;
  const words = line.split(' ', 4);
  const [method = '', url = '', version = ''] = words;
  if (words.length !== 3 || !/^HTTP\/1\.[01]$/i.test(version) || !/^[A-Z]{1,20}$/.test(method)) {
    const shown = line.slice(0, 100);
    throw malformed(`'${shown}' is no request line such as 'GET Jobs HTTP/1.1', its URL without blanks.`);
  }
  return { method, url, headers: headersFrom(fields), body };
}
