// The order of modules and the table of file kinds (docs/decisions, architecture) as rules. Paths are relative to the
// folder that is cruised from, so that the tests can plant violations in a tree of their own.
const { join } = require('node:path');

/** Each imports only from those before it. */
const ORDER = [
  'shared',
  'audit',
  'interventions',
  'auth',
  'staff',
  'catalogue',
  'tariffs',
  'payments',
  'cart',
  'orders',
  'invoices',
  'notifications',
  'partners',
  'back-office',
  'app',
];

const pathsOf = (modules) =>
  modules.map((name) => (name === 'app' ? '^src/(app/|app\\.module\\.ts$|main\\.ts$)' : `^src/${name}/`));

const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const fileKind = (...kinds) => `^src/(?!sandbox/).+\\.(${kinds.join('|')})\\.ts$`;

const moduleOrder = ORDER.slice(0, -1).map((name, index) =>
  rule(
    `${name}-imports-to-the-left`,
    { path: pathsOf([name]) },
    { path: pathsOf(ORDER.slice(index + 1)) },
    `${name} stands before them in the order of modules.`,
  ),
);

module.exports = {
  forbidden: [
    ...moduleOrder,
    rule(
      'no-cycles',
      {},
      { circular: true },
      'Two files that need each other are one file, or miss a third.',
    ),
    rule(
      'through-the-door',
      { path: '^src/(?!sandbox/|tokeniser/)([^/]+)/' },
      {
        path: '^src/[^/]+/',
        pathNot: ['^src/$1/', '^src/shared/', '^src/[^/]+/index\\.ts$', '^src/[^/]+/back-office/index\\.ts$'],
      },
      'Another module is what its index.ts says, and to the back office what its back-office/index.ts says besides.',
    ),
    rule(
      'only-the-back-office-sees-the-back-office',
      {
        path: '^src/',
        pathNot: [
          '^src/[^/]+/back-office/',
          '^src/back-office/',
          '^src/shared/lists/',
          '^src/app/(back-office|worker)\\.ts$',
        ],
      },
      {
        path: [
          '^src/[^/]+/back-office/',
          '^src/back-office/',
          '^src/shared/lists/',
          '^src/app/back-office\\.ts$',
        ],
      },
      "What only the shop's people need the api does not load.",
    ),
    rule(
      'app-module-through-the-door',
      { path: '^src/(app\\.module|main)\\.ts$' },
      { path: '^src/[^/]+/', pathNot: ['^src/(app|shared)/', '^src/[^/]+/index\\.ts$'] },
      'Another module is what its index.ts says.',
    ),
    rule(
      'sandbox-is-the-outside-world',
      { path: '^src/sandbox/' },
      // It makes the first card key, and starts the tokeniser the one way that this allows.
      { path: '^src/', pathNot: ['^src/sandbox/', '^src/tokeniser/(key-file|launch)\\.ts$'] },
      'What stands in for Stripe and Postgres knows nothing of the product.',
    ),
    rule(
      'tokeniser-runs-alone',
      { path: '^src/tokeniser/' },
      {
        path: ['^src/', 'node_modules'],
        pathNot: ['^src/tokeniser/', '(^|/)zod(/|$)'],
        dependencyTypesNot: ['type-only'],
      },
      'What runs where cards are in the clear is a few files that one can read; of the product it takes types.',
    ),
    rule(
      'nobody-runs-the-tokeniser',
      { path: '^src/(?!tokeniser/|sandbox/)' },
      { path: '^src/tokeniser/' },
      'It is a process of its own: the api knows its socket.',
    ),
    rule('nobody-imports-the-sandbox', { path: '^src/(?!sandbox/)' }, { path: '^src/sandbox/' }, 'As above.'),
    rule(
      'controllers-do-http-alone',
      // The health check's one statement asks whether there is a database at all.
      { path: fileKind('controller'), pathNot: '^src/app/health\\.controller\\.ts$' },
      {
        path: [
          '\\.(entity|repository|sql|gateway)\\.ts$',
          '^src/.+/domain/',
          '@mikro-orm/',
          '(^|/)kysely(/|$)',
        ],
      },
      'HTTP can be read and replaced alone.',
    ),
    rule(
      'stories-know-no-http',
      { path: [fileKind('use-case', 'job', 'handler', 'sweep', 'repository', 'sql'), '^src/.+/domain/'] },
      {
        path: [
          '^src/shared/http/',
          '\\.(controller|interceptor|guard|pipe|filter)\\.ts$',
          '(^|/)fastify(/|$)',
        ],
        // Not HTTP, but the id that logs and audit rows of one request share; empty where there is no request.
        pathNot: '^src/shared/http/request-context\\.ts$',
      },
      'Callable from HTTP, worker, admin and tests alike.',
    ),
    rule(
      'domain-is-pure',
      { path: '^src/([^/]+)/domain/' },
      {
        pathNot: [
          '^src/$1/domain/',
          '^src/shared/[^/]+\\.ts$',
          '^src/shared/addresses/',
          '^src/shared/events/event\\.ts$',
          '@mikro-orm/core',
        ],
        dependencyTypesNot: ['type-only'],
      },
      'Tests of it run in milliseconds: no Nest, no EntityManager, no SQL, no other module but in types.',
    ),
    rule(
      'domain-takes-types-from-rows-and-doors',
      { path: '^src/([^/]+)/domain/' },
      {
        path: '^src/',
        pathNot: ['^src/$1/[^/]+\\.ts$', '^src/$1/domain/', '^src/shared/', '^src/[^/]+/index\\.ts$'],
      },
      'As above.',
    ),
    rule(
      'queries-change-nothing',
      { path: fileKind('queries') },
      { path: '\\.(entity|repository|use-case)\\.ts$', dependencyTypesNot: ['type-only'] },
      'Reads are shaped straight into the contract.',
    ),
    rule(
      'gateways-know-no-product',
      { path: '^src/payments/gateways/([^/]+)/' },
      {
        path: '^src/',
        pathNot: [
          '^src/payments/gateways/$1/',
          '^src/payments/gateways/(gateway\\.port|call-gateway)\\.ts$',
          '^src/shared/(money|assert)\\.ts$',
          '^src/payments/outcome\\.ts$',
          '^src/config\\.ts$',
        ],
      },
      'A provider is a folder that can be deleted.',
    ),
    rule(
      'no-provider-leaks-out',
      {
        path: '^src/(?!sandbox/)',
        pathNot: [
          '^src/payments/gateways/[^/]+/',
          '^src/payments/gateways/registry\\.ts$',
          '^src/payments/payments\\.module\\.ts$',
        ],
      },
      { path: ['^src/payments/gateways/[^/]+/', '(^|/)(stripe|paypal-rest-sdk)(/|$)'] },
      'As above.',
    ),
    rule(
      'nobody-imports-the-panel',
      { path: '^src/' },
      { path: ['^admin/', '(^|/)(adminjs|@adminjs|react|express|qrcode)(/|$)'] },
      'It is another process: api and worker do not load a byte of it.',
    ),
    rule(
      'the-panel-comes-through-doors',
      { path: '^admin/' },
      {
        path: '^src/',
        pathNot: [
          '^src/[^/]+/index\\.ts$',
          '^src/[^/]+/back-office/index\\.ts$',
          '^src/shared/',
          '^src/(app/back-office|config)\\.ts$',
        ],
      },
      'Another module is what its index.ts says.',
    ),
    rule(
      'the-panel-speaks-no-sql',
      { path: '^admin/' },
      { path: ['(^|/)(kysely|pg)(/|$)', '@mikro-orm/', '^src/shared/database/migrations/'] },
      'Every read is a query and every change a use case of the module that owns the table.',
    ),
    rule(
      'config-is-read-by-all-and-reads-nobody',
      { path: '^src/config\\.ts$' },
      { path: '^src/' },
      'It stands before every module.',
    ),
  ],
  options: {
    // Types count: a module that only names another one's type depends on it all the same.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, '../../tsconfig.json') },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
  },
};
