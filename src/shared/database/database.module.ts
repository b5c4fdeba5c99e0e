import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { ormOptions } from './mikro-orm.config.js';
import { UnitOfWork } from './unit-of-work.js';

@Global()
@Module({
  imports: [
    MikroOrmModule.forRootAsync({
      // Told before the factory can run, so that the driver's own MikroORM class is what gets injected.
      driver: PostgreSqlDriver,
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...ormOptions(config),
        autoLoadEntities: true,
        registerRequestContext: false,
      }),
    }),
  ],
  providers: [UnitOfWork],
  exports: [UnitOfWork],
})
export class DatabaseModule {}
