import type {
  CheckAnswer,
  CheckRequest,
  TokeniseAnswer,
  TokeniseRequest,
} from '../payments/card-data/protocol.js';
import { faultOf, openCard } from './card.js';
import type { Envelopes } from './envelopes.js';
import { callGateway } from './gateway-call.js';
import { notAttempted } from './providers/provider.js';
import type { Providers } from './providers/table.js';
import { Refusal } from './refusal.js';
import { Shredder } from './shredder.js';

/** The one place where a card is in the clear: opened, given to the gateway for a token, and overwritten. */
export class Tokenise {
  constructor(
    private readonly envelopes: Envelopes,
    private readonly providers: Providers,
    private readonly callMs: number,
  ) {}

  /** Whether a source opens; it is forgotten at once. */
  check({ source }: CheckRequest): Promise<CheckAnswer> {
    return this.withShredder(async (shredder) => {
      await openCard(source, this.envelopes, shredder);
      return { kind: 'opens' };
    });
  }

  /** A gateway's token for the card, or why there is none. */
  run({ source, gateway, key, deadlineMs }: TokeniseRequest): Promise<TokeniseAnswer> {
    return this.withShredder(async (shredder) => {
      const provider = this.providers.get(gateway);
      if (!provider) return notAttempted('unknown_gateway');
      const card = await openCard(source, this.envelopes, shredder);
      const fault = faultOf(card);
      if (fault) return fault;
      const post = provider.post(card, key, shredder);
      const reply = await callGateway(post, { deadlineMs, callMs: this.callMs });
      return reply.kind === 'answer' ? provider.read(reply.status, reply.body) : notAttempted(reply.cause);
    });
  }

  private async withShredder<Answer>(
    work: (shredder: Shredder) => Promise<Answer>,
  ): Promise<Answer | Refusal['answer']> {
    const shredder = new Shredder();
    try {
      return await work(shredder);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    } finally {
      shredder.shred();
    }
  }
}
