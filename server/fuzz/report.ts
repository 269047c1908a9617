/** What fuzzing has found so far. */
import type { FuzzRequest } from './requests.ts';

interface Finding {
  readonly fault: string;
  readonly request: FuzzRequest;
}

export interface FuzzReport {
  readonly sent: number;
  readonly findings: readonly Finding[];
  /** How many answers had which status; 0 stands for connections that were closed over what is no HTTP. */
  readonly statuses: ReadonlyMap<number, number>;
}

export interface FuzzTally {
  /** Requests that were answered. */
  readonly sent: number;
  /** So much was found that looking at it comes first. */
  isFull(): boolean;
  readonly note: (request: FuzzRequest, status: number, fault?: string) => void;
  report(): FuzzReport;
}

const MOST_FINDINGS = 100;

/** A tally of nothing yet; findings are told at once, so that a run may be ended early. */
export function createTally(onFinding: (finding: Finding) => void = () => {}): FuzzTally {
  const findings: Finding[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    isFull: () => findings.length >= MOST_FINDINGS,
    note(request, status, fault) {
      sent += 1;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (fault === undefined) return;
      findings.push({ fault, request });
      onFinding({ fault, request });
    },
    report: () => ({ sent, findings, statuses }),
  };
}
