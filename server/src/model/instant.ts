/** Points in time, days and times of day in the text forms of OData JSON, exact to any number of fractional digits. */
import { compareTexts } from '../util/compare-texts.ts';
import { withoutTrailing } from '../util/without-trailing.ts';

/** A point in time: whole seconds since 1970-01-01T00:00:00Z, and the digits behind the point without trailing zeros. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: string;
  /** Minutes that its zone is ahead of UTC. */
  readonly offset: number;
}

export const SECONDS_PER_DAY = 86_400;

const DATE = /^(-?\d{4,})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;
const INSTANT = /^(-?\d{4,}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)$/i;

/** Days since 1970-01-01 of a day in ISO form, proleptic Gregorian; null where there is no such day. */
export function parseDay(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const days = daysFromCivil(year, month, day);
  return month >= 1 && month <= 12 && day >= 1 && formatDay(days) === text ? days : null;
}

/** The day that many days after 1970-01-01, in ISO form. */
export function formatDay(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const sign = year < 0 ? '-' : '';
  return `${sign}${String(Math.abs(year)).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Seconds since midnight and the digits behind the point; null where there is no such time. */
export function parseTime(text: string): { readonly seconds: number; readonly fraction: string } | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  const second = Number(match[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  return { seconds: hour * 3600 + minute * 60 + second, fraction: withoutTrailingZeros(match[4] ?? '') };
}

/** A time of day as `hh:mm:ss`, with a fraction only where there is one. */
export function formatTime(seconds: number, fraction: string): string {
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** The point in time a text says; null where it says none. */
export function parseInstant(text: string): Instant | null {
  const match = INSTANT.exec(text);
  const days = parseDay(match?.[1] ?? '');
  const time = parseTime(match?.[2] ?? '');
  const offset = parseOffset(match?.[3] ?? '');
  if (days === null || time === null || offset === null) return null;
  return { seconds: days * SECONDS_PER_DAY + time.seconds - offset * 60, fraction: time.fraction, offset };
}

/** The text of a point in time, in the zone it carries. */
export function formatInstant(instant: Instant): string {
  const local = instant.seconds + instant.offset * 60;
  const days = Math.floor(local / SECONDS_PER_DAY);
  const minutes = Math.abs(instant.offset);
  const zone = `${instant.offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  const time = formatTime(local - days * SECONDS_PER_DAY, instant.fraction);
  return `${formatDay(days)}T${time}${instant.offset === 0 ? 'Z' : zone}`;
}

/** Negative, zero, positive as `a` is before, at or after `b`; NaN where one is no point in time. */
export function compareInstants(a: string, b: string): number {
  if (a === b) return 0;
  // Of one length and both in UTC, texts are in the order of time: the usual case, without parsing.
  if (a.length === b.length && a.endsWith('Z') && b.endsWith('Z') && !a.startsWith('-') && !b.startsWith('-')) {
    return a < b ? -1 : 1;
  }
  const x = parseInstant(a);
  const y = parseInstant(b);
  if (x === null || y === null) return Number.NaN;
  return x.seconds - y.seconds || compareTexts(x.fraction, y.fraction);
}

/** A text that is the same for texts of the same point in time. */
export function instantKey(text: string): string {
  const instant = parseInstant(text);
  return instant === null ? text : formatInstant({ ...instant, offset: 0 });
}

/** Negative, zero, positive as day `a` is before, equal to or after `b`; NaN where one is no day. */
export function compareDays(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length === 10 && b.length === 10) return a < b ? -1 : 1;
  return (parseDay(a) ?? Number.NaN) - (parseDay(b) ?? Number.NaN);
}

/** Negative, zero, positive as time of day `a` is before, equal to or after `b`; NaN where one is no time. */
export function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  const x = parseTime(a);
  const y = parseTime(b);
  if (x === null || y === null) return Number.NaN;
  return x.seconds - y.seconds || compareTexts(x.fraction, y.fraction);
}

function parseOffset(text: string): number | null {
  if (text === '') return null;
  if (text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 14 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) + 0;
}

/** Days since 1970-01-01 of a proleptic Gregorian date; months count from March so that leap days come last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const withoutTrailingZeros = (digits: string): string => withoutTrailing(digits, '0');
