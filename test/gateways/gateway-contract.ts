import { keepsBooks } from './contract/books.js';
import { cancels } from './contract/cancelling.js';
import { capturesLater } from './contract/capturing.js';
import { survivesFaults } from './contract/faults.js';
import { takesMoney } from './contract/paying.js';
import { givesBack } from './contract/refunding.js';
import { isQuiet } from './contract/quiet.js';
import { hearsNews } from './contract/webhooks.js';
import type { Provider } from './provider.js';

/** What a provider can be asked to do here. Tests that need more are skipped by their names. */
export interface Abilities {
  /** Customers who pay and decline as they are told. */
  readonly customers: boolean;
  /** A sandbox of ours: faults, and webhooks that reach us. */
  readonly box: boolean;
}

/** The provider of a file, once it has started. */
export type Stage = () => Provider;

/** What every gateway promises (`src/payments/gateways/gateway.port.ts`), proven over the wire with the provider's real SDK. */
export function describeGateway(
  name: string,
  open: () => Promise<Provider>,
  { customers, box }: Abilities = { customers: true, box: true },
): void {
  describe(name, () => {
    let provider: Provider;
    const startedAt = new Date();
    const stage: Stage = () => provider;
    beforeAll(async () => {
      provider = await open();
    });
    afterAll(() => provider?.stop());

    const withCustomers = customers ? describe : describe.skip;
    const inTheBox = customers && box ? describe : describe.skip;
    isQuiet(stage);
    withCustomers('takes money', () => takesMoney(stage));
    withCustomers('ends attempts', () => cancels(stage));
    withCustomers('promises money and takes it later', () => capturesLater(stage));
    withCustomers('gives money back', () => givesBack(stage));
    inTheBox('loses answers', () => survivesFaults(stage));
    inTheBox('sends news', () => hearsNews(stage));
    withCustomers('keeps books', () => keepsBooks(stage, startedAt));
  });
}
