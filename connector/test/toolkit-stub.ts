/** What Tableau's toolkit does for the handlers, as far as their tests need it; the e2e tests run the real one. */
interface Table {
  columns: readonly object[];
  readonly rows: object[];
}

export type Tables = Map<string, Table>;

export abstract class Fetcher {}

export abstract class Parser {
  static createContainerBuilder(tables: Tables) {
    return {
      getTable: (name: string) => {
        const isNew = !tables.has(name);
        const table = tables.get(name) ?? { columns: [], rows: [] };
        tables.set(name, table);
        return {
          isNew,
          tableBuilder: {
            addColumnHeaders: (columns: readonly object[]) => {
              table.columns = [...table.columns, ...columns];
            },
            addRows: (rows: readonly object[]) => {
              table.rows.push(...rows);
            },
          },
        };
      },
      getDataContainer: () => tables,
    };
  }
}

/** Answers by address; a test fills it in. */
export const answers = new Map<string, unknown>();

export const FetchUtils = {
  fetchJson: (url: string): Promise<unknown> =>
    answers.has(url) ? Promise.resolve(answers.get(url)) : Promise.reject(new Error(`Nothing is prepared for ${url}`)),
};
