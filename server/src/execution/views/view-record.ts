import type { Row, Value } from '../../model/values.ts';
import type { Environment } from '../evaluate/compile-expression.ts';
import { compileEach } from '../evaluate/evaluate-row.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { beginWork } from '../evaluate/row-work.ts';
import type { KeyedTexts } from './view-keys.ts';
import type { ViewParts } from './view-parts.ts';

/** What is computed for one entity of a view after the other: from its own numbers, and from what is known of its keys. */
export class ViewRecord {
  private readonly measures: readonly string[];
  private readonly keys: readonly KeyedTexts[];
  private readonly computed: readonly { readonly name: string; readonly evaluate: Evaluator }[];
  /** The same object for all entities, so that its members stay where they are. */
  private readonly values: Record<string, Value>;

  constructor({ measures, keys, computed }: ViewParts, known: readonly KeyedTexts[], environment: Environment) {
    this.measures = measures;
    this.keys = known.filter(({ hasSlots }) => hasSlots);
    const evaluators = compileEach(
      computed.map(({ expression }) => expression),
      environment,
    );
    this.computed = computed.flatMap(({ name }, index) => {
      const evaluate = evaluators[index];
      return evaluate === undefined ? [] : [{ name, evaluate }];
    });
    const slots = keys.flatMap((key) => [...key.slots.values()]);
    const names = [...measures, ...slots, ...computed.map(({ name }) => name)];
    this.values = Object.fromEntries(names.map((name) => [name, null]));
  }

  /** Computes what there is for a row of the base set. Throws what evaluation throws. */
  begin(row: Row, position: number): void {
    const { values } = this;
    if (this.computed.length === 0) return;
    beginWork();
    for (const name of this.measures) values[name] = row[name] ?? null;
    for (const key of this.keys) key.fill(values, position);
    for (const { name, evaluate } of this.computed) values[name] = evaluate(values);
  }

  valueOf(name: string): Value {
    return this.values[name] ?? null;
  }
}
