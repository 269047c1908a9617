import type { Row, Value } from '../../model/values.ts';
import { weighRow } from '../weigh.ts';
import { none, type Begin, type Workshop } from './stage.ts';

interface Nested {
  readonly name: string;
  readonly begin: Begin;
}

/** One row that holds what each sequence makes of all. */
export function nestStage(items: readonly Nested[], { holdings, joins }: Workshop): Begin {
  return () => {
    const stages = items.map(({ name, begin }) => ({ name, stage: begin(), left: [] as Row[] }));
    return {
      take: async (rows) => {
        for (const { stage, left } of stages) {
          const given = await stage.take(rows);
          if (given.length === 0) continue;
          holdings.hold(given.length, given.length * weighRow(given));
          for (const row of given) left.push(row);
        }
        return none;
      },
      end: async () => {
        const made: Record<string, Value> = {};
        for (const { name, stage, left } of stages) {
          const rest = await stage.end();
          made[name] = rest.length === 0 ? left : left.concat(rest);
        }
        await joins.load([made]);
        return [made];
      },
    };
  };
}
