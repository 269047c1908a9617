import type { TimeEntryFields } from '../records.ts';
import type { EntryFilter, EntryQuery, EntryReferences } from './entry-filter.ts';
import type { EntryGenerator } from './entry-generator.ts';
import type { EntryGrid } from './entry-grid.ts';
import { dayOf, entryColumns, entryFilter, matches } from './entry-filter.ts';

/** Rows that match a query, in API order (Date and ID descending); `numbers` cuts a page out of them. */
export interface Selection {
  readonly count: number;
  readonly numbers: (offset: number, limit: number) => readonly number[];
}

/** All time entries of the company: generated ones, minus what was deleted, plus what was inserted or changed. */
export interface EntryStore {
  readonly count: () => number;
  readonly select: (query: EntryQuery) => Selection;
  readonly get: (number: number) => TimeEntryFields;
  /** Day number of an entry. */
  readonly dayOf: (number: number) => number;
  readonly byId: (id: string) => TimeEntryFields | undefined;
  /** The record if it was inserted or changed. */
  readonly changed: (number: number) => TimeEntryFields | undefined;
  readonly insert: (fields: Omit<TimeEntryFields, 'ID'>) => TimeEntryFields;
  readonly replace: (record: TimeEntryFields) => void;
  readonly remove: (id: string) => boolean;
  /** Sum of hours in millionths of one user on one day. */
  readonly microHours: (userId: string, day: number) => number;
}

/** One day: generated entries by arithmetic (`workingDay`), or once anything on it changed, as an ascending list. */
interface Slot {
  readonly day: number;
  readonly workingDay: number;
  list: number[] | undefined;
}

/** Where the list keeps its order: index of the first element not less than `value`. */
function lowerBound(size: number, valueAt: (index: number) => number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The store over a generated company. */
export function entryStore(grid: EntryGrid, generator: EntryGenerator, references: EntryReferences): EntryStore {
  const slots: Slot[] = grid.workingDays.map((number, workingDay) => ({ day: number, workingDay, list: undefined }));
  const overlay = new Map<number, TimeEntryFields>();
  const deleted = new Set<number>();
  let nextNumber = grid.count;
  let running: readonly number[] | undefined;
  const columns = entryColumns(grid, generator);

  const sizeOf = (slot: Slot): number =>
    slot.list?.length ?? grid.firstOf(slot.workingDay + 1) - grid.firstOf(slot.workingDay);

  /** Rows before slot i, for all i, recomputed after a change. */
  const before = (): readonly number[] => {
    if (running !== undefined) return running;
    const sums = [0];
    let sum = 0;
    for (const slot of slots) sums.push((sum += sizeOf(slot)));
    return (running = sums);
  };

  const slotIndex = (dayNumber: number): number => lowerBound(slots.length, (i) => slots[i]?.day ?? 0, dayNumber);

  /** The slot of a day with its entries as a list, made where there is none. */
  const listed = (dayNumber: number): number[] => {
    const index = slotIndex(dayNumber);
    let slot = slots[index];
    if (slot?.day !== dayNumber) {
      slot = { day: dayNumber, workingDay: -1, list: [] };
      slots.splice(index, 0, slot);
    }
    const { workingDay } = slot;
    return (slot.list ??= Array.from({ length: sizeOf(slot) }, (_, i) => grid.firstOf(workingDay) + i));
  };

  const add = (dayNumber: number, number: number): void => {
    const list = listed(dayNumber);
    list.splice(
      lowerBound(list.length, (i) => list[i] ?? 0, number),
      0,
      number,
    );
    running = undefined;
  };

  const drop = (dayNumber: number, number: number): void => {
    const list = listed(dayNumber);
    const index = lowerBound(list.length, (i) => list[i] ?? 0, number);
    if (list[index] === number) list.splice(index, 1);
    running = undefined;
  };

  const exists = (number: number): boolean => (number < grid.count ? !deleted.has(number) : overlay.has(number));
  const get = (number: number): TimeEntryFields => overlay.get(number) ?? generator.record(number);
  const find = (id: string): number | undefined => {
    const number = generator.numberOf(id);
    return number !== undefined && exists(number) ? number : undefined;
  };

  /** All rows of a run of days: no row is looked at. */
  const range = (low: number, high: number): Selection => {
    const sums = before();
    const [start, end] = [sums[low] ?? 0, sums[Math.max(high, low)] ?? 0];
    return {
      count: end - start,
      numbers(offset, limit) {
        const result: number[] = [];
        let position = end - 1 - offset;
        const last = Math.max(start, position - limit + 1);
        let index = lowerBound(sums.length, (i) => sums[i] ?? 0, position + 1) - 1;
        for (; position >= last; position--) {
          while ((sums[index] ?? 0) > position) index--;
          const slot = slots[index];
          if (slot === undefined) break;
          const place = position - (sums[index] ?? 0);
          result.push(slot.list === undefined ? grid.firstOf(slot.workingDay) + place : (slot.list[place] ?? 0));
        }
        return result;
      },
    };
  };

  const listOf = (found: ArrayLike<number> & { slice(from: number, to: number): Iterable<number> }): Selection => ({
    count: found.length,
    numbers: (offset, limit) => Array.from(found.slice(offset, offset + limit)),
  });

  /** Numbers of one day that match, descending: changed rows by their record, all others by user, job and task numbers. */
  const matchesOn = (slot: Slot, filter: EntryFilter, query: EntryQuery): readonly number[] => {
    const { workingDay, list } = slot;
    if (list !== undefined) {
      const isMatch = (number: number): boolean => {
        const changed = overlay.get(number);
        return changed === undefined
          ? filter.ofUser(number, workingDay) && filter.rest(number)
          : matches(changed, query);
      };
      return list.filter(isMatch).reverse();
    }
    if (filter.users !== undefined) {
      const own = filter.users.flatMap((user) => grid.entriesOf(user, workingDay));
      return own.filter(filter.rest).sort((a, b) => b - a);
    }
    const found: number[] = [];
    for (let number = grid.firstOf(workingDay + 1) - 1; number >= grid.firstOf(workingDay); number--) {
      if (filter.rest(number)) found.push(number);
    }
    return found;
  };

  /** Rows of the days [low, high) that match. */
  const scan = (low: number, high: number, query: EntryQuery): Selection => {
    const filter = entryFilter(query, grid, references, columns);
    const found: number[] = [];
    for (const slot of slots.slice(low, Math.max(low, high)).reverse()) {
      if (!(query.days?.includes(slot.day) ?? true)) continue;
      for (const number of matchesOn(slot, filter, query)) found.push(number);
    }
    return listOf(Uint32Array.from(found));
  };

  const byIds = (ids: readonly string[], query: EntryQuery): Selection => {
    const found = [...new Set(ids)].map(find).filter((number) => number !== undefined);
    const kept = found
      .map((number) => ({ number, record: get(number) }))
      .filter(({ record }) => matches(record, query));
    return listOf(
      kept.toSorted((a, b) => dayOf(b.record) - dayOf(a.record) || b.number - a.number).map((row) => row.number),
    );
  };

  return {
    count: () => before().at(-1) ?? 0,
    get,
    dayOf(number) {
      const changed = overlay.get(number);
      return changed === undefined ? (grid.workingDays[grid.workingDayOf(number)] ?? 0) : dayOf(changed);
    },
    byId(id) {
      const number = find(id);
      return number === undefined ? undefined : get(number);
    },
    changed: (number) => overlay.get(number),
    select(query) {
      if (query.ids !== undefined) return byIds(query.ids, query);
      const low = query.from === undefined ? 0 : slotIndex(query.from);
      const high = query.to === undefined ? slots.length : slotIndex(query.to + 1);
      const plain = query.users ?? query.jobs ?? query.tasks ?? query.days;
      return plain === undefined ? range(low, high) : scan(low, high, query);
    },
    insert(fields) {
      const record = { ...fields, ID: generator.idOf(nextNumber) };
      add(dayOf(record), nextNumber);
      overlay.set(nextNumber++, record);
      return record;
    },
    replace(record) {
      const number = find(record.ID);
      if (number === undefined) throw new RangeError(`There is no time entry '${record.ID}'.`);
      drop(dayOf(get(number)), number);
      overlay.set(number, record);
      add(dayOf(record), number);
    },
    remove(id) {
      const number = find(id);
      if (number === undefined) return false;
      drop(dayOf(get(number)), number);
      overlay.delete(number);
      if (number < grid.count) deleted.add(number);
      return true;
    },
    microHours(userId, dayNumber) {
      const rows = scan(slotIndex(dayNumber), slotIndex(dayNumber + 1), { users: [userId] });
      return rows.numbers(0, rows.count).reduce((sum, number) => {
        const changed = overlay.get(number);
        return sum + (changed === undefined ? generator.microHours(number) : Math.round(Number(changed.Hours) * 1e6));
      }, 0);
    },
  };
}
