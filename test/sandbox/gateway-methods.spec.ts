import { rmSync } from 'node:fs';
import type { Stripe } from 'stripe';
import { clientOf, failure, GatewayWorld, startGateway } from './gateway-world.js';

describe('the methods of the sandbox gateway', () => {
  let world: GatewayWorld;
  let stripe: Stripe;

  beforeAll(async () => {
    world = await GatewayWorld.start('--crypto-ms', '100');
    ({ stripe } = world);
  });

  afterAll(() => world.stop());

  describe('a wallet', () => {
    it.each([
      ['a payment method', { payment_method: 'pm_sandbox_apple_pay' }],
      ['a token', { payment_method_data: cardToken('tok_sandbox_apple_pay') }],
    ])('pays as %s, and the charge says which', async (_, method) => {
      const intent = await stripe.paymentIntents.create({ ...CARD_ORDER });
      const paid = await stripe.paymentIntents.confirm(intent.id, { ...method, expand: EXPAND });

      expect(paid.status).toBe('succeeded');
      const charge = paid.latest_charge as Stripe.Charge;
      expect(charge.payment_method_details).toMatchObject({
        type: 'card',
        card: { brand: 'visa', last4: '4242', wallet: APPLE_PAY },
      });
      const used = await stripe.paymentMethods.retrieve(paid.payment_method as string);
      expect(used.card?.wallet).toEqual(APPLE_PAY);
    });

    it('pays in the create itself, and becomes a payment method by itself', async () => {
      const paid = await stripe.paymentIntents.create({
        ...CARD_ORDER,
        confirm: true,
        payment_method_data: cardToken('tok_sandbox_apple_pay'),
      });
      expect(paid.status).toBe('succeeded');
      const method = await stripe.paymentMethods.create({
        type: 'card',
        card: { token: 'tok_sandbox_apple_pay' },
      });
      expect(method.card).toMatchObject({ last4: '4242', wallet: APPLE_PAY });
    });

    it('is declined where its card is', async () => {
      const declined = await failure(payWith(cardToken('tok_sandbox_apple_pay_declined')));
      expect(declined).toMatchObject({
        statusCode: 402,
        code: 'card_declined',
        payment_method: { card: { wallet: { type: 'apple_pay' } } },
      });
    });

    it('tokens of plain cards are no wallets, and an unknown token is refused', async () => {
      const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_mastercard' } });
      expect(method.card).toMatchObject({ brand: 'mastercard', wallet: null });
      expect(await failure(payWith(cardToken('tok_chargeDeclinedInsufficientFunds')))).toMatchObject({
        decline_code: 'insufficient_funds',
      });
      expect(await failure(payWith(cardToken('tok_nobody')))).toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
      });
      const misspelt = { ...cardToken('tok_visa'), tokn: 'x' };
      expect(await failure(payWith(misspelt))).toMatchObject({ param: 'payment_method_data[tokn]' });
    });
  });

  describe('a bank transfer', () => {
    it('is asked for with an account, a reference and a page, and pays when it arrives', async () => {
      const customer = await newCustomer();
      const waiting = await awaitTransfer(customer.id);
      expect(waiting).toMatchObject({
        status: 'requires_action',
        customer: customer.id,
        next_action: { type: 'display_bank_transfer_instructions' },
        latest_charge: null,
      });
      const said = instructionsOf(waiting);
      expect(said).toMatchObject({ type: 'us_bank_transfer', amount_remaining: 20_000, currency: 'usd' });
      expect(said.financial_addresses?.map(({ type }) => type)).toEqual(['aba', 'swift']);
      const again = instructionsOf(await awaitTransfer(customer.id));
      expect(again.financial_addresses).toEqual(said.financial_addresses);
      expect(again.reference).not.toBe(said.reference);
      const page = await (await fetch(said.hosted_instructions_url ?? '')).text();
      expect(page).toContain(said.reference);
      expect(page).toContain(said.financial_addresses?.[0]?.aba?.account_number);

      const arrival = await sendMoney({ reference: said.reference, amount: 20_000, currency: 'usd' });

      expect(arrival).toMatchObject({
        intent: { status: 'succeeded' },
        cash_balance: { available: { usd: 0 } },
      });
      const paid = await stripe.paymentIntents.retrieve(waiting.id, { expand: EXPAND });
      expect(paid).toMatchObject({ amount_received: 20_000, next_action: null });
      expect(paid.latest_charge).toMatchObject({
        id: expect.stringMatching(/^py_/),
        customer: customer.id,
        metadata: { attempt_id: 'att_transfer' },
        payment_method_details: { type: 'customer_balance' },
        balance_transaction: { type: 'payment', amount: 20_000, fee: 100, reporting_category: 'charge' },
      });
      expect(await world.emitted(waiting.id)).toEqual([
        'payment_intent.created',
        'payment_intent.requires_action',
        'customer_cash_balance_transaction.created',
        'charge.succeeded',
        'payment_intent.succeeded',
      ]);
      expect(await world.entriesOf(waiting.id, 'charge')).toMatchObject([
        { amount: 20_000, customer: customer.id, metadata: { attempt_id: 'att_transfer' }, fee: 100 },
      ]);
    });

    it('that is too small is waited for further, and what is too much stays as the customer’s cash', async () => {
      const customer = await newCustomer();
      const { id } = await awaitTransfer(customer.id);

      const first = await sendMoney({ intent: id, amount: 5000, currency: 'usd' });

      expect(first.intent).toMatchObject({ status: 'requires_action', amount_received: 0 });
      const said = instructionsOf(await stripe.paymentIntents.retrieve(id));
      expect(said.amount_remaining).toBe(15_000);
      expect(await world.emitted(id)).toContain('payment_intent.partially_funded');
      expect(await world.entriesOf(id, 'charge')).toEqual([]);

      const second = await sendMoney({ reference: said.reference, amount: 17_500, currency: 'usd' });

      expect(second).toMatchObject({
        intent: { status: 'succeeded' },
        cash_balance: { available: { usd: 2500 } },
      });
      expect(await stripe.customers.retrieveCashBalance(customer.id)).toMatchObject({
        object: 'cash_balance',
        customer: customer.id,
        available: { usd: 2500 },
      });
      const moves = await stripe.customers.listCashBalanceTransactions(customer.id);
      expect(
        moves.data.map(({ type, net_amount, ending_balance }) => [type, net_amount, ending_balance]),
      ).toEqual([
        ['applied_to_payment', -15_000, 2500],
        ['funded', 17_500, 17_500],
        ['applied_to_payment', -5000, 0],
        ['funded', 5000, 5000],
      ]);
      expect(moves.data[0]).toMatchObject({ applied_to_payment: { payment_intent: id } });
      expect(moves.data[1]).toMatchObject({
        funded: { bank_transfer: { type: 'us_bank_transfer', reference: said.reference } },
      });
      const announced = await world.receiver.eventAbout(customer.id, 'cash_balance.funds_available');
      expect(announced.data.object).toMatchObject({ object: 'cash_balance', available: { usd: 2500 } });
      expect((await world.entriesOf(id, 'cash')).map(({ amount }) => amount)).toEqual([
        5000, -5000, 17_500, -15_000,
      ]);
    });

    it('without a reference waits as cash until it is applied by hand', async () => {
      const customer = await newCustomer();
      const { id } = await awaitTransfer(customer.id);
      const poor = await failure(stripe.paymentIntents.applyCustomerBalance(id));
      expect(poor).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });

      await sendMoney({ customer: customer.id, amount: 20_000, currency: 'usd' });

      expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_action');
      const greedy = await failure(stripe.paymentIntents.applyCustomerBalance(id, { amount: 20_001 }));
      expect(greedy).toMatchObject({ code: 'amount_too_large' });
      const part = await stripe.paymentIntents.applyCustomerBalance(id, { amount: 8000, currency: 'usd' });
      expect(instructionsOf(part).amount_remaining).toBe(12_000);
      const paid = await stripe.paymentIntents.applyCustomerBalance(id);
      expect(paid.status).toBe('succeeded');
      const late = await failure(stripe.paymentIntents.applyCustomerBalance(id));
      expect(late).toMatchObject({ code: 'payment_intent_unexpected_state' });
    });

    it('cash that is there already pays at confirm, in whole or in part', async () => {
      const customer = await newCustomer();
      await stripe.testHelpers.customers.fundCashBalance(customer.id, { amount: 25_000, currency: 'usd' });
      expect((await awaitTransfer(customer.id)).status).toBe('succeeded');
      const partly = await awaitTransfer(customer.id);
      expect(partly.status).toBe('requires_action');
      expect(instructionsOf(partly).amount_remaining).toBe(15_000);
    });

    it('cancelling or repricing gives back what has arrived, and a late transfer stays as cash', async () => {
      const customer = await newCustomer();
      const { id } = await awaitTransfer(customer.id);
      await sendMoney({ intent: id, amount: 5000, currency: 'usd' });

      const repriced = await stripe.paymentIntents.update(id, { amount: 30_000 });
      expect(repriced).toMatchObject({ status: 'requires_confirmation', next_action: null });
      expect(await cashOf(customer.id)).toEqual({ usd: 5000 });
      const waiting = await stripe.paymentIntents.confirm(id);
      expect(instructionsOf(waiting).amount_remaining).toBe(25_000);

      const canceled = await stripe.paymentIntents.cancel(id);
      expect(canceled).toMatchObject({ status: 'canceled', next_action: null });
      expect(await cashOf(customer.id)).toEqual({ usd: 5000 });
      const { data } = await stripe.customers.listCashBalanceTransactions(customer.id, { limit: 1 });
      expect(data).toMatchObject([
        { type: 'unapplied_from_payment', net_amount: 5000, unapplied_from_payment: { payment_intent: id } },
      ]);

      const { reference } = instructionsOf(waiting);
      const late = await sendMoney({ reference, amount: 25_000, currency: 'usd' });
      expect(late).toMatchObject({
        intent: { status: 'canceled' },
        cash_balance: { available: { usd: 30_000 } },
      });
    });

    it('goes back over a while, the payment as well as the cash', async () => {
      const customer = await newCustomer();
      const { id } = await awaitTransfer(customer.id);
      await sendMoney({ intent: id, amount: 21_000, currency: 'usd' });

      const refund = await stripe.refunds.create({
        payment_intent: id,
        amount: 2000,
        instructions_email: 'buyer@example.com',
      });

      expect(refund).toMatchObject({
        id: expect.stringMatching(/^pyr_/),
        status: 'pending',
        customer: customer.id,
        destination_details: { type: 'us_bank_transfer' },
      });
      const surplus = { origin: 'customer_balance', customer: customer.id, currency: 'usd' } as const;
      expect(await failure(stripe.refunds.create({ ...surplus, amount: 1001 }))).toMatchObject({
        statusCode: 400,
        param: 'amount',
      });
      const cash = await stripe.refunds.create({ ...surplus, amount: 1000 });
      expect(cash).toMatchObject({ status: 'pending', charge: null, payment_intent: null });
      expect(await cashOf(customer.id)).toEqual({ usd: 0 });
      for (const { id } of [refund, cash]) {
        await world.receiver.eventAbout(id, 'refund.updated');
        expect(await stripe.refunds.retrieve(id)).toMatchObject({ status: 'succeeded' });
      }
    });

    it.each([
      ['eur', { type: 'eu_bank_transfer', eu_bank_transfer: { country: 'NL' } }, 'iban'],
      ['gbp', { type: 'gb_bank_transfer' }, 'sort_code'],
      ['jpy', { type: 'jp_bank_transfer' }, 'zengin'],
    ] as const)('in %s names an account of that currency', async (currency, bank_transfer, type) => {
      const customer = await newCustomer();
      const waiting = await awaitTransfer(customer.id, {
        currency,
        payment_method_options: { customer_balance: { funding_type: 'bank_transfer', bank_transfer } },
      });
      const [address] = instructionsOf(waiting).financial_addresses ?? [];
      expect(address?.type).toBe(type);
      const wrong = await sendMoney({ intent: waiting.id, amount: 100, currency: 'usd' });
      expect(wrong).toMatchObject({
        intent: { status: 'requires_action' },
        cash_balance: { available: { usd: 100 } },
      });
    });

    it.each(['BE', 'DE', 'ES', 'FR', 'IE', 'NL'] as const)(
      'in euros has a valid IBAN in %s',
      async (country) => {
        const { next_action } = await awaitTransfer((await newCustomer()).id, {
          currency: 'eur',
          payment_method_options: {
            customer_balance: {
              funding_type: 'bank_transfer',
              bank_transfer: { type: 'eu_bank_transfer', eu_bank_transfer: { country } },
            },
          },
        });
        const [address] = next_action?.display_bank_transfer_instructions?.financial_addresses ?? [];
        expect(address?.iban).toMatchObject({ country, bic: expect.any(String) });
        expect(address?.iban?.iban.slice(0, 2)).toBe(country);
        expect(ibanRemainder(address?.iban?.iban ?? '')).toBe(1n);
      },
    );

    it('is refused without a customer, without its type, held back, or where only cards are taken', async () => {
      const customer = await newCustomer();
      const nobody = await failure(awaitTransfer(''));
      expect(nobody).toMatchObject({ code: 'parameter_missing', param: 'customer' });
      const untold = await failure(awaitTransfer(customer.id, { payment_method_options: {} }));
      expect(untold).toMatchObject({ code: 'parameter_missing' });
      const held = await failure(awaitTransfer(customer.id, { capture_method: 'manual' }));
      expect(held).toMatchObject({ param: 'capture_method' });
      const card = await failure(awaitTransfer(customer.id, { allowed_payment_method_types: ['card'] }));
      expect(card).toMatchObject({ code: 'payment_intent_incompatible_payment_method' });
      const stranger = await failure(awaitTransfer('cus_nobody'));
      expect(stranger).toMatchObject({ code: 'resource_missing', param: 'customer' });
      expect((await world.control('POST', 'bank-transfers', { reference: 'X', amount: 1 })).status).toBe(404);
    });

    it('under a reference that is not the customer’s own stays as cash', async () => {
      const [customer, other] = [await newCustomer(), await newCustomer()];
      const waiting = await awaitTransfer(other.id);
      for (const reference of ['UNKNOWN', instructionsOf(waiting).reference]) {
        await sendMoney({ customer: customer.id, reference, amount: 20_000, currency: 'usd' });
      }
      expect(await cashOf(customer.id)).toEqual({ usd: 40_000 });
      expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe('requires_action');
    });

    it('can be sent from its page', async () => {
      const { id, next_action } = await awaitTransfer((await newCustomer()).id);
      const url = next_action?.display_bank_transfer_instructions?.hosted_instructions_url ?? '';
      expect(await (await fetch(url)).text()).toContain('value="20000"');

      const sent = await fetch(url, { method: 'POST', body: 'amount=20000', redirect: 'manual' });

      expect(sent.status).toBe(303);
      expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
      expect(await (await fetch(url)).text()).toContain('is confirmed');
    });
  });

  describe('stablecoins', () => {
    it('are paid at the wallet, whose page leads back to the shop', async () => {
      const away = await payInCoins();
      expect(away).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
      const url = away.next_action?.redirect_to_url?.url ?? '';
      const page = await (await fetch(url)).text();
      for (const result of ['succeeded', 'processing', 'failed', 'canceled']) {
        expect(page).toContain(`name="result" value="${result}"`);
      }

      const answer = await press(url, 'succeeded');

      expect(answer.status).toBe(303);
      expect(returnOf(answer)).toMatchObject({
        order: '1',
        payment_intent: away.id,
        payment_intent_client_secret: away.client_secret,
        redirect_status: 'succeeded',
      });
      const paid = await stripe.paymentIntents.retrieve(away.id, { expand: EXPAND });
      expect(paid).toMatchObject({ status: 'succeeded', amount_received: 4200 });
      expect(paid.latest_charge).toMatchObject({
        id: expect.stringMatching(/^py_/),
        payment_method_details: { type: 'crypto', crypto: { network: 'base', token_currency: 'usdc' } },
        balance_transaction: { type: 'payment', fee: 63 },
      });
      expect(await world.emitted(away.id)).toEqual([
        'payment_intent.created',
        'payment_intent.requires_action',
        'payment_intent.processing',
        'charge.succeeded',
        'payment_intent.succeeded',
      ]);
      expect(await world.entriesOf(away.id, 'charge')).toHaveLength(1);
    });

    it('may be under way for a while, in which nothing can be cancelled and nobody is sent back', async () => {
      const away = await payInCoins();
      const url = away.next_action?.redirect_to_url?.url ?? '';

      const waiting = await press(url, 'processing');

      expect(waiting.headers.get('location')).toBe(new URL(url).pathname);
      expect(await (await fetch(url)).text()).toContain('http-equiv="refresh"');
      const underWay = await stripe.paymentIntents.retrieve(away.id);
      expect(underWay).toMatchObject({ status: 'processing', next_action: null, amount_received: 0 });
      const tooLate = await failure(stripe.paymentIntents.cancel(away.id));
      expect(tooLate).toMatchObject({
        statusCode: 400,
        code: 'payment_intent_invalid_cancellation_state',
        payment_intent: { id: away.id },
      });
      await world.receiver.eventAbout(away.id, 'payment_intent.succeeded');
      const done = await fetch(url, { redirect: 'manual' });
      expect(returnOf(done)).toMatchObject({ redirect_status: 'succeeded' });
      expect(await world.entriesOf(away.id, 'charge')).toHaveLength(1);
    });

    it('may fail under way, and the payment asks for another method', async () => {
      const away = await payInCoins();
      const answer = await world.control('POST', `intents/${away.id}/crypto`, { result: 'failed' });
      expect(await answer.json()).toMatchObject({ intent: { status: 'processing' } });

      await world.receiver.eventAbout(away.id, 'payment_intent.payment_failed');

      expect(await stripe.paymentIntents.retrieve(away.id)).toMatchObject({
        status: 'requires_payment_method',
        payment_method: null,
        last_payment_error: {
          code: 'payment_intent_payment_attempt_failed',
          payment_method: { type: 'crypto' },
        },
      });
      expect(await world.entriesOf(away.id, 'charge')).toEqual([]);
      const again = await stripe.paymentIntents.confirm(away.id, COINS);
      expect(again.status).toBe('requires_action');
    });

    it('cancelled at the wallet leave the payment open', async () => {
      const away = await payInCoins();
      const url = away.next_action?.redirect_to_url?.url ?? '';
      const answer = await press(url, 'canceled');
      expect(returnOf(answer)).toMatchObject({ payment_intent: away.id, redirect_status: 'failed' });
      expect((await stripe.paymentIntents.retrieve(away.id)).status).toBe('requires_action');
      expect((await stripe.paymentIntents.cancel(away.id)).status).toBe('canceled');
      const late = await world.control('POST', `intents/${away.id}/crypto`, { result: 'succeeded' });
      expect(late.status).toBe(400);
      expect((await press(url, 'succeeded')).status).toBe(303);
      expect(await world.entriesOf(away.id, 'charge')).toEqual([]);
    });

    it('go back pending first, and are refused in euros and without a way back', async () => {
      const paid = await payInCoins();
      await world.control('POST', `intents/${paid.id}/crypto`, { result: 'succeeded' });
      const refund = await stripe.refunds.create({ payment_intent: paid.id });
      expect(refund).toMatchObject({ status: 'pending', destination_details: { type: 'crypto' } });
      expect(await failure(payInCoins({ currency: 'eur' }))).toMatchObject({ statusCode: 400 });
      const { return_url: _, ...homeless } = COINS;
      const stuck = await failure(
        stripe.paymentIntents.create({ ...COIN_ORDER, ...homeless, confirm: true }),
      );
      expect(stuck).toMatchObject({ code: 'parameter_missing', param: 'return_url' });
    });
  });

  describe('authentication', () => {
    it.each([
      ['succeeded', 'succeeded', 'succeeded'],
      ['failed', 'requires_payment_method', 'failed'],
      ['abandoned', 'requires_action', 'failed'],
    ])('%s by a test leaves the payment %s and leads back as %s', async (result, status, redirectStatus) => {
      const asked = await authenticate();

      const answer = await world.control('POST', `intents/${asked.id}/challenge`, { result });

      const { intent, return_url } = (await answer.json()) as { intent: object; return_url: string };
      expect(intent).toMatchObject({ id: asked.id, status });
      expect(Object.fromEntries(new URL(return_url).searchParams)).toEqual({
        order: '1',
        payment_intent: asked.id,
        payment_intent_client_secret: asked.client_secret,
        redirect_status: redirectStatus,
      });
      expect(await world.entriesOf(asked.id, 'charge')).toHaveLength(status === 'succeeded' ? 1 : 0);
    });

    it('can be left by a link of the page that answers nothing', async () => {
      const asked = await authenticate();
      const url = asked.next_action?.redirect_to_url?.url ?? '';
      const page = await (await fetch(url)).text();
      const back =
        /<a href="([^"]+)">Close without answering/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect(new URL(back).searchParams.get('payment_intent')).toBe(asked.id);
      expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe('requires_action');
    });

    it('is not asked of payments that wait for something else', async () => {
      const away = await payInCoins();
      for (const path of [`challenge/${away.id}/complete`, `challenge/${away.id}/fail`]) {
        await fetch(`${world.gateway.url}/sandbox/${path}`, { method: 'POST', redirect: 'manual' });
      }
      expect((await stripe.paymentIntents.retrieve(away.id)).status).toBe('requires_action');
      const refused = await world.control('POST', `intents/${away.id}/challenge`, { result: 'succeeded' });
      expect(refused.status).toBe(400);
    });
  });

  it('cash and what is under way survive a kill -9', async () => {
    const before = await GatewayWorld.start('--crypto-ms', '300');
    const customer = await before.stripe.customers.create();
    await before.control('POST', 'bank-transfers', { customer: customer.id, amount: 700, currency: 'usd' });
    const coins = await before.stripe.paymentIntents.create({ ...COIN_ORDER, ...COINS, confirm: true });
    await before.control('POST', `intents/${coins.id}/crypto`, { result: 'processing' });
    await before.gateway.kill('SIGKILL');

    const gateway = await startGateway(before.directory, before.receiver.url);

    const after = clientOf(gateway);
    expect(await after.customers.retrieveCashBalance(customer.id)).toMatchObject({ available: { usd: 700 } });
    await before.receiver.eventAbout(coins.id, 'payment_intent.succeeded');
    expect((await after.paymentIntents.retrieve(coins.id)).status).toBe('succeeded');
    await gateway.kill('SIGTERM');
    await before.receiver.stop();
    rmSync(before.directory, { recursive: true, force: true });
  });

  it('what waits for a customer can be opened from the gateway’s own page', async () => {
    const away = await payInCoins();
    const page = await (await fetch(world.gateway.url)).text();
    expect(page).toContain(`href="${away.next_action?.redirect_to_url?.url}"`);
    expect(page).toContain('pm_sandbox_apple_pay');
    expect(page).toContain('POST /sandbox/bank-transfers');
  });

  describe('a customer', () => {
    it('is made once under its key, changed and found by its mail', async () => {
      const email = `${Date.now()}@example.com`;
      const body = { email, metadata: { customer_id: 'c1' } };
      const first = await stripe.customers.create(body, { idempotencyKey: 'customer:c1' });
      const second = await stripe.customers.create(body, { idempotencyKey: 'customer:c1' });
      expect(second.id).toBe(first.id);
      await stripe.customers.update(first.id, { name: 'Buyer', metadata: { customer_id: 'c2' } });
      expect(await stripe.customers.retrieve(first.id)).toMatchObject({
        object: 'customer',
        email,
        name: 'Buyer',
        metadata: { customer_id: 'c2' },
      });
      const { data } = await stripe.customers.list({ email });
      expect(data.map(({ id }) => id)).toEqual([first.id]);
      expect(await failure(stripe.customers.retrieve('cus_nobody'))).toMatchObject({ statusCode: 404 });
    });
  });

  function payInCoins(change: Partial<Stripe.PaymentIntentCreateParams> = {}) {
    return stripe.paymentIntents.create({ ...COIN_ORDER, ...COINS, confirm: true, ...change });
  }

  function press(url: string, result: string) {
    return fetch(url, { method: 'POST', body: `result=${result}`, redirect: 'manual' });
  }

  function authenticate() {
    const method = { payment_method: 'pm_card_threeDSecure2Required', return_url: RETURN_URL };
    return stripe.paymentIntents.create({ ...CARD_ORDER, ...method, confirm: true });
  }

  function newCustomer() {
    return stripe.customers.create({ email: 'buyer@example.com' });
  }

  function awaitTransfer(customer: string, change: Partial<Stripe.PaymentIntentCreateParams> = {}) {
    return stripe.paymentIntents.create({
      amount: 20_000,
      currency: 'usd',
      customer,
      allowed_payment_method_types: ['customer_balance'],
      payment_method_data: { type: 'customer_balance' },
      payment_method_options: {
        customer_balance: { funding_type: 'bank_transfer', bank_transfer: { type: 'us_bank_transfer' } },
      },
      metadata: { attempt_id: 'att_transfer' },
      confirm: true,
      ...change,
    });
  }

  async function sendMoney(transfer: object): Promise<Record<string, unknown>> {
    const answer = await world.control('POST', 'bank-transfers', transfer);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Record<string, unknown>;
  }

  async function cashOf(customer: string) {
    return (await stripe.customers.retrieveCashBalance(customer)).available;
  }

  function payWith(data: Stripe.PaymentIntentCreateParams.PaymentMethodData) {
    return stripe.paymentIntents.create({ ...CARD_ORDER, confirm: true, payment_method_data: data });
  }
});

const EXPAND = ['latest_charge.balance_transaction'];
const CARD_ORDER = { amount: 4200, currency: 'usd', allowed_payment_method_types: ['card' as const] };
const RETURN_URL = 'http://127.0.0.1/back?order=1';
const COIN_ORDER = { amount: 4200, currency: 'usd', allowed_payment_method_types: ['crypto' as const] };
const COINS = { payment_method_data: { type: 'crypto' as const }, return_url: RETURN_URL };
const APPLE_PAY = { type: 'apple_pay', dynamic_last4: '7373', apple_pay: {} };

/** The SDK's types know tokens only where payment methods are made. */
function cardToken(token: string): Stripe.PaymentIntentCreateParams.PaymentMethodData {
  return { type: 'card', card: { token } } as Stripe.PaymentIntentCreateParams.PaymentMethodData;
}

function instructionsOf(
  intent: Stripe.PaymentIntent,
): Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions {
  const said = intent.next_action?.display_bank_transfer_instructions;
  if (!said) throw new Error(`${intent.id} has no instructions: ${intent.status}`);
  return said;
}

/** 1 where the check digits are right (ISO 13616). */
function ibanRemainder(iban: string): bigint {
  const moved = [...iban.slice(4), ...iban.slice(0, 4)];
  return BigInt(moved.map((character) => Number.parseInt(character, 36)).join('')) % 97n;
}

function returnOf(answer: Response): Record<string, string> {
  return Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams);
}
