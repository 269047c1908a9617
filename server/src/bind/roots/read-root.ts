import {
  isRootChoice,
  OdataSyntaxError,
  parseRootChoice,
  parseRootPeriod,
  type RootChoice,
  type RootPeriod,
} from '../../../../grammar/index.ts';
import { ODataError } from '../../errors/odata-error.ts';
import { MOST_ROLLING } from '../../model/days.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { shown } from '../../util/shown.ts';
import { translate } from '../url/parse-request-url.ts';
import { periodsLike } from '../hints/periods-like.ts';

/** The period that a segment of a root says. @throws ODataError `UnknownPeriod`; `names` are what else could be meant. */
export function readPeriod(segment: string, names: readonly string[]): RootPeriod {
  const read = parsed(segment);
  const problem = typeof read === 'string' ? read : problemOf(read);
  if (typeof read !== 'string' && problem === '') return read;
  const name = plain(segment);
  const hint = problem === '' ? didYouMean(name, [...periodsLike(name), ...names]) : ` ${problem}`;
  throw ODataError.of('UnknownPeriod', { name: shown(name), hint }, { target: shown(name) });
}

/** Characters that a period has at most, each of them percent-encoded. */
const LONGEST_PERIOD = 100;

/** The period, or what is wrong with it, as far as that can be told. */
function parsed(segment: string): RootPeriod | string {
  if (segment.length > LONGEST_PERIOD) return '';
  try {
    return parseRootPeriod(segment);
  } catch (error) {
    if (!(error instanceof OdataSyntaxError)) throw error;
    const day = /there (is no day [^;]*;.*)$/.exec(error.message)?.[1];
    return day === undefined ? '' : `There ${day}`;
  }
}

function problemOf(period: RootPeriod): string {
  if (period.kind === 'RollingPeriod') {
    const most = MOST_ROLLING[period.unit];
    return period.count <= most ? '' : `Write at most last-${most}-${period.unit}, or since- and a day.`;
  }
  const isReversed = period.kind === 'DayPeriod' && period.to !== null && period.from > period.to;
  return isReversed ? `Its first day is behind its last one: write ${period.to}..${period.from}.` : '';
}

/** Whether there is a root of these words; whether its fields and sets are there is not asked. */
export const isRoot = ({ period, choice }: RootWords): boolean =>
  (period === undefined || typeof parsed(period) !== 'string') && (choice === undefined || isRootChoice(choice));

interface RootWords {
  readonly period?: string | undefined;
  readonly choice?: string | undefined;
}

function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The choice that a segment of a root says. @throws ODataError `SyntaxError`, `MalformedUrl`, `QueryTooComplex` */
export function readChoice(segment: string): RootChoice {
  try {
    return parseRootChoice(segment);
  } catch (error) {
    throw error instanceof OdataSyntaxError ? translate(error) : error;
  }
}
