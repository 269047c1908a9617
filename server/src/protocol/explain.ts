/** How an answer came about, for the client that asked: `Prefer: explain` gets it in a header. */
import type { Trace } from '../source/trace.ts';

/** Header of an answer that tells what was read, and what was done here. */
export const PLAN_HEADER = 'Query-Plan';

/** All headers of an answer together must not have more than 4 KB, or nginx answers 502 unless told otherwise. */
const MAX_LENGTH = 2_000;

/**
 * The header that tells the steps of a trace: one line to be read by people, in which whatever is not printable ASCII is
 * percent-encoded (RFC 9110, 5.5); nothing where there are no steps.
 */
export function planHeader(trace: Trace): Readonly<Record<string, string>> {
  const text = trace.text();
  if (text === '') return {};
  const line = text.replace(/[^\x20-\x7e]+/gu, encoded);
  return { [PLAN_HEADER]: line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 3)}...` : line };
}

/** Half a character, as it stands where a long step was cut, cannot be encoded. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
