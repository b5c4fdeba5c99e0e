import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createRequire } from 'node:module';
import { PLANTED } from './planted.js';
import {
  type Finding,
  httpExceptions,
  LINES_MAX,
  marksOfTheUnfinished,
  readsOfTheEnvironment,
  tablesOf,
  tooLong,
  writesOf,
} from './source-rules.js';

const ROOT = process.cwd();
const CONFIG = join(ROOT, 'test/architecture/dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

interface Cruise {
  readonly violations: readonly Violation[];
  readonly totalCruised: number;
}

/** Runs the cruiser in a process of its own: it resolves by the working directory. */
function cruise(folder: string): Cruise {
  const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', 'src', 'admin'];
  const json = execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(json) as { summary: Cruise }).summary;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const sources: readonly Finding[] = filesUnder(join(ROOT, 'src')).map((path) => ({
  path: relative(ROOT, path),
  text: readFileSync(path, 'utf8'),
}));
const product = sources.filter(
  ({ path }) =>
    !path.startsWith('src/sandbox/') && !path.endsWith('.spec.ts') && !path.includes('/migrations/'),
);

describe('the order of modules and the kinds of files', () => {
  it('are kept by every file under src', () => {
    const { violations, totalCruised } = cruise(ROOT);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(200);
  });

  describe('a planted violation', () => {
    let folder: string;
    let found: Cruise;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'settle-planted-'));
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
      for (const { files } of PLANTED) {
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), text);
        }
      }
      found = cruise(folder);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(PLANTED.map(({ rule, files }) => [rule, Object.keys(files)[0]!] as const))(
      'of %s is caught',
      (rule, from) => {
        const caught = found.violations.filter((violation) => violation.from === from);
        expect(caught.map((violation) => violation.rule.name)).toContain(rule);
      },
    );

    it('is there for every rule, and what is allowed is not caught', () => {
      const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };
      const planted = PLANTED.map(({ rule }) => rule);
      expect(planted.toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
      const broken = new Set(PLANTED.map(({ files }) => Object.keys(files)[0]!));
      // In a cycle both sides are told.
      broken.add('src/cart/round.ts');
      expect(found.violations.filter(({ from }) => !broken.has(from))).toEqual([]);
    });
  });
});

describe('tables', () => {
  /** Who owns a table: nobody else writes it, but for the statements below. */
  const OWNERS: Readonly<Record<string, readonly string[]>> = {
    shared: ['events', 'idempotency_keys'],
    audit: ['audit_log'],
    interventions: ['interventions'],
    auth: ['users', 'sessions', 'refresh_tokens', 'password_resets', 'api_keys'],
    staff: ['staff_members', 'staff_sessions'],
    catalogue: ['products', 'stock', 'stock_movements'],
    tariffs: ['shipping_rates', 'tax_rates'],
    payments: ['payment_attempts', 'captures', 'refunds', 'disputes', 'ledger_transfers', 'stored_webhooks'],
    cart: ['carts', 'cart_lines'],
    orders: [
      'orders',
      'order_lines',
      'order_adjustments',
      'parcels',
      'parcel_lines',
      'returns',
      'return_lines',
      'order_notes',
      'refund_proposals',
      'bulk_runs',
      'bulk_rows',
      'exports',
      'export_chunks',
    ],
    invoices: ['invoices', 'invoice_series'],
    notifications: ['mails'],
    'back-office': ['daily_figures', 'daily_figures_cursor'],
    partners: ['partners', 'webhook_endpoints', 'webhook_deliveries', 'webhook_attempts', 'webhook_cursor'],
  };
  const ownerOf = new Map(
    Object.entries(OWNERS).flatMap(([owner, tables]) => tables.map((table) => [table, owner])),
  );

  /** The two files of the path that must be fast, the leases that the worker takes, and disputes, which no other path touches. */
  const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
    'src/orders/place-order.sql.ts': ['payment_attempts'],
    'src/orders/settle.sql.ts': ['captures', 'ledger_transfers', 'payment_attempts', 'refunds'],
    'src/orders/attempts.sql.ts': ['payment_attempts'],
    'src/orders/captures.sql.ts': ['captures'],
    'src/orders/disputes.sql.ts': ['disputes'],
    'src/orders/refunds.sql.ts': ['refunds'],
  };

  it('have one owner each', () => {
    const made = sources.filter(({ path }) => path.includes('/migrations/')).flatMap(tablesOf);
    expect([...ownerOf.keys()].toSorted()).toEqual(made.toSorted());
  });

  it('are written by their owner, and by the few statements that say so', () => {
    const foreign: Record<string, string[]> = {};
    for (const source of product) {
      const module = source.path.split('/')[1]!;
      const others = writesOf(source).filter((table) => ownerOf.has(table) && ownerOf.get(table) !== module);
      if (others.length > 0) foreign[source.path] = [...new Set(others)].toSorted();
    }
    expect(foreign).toEqual(MAY_WRITE);
  });

  it.each([
    ['sql`insert into stock (product_id) values (1)`', ['stock']],
    ['sql`update stock set held = 0`', ['stock']],
    ['sql`with x as (update payment_attempts a set checks = 1 from due) select 1`', ['payment_attempts']],
    ['sql`delete from cart_lines c using u`', ['cart_lines']],
    ['sql`insert into carts as c (id) values (1) on conflict do update set id = 2`', ['carts']],
    ['sql`\n  INSERT INTO\n  refunds\n (id)`', ['refunds']],
    ['sql`truncate mails`', ['mails']],
    ["tableName: 'orders'", ['orders']],
    ['sql`select 1 from stock for update`', []],
    ['sql`select 1 from stock s for no key update of s`', []],
  ])('a write in %j is seen', (text, tables) => {
    expect(writesOf({ path: 'src/x.ts', text })).toEqual(tables);
  });
});

describe('every file of the product', () => {
  const rules: readonly [string, (finding: Finding) => readonly string[], string, string][] = [
    [
      'reads no environment but where settings are read',
      readsOfTheEnvironment,
      'src/cart/x.ts',
      'const x = process.env.HOME;',
    ],
    ['is finished', marksOfTheUnfinished, 'src/cart/x.ts', '// TODO: later'],
    ['fits on some screens', tooLong, 'src/cart/x.ts', '\n'.repeat(LINES_MAX + 1)],
    [
      'throws no HTTP exception where a story is told',
      httpExceptions,
      'src/cart/x.use-case.ts',
      "import { Injectable, NotFoundException } from '@nestjs/common';",
    ],
  ];

  it.each(rules)('%s', (_, rule) => {
    expect(product.flatMap(rule)).toEqual([]);
  });

  it.each(rules)('%s: a planted violation is caught', (_, rule, path, text) => {
    expect(rule({ path, text })).toHaveLength(1);
  });
});
