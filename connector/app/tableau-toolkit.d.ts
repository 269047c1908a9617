/** The part of Tableau's toolkit that the wizard uses, as its manual describes it; what comes from outside is `unknown`. */
declare module '@tableau/taco-toolkit' {
  interface AjaxResponse {
    readonly status: number;
    readonly body: unknown;
    readonly text?: unknown;
  }

  export class Connector {
    constructor(onReady: (connector: Connector) => void, onFailure: (connector: Connector, error: Error) => void);
    handlerInputs?: readonly { readonly fetcher: string; readonly parser: string; readonly data: unknown }[];
    secrets: Readonly<Record<string, unknown>> | undefined;
    appSnapshot?: object;
    get(
      url: string,
      options: { readonly headers: Readonly<Record<string, string>>; readonly bypassCorsPolicy: boolean },
    ): Promise<AjaxResponse>;
    submit(): Promise<void>;
    cancel(): void;
  }
}
