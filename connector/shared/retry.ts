/**
 * What to do about a request that failed, decided from what the sandbox lets us see: a message that holds the status
 * and the reason phrase, never the body or a header.
 */
import { ConnectorError } from './connector-error.ts';

interface Failure {
  /** HTTP status; undefined where no answer came. */
  readonly status?: number;
  readonly reason: string;
}

type Decision =
  { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'fail'; readonly error: ConnectorError };

const MAX_ATTEMPTS = 5;
const LONGEST_WAIT_MS = 60_000;
const THROTTLE_WINDOW_MS = 5_000;
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Reads the toolkit's message; the status and reason of an answer are in brackets in it. */
export function readFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const answer = /\[status\]:\s*(\d{3})(?:,\s*\[statusText\]:\s*(.*))?/s.exec(message);
  if (answer === null) return { reason: message.trim() };
  return { status: Number(answer[1]), reason: (answer[2] ?? '').trim() };
}

/** Retries what a later try may change, waiting as long as the service says; `attempt` counts from 1. */
export function decide(failure: Failure, attempt: number): Decision {
  const mayRetry = failure.status === undefined ? !isPermanent(failure.reason) : RETRIED_STATUSES.has(failure.status);
  if (!mayRetry || attempt >= MAX_ATTEMPTS) return { kind: 'fail', error: toError(failure) };
  const told = /\b(?:in|after) (\d{1,3}) s\b/.exec(failure.reason)?.[1];
  const ownMs = failure.status === 429 ? THROTTLE_WINDOW_MS * attempt : 500 * 2 ** attempt;
  return { kind: 'retry', delayMs: Math.min(told === undefined ? ownMs : Number(told) * 1000, LONGEST_WAIT_MS) };
}

/** Refusals of Tableau itself, and certificates: trying again changes nothing. */
function isPermanent(reason: string): boolean {
  return /validation fail|disallowed|not permitted|permission|certificate|self.signed|CERT_|ENOTFOUND/i.test(reason);
}

function toError({ status, reason }: Failure): ConnectorError {
  const said = reason === '' ? '' : ` It says: ${reason}`;
  switch (status) {
    case undefined:
      return new ConnectorError('ServiceUnreachable', unreachable(reason));
    case 401:
      return new ConnectorError(
        'TokenRefused',
        `The service refuses the API token. Edit the connection and paste the token again.${said}`,
      );
    case 403:
      return new ConnectorError('NotPermitted', `Your ClickTime account may not read this data.${said}`);
    case 404:
    case 410:
      return new ConnectorError('NextLinkExpired', `The data changed while it was read. Refresh again.${said}`);
    case 429:
      return new ConnectorError('Throttled', `ClickTime is busy. Refresh again in a few minutes.${said}`);
    default:
      return new ConnectorError('ServiceRefused', `The service answered with status ${status}.${said}`);
  }
}

function unreachable(reason: string): string {
  if (/invalid json|unexpected (token|end)|JSON/i.test(reason)) {
    return `The service's answer broke off or is not OData. It says: ${reason}`;
  }
  if (/localhost|private|disallowed|protocol/i.test(reason)) {
    return `Tableau reads data only over https from a named host. It says: ${reason}`;
  }
  if (/certificate|self.signed|CERT_/i.test(reason)) {
    return `The service's https certificate is not trusted on this machine. It says: ${reason}`;
  }
  return `The service cannot be reached. It says: ${reason}`;
}
