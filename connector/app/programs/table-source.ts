/** Where a program reads one table from. */
export interface TableSource {
  /** The service root, with a slash at its end; a period and a choice of sets and fields may be part of it. */
  readonly root: string;
  readonly entitySet: string;
  /** Names of the fields to read; absent: all that are there. */
  readonly fields?: readonly string[] | undefined;
}
