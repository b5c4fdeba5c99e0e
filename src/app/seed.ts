import { MikroORM } from '@mikro-orm/postgresql';
import { authEntities, type DemoAccount, ProvideAccounts } from '../auth/index.js';
import { catalogueEntities, ProvideProducts } from '../catalogue/index.js';
import type { Config } from '../config.js';
import { ormOptions } from '../shared/database/mikro-orm.config.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { logger } from '../shared/logger.js';
import { ProvideTariffs } from '../tariffs/index.js';
import { DEMO_CATALOGUE } from './demo-catalogue.js';

const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: 'demo@settle.example', password: 'demo-password-1', name: 'Demo Customer', role: 'customer' },
  { email: 'admin@settle.example', password: 'admin-password-1', name: 'Shop Admin', role: 'admin' },
];

/** Something to try the shop with. What is there stays as it is: the second run changes nothing. */
export async function seed(config: Config): Promise<void> {
  const entities = [...authEntities, ...catalogueEntities];
  const orm = await MikroORM.init({ ...ormOptions(config), entities, pool: { min: 0, max: 2 } });
  try {
    const uow = new UnitOfWork(orm);
    await new ProvideTariffs(uow).run(config.CURRENCY);
    await new ProvideProducts(uow).run(DEMO_CATALOGUE, config.CURRENCY);
    // Their passwords are published: in production they would be an open door.
    if (config.NODE_ENV === 'production') logger.warn('seed: no demo accounts in production');
    else {
      await new ProvideAccounts(uow).run(DEMO_ACCOUNTS);
      // Loaded when it is needed: an api that seeds first keeps nothing of the panel in memory otherwise.
      await (await import('./demo-staff.js')).provideDemoStaff(config, uow);
    }
  } finally {
    await orm.close();
  }
}
