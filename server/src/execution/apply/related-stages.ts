/** `addnested`, `join` and `outerjoin`: rows together with what they lead to, which is transformed for each of them. */
import type { AddnestedStep, JoinStep, NestedSource } from '../../bound/bound-apply.ts';
import { targetOf } from '../../model/model-index.ts';
import { isList, type Row, type Value } from '../../model/values.ts';
import { isObject } from '../../util/json-object.ts';
import { readMatches } from '../read-matches.ts';
import { createRelated } from '../related.ts';
import { none, type Begin, type CompileSequence, type Workshop } from './stage.ts';
import { transformEach } from './transform-each.ts';

/** Each row with what each sequence makes of what it leads to. */
export function addnestedStage({ source, items }: AddnestedStep, workshop: Workshop, compile: CompileSequence): Begin {
  const instances = instancesOf(source, workshop);
  const nested = items.map(({ name, apply }) => ({ name, transform: transformEach(apply, workshop, compile) }));
  return () => ({
    take: async (rows) => {
      await instances.load(rows);
      const made: Row[] = [];
      for (const row of rows) {
        const added: Record<string, Value | undefined> = { ...row };
        for (const { name, transform } of nested) {
          const left = await transform(instances.of(row));
          added[name] = source.collection ? left : (left[0] ?? null);
        }
        made.push(added);
        if (workshop.execution.pace.isDue()) await workshop.execution.pace.pause();
      }
      await workshop.joins.load(made);
      return made;
    },
    end: () => none,
  });
}

/** A copy of each row for each instance that it leads to. */
export function joinStage(
  { source, name, apply, outer }: JoinStep,
  workshop: Workshop,
  compile: CompileSequence,
): Begin {
  const instances = instancesOf(source, workshop);
  const transform = transformEach(apply, workshop, compile);
  const { pace, memory } = workshop.execution;
  return () => {
    let counted = 0;
    /** What was made of the batch before is not held any more. */
    const count = async (rows: number): Promise<void> => {
      await memory.take((rows - counted) * COPY);
      counted = rows;
    };
    return {
      take: async (rows) => {
        await count(0);
        await instances.load(rows);
        const made: Row[] = [];
        for (const row of rows) {
          const left = await transform(instances.of(row));
          for (const each of left) made.push({ ...row, [name]: each });
          if (left.length === 0 && outer) made.push({ ...row, [name]: null });
          if (made.length > counted + COUNTED_AT_ONCE) await count(made.length);
          if (pace.isDue()) await pace.pause();
        }
        await count(made.length);
        await workshop.joins.load(made);
        return made;
      },
      end: async () => {
        await count(0);
        return none;
      },
    };
  };
}

/** Copies after which their memory is made sure of. */
const COUNTED_AT_ONCE = 1000;
/** Bytes of a copy of a row, whose values it shares. */
const COPY = 400;

interface Instances {
  load(rows: readonly Row[]): Promise<unknown>;
  of(row: Row): readonly Row[];
}

/** The entities of a navigation property with all that they have, or the values of a complex property. */
function instancesOf(source: NestedSource, { execution }: Workshop): Instances {
  if (source.kind === 'Property') {
    const { name } = source;
    return {
      load: async () => undefined,
      of: (row) => {
        const value = row[name];
        return (isList(value) ? value : [value ?? null]).filter((each) => isObject(each));
      },
    };
  }
  const entitySet = targetOf(execution.shown, source);
  const { entityType } = entitySet;
  const properties = [
    ...entityType.properties.map(({ name }) => name),
    ...entityType.navigationProperties.flatMap(({ join }) => join.map(({ from }) => from)),
  ];
  const query = { navigation: source, entitySet, properties, purpose: 'expand' } as const;
  return createRelated(execution, query, (plan) => readMatches(execution, plan));
}
