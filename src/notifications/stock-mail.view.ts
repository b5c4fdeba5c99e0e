import type { Locale } from '../shared/locale.js';
import { oneLine } from '../shared/one-line.js';
import { type MailView, mailView } from './mail-view.js';
import { speechIn } from './speech.js';

/** A product of which few are left. */
export interface LowStock {
  readonly productId: string;
  readonly productName: string;
  readonly available: number;
  readonly lowAt: number;
}

export function lowStockView(low: LowStock, locale: Locale, shop: string): MailView {
  const speech = speechIn(locale);
  const { stockLow: w, labels, footer } = speech.words;
  const product = oneLine(low.productName);
  const said = {
    subject: w.subject(product, low.available),
    title: w.title,
    paragraphs: [w.what(low.available, low.lowAt)],
    sections: [
      {
        title: product,
        rows: [
          { label: labels.product, value: low.productId },
          { label: labels.available, value: String(low.available) },
        ],
      },
    ],
  };
  return mailView(said, { shop, name: null, action: null, because: footer.shop(shop) }, speech);
}
