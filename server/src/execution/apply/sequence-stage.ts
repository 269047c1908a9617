import type { Row } from '../../model/values.ts';
import { none, type Stage } from './stage.ts';

/** Stages one after the other: what leaves one is what the next is given. */
export function sequenceStage(stages: readonly Stage[]): Stage {
  async function through(rows: readonly Row[], from: number): Promise<readonly Row[]> {
    let left = rows;
    for (let index = from; index < stages.length && left.length > 0; index += 1)
      left = (await stages[index]?.take(left)) ?? left;
    return left;
  }
  return {
    take: (rows) => through(rows, 0),
    end: async () => {
      let left = none;
      for (const stage of stages) {
        const certain = left.length === 0 ? none : await stage.take(left);
        const rest = await stage.end();
        left = certain.length === 0 ? rest : rest.length === 0 ? certain : certain.concat(rest);
      }
      return left;
    },
    isDone: () => stages.some((stage) => stage.isDone?.() === true),
  };
}
