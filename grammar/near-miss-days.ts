/** Days, times and durations as other languages and countries write them. */
import { slipOf, type Slip, type SlipPattern } from './near-miss-pattern.ts';

const two = (digits: string): string => digits.padStart(2, '0');

/** Year, month and day, where they are a day; `02/01/2026` is read as Americans do. */
function day(year: string, month: string, date: string): string | undefined {
  const [m, d] = Number(month) > 12 ? [date, month] : [month, date];
  const isDay = Number(m) >= 1 && Number(m) <= 12 && Number(d) >= 1 && Number(d) <= 31;
  return isDay ? `${year}-${two(m)}-${two(d)}` : undefined;
}

const fullYear = (digits: string): string => (digits.length === 2 ? `20${digits}` : digits);

const asDay = (write: string): string => `A day is written year-month-day: ${write}.`;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthOf = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);

/** The point in time or, at midnight, the day that a text of another form stands for. */
function instant(date: string, time: string, zone = ''): string {
  if (time === '' || (/^[0:.]+$/.test(time) && zone === '')) return date;
  const [hours = '', minutes = '00', seconds = '00'] = time.split(':');
  const offset = zone === '' ? 'Z' : zone.replace(/^([-+]\d{2})(\d{2})$/, '$1:$2');
  return `${date}T${two(hours)}:${minutes}:${seconds}${offset}`;
}

/** What of a time of day does not exist. */
function tooLate(hour: string, minute: string, second: string): string | undefined {
  if (Number(hour) > 23) return `hour ${hour}`;
  if (Number(minute) > 59) return `minute ${minute}`;
  return Number(second) > 59 ? `second ${second}` : undefined;
}

/** A duration of weeks, months or years in days, of hours and minutes, or of days where no letter says what it counts. */
function durationOf(text: string): string | undefined {
  const [, count = '', unit = ''] = /^P?T?(\d{1,4})\s?([a-z]?)[a-z]*$/i.exec(text.trim()) ?? [];
  if (count === '') return undefined;
  const letter = unit.toUpperCase();
  const days = { '': 1, D: 1, W: 7, M: 30, Y: 365 }[letter];
  if (days !== undefined && !/^P?T|min/i.test(text)) return `duration'P${Number(count) * days}D'`;
  return ['H', 'M', 'S'].includes(letter) ? `duration'PT${count}${letter}'` : undefined;
}

const patterns: readonly SlipPattern[] = [
  {
    pattern: /(?<!\d)(?<at>(?<month>\d{1,2})(?<mark>[/.])(?<date>\d{1,2})\k<mark>(?<years>\d{4}|\d{2}))(?!\d)/,
    write: (part) =>
      part('mark') === '.'
        ? day(fullYear(part('years')), part('date'), part('month'))
        : day(fullYear(part('years')), part('month'), part('date')),
    say: (write, part) => {
      const ambiguous = part('mark') === '/' && Number(part('month')) <= 12 && Number(part('date')) <= 12;
      const other = `${fullYear(part('years'))}-${two(part('date'))}-${two(part('month'))}`;
      return ambiguous && other !== write ? `${asDay(write).slice(0, -1)}, or ${other}.` : asDay(write);
    },
  },
  {
    pattern: /(?<year>\d{4})-(?<at>(?<month>1[3-9]|[2-9]\d|00))-(?<date>\d{1,2})(?!\d)/,
    write: (part) => day(part('year'), part('month'), part('date')) ?? `${part('year')}-12-31`,
    say: (write, part) => `There is no month ${part('month')}; a day is written year-month-day, as in ${write}.`,
  },
  {
    pattern: /(?<year>\d{4})-(?<month>\d{2})-(?<at>3[2-9]|[4-9]\d|00)(?!\d)/,
    write: (part) => `${part('year')}-${part('month')}-28`,
    say: (write, part) => `There is no day ${part('at')} in a month; a day is written year-month-day, as in ${write}.`,
  },
  {
    pattern: /(?<=\d{4}-\d{2}-\d{2}[T ])(?<at>(?<hour>\d{1,3}):(?<minute>\d{1,3})(?::(?<second>\d{1,3}))?)/,
    write: (part) => (tooLate(part('hour'), part('minute'), part('second')) === undefined ? undefined : ''),
    say: (_write, part) =>
      `There is no ${tooLate(part('hour'), part('minute'), part('second'))}; a time is written from 00:00:00 to 23:59:59.`,
  },
  {
    pattern: /(?<![\d:T-])(?<at>(?<hour>\d{1,2}):(?<minute>\d{2})(?<second>:\d{2})?)(?:\s?(?<half>[ap])\.?m\b)?/,
    write: (part) => {
      const hour = (Number(part('hour')) % (part('half') === '' ? 24 : 12)) + (/p/i.test(part('half')) ? 12 : 0);
      return `${two(String(hour))}:${part('minute')}${part('second')}`;
    },
    say: (write) => `A time of day is written with two digits each: ${write}.`,
  },
  {
    pattern: /(?<!\d)(?<at>\d{1,2}[/.]\d{1,2}[/.]\d{2,4})(?!\d)/,
    write: (part) => {
      const [first = '', second = '', year = ''] = part('at').split(/[/.]/);
      return day(fullYear(year), first, second) === undefined ? '2026-01-31' : undefined;
    },
    say: (write) => `There is no such day; a day is written year-month-day, as in ${write}.`,
  },
  {
    pattern: /duration\s*(?<at>'(?<text>[^']{0,40})')/,
    write: (part) => durationOf(part('text')),
    say: (write) => `A duration has days, hours, minutes and seconds: write ${write}.`,
  },
  {
    pattern:
      /#?(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<date>\d{1,2})(?:[T ]+(?<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\s?(?<zone>Z|[-+]\d{2}:?\d{2}))?)?#?(?!\d)/,
    write: (part) => {
      const date = Number(part('month')) > 12 ? undefined : day(part('year'), part('month'), part('date'));
      return date === undefined ? undefined : instant(date, part('time'), part('zone'));
    },
    say: (write) =>
      write.includes('T') ? `A point in time is written with T and its offset from UTC: ${write}.` : asDay(write),
  },
  {
    pattern: /(?<date>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})(?!\d)/,
    write: (part) => day(part('year'), part('month'), part('date')),
    say: asDay,
  },
  {
    pattern:
      /(?:(?<date>\d{1,2})[-. ]+(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-. ,]+(?<year>\d{4}))(?!\d)/,
    write: (part) => day(part('year'), monthOf(part('month')), part('date')),
    say: asDay,
  },
  {
    pattern:
      /(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? +(?<date>\d{1,2})(?:st|nd|rd|th)?,? +(?<year>\d{4})(?!\d)/,
    write: (part) => day(part('year'), monthOf(part('month')), part('date')),
    say: asDay,
  },
  {
    pattern: /\b(?<name>datetimeoffset|datetime|timestamp|date|time|guid)\s*(?<raw>'(?<text>[^']{1,60})')/,
    write: (part) => {
      const text = part('text');
      // Not the product's ids alone are texts.
      if (part('name').toLowerCase() === 'guid') return part('raw');
      const parsed = /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<time>[\d:.]+))?(?<zone>Z|[-+]\d\d:\d\d)?$/i.exec(text)?.groups;
      if (parsed?.['date'] === undefined) return text;
      return parsed['zone'] === undefined ? instant(parsed['date'], parsed['time'] ?? '') : text;
    },
    say: (write, part) =>
      `Write the value without '${part('name')}'${write.startsWith("'") ? '' : ' and without quotes'}: ${write}.`,
  },
  {
    pattern: /(?<![\d-])(?<year>\d{4})-(?<month>0[1-9]|1[0-2])(?![-\d:])/,
    write: (part) => `${part('year')}-${part('month')}-01`,
    say: asDay,
  },
];

/** Slips in writing days and times, in the order in which they are looked for. */
export const daySlips: readonly Slip[] = patterns.map(slipOf);
