/** What was done to answer one request, noted for people who want to know. */
export interface Trace {
  /** Adds a step; the same step again is counted. */
  note(step: string): void;
  /** All steps so far as one line, in the order they were first taken; empty where there are none. */
  text(): string;
}

/** Steps that are told apart; an expanded page or a list of records can take thousands. */
const MAX_STEPS = 50;
const MAX_STEP_LENGTH = 1_000;

/** A trace of nothing yet. */
export function createTrace(): Trace {
  const counts = new Map<string, number>();
  let others = 0;
  return {
    note: (step) => {
      const short = step.length > MAX_STEP_LENGTH ? `${step.slice(0, MAX_STEP_LENGTH)}...` : step;
      const count = counts.get(short);
      if (count === undefined && counts.size === MAX_STEPS) others += 1;
      else counts.set(short, 1 + (count ?? 0));
    },
    text: () => {
      const steps = [...counts].map(([step, count]) => (count === 1 ? step : `${step} (${count} times)`));
      return [...steps, ...(others === 0 ? [] : [`${others} more steps`])].join(' | ');
    },
  };
}
