/**
 * What the process did and holds, for Prometheus. Labels are words of the code and statuses, so that there is a bound to
 * how many series there are; nothing of a token, a caller or a URL is in any of them.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type UpstreamWatch } from '../clicktime/upstream/upstream-watch.ts';
import type { RequestObserver } from '../http/request-observer.ts';

/** What is looked at when the metrics are asked for. */
export interface Levels {
  readonly memory: () => { readonly total: number; readonly held: number; readonly waiting: number };
  readonly extracts: () => { readonly extracts: number; readonly bytes: number };
}

export interface Metrics {
  readonly upstream: UpstreamWatch;
  readonly requests: RequestObserver;
  /** Adds what is looked at; once. */
  look(levels: Levels): void;
  readonly registry: Registry;
}

/** Seconds; up to `REQUEST_TIMEOUT_MS` as it is set by default. */
const ANSWER_SECONDS = [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30, 110];
const UPSTREAM_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const WAIT_SECONDS = [0.01, 0.5, 1, 2.5, 5, 10, 30, 110];

const named = (name: string): string => `clicktime_odata_${name}`;

/** Metrics of nothing yet, with Node's own beside them. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: named(name), help, labelNames, registers });
  const histogram = <Label extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name: named(name), help, buckets, labelNames, registers });
  const gauge = (name: string, help: string, look: () => number) =>
    new Gauge({
      name: named(name),
      help,
      registers,
      collect() {
        this.set(look());
      },
    });

  collectDefaultMetrics({ register: registry });
  new Gauge({ name: named('info'), help: 'Always 1; the version is a label', labelNames: ['version'], registers }).set(
    { version },
    1,
  );

  let inFlight = 0;
  gauge('requests_in_flight', 'Requests whose answer is not made yet', () => inFlight);
  const answers = histogram(
    'request_duration_seconds',
    'Time until an answer was made, by kind of request (`other` where it was not understood) and status (`left` where nobody waited for it)',
    ANSWER_SECONDS,
    ['kind', 'status'],
  );
  const rows = counter('rows_total', 'Entities in answers, without expanded ones', ['kind']);
  const bytes = counter('body_bytes_total', 'Bytes of the bodies of answers before compression', ['kind']);
  const rememberedAnswers = counter('remembered_answers_total', 'Answers that were given from memory as a whole');
  const rememberedReads = counter(
    'remembered_reads_total',
    'Reads that were served from memory, or shared with another request under way',
  );

  const attempts = counter(
    'upstream_requests_total',
    'Requests sent to ClickTime, each attempt, by what it came to; `Envelope` is success, `Abandoned` that nobody waited',
    ['outcome'],
  );
  const durations = histogram(
    'upstream_request_duration_seconds',
    'Time from sending one to its end',
    UPSTREAM_SECONDS,
  );
  const waits = histogram('throttle_wait_seconds', 'Time one waited for its place in the throttle', WAIT_SECONDS);
  const repetitions = counter('upstream_repetitions_total', 'Requests to ClickTime that were decided to be sent again');
  const rests = counter(
    'upstream_rests_total',
    'Requests that were not sent, because ClickTime was left alone (`all`) or was so for their token (`token`)',
    ['of'],
  );

  return {
    registry,
    requests: () => {
      inFlight += 1;
      return ({ kind = 'other', status, milliseconds, rows: ownRows, bytes: ownBytes, tally }) => {
        inFlight -= 1;
        answers.observe({ kind, status: String(status ?? 'left') }, milliseconds / 1000);
        if (tally.isRemembered) rememberedAnswers.inc();
        rememberedReads.inc(tally.rememberedReads);
        if (status === undefined) return;
        rows.inc({ kind }, ownRows);
        bytes.inc({ kind }, ownBytes);
      };
    },
    upstream: {
      attempted: (outcome, milliseconds) => {
        attempts.inc({ outcome });
        durations.observe(milliseconds / 1000);
      },
      waited: (milliseconds) => waits.observe(milliseconds / 1000),
      repeated: () => repetitions.inc(),
      rested: (ofAll) => rests.inc({ of: ofAll ? 'all' : 'token' }),
    },
    look: ({ memory, extracts }) => {
      gauge('memory_budget_bytes', 'Memory for the answers of all requests in flight', () => memory().total);
      gauge('memory_held_bytes', 'What of it is reserved, or holds answers being sent', () => memory().held);
      gauge('memory_waiting_requests', 'Requests that wait for memory', () => memory().waiting);
      gauge(
        'extracts_remembered',
        'Extracts that can go on, until an hour after their last page',
        () => extracts().extracts,
      );
      gauge(
        'extracts_remembered_bytes',
        'What is remembered of the rows these have delivered, some 20 bytes each',
        () => extracts().bytes,
      );
    },
  };
}
