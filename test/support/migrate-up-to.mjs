// Brings a database to the schema that it once had: `<last migration>`. For tests of what a later one does to rows.
import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MikroORM } from '@mikro-orm/postgresql';

const built = (path) => import(pathToFileURL(join(process.cwd(), 'dist', path)).href);

const [{ ormOptions }, { readConfig }] = await Promise.all([
  built('shared/database/mikro-orm.config.js'),
  built('config.js'),
]);
const orm = await MikroORM.init({ ...ormOptions(readConfig()), pool: { min: 0, max: 2 } });
try {
  await orm.migrator.up({ to: process.argv[2] });
} finally {
  await orm.close();
}
