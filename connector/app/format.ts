/** Numbers, dates and durations as people read them. */
import type { FieldType } from '../shared/catalog.ts';
import type { DateBounds } from '../shared/date-range.ts';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `12345` as `12,345`. */
export function formatCount(count: number): string {
  return number.format(count);
}

/** `1 row`, `12,345 rows`. */
export function formatRows(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;
}

/** An amount of data as people compare it: `about 3 MB`. */
export function formatBytes(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'KB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `about ${number.format(Number(size.toPrecision(2)))} ${unit}`;
}

/** A duration in words, rounded as an estimate deserves: `about 15 seconds`. */
export function formatDuration(seconds: number): string {
  if (seconds <= 5) return 'a few seconds';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes === 1) return 'about 1 minute';
  return minutes < 90 ? `about ${minutes} minutes` : `about ${Math.ceil(minutes / 60)} hours`;
}

/** Elapsed time as `m:ss`. */
export function formatElapsed(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const dayFormat = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** A period as `Jan 1, 2026 to Mar 31, 2026`. */
export function formatBounds({ from, to }: DateBounds): string {
  if (from !== undefined && to !== undefined) return `${formatDay(from)} to ${formatDay(to)}`;
  if (from !== undefined) return `from ${formatDay(from)}`;
  return to === undefined ? 'all days' : `until ${formatDay(to)}`;
}

function formatDay(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

/** The kind of a field in an analyst's words. */
export function formatType(type: FieldType): string {
  switch (type) {
    case 'Edm.Boolean':
      return 'Yes/No';
    case 'Edm.Date':
      return 'Date';
    case 'Edm.DateTimeOffset':
      return 'Date and time';
    case 'Edm.Decimal':
    case 'Edm.Double':
    case 'Edm.Single':
      return 'Number';
    case 'Edm.Byte':
    case 'Edm.SByte':
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
      return 'Whole number';
    case 'Edm.Duration':
    case 'Edm.Guid':
    case 'Edm.String':
    case 'Edm.TimeOfDay':
      return 'Text';
  }
}

/** A value of the preview. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return JSON.stringify(value);
}
