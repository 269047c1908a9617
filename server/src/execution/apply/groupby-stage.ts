/** `groupby`: rows by what they have in common; each group is aggregated as it streams by, or a set of its own. */
import type { BoundTransformation, GroupbyStep } from '../../bound/bound-apply.ts';
import type { Row } from '../../model/values.ts';
import { sortInSlices } from '../../util/sort-in-slices.ts';
import { paced } from '../../util/turns.ts';
import { weighRow } from '../weigh.ts';
import { compileAggregations } from './aggregation.ts';
import { concatStage } from './concat-stage.ts';
import { compileGroupings, withProjection, type Groupings } from './groupings.ts';
import { eachPortion, none, type Begin, type CompileSequence, type Stage, type Workshop } from './stage.ts';

/** Groups leave in the order of what they are grouped by, so that every request finds them in the same order. */
export function groupbyStage(step: GroupbyStep, workshop: Workshop, compileSequence: CompileSequence): Begin {
  const levels = step.levels.map((level) => {
    const groupings = compileGroupings(level, workshop);
    const [first] = step.apply;
    const isPlain =
      step.restores && (first === undefined || (first.kind === 'AggregateStep' && step.apply.length === 1));
    return isPlain
      ? aggregated(groupings, first?.kind === 'AggregateStep' ? first.items : [], workshop)
      : transformed(groupings, { begin: compileSequence(step.apply, workshop), step }, workshop);
  });
  const [only] = levels;
  return levels.length === 1 && only !== undefined ? only : concatStage(levels, workshop);
}

interface Group {
  readonly projection: Row;
}

const inOrder = <Each extends Group>(groups: readonly Each[], groupings: Groupings, { execution }: Workshop) =>
  sortInSlices(groups, (a, b) => groupings.compare(a.projection, b.projection), execution.pace);

// ---- Groups that become one row each --------------------------------------------------------------------------------

function aggregated(groupings: Groupings, items: Parameters<typeof compileAggregations>[0], workshop: Workshop): Begin {
  const { holdings, execution } = workshop;
  const aggregation = compileAggregations(items, workshop);
  const isPlain = groupings.isPlain && aggregation.isPlain;
  return () => {
    const columns = aggregation.open();
    const groups = groupings.table<Aggregated>((row, index) => {
      const projection = groupings.projection(row);
      holdings.hold(1, weighRow([projection]) + items.length * EACH_ITEM);
      columns.addGroup();
      return { projection, index };
    });
    return {
      take: async (rows) => {
        await aggregation.load(rows);
        await eachPortion(rows, isPlain, execution.pace, (portion) => {
          for (let index = portion.from; index < portion.to; index += 1) {
            const row = rows[index];
            if (row !== undefined) portion.groups[index - portion.from] = groups.find(row);
          }
          columns.add(portion);
        });
        return none;
      },
      end: async () => {
        const made: Row[] = [];
        await paced(await inOrder(groups.all, groupings, workshop), execution.pace, ({ projection, index }) => {
          made.push({ ...projection, ...columns.end(index) });
        });
        return made;
      },
    };
  };
}

interface Aggregated extends Group {
  readonly index: number;
}

/** Bytes of what adds up one value of one group. */
const EACH_ITEM = 200;

// ---- Groups that are sets of their own ------------------------------------------------------------------------------

interface Transformed extends Group {
  readonly stage: Stage;
  /** Rows of the batch at hand. */
  readonly waiting: Row[];
  /** What is certain to leave. */
  readonly left: Row[];
}

function transformed(
  groupings: Groupings,
  { begin, step }: { readonly begin: Begin; readonly step: GroupbyStep },
  workshop: Workshop,
): Begin {
  const { holdings, execution } = workshop;
  const leave = (group: Transformed, rows: readonly Row[]): void => {
    if (rows.length > 0) holdings.hold(rows.length, rows.length * weighRow(rows));
    for (const row of rows) group.left.push(step.restores ? withProjection(row, group.projection) : row);
  };
  return () => {
    const groups = groupings.table<Transformed>((row) => {
      const projection = groupings.projection(row);
      holdings.hold(1 + countSteps(step.apply), weighRow([projection]));
      return { projection, stage: begin(), waiting: [], left: [] };
    });
    return {
      take: async (rows) => {
        const touched = new Set<Transformed>();
        await eachPortion(rows, groupings.isPlain, execution.pace, ({ from, to }) => {
          for (const row of rows.slice(from, to)) {
            const group = groups.all[groups.find(row)];
            if (group === undefined) continue;
            group.waiting.push(row);
            touched.add(group);
          }
        });
        for (const group of touched) {
          leave(group, await group.stage.take(group.waiting.splice(0)));
          if (execution.pace.isDue()) await execution.pace.pause();
        }
        return none;
      },
      end: async () => {
        const made: Row[] = [];
        for (const group of await inOrder(groups.all, groupings, workshop)) {
          leave(group, await group.stage.end());
          for (const row of group.left) made.push(row);
          if (execution.pace.isDue()) await execution.pace.pause();
        }
        return made;
      },
    };
  };
}

/** Transformations that each group has for itself, however deep. */
function countSteps(sequence: readonly BoundTransformation[]): number {
  let count = 0;
  for (const step of sequence) {
    count += 1;
    if (step.kind === 'ConcatStep') for (const inner of step.sequences) count += countSteps(inner);
    else if (step.kind === 'NestStep') for (const { apply } of step.items) count += countSteps(apply);
    else if (step.kind === 'GroupbyStep') count += countSteps(step.apply) + step.levels.length;
  }
  return count;
}
