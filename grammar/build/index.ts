import * as context from '../context.ts';
import * as apply from './apply.ts';
import * as expressions from './expressions.ts';
import * as literals from './literals.ts';
import * as options from './options.ts';
import * as paths from './paths.ts';
import * as protocol from './protocol.ts';
import * as roots from './roots.ts';

/** What the grammar's actions and predicates call, one call each: the node factories, and the limits of the parse. */
export const build = { ...context, ...literals, ...expressions, ...paths, ...options, ...apply, ...protocol, ...roots };

export type Build = typeof build;
