import type { Row } from '../../model/values.ts';
import { weighRow } from '../weigh.ts';
import { none, type Begin, type Workshop } from './stage.ts';

/** What several sequences make of the same rows, one after the other: that of all but the first waits for the end. */
export function concatStage(begins: readonly Begin[], { holdings }: Workshop): Begin {
  return () => {
    const stages = begins.map((begin) => ({ stage: begin(), left: [] as Row[] }));
    return {
      take: async (rows) => {
        let certain = none;
        for (const [index, { stage, left }] of stages.entries()) {
          if (stage.isDone?.() === true) continue;
          const given = await stage.take(rows);
          if (index === 0) certain = given;
          else if (given.length > 0) {
            holdings.hold(given.length, given.length * weighRow(given));
            for (const row of given) left.push(row);
          }
        }
        return certain;
      },
      end: async () => {
        const all: Row[] = [];
        for (const { stage, left } of stages) {
          for (const row of left) all.push(row);
          for (const row of await stage.end()) all.push(row);
        }
        return all;
      },
      isDone: () => stages.every(({ stage }) => stage.isDone?.() === true),
    };
  };
}
