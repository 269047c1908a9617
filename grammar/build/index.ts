import * as apply from './apply.ts';
import * as expressions from './expressions.ts';
import * as literals from './literals.ts';
import * as options from './options.ts';
import * as paths from './paths.ts';

/** The node factories that the grammar's actions call, one call an action. */
export const build = { ...literals, ...expressions, ...paths, ...options, ...apply };

export type Build = typeof build;
