import { cloneDatabase } from '../support/database.js';
import { LeanClient } from '../../src/shared/database/lean-client.js';

describe('a connection that prepares its statements', () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>;
  let client: LeanClient;
  beforeAll(async () => {
    database = await cloneDatabase();
    client = new LeanClient({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const run = (text: string, values: unknown[] = []) => client.query(text, values);
  const isolated = async () =>
    (await run('select $1::text as word, txid_current_if_assigned() is null as unwritten', ['x'])).rows;

  it('begins with the first statement, and takes it back with the transaction', async () => {
    for (const ending of ['rollback', 'commit']) {
      await run('begin');
      await run(
        'insert into products (id, name, description, price_minor, currency) values ($1, $1, $1, 1, $2)',
        [`prod_${ending}`, 'USD'],
      );
      await run(ending);
    }
    const { rows } = await run('select id from products where id = any($1)', [
      ['prod_rollback', 'prod_commit'],
    ]);
    expect(rows).toEqual([{ id: 'prod_commit' }]);
  });

  it('is as good as new after a first statement that could not be parsed', async () => {
    const text = 'select * from later_there where $1::int = 1';
    for (let time = 0; time < 2; time++) {
      await run('begin');
      await expect(run(text, [1])).rejects.toMatchObject({ code: '42P01' });
      await run('rollback');
    }
    await run('create table later_there (a int)');
    for (let time = 0; time < 2; time++) {
      await run('begin');
      await expect(run(text, [1])).resolves.toMatchObject({ rows: [] });
      await run('commit');
    }
  });

  it('sends nothing for a transaction without statements, and runs several commands at once', async () => {
    await run('begin');
    await run('commit');
    await run('begin');
    await run('create table one (a int); create table two (a int)');
    await run('rollback');
    expect(await isolated()).toEqual([{ word: 'x', unwritten: true }]);
    await expect(run('select * from one where $1::int = 1', [1])).rejects.toMatchObject({ code: '42P01' });
  });
});
