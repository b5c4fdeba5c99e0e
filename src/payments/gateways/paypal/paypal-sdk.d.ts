/** The two inner modules of the SDK that its own types leave out; paypal-http.ts and paypal-client.ts say what for. */
declare module 'paypal-rest-sdk/lib/client.js' {
  export type Done = (error: unknown, answer: unknown) => void;
  interface Http {
    invoke(
      method: string,
      path: string,
      data: object | string,
      options: { readonly headers?: Readonly<Record<string, string>> },
      done: Done,
    ): void;
  }
  const http: Http;
  export default http;
}

declare module 'paypal-rest-sdk/lib/api.js' {
  import type { Done } from 'paypal-rest-sdk/lib/client.js';
  interface Api {
    executeHttp(method: string, path: string, data: object | string, config: object, done: Done): void;
  }
  const api: Api;
  export default api;
}
