/** What became of one case. */
export interface Verdict {
  readonly rule: string;
  readonly name: string;
  readonly input: string;
  /** Where the invalid part of a negative case begins. */
  readonly failAt: number | undefined;
  readonly decidedBy: 'acceptance' | 'syntax' | 'names';
  /** Where it was refused. */
  readonly offset?: number;
  readonly message?: string;
  /** Why requests refuse what the ABNF, and so the case, allows. */
  readonly contradiction?: string;
}

const isNegative = ({ failAt }: Verdict): boolean => failAt !== undefined;
const isRefused = ({ decidedBy }: Verdict): boolean => decidedBy !== 'acceptance';
const isPassed = (verdict: Verdict): boolean => isNegative(verdict) === isRefused(verdict);
const isExact = ({ failAt, offset }: Verdict): boolean => failAt === offset;

/** The report on all cases, and how many failed. */
export function reportOf(verdicts: readonly Verdict[]): { readonly text: string; readonly failed: number } {
  const rules = [...new Set(verdicts.map(({ rule }) => rule))].toSorted();
  const failures = verdicts.filter((verdict) => !isPassed(verdict));
  const byNames = verdicts.filter((verdict) => isNegative(verdict) && verdict.decidedBy === 'names');
  const negatives = verdicts.filter(isNegative);
  const contradicting = verdicts.filter(({ contradiction }) => contradiction !== undefined);
  const misplaced = negatives.filter((verdict) => isPassed(verdict) && !isExact(verdict));
  const syntactic = negatives.filter(({ decidedBy }) => decidedBy === 'syntax');
  const lines = [
    row('rule', 'positive', 'failed', 'negative', 'failed', 'exact FailAt'),
    ...rules.map((rule) =>
      rowOf(
        rule,
        verdicts.filter((verdict) => verdict.rule === rule),
      ),
    ),
    rowOf('all', verdicts),
    '',
    ...section('Failed', failures),
    ...section('Decided by names', byNames),
    ...section(
      'Read as the ABNF has it, while the prose of the specification, and so requests, refuse it',
      contradicting,
    ),
    ...section('Refused, but at another place than FailAt', misplaced),
    `${verdicts.length} cases: ${verdicts.length - failures.length} passed, ${failures.length} failed`,
    `${negatives.length} negative cases: ${negatives.filter(isExact).length} refused exactly at FailAt` +
      ` (${syntactic.filter(isExact).length} of ${syntactic.length} by syntax,` +
      ` ${byNames.filter(isExact).length} of ${byNames.length} by names)`,
  ];
  return { text: lines.join('\n'), failed: failures.length };
}

function rowOf(rule: string, verdicts: readonly Verdict[]): string {
  const [negatives, positives] = [verdicts.filter(isNegative), verdicts.filter((verdict) => !isNegative(verdict))];
  const failed = (some: readonly Verdict[]) => some.filter((verdict) => !isPassed(verdict)).length;
  const counts = [positives.length, failed(positives), negatives.length, failed(negatives)];
  return row(rule, ...counts.map(String), String(negatives.filter(isExact).length));
}

const row = (rule: string, ...cells: readonly string[]): string =>
  `${rule.padEnd(32)}${cells.map((cell) => cell.padStart(13)).join('')}`;

function section(title: string, verdicts: readonly Verdict[]): readonly string[] {
  if (verdicts.length === 0) return [];
  return [`${title} (${verdicts.length}):`, ...verdicts.map(lineOf), ''];
}

const lineOf = ({ rule, input, failAt, offset, message = '', contradiction, name }: Verdict): string => {
  const place = contradiction === undefined ? `FailAt ${failAt ?? '-'}, refused at ${offset ?? '-'}` : 'accepted';
  return `  ${rule}: ${input}\n    ${name}; ${place}: ${contradiction ?? message}`;
};
