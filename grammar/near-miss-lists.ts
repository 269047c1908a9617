/** The names of `$select` and the order of `$orderby` as SQL and spreadsheets write them. */
import { slipOf, type Slip, type SlipPattern } from './near-miss-pattern.ts';

const patterns: readonly SlipPattern[] = [
  {
    pattern: /^\s*(?:distinct|top\s+\d+|all)\s+(?<rest>[\p{L}_*].*)/iu,
    write: (part) => part('rest'),
    say: (write) => `The names stand alone: write $select=${write}.`,
    options: ['$select'],
  },
  {
    pattern: /(?<name>[\p{L}_][\p{L}\p{N}_/]*)\s+(?<at>as)\s+[\p{L}_'"[][^,]{0,60}/iu,
    write: (part) => part('name'),
    say: (write) => `Nothing is renamed here: write ${write}, and rename it where it is read.`,
    options: ['$select', '$orderby', '$expand'],
  },
  {
    pattern: /(?<name>[\p{L}_][\p{L}\p{N}_/]*)(?:\s+(?<direction>asc|desc))?\s+(?<at>nulls\s+(?:first|last))/iu,
    write: (part) => `${part('name')} ${part('direction') === '' ? 'asc' : part('direction').toLowerCase()}`,
    say: (write) => `null comes first in 'asc' and last in 'desc': write ${write}.`,
    options: ['$orderby'],
  },
  {
    pattern:
      /(?<name>[\p{L}_][\p{L}\p{N}_/]*)\s+(?<at>descend(?:ing)?|down|decreasing|reverse|ascend(?:ing)?|up|increasing)(?![\p{L}\p{N}_])/iu,
    write: (part) => `${part('name')} ${/^(?:desc|down|decr|rev)/i.test(part('at')) ? 'desc' : 'asc'}`,
    say: (write) => `The direction is 'asc' or 'desc': write ${write}.`,
    options: ['$orderby'],
  },
  {
    pattern: /(?<at>[!+])\s*(?<name>[\p{L}_][\p{L}\p{N}_/]*)/iu,
    write: (part) => `${part('name')} ${part('at') === '+' ? 'asc' : 'desc'}`,
    say: (write) => `The direction stands behind: write ${write}.`,
    options: ['$orderby'],
  },
];

/** Slips in lists of names, in the order in which they are looked for. */
export const listSlips: readonly Slip[] = patterns.map(slipOf);
