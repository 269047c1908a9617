import { visible } from '../../../grammar/index.ts';

/** Characters of a name in a request that an error repeats. */
const LONGEST_NAME = 100;

/** A text cut to a number of characters, none of them in half. */
export const clip = (text: string, length: number = LONGEST_NAME): string =>
  text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}...`;

/** A name of a request as an error repeats it: of bounded length, and nothing in it unseen. */
export const shown = (name: string): string => visible(clip(name));
