/**
 * Forms, and programs that encode as forms do, write a blank as `+`, which in a URL is a plus sign. So where a query cannot
 * be read because one stands where only a blank can, and no blank is written otherwise, all of them are blanks.
 */

/** The query with its blanks as URLs have them, should it be a form's; nothing where it is none. */
export const formOf = (query: string): string | undefined =>
  query.includes('+') && !query.includes('%20') ? query.replaceAll('+', '%20') : undefined;
