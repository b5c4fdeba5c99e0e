import type { Locale } from '../../shared/locale.js';
import { passwordResetView } from '../account-mail.view.js';
import type { Template } from '../mail-table.js';
import type { MailView } from '../mail-view.js';
import { orderMailView } from '../order-mail.view.js';
import { lowStockView } from '../stock-mail.view.js';
import { staffLockedView } from '../staff-mail.view.js';
import { sampleTold } from './samples.js';

const SHOP = 'https://shop.example';
const TOKEN = 'AZq3K1x-fJqVbH2m9t8xq1b6yE0sHc2fJdQk7oT4uVnWz5rLpGiXeYwBhMaNcRtD';

/** A mail to look at, about nobody. */
export function sampleView(template: Template, locale: Locale, shop: string): MailView {
  switch (template) {
    case 'password-reset': {
      const reset = { name: 'Kim', locale, token: TOKEN, expiresAt: '2026-11-23T18:00:00Z' };
      return passwordResetView(reset, `${SHOP}/reset-password#token=${TOKEN}`, shop);
    }
    case 'stock-low':
      return lowStockView(
        { productId: 'prod_mug', productName: 'Mug', available: 3, lowAt: 5 },
        locale,
        shop,
      );
    case 'staff-locked':
      return staffLockedView({ email: 'kim@shop.example', lockMinutes: 15 }, locale, shop);
    default:
      return orderMailView(template, sampleTold(template, locale, `${SHOP}/orders/ORD-7K3M9QX2TB`), shop);
  }
}
