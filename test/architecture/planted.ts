/** One violation of each rule; its first file is the one that breaks it. The others are there to be imported. */
interface Planted {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
}

const imports = (specifier: string): string => `import * as it from '${specifier}';\nexport const x = it;\n`;
const importsType = (specifier: string): string =>
  `import type { X } from '${specifier}';\nexport type Y = X;\n`;
const door = 'export type X = string;\nexport const x = 1;\n';

export const PLANTED: readonly Planted[] = [
  // A type counts as much as a value.
  {
    rule: 'shared-imports-to-the-left',
    files: { 'src/shared/a.ts': importsType('../audit/index.js'), 'src/audit/index.ts': door },
  },
  {
    rule: 'audit-imports-to-the-left',
    files: { 'src/audit/a.ts': imports('../auth/index.js'), 'src/auth/index.ts': door },
  },
  {
    rule: 'interventions-imports-to-the-left',
    files: { 'src/interventions/a.ts': imports('../orders/index.js'), 'src/orders/index.ts': door },
  },
  {
    rule: 'auth-imports-to-the-left',
    files: { 'src/auth/a.ts': imports('../catalogue/index.js'), 'src/catalogue/index.ts': door },
  },
  { rule: 'staff-imports-to-the-left', files: { 'src/staff/a.ts': imports('../catalogue/index.js') } },
  {
    rule: 'catalogue-imports-to-the-left',
    files: { 'src/catalogue/a.ts': imports('../cart/index.js'), 'src/cart/index.ts': door },
  },
  {
    rule: 'tariffs-imports-to-the-left',
    files: { 'src/tariffs/a.ts': imports('../orders/index.js') },
  },
  { rule: 'payments-imports-to-the-left', files: { 'src/payments/a.ts': importsType('../orders/index.js') } },
  { rule: 'cart-imports-to-the-left', files: { 'src/cart/a.ts': imports('../orders/index.js') } },
  {
    rule: 'orders-imports-to-the-left',
    files: { 'src/orders/a.ts': imports('../notifications/index.js'), 'src/notifications/index.ts': door },
  },
  {
    rule: 'invoices-imports-to-the-left',
    files: { 'src/invoices/a.ts': imports('../notifications/index.js') },
  },
  {
    rule: 'notifications-imports-to-the-left',
    files: { 'src/notifications/a.ts': imports('../main.js'), 'src/main.ts': door },
  },
  { rule: 'partners-imports-to-the-left', files: { 'src/partners/a.ts': imports('../main.js') } },
  { rule: 'back-office-imports-to-the-left', files: { 'src/back-office/a.ts': imports('../main.js') } },
  {
    rule: 'no-cycles',
    files: { 'src/cart/about.ts': imports('./round.js'), 'src/cart/round.ts': imports('./about.js') },
  },
  {
    rule: 'through-the-door',
    files: {
      'src/orders/b.ts': imports('../payments/payments.js'),
      'src/payments/payments.ts': door,
      'src/payments/index.ts': door,
    },
  },
  {
    rule: 'only-the-back-office-sees-the-back-office',
    files: {
      'src/cart/look.ts': imports('../orders/back-office/index.js'),
      'src/orders/back-office/index.ts': door,
    },
  },
  { rule: 'app-module-through-the-door', files: { 'src/app.module.ts': imports('./payments/payments.js') } },
  {
    rule: 'sandbox-is-the-outside-world',
    files: { 'src/sandbox/a.ts': imports('../shared/money.js'), 'src/shared/money.ts': door },
  },
  {
    rule: 'nobody-imports-the-sandbox',
    files: { 'src/app/a.ts': imports('../sandbox/ports.js'), 'src/sandbox/ports.ts': door },
  },
  { rule: 'tokeniser-runs-alone', files: { 'src/tokeniser/a.ts': imports('stripe') } },
  {
    rule: 'nobody-runs-the-tokeniser',
    files: { 'src/payments/c.ts': importsType('../tokeniser/card.js'), 'src/tokeniser/card.ts': door },
  },
  {
    rule: 'controllers-do-http-alone',
    files: {
      'src/orders/a.controller.ts': imports('./domain/a.entity.js'),
      'src/orders/domain/a.entity.ts': imports('@mikro-orm/core'),
    },
  },
  {
    rule: 'stories-know-no-http',
    files: {
      'src/orders/a.use-case.ts': imports('../shared/http/request.js'),
      'src/shared/http/request.ts': door,
    },
  },
  { rule: 'domain-is-pure', files: { 'src/orders/domain/impure.ts': imports('@nestjs/common') } },
  {
    rule: 'domain-takes-types-from-rows-and-doors',
    files: {
      'src/orders/domain/nosy.ts': importsType('../../catalogue/stock.sql.js'),
      'src/catalogue/stock.sql.ts': door,
    },
  },
  { rule: 'queries-change-nothing', files: { 'src/orders/a.queries.ts': imports('./domain/a.entity.js') } },
  {
    rule: 'gateways-know-no-product',
    files: { 'src/payments/gateways/stripe/a.ts': imports('../../payments.js') },
  },
  { rule: 'no-provider-leaks-out', files: { 'src/payments/leak.ts': imports('stripe') } },
  {
    rule: 'nobody-imports-the-panel',
    files: { 'src/orders/panel.ts': imports('../../admin/main.js'), 'admin/main.ts': door },
  },
  {
    rule: 'the-panel-comes-through-doors',
    files: { 'admin/nosy.ts': imports('../src/payments/payments.js') },
  },
  { rule: 'the-panel-speaks-no-sql', files: { 'admin/sql.ts': imports('kysely') } },
  {
    rule: 'config-is-read-by-all-and-reads-nobody',
    files: { 'src/config.ts': imports('./shared/money.js') },
  },
];
