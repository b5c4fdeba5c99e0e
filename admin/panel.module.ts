import { type DynamicModule, Module } from '@nestjs/common';
import { AppModule } from '../src/app.module.js';
import type { Config } from '../src/config.js';
import { StaffModule } from '../src/staff/index.js';

/** The house without its HTTP, and the people who work in it. */
@Module({})
export class PanelModule {
  static with(config: Config): DynamicModule {
    return { module: PanelModule, imports: [AppModule.with(config), StaffModule] };
  }
}
