import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the request that is being answered. `requestId` stands in logs, audit rows and problems. */
export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const currentRequest = (): RequestContext | undefined => storage.getStore();

export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}
