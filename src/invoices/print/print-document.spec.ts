import { aBuyer, aLine, anInvoicedOrder, aSeller } from '../../../test/support/paper-facts.js';
import { propertiesOf, sheetsOf, textOf } from '../../../test/support/pdf-text.js';
import { creditNoteOf } from '../domain/credit-note.js';
import { invoiceOf, type InvoicedOrder } from '../domain/invoice.js';
import { type Printed, printDocument } from './print-document.js';

const anInvoice = (order: Partial<InvoicedOrder> = {}, more: Partial<Printed> = {}): Printed => ({
  number: 'INV-2026-000001',
  issuedAt: '2026-11-28T03:10:00Z',
  facts: invoiceOf(anInvoicedOrder(order), aSeller),
  buyer: aBuyer(),
  ...more,
});
const saidBy = async (document: Printed) => textOf(await printDocument(document));
const line = (name: string, index = 0) => ({ ...aLine, name, productId: `p${index}` });

describe('a printed invoice', () => {
  it('says who sells, who buys, what, and what it comes to', async () => {
    const text = await saidBy(anInvoice());
    for (const words of [
      'Demo Shop',
      'Example City',
      'Tax ID DE123',
      'Ada Customer',
      'New York, NY 10001',
      'United States',
      'INV-2026-000001',
      'November 28, 2026',
      'ORD-7K3M9QX2TB',
      'Stoneware mug',
      '$100.00',
      'Autumn discount',
      '−$10.00',
      'Sales tax 8 %',
      '$90.00',
      '$7.20',
      'Reduced 5 %',
      'Not taxed',
      '$128.19',
      'Paid in full on November 27, 2026 (Credit card). Nothing is left to pay.',
      'Page 1 of 1',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Shipped to');
  });

  it('is the same bytes whenever it is printed, and tells its reader what it is', async () => {
    const [first, second] = [await printDocument(anInvoice()), await printDocument(anInvoice())];
    expect(second.equals(first)).toBe(true);
    expect(await propertiesOf(first)).toMatchObject({
      Title: 'Invoice INV-2026-000001',
      Author: 'Demo Shop',
      CreationDate: 'D:20261128031000Z',
    });
  });

  it('shows another place of delivery, and addresses as their countries write them', async () => {
    const shippingAddress = {
      recipient: 'Erika Muster',
      street: 'Hauptstr. 5',
      city: 'Berlin',
      zipCode: '10115',
      country: 'Deutschland',
    };
    const text = await saidBy(anInvoice({}, { buyer: aBuyer({ shippingAddress }) }));
    for (const words of ['Shipped to', 'Erika Muster', '10115 Berlin', 'Germany'])
      expect(text).toContain(words);
  });

  it('goes on over sheets that each have their heads, and keeps the total with its sums', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => line(`Mug ${index + 1}`, index));
    const sheets = await sheetsOf(await printDocument(anInvoice({ lines })));
    expect(sheets).toHaveLength(2);
    for (const [index, sheet] of sheets.entries()) {
      expect(sheet).toContain('Unit price');
      expect(sheet).toContain(`Page ${index + 1} of 2`);
    }
    expect(sheets[1]).toContain('Invoice INV-2026-000001, continued');
    expect(sheets.join(' ').match(/Mug \d+/g)).toEqual(lines.map(({ name }) => name));
    expect(sheets[1]).toMatch(/Subtotal[^]*Total[^]*\$128\.19/);
  });

  it.each([29, 30, 31, 32, 33, 34, 35, 36, 37])(
    'never parts the total from its sums (%i lines)',
    async (count) => {
      const lines = Array.from({ length: count }, (_, index) => line(`Mug ${index + 1}`, index));
      const sheets = await sheetsOf(await printDocument(anInvoice({ lines })));
      const withSums = sheets.filter((sheet) => sheet.includes('Subtotal'));
      expect(withSums).toHaveLength(1);
      expect(withSums[0]).toContain('$128.19');
    },
  );

  it.each([
    ['JPY', '¥12,819'],
    ['KWD', 'KWD 12.819'],
    ['EUR', '€128.19'],
  ])('has the decimals of %s', async (currency, total) => {
    expect((await saidBy(anInvoice({ currency }))).replaceAll('\u00A0', ' ')).toContain(total);
  });

  it.each([['Κούπα κεραμική'], ['Кружка керамическая'], ['Čaša İstanbul Łódź ŵ ệ'], ['Ceaşcă „Toamnă” – ½']])(
    'has the letters of %s',
    async (name) => {
      expect(await saidBy(anInvoice({ lines: [line(name)] }))).toContain(name);
    },
  );

  it.each([
    ['no letters for it', '湯呑み 茶碗'],
    ['a text of the other direction', 'كوب من السيراميك 12'],
    ['half a character', 'Mug \uD800 x'],
    ['control characters', 'Mug\u0000\n\u202Egum'],
    ['nothing', ''],
    ['an endless word', 'Donaudampfschiff'.repeat(200)],
    ['an endless text', 'A very good mug. '.repeat(1_000)],
    ['an emoji', '🎁👩‍👩‍👧 mug'],
  ])('is whole on one sheet with %s', async (_, name) => {
    const buyer = aBuyer({ billingAddress: { ...aBuyer().billingAddress, recipient: name } });
    const sheets = await sheetsOf(await printDocument(anInvoice({ lines: [line(name)] }, { buyer })));
    expect(sheets).toHaveLength(1);
    expect(sheets[0]).toContain('$128.19');
  });

  it('says where nothing has been taken yet', async () => {
    const text = await saidBy(anInvoice({ payment: { ...anInvoicedOrder().payment, state: 'promised' } }));
    expect(text).toContain('taken when your items are shipped');
    expect(text).not.toContain('Paid in full');
  });
});

describe('a printed credit note', () => {
  it('names the invoice that it corrects, and stands below zero', async () => {
    const { facts } = anInvoice();
    if (facts.kind !== 'invoice') throw new Error('an invoice');
    const corrected = { number: 'INV-2026-000001', issuedAt: '2026-11-28T03:10:00Z', facts, credited: [] };
    const credit = { amountMinor: 1_000, units: null, why: 'refund', refundId: 'ref_1' } as const;
    const note = creditNoteOf(corrected, credit, aSeller)!;
    const text = await saidBy(anInvoice({}, { number: 'CN-2026-000007', facts: note }));
    for (const words of [
      'Credit note',
      'CN-2026-000007',
      'Corrects invoice',
      'INV-2026-000001',
      'Partial refund',
      'Total credited',
      '−$10.00',
      'This credit note reduces invoice INV-2026-000001 of November 28, 2026 by $10.00.',
      'Refund ref_1.',
    ])
      expect(text.replaceAll('\n', ' ')).toContain(words);
  });
});
