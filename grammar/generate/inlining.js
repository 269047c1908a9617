// Which rules the fast parser writes out where they are used, instead of calling them.
import { partsOf } from './grammar-nodes.js';

/** Rules of up to this many parts, the rules they name written out as well. */
const smallSize = 8;
/** Rules that are used in one place may have this many, the rules they name counted as one each. */
const onceSize = 30;

/** @returns {(rule: string) => boolean} */
export function inlining(grammar) {
  const rules = new Map(grammar.rules.map((rule) => [rule.name, rule.expression]));
  const uses = countUses(grammar);
  const known = new Map();
  return (name) => {
    if (!known.has(name)) known.set(name, isSmall(name, rules) || isUsedOnce(name, rules, uses));
    return known.get(name);
  };
}

function countUses(grammar) {
  const uses = new Map();
  const count = (node) => {
    if (node.type === 'rule_ref') uses.set(node.name, (uses.get(node.name) ?? 0) + 1);
    partsOf(node).forEach(count);
  };
  for (const rule of grammar.rules) count(rule.expression);
  return uses;
}

const isSmall = (name, rules) => sizeOf(rules.get(name), rules, new Set([name])) <= smallSize;

/** How many parts an expression has with its rules written out; infinite where it is recursive or too large anyway. */
function sizeOf(node, rules, open) {
  if (node.type === 'rule_ref') {
    return open.has(node.name) ? Infinity : sizeOf(rules.get(node.name), rules, new Set([...open, node.name]));
  }
  let size = 1;
  for (const part of partsOf(node)) {
    size += sizeOf(part, rules, open);
    if (size > smallSize) return Infinity;
  }
  return size;
}

function isUsedOnce(name, rules, uses) {
  const expression = rules.get(name);
  return uses.get(name) === 1 && ownSize(expression) <= onceSize && !leadsTo(name, expression, rules, uses, new Set());
}

const ownSize = (node) => partsOf(node).reduce((size, part) => size + ownSize(part), 1);

/** Whether writing out rules that are used once would come back to where it began. */
function leadsTo(name, node, rules, uses, seen) {
  if (node.type !== 'rule_ref') return partsOf(node).some((part) => leadsTo(name, part, rules, uses, seen));
  if (node.name === name) return true;
  if (uses.get(node.name) !== 1 || seen.has(node.name)) return false;
  seen.add(node.name);
  return leadsTo(name, rules.get(node.name), rules, uses, seen);
}
