/** One small list (all but time entries) in API order, with changes on top. */
export interface Table<R extends { readonly ID: string }> {
  readonly count: () => number;
  /** Record at a position of the API order. */
  readonly at: (position: number) => R;
  readonly byId: (id: string) => R | undefined;
  readonly insert: (fields: Omit<R, 'ID'>) => R;
  readonly replace: (record: R) => void;
  readonly remove: (id: string) => boolean;
}

/** Where a table's records come from before anything changes. */
export interface TableSource<R> {
  readonly count: number;
  /** Record by number; numbers are what IDs hold. */
  readonly record: (number: number) => R;
  readonly idOf: (number: number) => string;
  readonly numberOf: (id: string) => number | undefined;
  /** API order of records; ties are decided by `tieBreak`. */
  readonly compare: (a: R, b: R) => number;
  /** Order of equals by number. */
  readonly tieBreak: (a: number, b: number) => number;
  /** True if numbers are in API order already, which spares sorting. */
  readonly presorted: boolean;
}

/** A table over a source. */
export function table<R extends { readonly ID: string }>(source: TableSource<R>): Table<R> {
  const overlay = new Map<number, R>();
  let nextNumber = source.count;
  const get = (number: number): R => overlay.get(number) ?? source.record(number);
  const compare = (a: number, b: number): number => source.compare(get(a), get(b)) || source.tieBreak(a, b);
  const numbers = Array.from({ length: source.count }, (_, number) => number);
  let order: readonly number[] | undefined = source.presorted ? undefined : numbers.toSorted(compare);
  const deleted = new Set<number>();

  const find = (id: string): number | undefined => {
    const number = source.numberOf(id);
    if (number === undefined || number >= nextNumber || deleted.has(number)) return undefined;
    return number;
  };
  const without = (number: number): readonly number[] => (order ?? numbers).filter((other) => other !== number);
  const withNumber = (list: readonly number[], number: number): readonly number[] => {
    const position = list.findIndex((other) => compare(number, other) < 0);
    return position < 0 ? [...list, number] : list.toSpliced(position, 0, number);
  };

  return {
    count: () => order?.length ?? source.count,
    at(position) {
      const number = order === undefined ? position : order[position];
      if (number === undefined) throw new RangeError(`No record at position ${position}.`);
      return get(number);
    },
    byId(id) {
      const number = find(id);
      return number === undefined ? undefined : get(number);
    },
    insert(fields) {
      const number = nextNumber++;
      const record = completed<R>(source.idOf(number), fields, source.record(0));
      overlay.set(number, record);
      order = withNumber(order ?? numbers, number);
      return record;
    },
    replace(record) {
      const number = find(record.ID);
      if (number === undefined) throw new RangeError(`There is no record '${record.ID}'.`);
      const rest = without(number);
      overlay.set(number, record);
      order = withNumber(rest, number);
    },
    remove(id) {
      const number = find(id);
      if (number === undefined) return false;
      order = without(number);
      overlay.delete(number);
      deleted.add(number);
      return true;
    },
  };
}

function completed<R extends { readonly ID: string }>(id: string, fields: Omit<R, 'ID'>, like: R): R {
  return { ...like, ...fields, ID: id };
}
