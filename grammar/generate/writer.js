// What the statements of one generated module share.
import { firstSets } from './first-sets.js';
import { inlining } from './inlining.js';

/** Names that are used once, constants of the module, and the functions that are still to be written. */
export function createWriter(grammar) {
  const constants = new Map();
  const functions = new Map();
  let counter = 0;

  const unique = (stem) => {
    counter += 1;
    return `${stem}$${counter}`;
  };
  return {
    rules: new Map(grammar.rules.map((rule) => [rule.name, rule.expression])),
    first: firstSets(grammar),
    isInlined: inlining(grammar),
    constants,
    /** Grows while functions are written; a map is read in the order in which it grew. */
    functions,
    unique,
    /** A constant of the module with this initialiser; the same one for the same initialiser. */
    constant(stem, initialiser) {
      const name = constants.get(initialiser) ?? unique(stem);
      constants.set(initialiser, name);
      return name;
    },
    /** The function for a rule, as one that gives a value or one that only matches. */
    functionOf(rule, value) {
      const name = `${value ? 'read' : 'match'}_${rule}`;
      functions.set(name, { rule, value });
      return name;
    },
  };
}
