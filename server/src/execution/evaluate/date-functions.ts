/**
 * Date and time functions (URL Conventions 5.1.1.8). Values keep the zone they were written in, and their parts are
 * those seen in that zone; so the parts stand in the text and need no calendar.
 */
import { decimalFraction, parseDuration } from '../../model/duration.ts';
import { parseInstant } from '../../model/instant.ts';
import type { Numeric } from '../../model/numeric.ts';
import type { CanonicalFunction } from '../../bound/canonical-functions.ts';
import { readText, splitDateTimeOffset } from '../../model/literals.ts';
import type { Operation } from './evaluator.ts';
import { spend, temporalSteps } from './row-work.ts';

export const dateFunctions = {
  date: ofText((text) => splitDateTimeOffset(text).date),
  day: ofDate((date) => Number(date.slice(-2))),
  fractionalseconds: ofTime((time) => decimalFraction(time.slice(9))),
  hour: ofTime((time) => Number(time.slice(0, 2))),
  minute: ofTime((time) => Number(time.slice(3, 5))),
  month: ofDate((date) => Number(date.slice(-5, -3))),
  second: ofTime((time) => Number(time.slice(6, 8))),
  time: ofText((text) => readText('Edm.TimeOfDay', splitDateTimeOffset(text).time) ?? null),
  totaloffsetminutes: ofText((text) => parseInstant(text)?.offset ?? null),
  totalseconds: ofText(parseDuration),
  year: ofDate((date) => Number(date.slice(0, -6))),
} satisfies Partial<Record<CanonicalFunction, Operation>>;

function ofText(apply: (text: string) => Numeric | null): Operation {
  return (a) => {
    if (typeof a !== 'string') return null;
    spend(temporalSteps(a.length));
    return apply(a);
  };
}

/** Of a date, or the date part of a point in time. */
function ofDate(apply: (date: string) => number): Operation {
  return ofText((text) => {
    const split = text.indexOf('T');
    const value = apply(split < 0 ? text : text.slice(0, split));
    return Number.isNaN(value) ? null : value;
  });
}

/** Of a time of day, or the time part of a point in time. */
function ofTime(apply: (time: string) => Numeric): Operation {
  return ofText((text) => {
    const time = text.includes('T') ? splitDateTimeOffset(text).time : text;
    return /^\d\d:\d\d/.test(time) ? apply(time) : null;
  });
}
