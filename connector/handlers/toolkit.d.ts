/**
 * The part of Tableau's toolkit that the handlers use, as its manual describes it. Declared here so that types check
 * without the toolkit's own install, and strictly: what comes from outside is `unknown`.
 */
declare module '@tableau/taco-toolkit/handlers' {
  export interface FetchOptions {
    readonly handlerInput: { readonly data: unknown };
    readonly secrets?: Readonly<Record<string, unknown>>;
  }

  export interface ParseOptions {
    readonly dataContainer: DataContainer;
  }

  /** All tables gathered so far; opaque to us. */
  export interface DataContainer {
    readonly tables?: unknown;
  }

  interface TableBuilder {
    addColumnHeaders(columns: readonly object[]): void;
    addRows(rows: readonly object[]): void;
  }

  interface ContainerBuilder {
    getTable(name: string): { readonly isNew: boolean; readonly tableBuilder: TableBuilder };
    getDataContainer(): DataContainer;
  }

  export abstract class Fetcher {
    abstract fetch(options: FetchOptions): AsyncGenerator<unknown>;
  }

  export abstract class Parser<FetchResult> {
    static createContainerBuilder(container: DataContainer): ContainerBuilder;
    abstract parse(result: FetchResult, options: ParseOptions): DataContainer;
  }

  export const FetchUtils: {
    fetchJson(
      url: string,
      options: { readonly method: 'GET'; readonly headers: Readonly<Record<string, string>> },
    ): Promise<unknown>;
  };
}

/** The sandbox's only timer; not in the manual, so its absence is expected. */
declare const EpsUtils: { delay(milliseconds: number): Promise<void> } | undefined;
