/** The rows of a set that is kept as a whole, found by what ties them to others; each way of finding is made ready once. */
import type { Row } from '../model/values.ts';
import { paced, type Pace } from '../util/turns.ts';
import type { JoinConditions, MatchKey } from './join-conditions.ts';

export class KeptRows {
  readonly rows: readonly Row[];
  /** By the names of the properties that have to equal a value. */
  private readonly ways = new Map<string, FindRelated>();

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** What finds the rows that an entity is tied to by these conditions, in their order. */
  async finder(conditions: JoinConditions, pace: Pace): Promise<FindRelated> {
    const name = JSON.stringify(conditions.shape);
    const known = this.ways.get(name);
    if (known !== undefined) return known;
    const made = await this.prepare(conditions, pace);
    this.ways.set(name, made);
    return made;
  }

  private async prepare(conditions: JoinConditions, pace: Pace): Promise<FindRelated> {
    const groups = new Map<MatchKey, Row[]>();
    await paced(this.rows, pace, (row) => {
      const key = conditions.toKey(row);
      if (key === undefined) return;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    });
    const finders = new Map<MatchKey, FindRelated>();
    return (entity) => {
      const key = conditions.fromKey(entity);
      if (key === undefined) return [];
      const known = finders.get(key);
      if (known !== undefined) return known(entity);
      const find = conditions.among(groups.get(key) ?? []);
      finders.set(key, find);
      return find(entity);
    };
  }
}

/** The rows that an entity is tied to. */
export type FindRelated = (entity: Row) => readonly Row[];
