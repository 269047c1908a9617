/** What a `Retry-After` header asks for, as a time to wait that is sensible whatever the header says. */

/** The header counts whole seconds: none is less than one, and a moment that is over is not an invitation to hurry. */
const LEAST_MS = 1_000;
/** Even where a longer time is named, ClickTime is asked again after this one. */
export const LONGEST_RETRY_AFTER_MS = 600_000;

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const TIME = String.raw`\d{2}:\d{2}:\d{2}`;
/** The three forms of RFC 9110, 5.6.7: today's, and two that are obsolete and to be understood all the same. */
const HTTP_DATES = [
  new RegExp(`^[A-Z][a-z]{2}, \\d{2} (?:${MONTHS}) \\d{4} ${TIME} GMT$`),
  new RegExp(`^[A-Z][a-z]{5,8}, \\d{2}-(?:${MONTHS})-\\d{2} ${TIME} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} (?:${MONTHS}) [ \\d]\\d ${TIME} \\d{4}$`),
];
const LONGEST_HEADER = 100;

/**
 * Milliseconds to wait by a `Retry-After` header, as delta-seconds or HTTP date (RFC 9110, 10.2.3), between 1 s and
 * 10 minutes; undefined where it is neither. A date counts from `sentAt`, the answer's own `Date` header: the clocks of
 * two machines differ. Without that it counts from `now`.
 */
export function retryAfterMs(header: string, sentAt: string | undefined, now: Date): number | undefined {
  const text = header.trim();
  if (/^\d+$/.test(text)) return bounded(Number(text) * 1000);
  const at = httpDate(text);
  return at === undefined ? undefined : bounded(at - (httpDate(sentAt?.trim() ?? '') ?? now.getTime()));
}

const bounded = (milliseconds: number): number => Math.min(LONGEST_RETRY_AFTER_MS, Math.max(LEAST_MS, milliseconds));

/** Epoch milliseconds of an HTTP date. */
function httpDate(text: string): number | undefined {
  if (text.length > LONGEST_HEADER || !HTTP_DATES.some((form) => form.test(text))) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
