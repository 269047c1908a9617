/** Bound transformations to stages: each is chosen and made ready once, and begun for each set that it works on. */
import type { BoundTransformation } from '../../bound/bound-apply.ts';
import { aggregateStage } from './aggregate-stage.ts';
import { concatStage } from './concat-stage.ts';
import { groupbyStage } from './groupby-stage.ts';
import { addnestedStage, joinStage } from './related-stages.ts';
import { nestStage } from './nest-stage.ts';
import { orderbyStage } from './orderby-stage.ts';
import { rankStage } from './rank-stage.ts';
import { computeStage, filterStage, pageStage } from './row-stages.ts';
import { sequenceStage } from './sequence-stage.ts';
import type { Begin, Workshop } from './stage.ts';
import { mostLookedAt } from './steps.ts';

/** A sequence of transformations, to be begun for each of its input sets. */
export function compileSequence(sequence: readonly BoundTransformation[], workshop: Workshop): Begin {
  const begins = sequence.map((step, index) => compileStep(step, workshop, sequence.slice(index + 1)));
  const [only] = begins;
  return only !== undefined && begins.length === 1 ? only : () => sequenceStage(begins.map((begin) => begin()));
}

function compileStep(step: BoundTransformation, workshop: Workshop, behind: readonly BoundTransformation[]): Begin {
  switch (step.kind) {
    case 'FilterStep':
      return filterStage(step.condition, workshop);
    case 'ComputeStep':
      return computeStage(step, workshop);
    case 'PageStep':
      return pageStage(step.method, step.value);
    case 'OrderbyStep':
      return orderbyStage(step.items, workshop, mostLookedAt(behind));
    case 'RankStep':
      return rankStage(step, workshop);
    case 'AggregateStep':
      return aggregateStage(step, workshop);
    case 'GroupbyStep':
      return groupbyStage(step, workshop, compileSequence);
    case 'ConcatStep':
      return concatStage(
        step.sequences.map((sequence) => compileSequence(sequence, workshop)),
        workshop,
      );
    case 'NestStep':
      return nestStage(
        step.items.map(({ name, apply }) => ({ name, begin: compileSequence(apply, workshop) })),
        workshop,
      );
    case 'AddnestedStep':
      return addnestedStage(step, workshop, compileSequence);
    case 'JoinStep':
      return joinStage(step, workshop, compileSequence);
  }
}
